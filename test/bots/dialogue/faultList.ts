import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const BOOKING = "test/bots/dialogue/booking.ts";
const TALK = "src/machines/dialogue/talk.ts";
const STACK = "src/machines/dialogue/stack.ts";
const AGENDA = "src/machines/dialogue/agenda.ts";
const COMPILE = "src/machines/dialogue/compile.ts";
const RUNNER = "src/bots/dialogueRunner.ts";
const UNDERSTANDING = "src/bots/understanding/understanding.ts";

/** What goes wrong, in which file, and how its text changes. */
export type Fault = readonly [what: string, file: string, from: string, to: string];

/** Faults of the engine and of a dialogue, each planted alone. */
export const FAULTS: readonly Fault[] = [
  [
    "one kind of guest is not asked how many they are",
    BOOKING,
    `next: "party", after`,
    `next: [{ when: (a) => a.service === "room", to: "contact" }, "party"], after`,
  ],
  ["no means yes", BOOKING, "a.ok === true", "a.ok === false"],
  ["a failed booking is taken for done", BOOKING, `fail: "failed"`, `fail: "done"`],
  [
    "a failed booking is repeated for ever",
    BOOKING,
    `say: "book.failed", next: "confirm"`,
    `say: "book.failed", next: "booking"`,
  ],
  ["a prompt does not understand its own sample", BOOKING, "between(1, 20)", "between(5, 20)"],
  [
    "a question waits for ever",
    BOOKING,
    `party: { ask: "party", next: "contact", giveUp: "human", after: { "2h": "lapsed" } }`,
    `party: { ask: "party", next: "contact", giveUp: "human" }`,
  ],
  [
    "a step leads nowhere near an end",
    BOOKING,
    `failed: { say: "book.failed", next: "confirm" }`,
    `failed: { ask: "ok", next: "failed" }`,
  ],
  [
    "timers of steps that were left go on",
    AGENDA,
    "timer.frame !== index || AFTER + timer.event !== sendId",
    "true",
  ],
  [
    "timers are not stored",
    AGENDA,
    "this.#timers.length > 0 && {",
    "this.#timers.length > 999 && {",
  ],
  [
    "nothing is asked again after an interruption",
    STACK,
    `this.step(this.frames.length - 1, { type: "resume" });`,
    ";",
  ],
  [
    "a correction forgets the other answers",
    "src/machines/dialogue/moves.ts",
    "{ ...answers, [ask]: value }",
    "{ [ask]: value }",
  ],
  [
    "whoever goes on has no new tries",
    TALK,
    "put(top, top.snapshot.value, answers, this.#stack.now);\n    this.resume();",
    "this.resume();",
  ],
  [
    "calls of steps that were left go on",
    AGENDA,
    "call.f !== index || here.includes(call.s)",
    "true",
  ],
  ["going back has no memory", STACK, "history.push(value);", ""],
  [
    "cancelling leaves the dialogue below in place",
    TALK,
    "this.#stack.cut(base);\n    this.#aftermath.cancelled",
    "this.#stack.cut(this.frames.length - 1);\n    this.#aftermath.cancelled",
  ],
  [
    "a record of a later release is overwritten",
    "src/machines/dialogue/frame.ts",
    "record.w > dialogue.version",
    "false",
  ],
  [
    "misses of one question count at the next",
    COMPILE,
    "entry: [forgetMisses, question]",
    "entry: [question]",
  ],
  ["it gives up a miss too late", COMPILE, "context.misses + 1 >= max", "context.misses >= max"],
  ["a child's output is forgotten", COMPILE, `actions: [keep(use, "output")]`, "actions: []"],
  [
    "a call's key changes from run to run",
    "src/bots/dialogueCalls.ts",
    '.digest("base64url").slice(0, 16)',
    '.digest("base64url").slice(0, 16) + Math.random()',
  ],
  [
    "a service is called before that is stored",
    RUNNER,
    `if (service.kind !== "read") await this.#save(turn);`,
    "",
  ],
  [
    "what was said before a crash is lost",
    RUNNER,
    "for (const said of before.m.o) talk.say(said);",
    "",
  ],
  [
    "a message counts twice after a crash",
    RUNNER,
    "if (before.m?.k === scope.key) {",
    "if (false as boolean) {",
  ],
  [
    "a lease never ends",
    RUNNER,
    "(l <= scope.now || before.m?.k === scope.key)",
    "before.m?.k === scope.key",
  ],
  [
    "a timer outlives what it was for",
    RUNNER,
    "else if (before.t ?? before.c ?? saved) scope.cancelTimer(TIMER);",
    "",
  ],
  [
    "who comes back is not noticed",
    "src/bots/dialogueTurn.ts",
    `["unsubscribed", "windowExpired"]`,
    "[]",
  ],
  [
    "cancelling comes after the answer",
    UNDERSTANDING,
    "if (!refuses && (await hard())) return true;",
    "",
  ],
  ["a locked step is interrupted", UNDERSTANDING, `hasTag("locked")`, `hasTag("lockd")`],
  ["the bot talks while a human does", UNDERSTANDING, `hasTag("muted")`, `hasTag("mutd")`],
];

/** Plants a fault into a copy of the project; what it gives takes it out again. Throws where the file has changed. */
export function plant(copy: string, [what, file, from, to]: Fault): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(from)) {
    throw new Error(`"${what}" cannot be planted any more: ${file} has changed.`);
  }
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return () => writeFileSync(path, text);
}
