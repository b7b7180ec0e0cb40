import { WeChatError } from "../../../errors.ts";
import type { Prompt } from "../prompt.ts";
import type { AnyDialogue } from "../spec.ts";
import { below, type GraphEdge, graphOf, REOPEN } from "./graph.ts";

/** The content of `dialogues.lock.json`: for each dialogue, by its id, what can matter to one that is running. */
export type Lock = Readonly<Record<string, LockedDialogue>>;

export interface LockedDialogue {
  readonly version: number;
  /** The hash of steps, ways, questions and delays. */
  readonly structure: string;
  /** For each question, what can be answered: `choice: hall, room`, `integer: 1 to 20`. */
  readonly answers?: Readonly<Record<string, string>>;
  /** For each step that limits interruptions, what may interrupt it. */
  readonly interrupts?: Readonly<Record<string, string>>;
  /** For each end after which answers may be changed, the question that it goes back to. */
  readonly reopens?: Readonly<Record<string, string>>;
}

/**
 * The lock of some dialogues. Steps, ways, questions with their possible answers, delays and what may interrupt
 * count; texts, samples and the insides of functions do not.
 */
export function lockOf(dialogues: readonly AnyDialogue[]): Lock {
  const sorted = [...dialogues].sort((a, b) => (a.id < b.id ? -1 : 1));
  return Object.fromEntries(sorted.map((one) => [one.id, locked(one)]));
}

/**
 * Compares dialogues with their committed lock. Throws `WeChatError` with the code `dialogue-changed` where something
 * changed that matters to a running dialogue, but the version did not: stored dialogues would be read as if nothing
 * had happened. The message says what the change does to people who are in the dialogue.
 */
export function checkLock(dialogues: readonly AnyDialogue[], lock: Lock): void {
  const known = new Set(dialogues.map(({ id }) => id));
  const gone = Object.keys(lock).filter((id) => !known.has(id));
  const problems = [
    ...dialogues.flatMap((one) => problemOf(one, lock[one.id])),
    ...gone.map(
      (id) =>
        `"${id}" is gone: people who are in it are told that things changed, and go on without it. Write the lock again if that is meant.`,
    ),
  ];
  if (problems.length > 0) throw new WeChatError("dialogue-changed", problems.join("\n"));
}

function problemOf(dialogue: AnyDialogue, before: LockedDialogue | undefined): readonly string[] {
  const { id, version } = dialogue;
  if (before === undefined) return [`"${id}" is new: write the lock again.`];
  if (before.version < version) {
    return [`"${id}" has a new version: ${fateOf(dialogue, before.version)} Write the lock again.`];
  }
  const now = locked(dialogue);
  const changes = [
    ...(now.structure === before.structure && now.version === before.version ? [] : ["The steps"]),
    ...differences(now.answers, before.answers).map((ask) => `What can be answered to "${ask}"`),
    ...differences(now.interrupts, before.interrupts).map((step) => `What may interrupt "${step}"`),
    ...differences(now.reopens, before.reopens).map((end) => `What may be changed after "${end}"`),
  ];
  if (changes.length === 0) return [];
  return [
    `${changes.join(", and ")} of "${id}" changed, and its version is still ${version}: raise it, say in \`migrate\` or \`outdated\` what becomes of running dialogues, and write the lock again.`,
  ];
}

/** What becomes of people who are in a dialogue of an earlier version. */
function fateOf({ version, migrate, outdated }: AnyDialogue, from: number): string {
  const versions = Array.from({ length: version - from }, (_, i) => from + i);
  if (versions.every((one) => migrate[one] !== undefined)) {
    return "people who are in it keep their answers and go on where `migrate` puts them.";
  }
  return outdated === "drop"
    ? "people who are in it are taken out of it."
    : "people who are in it are asked from the beginning.";
}

/** The names under which two tables differ; none where the lock was written before it had this table. */
function differences(
  now: Readonly<Record<string, string>> = {},
  before: Readonly<Record<string, string>> | undefined,
): readonly string[] {
  if (before === undefined) return [];
  return [...new Set([...Object.keys(now), ...Object.keys(before)])].filter(
    (name) => now[name] !== before[name],
  );
}

function locked(dialogue: AnyDialogue): LockedDialogue {
  const asks = Object.entries<Prompt<unknown>>(dialogue.asks);
  const steps = below(dialogue.machine.root).flatMap(({ path, tags }) => {
    const may = tags.includes("locked")
      ? "none"
      : tags.includes("no-interrupt")
        ? "hard"
        : undefined;
    return may === undefined ? [] : [[path.join("."), may] as const];
  });
  return {
    version: dialogue.version,
    structure: structureOf(dialogue),
    answers: Object.fromEntries(asks.map(([name, ask]) => [name, answersOf(ask)])),
    interrupts: Object.fromEntries(steps),
    reopens: Object.fromEntries(reopened(dialogue).map(({ from, to = "" }) => [from, to])),
  };
}

function answersOf({ kind, options, range }: Prompt<unknown>): string {
  if (options !== undefined) return `${kind}: ${options.map(({ id }) => id).join(", ")}`;
  return range === undefined ? kind : `${kind}: ${range[0]} to ${range[1]}`;
}

function reopened(dialogue: AnyDialogue): readonly GraphEdge[] {
  return graphOf(dialogue).edges.filter(({ event }) => event === REOPEN);
}

function structureOf(dialogue: AnyDialogue): string {
  const { nodes, edges: all } = graphOf(dialogue);
  const edges = all.filter(({ event }) => event !== REOPEN);
  const asks = Object.entries(dialogue.asks).map(([name, { kind }]) => `${name}:${kind}`);
  return hash(JSON.stringify([nodes, edges.map(({ id, to, label }) => [id, to, label]), asks]));
}

/** FNV-1a with 64 bits. It only has to show changes: nobody has a reason to forge here. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value.toString(16).padStart(16, "0");
}
