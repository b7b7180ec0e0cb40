import { WeChatError } from "../../errors.ts";
import { graphOf } from "./graph.ts";
import type { AnyDialogue } from "./spec.ts";

/** What `dialogues.lock.json` holds: for each dialogue its version and the hash of its structure. */
export type Lock = Readonly<
  Record<string, { readonly version: number; readonly structure: string }>
>;

/**
 * The lock of some dialogues. Steps, ways, questions and delays count; texts, samples and what is in
 * functions do not.
 */
export function lockOf(dialogues: readonly AnyDialogue[]): Lock {
  const sorted = [...dialogues].sort((a, b) => (a.id < b.id ? -1 : 1));
  return Object.fromEntries(
    sorted.map((one) => [one.id, { version: one.version, structure: structureOf(one) }]),
  );
}

/**
 * Compares dialogues with their committed lock. Throws `WeChatError` with the code `dialogue-changed` where a
 * structure changed and the version did not: what is stored of running dialogues would be read as if
 * nothing had happened.
 */
export function checkLock(dialogues: readonly AnyDialogue[], lock: Lock): void {
  const problems = Object.entries(lockOf(dialogues)).flatMap(([id, { version, structure }]) => {
    const before = lock[id];
    if (before === undefined) return [`"${id}" is new: write the lock again.`];
    if (before.structure === structure && before.version === version) return [];
    if (before.version < version) return [`"${id}" has a new version: write the lock again.`];
    return [
      `The steps of "${id}" changed, and its version is still ${version}: raise it, say in \`migrate\` or \`outdated\` what becomes of running dialogues, and write the lock again.`,
    ];
  });
  if (problems.length > 0) throw new WeChatError("dialogue-changed", problems.join("\n"));
}

function structureOf(dialogue: AnyDialogue): string {
  const { nodes, edges } = graphOf(dialogue);
  const asks = Object.entries(dialogue.asks).map(([name, { kind }]) => `${name}:${kind}`);
  return hash(JSON.stringify([nodes, edges.map(({ id, to, label }) => [id, to, label]), asks]));
}

/** FNV-1a with 64 bits: a change must show, nobody forges here. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value.toString(16).padStart(16, "0");
}
