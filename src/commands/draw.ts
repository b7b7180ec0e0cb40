import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DialogueBot } from "../bots/dialogueBot.ts";
import type { FunnelTable } from "../bots/watch/funnel.ts";
import { SettingsError } from "../errors.ts";
import { type GraphEdge, graphOf } from "../machines/dialogue/checks/graph.ts";
import { checkLock, type Lock, lockOf } from "../machines/dialogue/checks/lock.ts";
import { family } from "../machines/dialogue/define.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import { draw } from "../machines/draw.ts";
import { exportsOf, isDialogue } from "../testing/dialogue/loadDialogues.ts";
import { isUnheard } from "../testing/dialogue/paths.ts";
import { svgOf } from "./drawSvg.ts";

/** The lock's name where `--check` names none. */
const LOCK = "dialogues.lock.json";

interface Output {
  write(text: string): unknown;
}

/**
 * `draw samples/booking`: every dialogue of a bot as mermaid text. `--svg FOLDER` writes a picture of each
 * instead, `--funnel FILE` paints numbers on it, `--reached FILE` shows the ways that no test took, `--lock FILE` writes what running dialogues can meet, and `--check`
 * compares that with the lock.
 */
export async function runDraw(args: readonly string[], output: Output): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      svg: { type: "string" },
      funnel: { type: "string" },
      lock: { type: "string" },
      check: { type: "boolean" },
      reached: { type: "string" },
    },
  });
  const dialogues: AnyDialogue[] = [];
  for (const path of positionals.length === 0 ? ["."] : positionals) {
    const known = new Set(dialogues.map(({ id }) => id));
    dialogues.push(...(await dialoguesOf(path)).filter(({ id }) => !known.has(id)));
  }
  if (values.lock !== undefined || values.check) {
    const { lock = LOCK } = values;
    if (values.check)
      checkLock(dialogues, readJson(lock, `\`draw BOT --lock ${lock}\` writes it.`) as Lock);
    else writeFileSync(lock, `${JSON.stringify(lockOf(dialogues), null, 2)}\n`);
    output.write(`${lock}: ${dialogues.length} dialogues${values.check ? " as they were" : ""}\n`);
    return 0;
  }
  const funnel =
    values.funnel === undefined
      ? {}
      : (readJson(values.funnel, "It is what `funnel.table()` gives.") as FunnelTable);
  const reached = values.reached === undefined ? undefined : readReached(values.reached);
  if (values.svg !== undefined) mkdirSync(values.svg, { recursive: true });
  for (const dialogue of dialogues) {
    const missed = reached && missedOf(dialogue, reached);
    if (values.svg === undefined) {
      output.write(`%% ${dialogue.id}, version ${dialogue.version}\n${draw(dialogue.machine)}\n`);
      if (missed !== undefined) output.write(inWords(missed, "%% "));
      continue;
    }
    const file = join(values.svg, `${dialogue.id}.svg`);
    writeFileSync(file, await svgOf(graphOf(dialogue), funnel[dialogue.id], missed?.ids));
    output.write(`${file}\n${missed === undefined ? "" : inWords(missed, "  ")}`);
  }
  return 0;
}

/** The ways of a dialogue that no test took, and how many there are in all. */
interface Missed {
  readonly ids: ReadonlySet<string>;
  readonly edges: readonly GraphEdge[];
  readonly all: number;
}

function missedOf(dialogue: AnyDialogue, reached: ReadonlySet<string>): Missed {
  const all = graphOf(dialogue).edges.filter((edge) => !isUnheard(dialogue, edge));
  const edges = all.filter(({ id }) => !reached.has(`${dialogue.id}/${id}`));
  return { ids: new Set(edges.map(({ id }) => id)), edges, all: all.length };
}

function inWords({ edges, all }: Missed, indent: string): string {
  const lines = edges.map(({ from, label, to }) => {
    const way = `${from || "anywhere"}: ${label || "goes on"}`;
    return `no test: ${way}${to === undefined ? "" : ` → ${to}`}`;
  });
  const head = `${all - edges.length} of ${all} ways are taken by tests`;
  return [head, ...lines].map((line) => `${indent}${line}\n`).join("");
}

/** Edges, a line each, as tests write them with `WECHAT_REACHED`. Throws `SettingsError` where the file cannot be read. */
function readReached(file: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(file, "utf8").split("\n"));
  } catch (error) {
    throw new SettingsError([
      `${file} cannot be read: ${(error as Error).message}. Tests write it: WECHAT_REACHED=${file} npm test.`,
    ]);
  }
}

/** Throws `SettingsError` for a file that is not there or holds no JSON. */
function readJson(file: string, remedy: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const why = error instanceof SyntaxError ? "it is not JSON" : (error as Error).message;
    throw new SettingsError([`${file} cannot be read: ${why}. ${remedy}`]);
  }
}

/** What a module exports: dialogues, and those of its bots. */
async function dialoguesOf(path: string): Promise<readonly AnyDialogue[]> {
  const exported = (await exportsOf(path)).flatMap((one) => {
    if (one instanceof DialogueBot) return [...one.runner.dialogues.values()];
    return isDialogue(one) ? [one] : [];
  });
  const own = [...family([...new Set(exported)]).values()].filter(
    ({ id }) => !id.startsWith("engine-"),
  );
  if (own.length > 0) return own;
  throw new SettingsError([
    `${path} has no dialogues: export them, or a bot made by dialogueBot, from that module.`,
  ]);
}
