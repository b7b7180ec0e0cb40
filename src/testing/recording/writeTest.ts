import { WeChatError } from "../../errors.ts";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import type { AccountSettings } from "../../simulator/world/account.ts";
import type { TimelineEvent } from "../../simulator/world/timeline.ts";
import { loadPlayed } from "../dialogue/loadDialogues.ts";
import { inAll, readSight, type Sight, sightOf } from "../sight.ts";
import { dialogueTestOf } from "./dialogueTest.ts";
import { expectedOf } from "./expected.ts";
import { lengthOf } from "./length.ts";
import { type Move, movesOf, typedIn } from "./moves.ts";
import { scriptOf } from "./script.ts";

/** How a chat is written down. */
export interface WriteTestOptions {
  /** `test`: code for `testWeChat` and Node's own runner; `script`: lines for `simulate --script`. Default `test`. */
  readonly form?: TestForm | undefined;
  /** Whose chat: an openid, or a name. Default: who did the most. */
  readonly who?: string | undefined;
  /** The bot as `start` takes it: a module or a folder. Default `./bot.mjs`. */
  readonly bot?: string | undefined;
  /**
   * What the adapter knew of its right to send customer-service messages, where that is not the kit's own default: a chat
   * of the page was had with `auto`.
   */
  readonly customerService?: "auto" | undefined;
}

export type TestForm = "test" | "script";

/**
 * Writes a test of a chat that was recorded, on the phone's page or in `testWeChat` (`wechat.platform.timeline.events`): it
 * does again what the follower did, with the times between, and expects what he saw. Names are made up, and no openid
 * stands in it. Throws `WeChatError` of code `testing` where nobody did anything.
 */
export function writeTest(
  events: readonly TimelineEvent[],
  { form = "test", who, bot = "./bot.mjs", customerService }: WriteTestOptions = {},
): string {
  const openid = personIn(events, who);
  const begun = beginningOf(events, openid);
  const chat = events.slice(begun);
  const { type, verification, without = [] } = accountAt(events, begun, openid);
  // WeChat's sandbox is not verified, and may send all the same.
  const verified = verification !== -1 || type === "test";
  const right = customerService && rightAt(events, begun, openid);
  const moves = movesOf(chat, openid);
  if (form === "script") return scriptOf(moves);
  const first = chat.find((event) => "openid" in event && event.openid === openid);
  return codeOf(moves, {
    bot,
    agents: events.some(({ type }) => type === "agent.set"),
    customerService: right === verified ? undefined : right,
    startedAt: first?.at ?? 0,
    account: {
      verified,
      ...(type !== undefined && type !== "service" && { type }),
      ...(without.length > 0 && { without }),
    },
  });
}

/**
 * Writes `testDialogue` code of a chat with a bot of dialogues, which loads `bot`: the same words of the follower, and the
 * message keys that the dialogues say to them; services give their samples, or fail where they failed. Rejects with
 * `WeChatError` of code `testing` where nobody did anything, or where the dialogues alone say something else than the
 * phone showed, and with `SettingsError` where the module exports no bot of dialogues.
 */
export async function writeDialogueTest(
  events: readonly TimelineEvent[],
  { who, bot = "./bot.mjs" }: Pick<WriteTestOptions, "who" | "bot"> = {},
): Promise<string> {
  const openid = personIn(events, who);
  const chat = events.slice(beginningOf(events, openid));
  const moves = movesOf(chat, openid);
  const first = chat.find((event) => "openid" in event && event.openid === openid);
  return dialogueTestOf(moves, {
    played: await loadPlayed(bot),
    path: bot,
    startedAt: first?.at ?? 0,
    title: titleOf(typedIn(moves)),
  });
}

function personIn(events: readonly TimelineEvent[], who: string | undefined): string {
  const named = events.find(
    (event) => event.type === "follower.created" && event.profile.name === who,
  );
  const wanted = named !== undefined && "openid" in named ? named.openid : who;
  const did = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "follower.acted") continue;
    did.set(event.openid, (did.get(event.openid) ?? 0) + 1);
  }
  const [busiest] = [...did].sort(([, a], [, b]) => b - a);
  const openid = wanted ?? busiest?.[0];
  if (openid !== undefined && did.has(openid)) return openid;
  const whom = who === undefined ? "nobody" : `nobody called ${JSON.stringify(who)}`;
  throw new WeChatError("testing", `There is no chat to write a test of: ${whom} did anything.`);
}

/** Where the chat begins: when the follower was made a stranger again for the last time. */
function beginningOf(events: readonly TimelineEvent[], openid: string): number {
  const at = events.findLastIndex(
    (event) => event.type === "chat.cleared" && event.anew && event.openid === openid,
  );
  const isCut = events
    .slice(at + 1)
    .some((event) => event.type === "world.kept" && event.cut.includes(openid));
  if (!isCut) return at + 1;
  throw new WeChatError(
    "testing",
    "The beginning of this chat is no longer kept: begin it anew, and chat again.",
  );
}

type Kind = Partial<Pick<AccountSettings, "type" | "verification" | "without">>;

/** The kind of account that a chat was had with; a test plays one from its beginning to its end. */
function accountAt(events: readonly TimelineEvent[], begun: number, openid: string): Kind {
  let kind: Kind = {};
  let acted = false;
  for (const [at, event] of events.entries()) {
    if (event.type === "account.created") kind = event.settings;
    acted ||= at >= begun && event.type === "follower.acted" && event.openid === openid;
    if (event.type !== "account.changed" || event.change.type === undefined) continue;
    if (acted) {
      throw new WeChatError(
        "testing",
        "The account became another kind of account in this chat: begin it anew, and chat again.",
      );
    }
    kind = { ...kind, ...event.change };
  }
  return kind;
}

/** Calls that teach an adapter whether its account may send, and the code that says that it may not. */
const SENDS = /\/message\/custom\/(?:send|typing)$/;
const NO_RIGHT = 48001;
/** Choices that are written with numbers, as for who cannot be shown a menu. */
const NUMBERED = /(?:^|\n)1\. /;

/** After so long an adapter tries again what it may not. */
const TRY_AGAIN_MS = 24 * 3_600_000;

/**
 * What the adapter knew of its right to send when this chat began, which the chats of others may have taught it. A right
 * that it found out before that made a difference was there from the beginning: how soon it does depends on the machine.
 */
function rightAt(events: readonly TimelineEvent[], begun: number, openid: string) {
  const changed = events.findLastIndex(({ type }) => type === "account.changed");
  const endedAt = events.findLast((event) => "openid" in event && event.openid === openid)?.at ?? 0;
  let acted = false;
  let refusedAt = Number.NEGATIVE_INFINITY;
  for (const [at, event] of events.entries()) {
    if (at <= changed) continue;
    const isHis = at >= begun && "openid" in event && event.openid === openid;
    if (isHis && event.type === "follower.acted" && !acted) {
      acted = true;
      const tryAgainAt = refusedAt + TRY_AGAIN_MS;
      if (event.at <= tryAgainAt) return endedAt <= tryAgainAt ? false : "auto";
    }
    if (isHis && event.type === "message.shown" && NUMBERED.test(readSight(sightOf(event)).words)) {
      return "auto";
    }
    if (event.type !== "api.called" || !SENDS.test(event.path)) continue;
    if (event.errcode === 0) return true;
    if (event.errcode === NO_RIGHT && event.path.endsWith("/send")) refusedAt = event.at;
  }
  return "auto";
}

interface Around {
  readonly bot: string;
  /** Told to the kit's adapter; undefined: what the kit takes by itself. */
  readonly customerService: boolean | "auto" | undefined;
  /** Whether customer service had somebody. */
  readonly agents: boolean;
  readonly startedAt: number;
  readonly account: {
    readonly verified: boolean;
    readonly type?: string;
    readonly without?: readonly string[];
  };
}

function codeOf(
  moves: readonly Move[],
  { bot, startedAt, account, agents, customerService }: Around,
): string {
  const typed = typedIn(moves);
  const { verified, type, without } = account;
  // "Not verified" is a subscription account to the kit, unless somebody says otherwise.
  const told = {
    ...(verified ? type !== undefined && { type } : type === undefined && { type: "service" }),
    ...(without !== undefined && { without }),
  };
  const options = [
    "clock",
    ...(verified ? [] : ["verified: false"]),
    // The kit has somebody there wherever the account may write.
    ...(agents === verified ? [] : [`agents: ${agents}`]),
    ...(customerService === undefined
      ? []
      : [`settings: { customerService: ${JSON.stringify(customerService)} }`]),
    ...(Object.keys(told).length === 0 ? [] : [`account: ${JSON.stringify(told)}`]),
  ];
  return `import { test } from "node:test";
import { ManualClock, testWeChat } from "botbuilder-adapter-wechat/testing";

test(${JSON.stringify(titleOf(typed))}, async () => {
  // The day of the recording: what is said may depend on it.
  const clock = new ManualClock(Date.parse(${JSON.stringify(new Date(startedAt).toISOString())}));
  const wechat = await testWeChat(${JSON.stringify(bot)}, { ${options.join(", ")} });
  const mei = wechat.follower("Mei");
${moves.map((move) => `  ${lineOf(move, typed)}\n`).join("")}  await wechat.close();
});
`;
}

function titleOf(typed: readonly string[]): string {
  const title = `a chat: ${typed.slice(0, 3).join(", ")}`;
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}

function lineOf(move: Move, typed: readonly string[]): string {
  switch (move.do) {
    case "wait":
      return `await wechat.advance(${JSON.stringify(lengthOf(move.ms))});`;
    case "see":
      return move.byAi
        ? `mei.mustReadInAll(${joined(move.sights, typed)});`
        : `mei.mustRead(${listed(move.sights, typed)});`;
    case "act":
      return actInCode(move.action, move.label);
  }
}

function listed(sights: readonly Sight[], typed: readonly string[]): string {
  const lines = sights.map((sight) => {
    const expected = expectedOf(readSight(sight).words, typed);
    return typeof expected === "string" ? JSON.stringify(expected) : String(expected);
  });
  return lines.length === 1 ? (lines[0] ?? "") : `\n    ${lines.join(",\n    ")},\n  `;
}

/** What a model wrote, however it was cut; a pattern is held against the words without blanks. */
function joined(sights: readonly Sight[], typed: readonly string[]): string {
  const words = sights.map((sight) => readSight(sight).words);
  const bare = inAll(words);
  const expected = expectedOf(
    bare,
    typed.map((text) => inAll([text])),
  );
  return typeof expected === "string" ? JSON.stringify(words.join("\n\n")) : String(expected);
}

function actInCode(action: FollowerAction, label: string | undefined): string {
  switch (action.do) {
    case "follow":
      if (Object.keys(action).some((name) => name !== "do" && name !== "scene")) break;
      return `await mei.subscribes(${action.scene === undefined ? "" : JSON.stringify(action.scene)});`;
    case "unfollow":
      return "await mei.unfollows();";
    case "say":
      return `await mei.says(${JSON.stringify(action.text)});`;
    case "tap":
      if (Object.keys(action).length > 2) break;
      return `await mei.taps(${JSON.stringify(action.key)});`;
    case "choose":
      if (label === undefined) break;
      return `await mei.chooses(${JSON.stringify(label)});`;
    case "image":
      // The file of the recording is not there in another run: a tiny one of the kind is sent.
      return "await mei.sendsImage();";
    case "voice":
      return `await mei.sendsVoice(${action.recognition === undefined ? "" : JSON.stringify(action.recognition)});`;
    case "video":
    case "shortvideo":
      return `await mei.does({ do: ${JSON.stringify(action.do)} });`;
  }
  return `await mei.does(${JSON.stringify(action)});`;
}
