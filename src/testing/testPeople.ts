import type { TurnContext } from "botbuilder";
import type { WeChatAdapter } from "../adapter/weChatAdapter.ts";
import type { DialogueBot } from "../bots/dialogueBot.ts";
import { SLICE } from "../bots/dialogueRunner.ts";
import { asked } from "../machines/dialogue/frame.ts";
import { readTalk } from "../machines/dialogue/record.ts";
import { Talk } from "../machines/dialogue/talk.ts";
import { TURN_SCOPE, type TurnScope } from "../store/turnScope.ts";
import { ManualClock } from "./manualClock.ts";
import type { Sight } from "./sight.ts";
import { testWeChat } from "./testWeChat.ts";

/** What somebody does next: words, a sticker, a picture, a tap on what is shown, or nothing for a while. */
export type PersonAct =
  | string
  | { readonly voice: string }
  | { readonly image: true }
  | { readonly sticker: true }
  | { readonly wait: string };

/** A person: what he wants, and what he says to which question. Whatever the bot understands more, he is asked less. */
export interface PersonSheet<Log> {
  /** Who it is, in a few words. */
  readonly who: string;
  /** What he says first, whatever the bot says. */
  readonly opens: readonly PersonAct[];
  /**
   * What he says to a question, by its name (`party`) or that of its dialogue too (`contact.phone`): in order, the last
   * one again. `otherwise` where no question stands, or one that is not here.
   */
  readonly says: Readonly<Record<string, PersonAct | readonly PersonAct[]>>;
  /** Whether he has what he wants; asked after each message. */
  reached(log: Log, seen: readonly string[]): boolean;
  /** What went wrong without a word: another order than he wants, an untidy name. Default: nothing can. */
  wrong?(log: Log, seen: readonly string[]): string | undefined;
  /** So many messages a very good human would need of him. */
  readonly ideal: number;
  /** The language of the account's followers. Default `zh-CN`. */
  readonly locale?: string | undefined;
}

/** How the people are met. */
export interface PeopleOptions {
  /** On which kinds of account. Default both. */
  readonly verified?: readonly boolean[] | undefined;
  /** When it begins, in milliseconds since the epoch. Default: a Thursday, 2026-12-03 at 10:20 in Shanghai. */
  readonly now?: number | undefined;
  /** Messages after which a person gives up. Default 30. */
  readonly most?: number | undefined;
}

/** How it went with one person on one kind of account. */
export interface PersonResult {
  readonly who: string;
  readonly verified: boolean;
  readonly reached: boolean;
  readonly wrong: string | undefined;
  /** Messages that he sent until then. */
  readonly turns: number;
  readonly ideal: number;
  /** How often he was asked again because he was not understood. */
  readonly misses: number;
  /** Messages that got no answer although nobody had taken over. */
  readonly silent: number;
  /** The question to which he had nothing to say. */
  readonly stuckAt: string | undefined;
  /** What was said by both, a line each. */
  readonly story: readonly string[];
}

/** How it went with all of them. */
export interface PeopleReport {
  readonly people: readonly PersonResult[];
  /** Of all, between 0 and 1. */
  readonly reached: number;
  readonly wrong: number;
  readonly silent: number;
  readonly missesEach: number;
  /** Messages above the ideal, of those who reached their goal. */
  readonly turnsOver: number;
  /** All of it as a table in Markdown, with the stories of those who did not get there. */
  toString(): string;
}

const THURSDAY = Date.parse("2026-12-03T10:20:00+08:00");
const STICKER = "【收到不支持的消息类型，暂无法显示】";
const READS_MS = 20_000;

/**
 * Meets a bot of dialogues with people: `testPeople((adapter) => ({ bot, log }), sheets)`. Each gets a bot and a WeChat
 * of his own and answers the question that stands, known from the conversation's record and not from words: so wordings
 * and languages may change, and a bot that understands more is asked less.
 */
export async function testPeople<Log>(
  open: (adapter: WeChatAdapter) => { readonly bot: DialogueBot; readonly log: Log },
  sheets: readonly PersonSheet<Log>[],
  options: PeopleOptions = {},
): Promise<PeopleReport> {
  const { verified = [true, false] } = options;
  const people: PersonResult[] = [];
  for (const sheet of sheets) {
    for (const kind of verified) people.push(await meet(open, sheet, kind, options));
  }
  return reportOf(people);
}

async function meet<Log>(
  open: (adapter: WeChatAdapter) => { readonly bot: DialogueBot; readonly log: Log },
  sheet: PersonSheet<Log>,
  verified: boolean,
  { now = THURSDAY, most = 30 }: PeopleOptions,
): Promise<PersonResult> {
  let bot: DialogueBot | undefined;
  let standing: Standing = { misses: 0, human: false };
  let misses = 0;
  const wechat = await testWeChat(
    async (context) => {
      await bot?.run(context);
      const next = standingIn(bot as DialogueBot, context);
      if (next.misses > (next.question === standing.question ? standing.misses : 0)) misses += 1;
      standing = next;
    },
    {
      verified,
      clock: new ManualClock(now),
      locale: sheet.locale,
      account: { speechRecognition: true },
    },
  );
  const opened = open(wechat.adapter);
  bot = opened.bot;
  const person = wechat.follower({ name: "Person" });
  await person.subscribes();
  const seen: string[] = [];
  const story: string[] = [];
  const look = () => {
    const shown = person.sees().map(inWords);
    seen.push(...shown);
    story.push(...shown.map((one) => `  bot: ${one.replaceAll("\n", " / ")}`));
    return shown.length;
  };
  look();
  let [turns, silent] = [0, 0];
  const act = async (step: PersonAct) => {
    story.push(`  ${typeof step === "string" ? step : JSON.stringify(step)}`);
    await wechat.advance(READS_MS);
    const isWaiting = typeof step === "object" && "wait" in step;
    if (typeof step === "string") await person.says(step);
    else if ("voice" in step) await person.sendsVoice(step.voice);
    else if ("image" in step) await person.sendsImage();
    else if ("sticker" in step) await person.says(STICKER);
    else await wechat.advance(step.wait as never);
    if (!isWaiting) turns += 1;
    if (look() === 0 && !isWaiting && !standing.human) silent += 1;
  };
  const isDone = () => sheet.reached(opened.log, seen);
  const answers = new Map(
    Object.entries(sheet.says).map(([key, said]) => [key, [said].flat() as PersonAct[]]),
  );
  let stuckAt: string | undefined;
  for (const step of sheet.opens) await act(step);
  // Waiting is no message, and must come to an end as well.
  for (let steps = 0; !isDone() && turns < most && steps < 2 * most; steps++) {
    const { question = "" } = standing;
    const list =
      answers.get(question) ??
      answers.get(question.split(".")[1] ?? "") ??
      answers.get("otherwise");
    const step = list !== undefined && list.length > 1 ? list.shift() : list?.[0];
    if (step === undefined) {
      stuckAt = question || "no question";
      break;
    }
    await act(step);
  }
  const result = {
    who: sheet.who,
    verified,
    reached: isDone(),
    wrong: sheet.wrong?.(opened.log, seen),
    turns,
    ideal: sheet.ideal,
    misses,
    silent,
    stuckAt,
    story,
  };
  await wechat.close();
  return result;
}

/** Where a conversation stands. */
interface Standing {
  /** `dialogue.ask`; undefined where nothing is asked. */
  readonly question?: string | undefined;
  readonly misses: number;
  /** Whether a person has been asked for, or has taken over. */
  readonly human: boolean;
}

function standingIn({ runner }: DialogueBot, context: TurnContext): Standing {
  const scope = context.turnState.get<TurnScope>(TURN_SCOPE);
  const { dialogues } = runner;
  const talk = new Talk(readTalk(scope.read(SLICE)), {
    dialogues,
    now: scope.now,
    callKey: String,
  });
  const { top } = talk;
  const ask = top && asked(top);
  return {
    question:
      top === undefined || ask === undefined ? undefined : `${idOf(top.dialogue.id)}.${ask}`,
    misses: (top?.snapshot.context as { misses?: number } | undefined)?.misses ?? 0,
    human: top?.snapshot.hasTag("muted") ?? false,
  };
}

/** A question that is asked again is still that of its dialogue. */
function idOf(id: string): string {
  const [again, of = id] = id.split(":");
  return again === "engine-again" ? of : id;
}

function inWords(sight: Sight): string {
  return typeof sight === "string" ? sight : JSON.stringify(sight);
}

function reportOf(people: readonly PersonResult[]): PeopleReport {
  const there = people.filter(({ reached }) => reached);
  const sum = (of: readonly PersonResult[], count: (one: PersonResult) => number) =>
    of.reduce((all, one) => all + count(one), 0);
  const each = (all: number, of: readonly unknown[]) => (of.length === 0 ? 0 : all / of.length);
  const figures = {
    reached: each(there.length, people),
    wrong: people.filter(({ wrong }) => wrong !== undefined).length,
    silent: people.filter(({ silent }) => silent > 0).length,
    missesEach: each(
      sum(people, ({ misses }) => misses),
      people,
    ),
    turnsOver: each(
      sum(there, ({ turns, ideal }) => turns - ideal),
      there,
    ),
  };
  return { people, ...figures, toString: () => tableOf(people, figures) };
}

function tableOf(
  people: readonly PersonResult[],
  { reached, wrong, silent, missesEach, turnsOver }: Omit<PeopleReport, "people" | "toString">,
): string {
  const rows = people.map((one) => {
    const account = one.verified ? "verified" : "unverified";
    const how = one.reached ? "yes" : one.stuckAt === undefined ? "no" : `stuck at ${one.stuckAt}`;
    return `| ${one.who} | ${account} | ${how} | ${one.wrong ?? ""} | ${one.turns} / ${one.ideal} | ${one.misses} | ${one.silent} |`;
  });
  const failed = people.filter((one) => !one.reached || one.wrong !== undefined || one.silent > 0);
  return [
    "| who | account | goal reached | wrong | messages / ideal | misses | unanswered |",
    "|---|---|---|---|---|---|---|",
    ...rows,
    `\nReached: ${Math.round(100 * reached)} %; wrong: ${wrong}; silence: ${silent}; misses a person: ${missesEach.toFixed(1)}; messages over the ideal: ${turnsOver.toFixed(1)}.`,
    ...failed.map(
      (one) =>
        `\n${one.who}, ${one.verified ? "verified" : "unverified"}:\n${one.story.join("\n")}`,
    ),
  ].join("\n");
}
