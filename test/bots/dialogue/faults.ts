/**
 * Plants faults into copies of the engine and of a dialogue, one at a time, and holds each against `suite.ts`:
 * `node test/bots/dialogue/faults.ts`. A fault that nothing notices is a hole in the tests.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "../../..");
const COPIED = [
  ...["src/machines", "src/bots", "src/language", "src/store/turnScope.ts", "src/testing/dialogue"],
  ...[
    "src/testing/manualClock.ts",
    "src/testing/checkTimers.ts",
    "src/errors.ts",
    "src/clock.ts",
    "src/log.ts",
    "src/duration.ts",
    "src/realTimers.ts",
  ],
  ...["src/protocol/grants.ts", "src/protocol/openings.ts", "src/protocol/limits.ts"],
  ...["test/bots/dialogue/booking.ts", "test/bots/dialogue/suite.ts"],
];
const BOOKING = "test/bots/dialogue/booking.ts";
const TALK = "src/machines/dialogue/talk.ts";
const STACK = "src/machines/dialogue/stack.ts";
const AGENDA = "src/machines/dialogue/agenda.ts";
const COMPILE = "src/machines/dialogue/compile.ts";
const RUNNER = "src/bots/dialogueRunner.ts";
const UNDERSTANDING = "src/bots/understanding/understanding.ts";

type Fault = readonly [what: string, file: string, from: string, to: string];

const FAULTS: readonly Fault[] = [
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

async function main(): Promise<void> {
  const folder = mkdtempSync(join(root, ".faults-"));
  const missed: string[] = [];
  try {
    if (await isCaught(folder, "none", undefined))
      throw new Error("The suite fails without a fault.");
    for (const [index, fault] of FAULTS.entries()) {
      const caught = await isCaught(folder, `${index}`, fault);
      if (!caught) missed.push(fault[0]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(
    `${FAULTS.length - missed.length} of ${FAULTS.length} planted faults caught\n`,
  );
  for (const what of missed) process.stdout.write(`not caught: ${what}\n`);
  process.exit(missed.length === 0 ? 0 : 1);
}

async function isCaught(folder: string, name: string, fault: Fault | undefined): Promise<boolean> {
  const copy = join(folder, name);
  for (const path of COPIED) {
    mkdirSync(join(copy, path, ".."), { recursive: true });
    cpSync(join(root, path), join(copy, path), { recursive: true });
  }
  if (fault !== undefined) {
    const [what, file, from, to] = fault;
    const path = join(copy, file);
    const text = readFileSync(path, "utf8");
    if (!text.includes(from))
      throw new Error(`"${what}" cannot be planted any more: ${file} has changed.`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
  try {
    const { suite } = await import(pathToFileURL(join(copy, "test/bots/dialogue/suite.ts")).href);
    await suite();
    return false;
  } catch (error) {
    if (process.argv.includes("--why"))
      process.stdout.write(`${fault?.[0]}: ${String(error).split("\n")[0]}\n`);
    return true;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

await main();
