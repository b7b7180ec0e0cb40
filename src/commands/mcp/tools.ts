import { z } from "zod";
import type { FollowerAction } from "../../simulator/actions/actions.ts";
import { explain } from "../explain.ts";
import { readStep, type Step } from "../simulate/simulateScript.ts";
import type { Party, RecordedForm } from "./party.ts";
import { written } from "./written.ts";

/** What a program can do with a bot and a simulated WeChat around it. */
interface Tool {
  readonly description: string;
  readonly input: z.ZodObject;
  /** Resolves to what is told of it. Rejects with a sentence. */
  run(input: never): Promise<string>;
}

const NAME = "Mei";
const who = z.string().default(NAME).describe("the person's name");
/** So many lines of what happened are told, unless more are asked for. */
const LINES = 300;

/** The tools, at most twelve: a program chooses better among few. */
export function toolsOf(party: Party): Readonly<Record<string, Tool>> {
  const act = (name: string, action: (text: string) => FollowerAction, description: string) => ({
    description: `${description} Tells what the phone shows then.`,
    input: z.object({ [name]: z.string(), who }),
    run: (input: Readonly<Record<string, string>>) =>
      party.act(input.who ?? NAME, action(input[name] ?? "")),
  });
  return {
    follow: {
      description: "A person follows the account; with `scene` by a QR code.",
      input: z.object({ who, scene: z.string().optional() }),
      run: (input: { who: string; scene?: string }) =>
        party.act(input.who, {
          do: "follow",
          ...(input.scene !== undefined && { scene: input.scene }),
        }),
    },
    say: act("text", (text) => ({ do: "say", text }), "A person writes to the account."),
    tap: {
      description:
        "Taps a choice in the chat by its words, or an item of the account's menu by its key.",
      input: z.object({ what: z.string(), who }),
      run: (input: { what: string; who: string }) => party.tap(input.who, input.what),
    },
    scan: act("scene", (scene) => ({ do: "scan", scene }), "Scans a QR code of the account."),
    send: {
      description:
        "Sends something native, as a line of a script: `image`, `voice WORDS`, `location 31.2 121.5`, `link URL TITLE`.",
      input: z.object({ line: z.string(), who }),
      run: async (input: { line: string; who: string }) =>
        party.step(readStep(input.line) as Step, input.who),
    },
    wait: {
      description: "Time passes for WeChat and the bot, `48h`; what is due happens at its moment.",
      input: z.object({ time: z.string() }),
      run: (input: { time: string }) => party.wait(input.time),
    },
    break: {
      description:
        "Makes the next calls of WeChat's API go wrong: `errcode 45015`, `status 502`, `cut`, `drop`, `garble`, or `off`.",
      input: z.object({ how: z.string() }),
      run: async (input: { how: string }) =>
        party.step(readStep(`fault ${input.how}`) as Step, NAME),
    },
    see: {
      description:
        "What happened so far, a line each, with times, tries, refusals, and what the bot logged or threw: the step of its dialogue, the file and the line.",
      input: z.object({
        last: z.number().int().positive().default(LINES).describe("so many lines at most"),
      }),
      run: async (input: { last: number }) => latest(await party.see(), input.last),
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
          if (step !== undefined) told.push(`> ${line}\n${await party.step(step, input.who)}`);
        }
        return told.join("\n");
      },
    },
    record: {
      description:
        "The chat so far as a test for testWeChat, as a script, or (`dialogue`) as a test of the bot's dialogues alone.",
      input: z.object({ form: z.enum(["test", "script", "dialogue"]).default("test"), who }),
      run: (input: { form: RecordedForm; who: string }) => party.record(input.form, input.who),
    },
    draw: {
      description: "The bot's dialogues as diagrams, in mermaid.",
      input: z.object({}),
      run: () => party.draw(),
    },
  };
}

/** The end of a long story, and how much stands before it. */
function latest(story: string, most: number): string {
  if (story === "") return "nothing happened yet";
  const lines = story.split("\n");
  const left = lines.length - most;
  if (left <= 0) return story;
  return [`(${left} lines before this: ask for more by \`last\`)`, ...lines.slice(left)].join("\n");
}
