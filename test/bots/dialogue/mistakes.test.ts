import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

const HEAD = `
import { dialogue } from "../../src/bots/dialogue.ts";
import { yesNo } from "../../src/bots/prompts/choices.ts";
import { integer } from "../../src/bots/prompts/numbers.ts";
import { text } from "../../src/bots/prompts/text.ts";
import { need } from "../../src/machines/dialogue/need.ts";
import { service } from "../../src/machines/dialogue/service.ts";
import { texts } from "../../src/bots/texts/texts.ts";
const asks = { party: integer("ask.party"), name: text("ask.name"), ok: yesNo("ask.ok") };
const calls = { book: service(async (order: { party: number }) => ({ ref: String(order.party) })) };
const contact = dialogue<{ city: string }, { phone: string }>()({
  id: "contact", version: 1, asks, start: "name",
  steps: { name: { ask: "name", next: "done" }, done: { end: true, output: (a) => ({ phone: need(a, "name").name }) } },
});
const words = texts("en", { "ask.party": "How many?", "ask.name": "Who?", "ask.ok": "Ok?", bye: "Bye" });
`;

/** What an author writes, and what the compiler must say about it. */
const MISTAKES: Readonly<Record<string, readonly [steps: string, names: RegExp]>> = {
  "a start that is no step": [
    `dialogue()({ id: "d", version: 1, asks, start: "partyy", steps: { party: { ask: "party", next: "done" }, done: { end: true } } })`,
    /"partyy"' is not assignable to type '"done" \| "party"/,
  ],
  "a target that is no step": [
    `dialogue()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "party", next: "dnoe" }, done: { end: true } } })`,
    /"dnoe"/,
  ],
  "a branch to no step": [
    `dialogue()({ id: "d", version: 1, asks, start: "ok", steps: { ok: { ask: "ok", next: [{ when: (a) => a.ok === true, to: "dnoe" }, "done"] }, done: { end: true } } })`,
    /"dnoe"/,
  ],
  "a timeout to no step": [
    `dialogue()({ id: "d", version: 1, asks, start: "ok", steps: { ok: { ask: "ok", next: "done", after: { "2h": "dnoe" } }, done: { end: true } } })`,
    /"dnoe"/,
  ],
  "giving up to no step": [
    `dialogue()({ id: "d", version: 1, asks, start: "ok", steps: { ok: { ask: "ok", next: "done", giveUp: "dnoe" }, done: { end: true } } })`,
    /"dnoe"/,
  ],
  "a prompt that does not exist": [
    `dialogue()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "people", next: "done" }, done: { end: true } } })`,
    /"people"/,
  ],
  "an answer compared with a value of another type": [
    `dialogue()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "party", next: [{ when: (a) => a.party === "four", to: "done" }, "done"] }, done: { end: true } } })`,
    /'number \| undefined' and 'string' have no overlap/,
  ],
  "an answer that nobody asks for": [
    `dialogue()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "party", next: [{ when: (a) => a.people === 4, to: "done" }, "done"] }, done: { end: true } } })`,
    /'people' does not exist/,
  ],
  "a service that does not exist": [
    `dialogue()({ id: "d", version: 1, calls, start: "go", steps: { go: { call: "bok", with: () => ({ party: 4 }), done: "done", fail: "done" }, done: { end: true } } })`,
    /"bok"/,
  ],
  "the wrong input of a service": [
    `dialogue()({ id: "d", version: 1, calls, start: "go", steps: { go: { call: "book", with: () => ({ party: "four" }), done: "done", fail: "done" }, done: { end: true } } })`,
    /'string' is not assignable to type 'number'/,
  ],
  "an answer that may be missing as a service's input": [
    `dialogue()({ id: "d", version: 1, asks, calls, start: "go", steps: { go: { call: "book", with: (a) => ({ party: a.party }), done: "done", fail: "done" }, done: { end: true } } })`,
    /'number \| undefined' is not assignable to type 'number'/,
  ],
  "a call without its failure branch": [
    `dialogue()({ id: "d", version: 1, calls, start: "go", steps: { go: { call: "book", with: () => ({ party: 4 }), done: "done" }, done: { end: true } } })`,
    /'fail' is missing/,
  ],
  "a child without its input": [
    `dialogue()({ id: "d", version: 1, uses: { contact }, start: "who", steps: { who: { use: "contact", next: "done" }, done: { end: true } } })`,
    /'with' is missing/,
  ],
  "the wrong input of a child": [
    `dialogue()({ id: "d", version: 1, uses: { contact }, start: "who", steps: { who: { use: "contact", with: () => ({ town: "x" }), next: "done" }, done: { end: true } } })`,
    /'city' is missing|'town' does not exist/,
  ],
  "a field that a child's output does not have": [
    `dialogue<void, string>()({ id: "d", version: 1, uses: { contact }, start: "who", steps: { who: { use: "contact", with: () => ({ city: "x" }), next: "done" }, done: { end: true, output: (a) => need(a, "contact").contact.mail } } })`,
    /'mail' does not exist/,
  ],
  "an output of another type": [
    `dialogue<void, { ref: string }>()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "party", next: "done" }, done: { end: true, output: (a) => ({ ref: need(a, "party").party }) } } })`,
    /'number' is not assignable to type 'string'/,
  ],
  "an input field that does not exist": [
    `dialogue<{ shop: string }>()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "party", unless: (_, { input }) => input.shpo === "x", next: "done" }, done: { end: true } } })`,
    /'shpo' does not exist/,
  ],
  "a step that leads nowhere": [
    `dialogue()({ id: "d", version: 1, asks, start: "party", steps: { party: { ask: "party" }, done: { end: true } } })`,
    /'next' is missing/,
  ],
  "a message key that the texts do not have": [
    `dialogue()({ id: "d", version: 1, asks, texts: words, start: "party", steps: { party: { ask: "party", next: "done" }, done: { end: "by" } } })`,
    /"by"/,
  ],
  "an event that does not happen": [
    `dialogue()({ id: "d", version: 1, asks, start: "ok", steps: { ok: { ask: "ok", next: "done", on: { windowExpires: "done" } }, done: { end: true } } })`,
    /'windowExpires'/,
  ],
  "a need for an answer that nobody asks for": [
    `dialogue()({ id: "d", version: 1, asks, calls, start: "go", steps: { go: { call: "book", with: (a) => need(a, "people"), done: "done", fail: "done" }, done: { end: true } } })`,
    /"people"/,
  ],
  "a correction's name for no answer": [
    `dialogue()({ id: "d", version: 1, asks, names: { people: ["人数"] }, start: "ok", steps: { ok: { ask: "ok", next: "done" }, done: { end: true } } })`,
    /'people'/,
  ],
  "running it without its input": [
    `contact.run(undefined as never)`,
    /Expected 2-3 arguments, but got 1|Source has 1 element/,
  ],
};

const RIGHT = [
  `dialogue<{ shop?: string }, { ref: string }>()({
  id: "d", version: 2, asks, calls, uses: { contact }, texts: words, start: "party", names: { party: ["人数"] },
  given: (input) => (input.shop === undefined ? {} : { name: input.shop }),
  on: { windowExpiring: "off" },
  steps: {
    party: { ask: "party", next: "who", giveUp: "off", after: { "2h": "off" }, unless: (a) => a.party !== undefined },
    who: { use: "contact", with: (_, { input }) => ({ city: input.shop ?? "" }), next: "ok" },
    ok: { ask: "ok", next: [{ when: (a) => a.ok === true && a.contact?.phone !== "", label: "yes", to: "go" }, "off"] },
    go: { call: "book", with: (a) => need(a, "party"), done: "done", fail: [{ when: (_, { error }) => error?.code === "full", to: "off" }, "ok"] },
    done: { say: "bye", next: "over" }, over: { end: true, output: (a) => need(a, "book").book }, off: { end: "bye" },
  },
})`,
];

let said: Map<string, string>;
let folder: string;
const names = Object.keys(MISTAKES);

beforeAll(() => {
  folder = mkdtempSync(join(root, "node_modules/dialogue-mistakes-"));
  const pieces = [
    ...names.map((name) => [name, (MISTAKES[name] as readonly [string, RegExp])[0]] as const),
    ...RIGHT.map((text, index) => [`right ${index}`, text] as const),
  ];
  for (const [index, [, text]] of pieces.entries()) {
    const body = `${HEAD}export const it = ${text};\nvoid [it, need, words, contact, calls, asks];\n`;
    writeFileSync(join(folder, `m${index}.ts`), body);
  }
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(root, "tsconfig.json"),
      include: ["*.ts"],
      exclude: [],
      compilerOptions: { noEmit: true, typeRoots: [join(root, "node_modules/@types")] },
    }),
  );
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    encoding: "utf8",
  });
  said = new Map(pieces.map(([name]) => [name, ""]));
  let at = "";
  for (const line of stdout.split("\n")) {
    const file = /(?:^|\/)m(\d+)\.ts\(/.exec(line)?.[1];
    if (file !== undefined) at = pieces[Number(file)]?.[0] ?? "";
    said.set(at, `${said.get(at) ?? ""}${line}\n`);
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(names)("%s does not compile, and the error names it", (name) => {
  const [, expected] = MISTAKES[name] as readonly [string, RegExp];
  expect(said.get(name)).toMatch(expected);
});

test("what is right compiles", () => {
  expect(said.get("right 0")).toBe("");
});
