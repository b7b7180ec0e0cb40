import { z } from "zod";
import { WeChatError } from "../../errors.ts";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import { failureInWords } from "../../testing/errorNotes.ts";
import { writeDialogueTest, writeTest } from "../../testing/recording/writeTest.ts";
import type { TestFollower } from "../../testing/testFollower.ts";
import { type TestWeChat, type TestWeChatOptions, testWeChat } from "../../testing/testWeChat.ts";
import type { readKindOr } from "../accountKind.ts";
import { runDraw } from "../draw.ts";
import { explain } from "../explain.ts";
import { readStep, type Step } from "../simulate/simulateScript.ts";

/** What a program can do with a bot and a simulated WeChat around it. */
interface Tool {
  readonly description: string;
  readonly input: z.ZodObject;
  /** Resolves to what is told of it. Rejects with a sentence. */
  run(input: never): Promise<string>;
}

/** The other party of one bot: each person by name, the bot begun when it is first needed. */
export class Talk {
  readonly #bot: string;
  readonly #kind: ReturnType<typeof readKindOr>;
  readonly #people = new Map<string, TestFollower>();
  readonly #heard: string[] = [];
  #wechat: Promise<TestWeChat> | undefined;

  constructor(bot: string, kind: ReturnType<typeof readKindOr>) {
    this.#bot = bot;
    this.#kind = kind;
  }

  get wechat(): Promise<TestWeChat> {
    this.#wechat ??= testWeChat(this.#bot, playing(this.#kind));
    return this.#wechat;
  }

  /** Takes down what the bot logs or prints, so that `see` has it, and the answer to what was done. */
  hear(text: string): void {
    const line = text.trim();
    if (line === "") return;
    const note = inWords(line);
    this.#heard.push(note);
    void this.#wechat?.then(({ platform }) => platform.record("note", { text: note }));
  }

  /** Lets somebody act, and tells what he reads then, and what the bot logged meanwhile. */
  async act(who: string, action: FollowerAction): Promise<string> {
    const person = await this.person(who);
    this.#heard.splice(0);
    if (action.do === "choose") await person.chooses(action.id);
    else await person.does(action);
    return [readOut(person), ...this.#heard.splice(0).map((note) => `(log) ${note}`)].join("\n");
  }

  async person(who: string): Promise<TestFollower> {
    const wechat = await this.wechat;
    const person = this.#people.get(who) ?? wechat.follower(who);
    this.#people.set(who, person);
    return person;
  }

  async wait(duration: string): Promise<string> {
    await (await this.wechat).advance(duration);
    const read = [...this.#people].map(([name, person]) => `${name}:\n${readOut(person)}`);
    return read.join("\n") || "nobody is there yet";
  }

  /** A line of a script, as `simulate` understands it. */
  async step(step: Step, who: string): Promise<string> {
    switch (step.do) {
      case "act":
        return this.act(who, step.action);
      case "wait":
        return this.wait(`${step.ms}ms`);
      case "fault": {
        const { faults } = await this.wechat;
        faults.order({ ...step.effect, ...(step.path !== undefined && { path: step.path }) });
        return "the next calls of the API go wrong, until it is cleared";
      }
      case "no-faults":
        (await this.wechat).faults.clear();
        return "nothing goes wrong any more";
      default:
        throw new WeChatError("script", `"${step.do}" is not for here: act, wait or fault.`);
    }
  }

  async close(): Promise<void> {
    await (await this.#wechat)?.close();
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
function playing(kind: ReturnType<typeof readKindOr>): TestWeChatOptions {
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

function readOut(person: TestFollower): string {
  return person.reads().join("\n---\n") || "(nothing is shown)";
}

const who = z.string().default("Mei").describe("the person's name");

/** The tools, at most twelve: a program chooses better among few. */
export function toolsOf(talk: Talk, bot: string): Readonly<Record<string, Tool>> {
  const act = (name: string, action: (text: string) => FollowerAction, description: string) => ({
    description: `${description} Tells what the phone shows then.`,
    input: z.object({ [name]: z.string(), who }),
    run: (input: Readonly<Record<string, string>>) =>
      talk.act(input.who ?? "Mei", action(input[name] ?? "")),
  });
  return {
    follow: {
      description: "A person follows the account; with `scene` by a QR code.",
      input: z.object({ who, scene: z.string().optional() }),
      run: (input: { who: string; scene?: string }) =>
        talk.act(input.who, {
          do: "follow",
          ...(input.scene !== undefined && { scene: input.scene }),
        }),
    },
    say: act("text", (text) => ({ do: "say", text }), "A person writes to the account."),
    tap: {
      description:
        "Taps a choice in the chat by its words, or an item of the account's menu by its key.",
      input: z.object({ what: z.string(), who }),
      run: async (input: { what: string; who: string }) => {
        const { screen } = await talk.person(input.who);
        const inChat = JSON.stringify(screen).includes(JSON.stringify(input.what));
        return talk.act(
          input.who,
          inChat ? { do: "choose", id: input.what } : { do: "tap", key: input.what },
        );
      },
    },
    scan: act("scene", (scene) => ({ do: "scan", scene }), "Scans a QR code of the account."),
    send: {
      description:
        "Sends something native, as a line of a script: `image`, `voice WORDS`, `location 31.2 121.5`, `link URL TITLE`.",
      input: z.object({ line: z.string(), who }),
      run: async (input: { line: string; who: string }) =>
        talk.step(readStep(input.line) as Step, input.who),
    },
    wait: {
      description: "Time passes for WeChat and the bot, `48h`; what is due happens at its moment.",
      input: z.object({ time: z.string() }),
      run: (input: { time: string }) => talk.wait(input.time),
    },
    break: {
      description:
        "Makes the next calls of WeChat's API go wrong: `errcode 45015`, `status 502`, `cut`, `drop`, `garble`, or `off`.",
      input: z.object({ how: z.string() }),
      run: async (input: { how: string }) =>
        talk.step(readStep(`fault ${input.how}`) as Step, "Mei"),
    },
    see: {
      description:
        "Everything that happened so far, a line each, with times, tries, refusals, and what the bot logged or threw: the step of its dialogue, the file and the line.",
      input: z.object({}),
      run: async () => (await talk.wechat).transcript() || "nothing happened yet",
    },
    explain: {
      description: "What an error code of WeChat means, and what to check.",
      input: z.object({ code: z.number().int() }),
      run: async (input: { code: number }) =>
        written((output) => explain([String(input.code), "--lang", "en"], output)),
    },
    script: {
      description: "Runs lines as `simulate --script` takes them, without expectations.",
      input: z.object({ lines: z.string(), who }),
      run: async (input: { lines: string; who: string }) => {
        const told: string[] = [];
        for (const line of input.lines.split("\n")) {
          const step = readStep(line);
          if (step !== undefined) told.push(`> ${line}\n${await talk.step(step, input.who)}`);
        }
        return told.join("\n");
      },
    },
    record: {
      description:
        "The chat so far as a test for testWeChat, as a script, or (`dialogue`) as a test of the bot's dialogues alone.",
      input: z.object({ form: z.enum(["test", "script", "dialogue"]).default("test"), who }),
      run: async (input: { form: "test" | "script" | "dialogue"; who: string }) => {
        const { events } = (await talk.wechat).platform.timeline;
        if (input.form === "dialogue") return writeDialogueTest(events, { who: input.who, bot });
        return writeTest(events, { form: input.form, who: input.who, bot });
      },
    },
    draw: {
      description: "The bot's dialogues as diagrams, in mermaid.",
      input: z.object({}),
      run: () => written((output) => runDraw([bot], output)),
    },
  };
}

/** What a command of ours prints. */
async function written(
  run: (output: { write(text: string): boolean }) => unknown,
): Promise<string> {
  let text = "";
  await run({
    write(more) {
      text += more;
      return true;
    },
  });
  return text;
}
