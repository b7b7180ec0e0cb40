import "../nodeVersion.ts";

export { sleep } from "../clock.ts";
export type { Duration } from "../duration.ts";
export type { FollowerAction } from "../simulator/actions/actions.ts";
export type { Outcome, Seen, Try } from "../simulator/pusher/pusher.ts";
export { checkGolden, goldenRecords } from "./dialogue/golden.ts";
export type { Trouble } from "./dialogue/line.ts";
export { type Path, type PathOptions, paths } from "./dialogue/paths.ts";
export type { Called } from "./dialogue/services.ts";
export {
  DialogueScenario,
  type TestDialogueOptions,
  type TestedDialogue,
  testDialogue,
} from "./dialogue/testDialogue.ts";
export { ManualClock } from "./manualClock.ts";
// Types that the signatures above name
export type * from "./publicTypes.ts";
export { replayTapes, type WriteTapeTestOptions, writeTapeTest } from "./recording/tapeTest.ts";
export {
  type TestForm,
  type WriteTestOptions,
  writeDialogueTest,
  writeTest,
} from "./recording/writeTest.ts";
export type { Sight } from "./sight.ts";
export {
  describeStore,
  type OpenStoreUnderTest,
  type StoreRule,
  type StoreRuleGroup,
  type StoreUnderTest,
  storeRules,
  type TestRunner,
} from "./store/conformance.ts";
export type { Spot, TestFollower } from "./testFollower.ts";
export {
  type PeopleOptions,
  type PeopleReport,
  type PersonAct,
  type PersonResult,
  type PersonSheet,
  testPeople,
} from "./testPeople.ts";
export { type Bot, type TestWeChat, type TestWeChatOptions, testWeChat } from "./testWeChat.ts";
export { WeChatTestAdapter } from "./weChatTestAdapter.ts";
