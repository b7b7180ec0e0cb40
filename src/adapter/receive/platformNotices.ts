import { Refused } from "../../errors.ts";
import { errorFacts } from "../../log.ts";
import { readNotice } from "../../protocol/notice.ts";
import type { Push } from "../../protocol/push.ts";
import { readPushXml } from "../../protocol/pushXml.ts";
import type { Linking } from "../accounts/linking/linking.ts";
import { sendAsTested, testStep } from "../accounts/linking/releaseTest.ts";
import { answerOf, typeOf } from "../exchange/answer.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { Road } from "../road.ts";
import type { Authentic } from "./authenticate.ts";

/** The last part of the path that notices to the component come to. */
export const NOTICES = "component";

/**
 * Answers an authentic notice to the component. `success` goes out only when the notice was followed: a ticket
 * would come again in ten minutes anyway, an authorisation would not.
 */
export async function takeNotice(
  { log }: Road,
  { accounts, component }: Linking,
  { xml }: Authentic,
  exchange: Exchange,
): Promise<void> {
  const notice = readNotice(readPushXml(xml));
  if (notice.appId !== component.appId) {
    throw new Refused("notice", "The notice is for another component than ours.");
  }
  try {
    await accounts.hear(notice);
  } catch (error) {
    log.error(
      { notice: notice.infoType, ...errorFacts(error, log) },
      "a notice could not be followed",
    );
    return void (await exchange.answer(503, "unavailable"));
  }
  await exchange.answer(200, "success");
}

/** Answers a push of WeChat's release test, for which no bot is run. */
export async function takeTest(
  { clock, log }: Road,
  linking: Linking,
  push: Push,
  { seal }: Authentic,
  exchange: Exchange,
): Promise<void> {
  const step = testStep(push);
  const reply = step !== undefined && "reply" in step ? step.reply : undefined;
  const answer = answerOf(reply, push, seal, clock.now());
  // The test wants an empty answer where a message is to follow.
  await exchange.answer(200, step !== undefined && "sends" in step ? "" : answer, typeOf(answer));
  if (step === undefined || "reply" in step) return;
  try {
    await sendAsTested(step, linking.component, linking.testClient);
  } catch (error) {
    log.error(errorFacts(error, log), "the release test's message could not be sent");
  }
}
