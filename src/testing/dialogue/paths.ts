import { SLICE } from "../../bots/dialogueRunner.ts";
import { WeChatError } from "../../errors.ts";
import { type GraphEdge, graphOf, REOPEN } from "../../machines/dialogue/checks/graph.ts";
import { family } from "../../machines/dialogue/define.ts";
import { readTalk } from "../../machines/dialogue/record.ts";
import type { AnyDialogue } from "../../machines/dialogue/spec.ts";
import { inWordsOf, type Move, type Situation, World, type WorldOptions } from "./world.ts";

/** How paths are found. */
export interface PathOptions extends WorldOptions {
  /** What the dialogue is begun with; several, where its ways depend on it. Default: nothing; a form also with each answer. */
  readonly inputs?: readonly unknown[] | undefined;
  /** Situations that are looked at before the search ends. Default 1,000. */
  readonly limit?: number | undefined;
}

/** A test: the shortest way that takes one edge of the dialogue, through the real recognisers. */
export interface Path {
  /** `booking: party: miss [tried enough] → human`. */
  readonly name: string;
  /** Undefined for the last one, which looks for anything that goes wrong on all the ways that were tried. */
  readonly edge?: GraphEdge;
  /** What the follower does, in words. */
  readonly moves: readonly string[];
  /** Walks it. Throws `WeChatError` with the code `path` where anything is wrong on the way. */
  run(): Promise<void>;
}

const LIMIT = 1_000;

/**
 * One test for each edge of a dialogue and of those that it uses: the shortest way there, then the edge, run
 * by the real runner, with the samples of the prompts and services. Each also fails where a step needs an
 * answer that nobody was asked for, where a message gets no reply, or where a record grows too large.
 *
 * ```ts
 * for (const { name, run } of await paths(booking)) test(name, run);
 * ```
 */
export async function paths(dialogue: AnyDialogue, options: PathOptions = {}): Promise<Path[]> {
  const { found, wrong } = await search(dialogue, options);
  const wanted = [...family([dialogue]).values()].flatMap((one) =>
    graphOf(one)
      .edges.filter((edge) => !isUnheard(one, edge))
      .map((edge) => ({ one, edge })),
  );
  const each = wanted.map(({ one, edge }) => {
    const way = found.get(`${one.id}/${edge.id}`);
    const to = edge.to === undefined ? "" : ` → ${edge.to}`;
    return {
      name: `${one.id}: ${edge.from || "anywhere"}: ${edge.label}${to}`,
      edge,
      moves: way?.moves.map(inWordsOf) ?? [],
      run: () => walk(dialogue, options, one, edge, way),
    };
  });
  return [
    ...each,
    { name: `${dialogue.id}: nothing goes wrong on any way`, moves: [], run: () => refuse(wrong) },
  ];
}

/** Ways that take no edge for the first time may still go wrong. */
async function refuse(wrong: Wrong | undefined): Promise<void> {
  if (wrong === undefined) return;
  const story = wrong.way.moves.map(inWordsOf).join("\n  ");
  throw new WeChatError("path", `${wrong.problem}\n\nOn the way:\n  ${story}`);
}

/**
 * Asking again is heard of only by steps that something may interrupt; a question that gives up at its first miss is
 * asked again only where it is asked first whether to go on, which is not done here.
 */
export function isUnheard(
  { machine, asks }: AnyDialogue,
  { from, event, label, to }: GraphEdge,
): boolean {
  // The way back from an end has no condition, and what follows it is walked from the question anyway.
  if (event === REOPEN) return true;
  const { ask } = (machine.root.states[from]?.meta ?? {}) as { ask?: string };
  const isOnce = ask !== undefined && asks[ask]?.max === 1 && givesUp(machine, from);
  if (event === "miss" && to === undefined && isOnce && label === "miss") return true;
  const tags = machine.root.states[from]?.tags ?? [];
  return event === "resume" && (tags.includes("locked") || tags.includes("no-interrupt"));
}

function givesUp(machine: AnyDialogue["machine"], from: string): boolean {
  return (machine.root.states[from]?.transitions.get("miss")?.length ?? 0) > 1;
}

interface Wrong {
  readonly way: Way;
  readonly problem: string;
}

interface Way {
  readonly input: unknown;
  readonly moves: readonly Move[];
}

/** One record for each situation in which the dialogue waits. */
export async function reach(
  dialogue: AnyDialogue,
  options: PathOptions,
): Promise<readonly string[]> {
  const { records } = await search(dialogue, options);
  return [...records.values()];
}

async function search(
  dialogue: AnyDialogue,
  options: PathOptions,
): Promise<{
  readonly found: Map<string, Way>;
  readonly wrong: Wrong | undefined;
  readonly records: Map<string, string>;
}> {
  const records = new Map<string, string>();
  const found = new Map<string, Way>();
  let wrong: Wrong | undefined;
  const world = new World(dialogue, options);
  const edges = [...world.dialogues.values()].flatMap((one) =>
    graphOf(one)
      .edges.filter((edge) => !isUnheard(one, edge))
      .map(({ id }) => `${one.id}/${id}`),
  );
  const all = () => edges.every((id) => found.has(id));
  // First by step and what is known; for what is still missing by what was chosen, then by every answer.
  for (const detail of ["names", "choices", "all"] as const) {
    const seen = new Set<string>();
    const queue: { way: Way; at: Situation }[] = [];
    for (const input of options.inputs ?? usualInputs(dialogue)) {
      const way = { input, moves: [] };
      queue.push({ way, at: world.start() });
    }
    for (
      let item = queue.shift();
      item !== undefined && !(detail === "all" && all());
      item = queue.shift()
    ) {
      if (seen.size > (options.limit ?? LIMIT)) break;
      for (const move of await world.moves(item.at)) {
        for (const done of await world.tryAll(item.at, item.way.input, move)) {
          const way = { input: item.way.input, moves: [...item.way.moves, done.move] };
          for (const id of done.taken) if (!found.has(id)) found.set(id, way);
          const [problem] = done.problems;
          if (problem !== undefined) wrong ??= { way, problem };
          const key = world.keyOf(done.at, detail);
          keepRecord(records, done.at.kept.slices[SLICE]);
          if (done.over || seen.has(key)) continue;
          seen.add(key);
          queue.push({ way, at: done.at });
        }
      }
    }
    if (all()) break;
  }
  return { found, wrong, records };
}

/** Nothing, and for what takes answers by their names each of them alone. */
function usualInputs({ fills = false, asks }: AnyDialogue): readonly unknown[] {
  if (!fills) return [undefined];
  const known = Object.entries(asks).flatMap(([name, { samples }]) =>
    samples.slice(0, 1).map(({ value, input }) => ({ [name]: value ?? input.text })),
  );
  return [undefined, ...known];
}

/** Keeps the first record of each step, and of each end after which answers may be changed. */
function keepRecord(records: Map<string, string>, record: string | undefined): void {
  if (record === undefined) return;
  const { f, k } = readTalk(JSON.parse(record));
  const steps = JSON.stringify([...f, ...(k === undefined ? [] : [k])].map(({ d, s }) => [d, s]));
  if (steps !== "[]" && !steps.includes("engine-") && !records.has(steps)) {
    records.set(steps, record);
  }
}

async function walk(
  dialogue: AnyDialogue,
  options: PathOptions,
  { id }: AnyDialogue,
  edge: GraphEdge,
  way: Way | undefined,
): Promise<void> {
  if (way === undefined) {
    throw new WeChatError(
      "path",
      `No path takes "${edge.label}" from "${edge.from}". Its condition may never hold, or no sample shows it: \`samples\` of a prompt or service, \`fails\` of a service for its errors, \`nonsense\` of paths for what is not understood, \`inputs\` for what the dialogue is begun with.`,
    );
  }
  const world = new World(dialogue, options);
  let at = world.start();
  const taken: string[] = [];
  const story: string[] = [];
  for (const move of way.moves) {
    story.push(inWordsOf(move));
    const done = await world.perform(at, way.input, move);
    const [problem] = done.problems;
    if (problem !== undefined) {
      throw new WeChatError("path", `${problem}\n\nOn the way:\n  ${story.join("\n  ")}`);
    }
    at = done.at;
    taken.push(...done.taken);
  }
  if (taken.includes(`${id}/${edge.id}`)) return;
  throw new WeChatError(
    "path",
    `The way does not take the edge any more:\n  ${story.join("\n  ")}`,
  );
}
