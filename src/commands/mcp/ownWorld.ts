import { WeChatError } from "../../errors.ts";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import { failureInWords } from "../../testing/errorNotes.ts";
import { writeDialogueTest, writeTest } from "../../testing/recording/writeTest.ts";
import type { TestFollower } from "../../testing/testFollower.ts";
import { type TestWeChat, type TestWeChatOptions, testWeChat } from "../../testing/testWeChat.ts";
import type { readKindOr } from "../accountKind.ts";
import { runDraw } from "../draw.ts";
import type { Step } from "../simulate/simulateScript.ts";
import { type Party, type RecordedForm, told } from "./party.ts";
import { written } from "./written.ts";

type Kind = ReturnType<typeof readKindOr>;

/** One bot in a world of its own: time stands still until it is moved, and the bot begins when it is first needed. */
export class OwnWorld implements Party {
  readonly #bot: string;
  readonly #kind: Kind;
  readonly #people = new Map<string, TestFollower>();
  readonly #heard: string[] = [];
  #wechat: Promise<TestWeChat> | undefined;

  constructor(bot: string, kind: Kind) {
    this.#bot = bot;
    this.#kind = kind;
  }

  /** Takes down what the bot logs or prints, so that `see` has it, and the answer to what was done. */
  hear(text: string): void {
    const line = text.trim();
    if (line === "") return;
    const note = inWords(line);
    this.#heard.push(note);
    void this.#wechat?.then(({ platform }) => platform.record("note", { text: note }));
  }

  async act(who: string, action: FollowerAction): Promise<string> {
    const person = await this.#person(who);
    this.#heard.splice(0);
    if (action.do === "choose") await person.chooses(action.id);
    else await person.does(action);
    return told(person.reads(), this.#heard.splice(0));
  }

  async tap(who: string, what: string): Promise<string> {
    const { screen } = await this.#person(who);
    const inChat = JSON.stringify(screen).includes(JSON.stringify(what));
    return this.act(who, inChat ? { do: "choose", id: what } : { do: "tap", key: what });
  }

  async wait(duration: string): Promise<string> {
    await (await this.#open()).advance(duration);
    const read = [...this.#people].map(([name, one]) => `${name}:\n${told(one.reads(), [])}`);
    return read.join("\n") || "nobody is there yet";
  }

  async step(step: Step, who: string): Promise<string> {
    switch (step.do) {
      case "act":
        return this.act(who, step.action);
      case "wait":
        return this.wait(`${step.ms}ms`);
      case "fault": {
        const { faults } = await this.#open();
        faults.order({ ...step.effect, ...(step.path !== undefined && { path: step.path }) });
        return "the next calls of the API go wrong, until it is cleared";
      }
      case "no-faults":
        (await this.#open()).faults.clear();
        return "nothing goes wrong any more";
      default:
        throw new WeChatError("script", `"${step.do}" is not for here: act, wait or fault.`);
    }
  }

  async see(): Promise<string> {
    return (await this.#open()).transcript();
  }

  async record(form: RecordedForm, who: string): Promise<string> {
    const { events } = (await this.#open()).platform.timeline;
    if (form === "dialogue") return writeDialogueTest(events, { who, bot: this.#bot });
    return writeTest(events, { form, who, bot: this.#bot });
  }

  draw(): Promise<string> {
    return written((output) => runDraw([this.#bot], output));
  }

  async close(): Promise<void> {
    await (await this.#wechat)?.close();
  }

  #open(): Promise<TestWeChat> {
    this.#wechat ??= testWeChat(this.#bot, playing(this.#kind));
    return this.#wechat;
  }

  async #person(who: string): Promise<TestFollower> {
    const wechat = await this.#open();
    const person = this.#people.get(who) ?? wechat.follower(who);
    this.#people.set(who, person);
    return person;
  }
}

/** A line of a log in words; what else is printed as it is. */
function inWords(line: string): string {
  try {
    const { level, message, ...facts } = JSON.parse(line);
    if (typeof level === "string" && typeof message === "string") {
      return failureInWords(facts, message);
    }
  } catch {}
  return line;
}

/** The options of the kit that make it the account that was asked for. */
function playing(kind: Kind): TestWeChatOptions {
  if (kind === undefined) return {};
  const { type, verification, without = [] } = kind;
  // WeChat's sandbox is not verified, and may send all the same.
  const verified = verification !== -1 || type === "test";
  const maySend = verified && !without.includes("customerService");
  return {
    verified,
    account: { type, without },
    ...(!maySend && { settings: { customerService: false } }),
  };
}
