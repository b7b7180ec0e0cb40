import { CLOSE, type Kind, OPEN } from "./releases.ts";
import type { Answered } from "./wechat.ts";

/** What a follower can do, and where it is told what was wrong. */
export interface Surroundings {
  /** Says something; resolves to what he sees as the answer, undefined where WeChat shows a notice. */
  say(openid: string, text: string): Promise<Answered | undefined>;
  readonly random: () => number;
  /** What he may begin. */
  readonly kinds: readonly Kind[];
  /** How long he thinks before he answers, in milliseconds, on the average. */
  readonly thinkMs: number;
  /** How long he waits for anything, in milliseconds. */
  readonly patienceMs: number;
  /** `since`: when he last said something, in milliseconds since the epoch. */
  readonly tell: (openid: string, broken: string, since: number) => Promise<void>;
  /** Keys of the orders of one thing. */
  readonly orders: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What he sees: a key of the bot's, and what the dialogue knows. */
interface Seen {
  readonly key: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const MARK = new RegExp(`${OPEN}([\\w.-]+) (\\{.*?\\})${CLOSE}`, "g");
/** So much of what was before is told with a conversation that went wrong. */
const STORY = 12;
/** Whose second question is left to a timer. */
const QUIET: ReadonlySet<string> = new Set(["ask.remind.quiet", "ask.nudge.quiet"]);
/** What the second release calls otherwise. */
const RENAMED: Readonly<Record<string, string>> = { day: "date" };

/** A follower: begins dialogue after dialogue, answers what he is asked, and remembers what he said to which question. */
export class Person {
  readonly openid: string;
  /** Dialogues that came to their end, by kind. */
  readonly ended = new Map<Kind, number>();
  /** Turns that he was asked to say again, because a newer release was on its way. */
  repeated = 0;
  /** Dialogues that a release had removed under him. */
  removed = 0;
  /** Answers that WeChat had to ask for again, and that were seen behind what was sent meanwhile. */
  overtaken = 0;
  talks = false;
  readonly #number: number;
  readonly #around: Surroundings;
  readonly #inbox: Seen[] = [];
  #heard: (() => void) | undefined;
  #said = 0;
  #spokeAt = 0;
  /** What he said in this conversation, and saw, for whoever looks for a cause. */
  #story: string[] = [];

  constructor(openid: string, number: number, around: Surroundings) {
    this.openid = openid;
    this.#number = number;
    this.#around = around;
  }

  /** Shows him a text that was sent by customer service. */
  show(text: string): void {
    this.#inbox.push(...this.#read(text));
    this.#heard?.();
  }

  #read(text: string): Seen[] {
    return [...text.matchAll(MARK)].map(([, key = "", params = "{}"]) => {
      this.#story.push(`← ${key} ${params}`);
      return { key, params: JSON.parse(params) as Seen["params"] };
    });
  }

  /** Has conversations until he is to stop; the one that runs then is ended. */
  async live(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      const { kinds, random } = this.#around;
      const kind = kinds[Math.floor(random() * kinds.length)] as Kind;
      this.#story = this.#story.slice(-STORY);
      this.talks = true;
      if (!(await this.#converse(kind))) return;
      this.talks = false;
      await this.#think();
      for (const { key } of this.#inbox.splice(0)) {
        await this.#broken(`doubled, after the end: ${key}`);
      }
    }
  }

  /** Whether the conversation came to its end, one way or another. */
  async #converse(kind: Kind): Promise<boolean> {
    const given = new Map<string, string>();
    let last = `begin ${kind}`;
    if (!(await this.#say(last))) return false;
    for (;;) {
      const seen = await this.#next();
      if (seen === undefined) return this.#broken(`lost: nothing was seen after "${last}"`);
      const [word = "", of = "", question = ""] = seen.key.split(".");
      if (seen.key === "engine.newer") {
        this.repeated += 1;
        await this.#think();
        if (!(await this.#say(last))) return false;
      } else if (seen.key === "engine.updated") {
        given.clear();
      } else if (seen.key === "none") {
        if (last.startsWith("begin ")) return true;
        if (kind !== "gift") return this.#broken(`lost: "${last}" was answered with nothing`);
        this.removed += 1;
        return true;
      } else if (word === "ask") {
        if (of !== kind) return this.#broken(`wrong dialogue: ${seen.key} in ${kind}`);
        if (given.has(question)) return this.#broken(`doubled: ${seen.key} was answered already`);
        if (QUIET.has(seen.key)) continue;
        await this.#think();
        last = `a${this.#number}-${this.#said++}`;
        given.set(question, last);
        if (!(await this.#say(last))) return false;
      } else if (word === "end") {
        return this.#check(kind, of, given, seen.params);
      } else if (seen.key !== "engine.wait") {
        return this.#broken(`unexpected: ${seen.key}`);
      }
    }
  }

  async #check(
    kind: Kind,
    of: string,
    given: ReadonlyMap<string, string>,
    params: Seen["params"],
  ): Promise<boolean> {
    if (of !== kind) return this.#broken(`wrong dialogue: the end of ${of} in ${kind}`);
    for (const [question, answer] of given) {
      const kept = params[question] ?? params[RENAMED[question] ?? ""];
      if (kept !== answer) {
        return this.#broken(`wrong dialogue: ${question} is ${String(kept)}, not ${answer}`);
      }
    }
    const { party, amount, pay } = params;
    const orders = kind === "book" ? this.#around.orders.get(String(party))?.size : 1;
    if (orders !== 1) return this.#broken(`doubled: ordered ${orders} times`);
    if (kind === "pay" && pay !== `paid ${String(amount)}`) {
      return this.#broken(`wrong result: ${String(pay)}`);
    }
    this.ended.set(kind, (this.ended.get(kind) ?? 0) + 1);
    return true;
  }

  async #say(text: string): Promise<boolean> {
    this.#story.push(`→ ${text}`);
    this.#spokeAt = Date.now();
    const before = this.#inbox.length;
    const answered = await this.#around.say(this.openid, text);
    if (answered === undefined) return this.#broken(`fault notice for "${text}"`);
    const seen = this.#read(answered.text);
    const isOvertaken = answered.tries > 1 && seen.length > 0 && this.#inbox.length > before;
    // The process that had the answer was killed: what a timer said until WeChat asked again belongs behind it.
    if (isOvertaken) this.overtaken += 1;
    this.#inbox.splice(isOvertaken ? before : this.#inbox.length, 0, ...seen);
    return true;
  }

  async #broken(what: string): Promise<false> {
    const told = `${what} (${this.#number}: ${this.#story.join(", ")})`;
    await this.#around.tell(this.openid, told, this.#spokeAt);
    return false;
  }

  async #next(): Promise<Seen | undefined> {
    if (this.#inbox.length === 0) {
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, this.#around.patienceMs);
        this.#heard = () => {
          clearTimeout(late);
          resolve();
        };
      });
      this.#heard = undefined;
    }
    return this.#inbox.shift();
  }

  #think(): Promise<void> {
    const ms = this.#around.thinkMs * (0.5 + this.#around.random());
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}
