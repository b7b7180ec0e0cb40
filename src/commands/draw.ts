import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DialogueBot } from "../bots/dialogueBot.ts";
import type { FunnelTable } from "../bots/watch/funnel.ts";
import { SettingsError } from "../errors.ts";
import { exportsOf } from "../loadDialogues.ts";
import { graphOf } from "../machines/dialogue/checks/graph.ts";
import { checkLock, type Lock, lockOf } from "../machines/dialogue/checks/lock.ts";
import { family } from "../machines/dialogue/define.ts";
import type { AnyDialogue } from "../machines/dialogue/spec.ts";
import { draw } from "../machines/draw.ts";
import { svgOf } from "./drawSvg.ts";

/** The lock's name where `--check` names none. */
const LOCK = "dialogues.lock.json";

interface Output {
  write(text: string): unknown;
}

/**
 * `draw samples/booking`: every dialogue of a bot as mermaid text. `--svg FOLDER` writes a picture of each
 * instead, `--funnel FILE` paints numbers on it, `--lock FILE` writes what running dialogues can meet, and `--check`
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
  if (values.svg !== undefined) mkdirSync(values.svg, { recursive: true });
  for (const dialogue of dialogues) {
    if (values.svg === undefined) {
      output.write(`%% ${dialogue.id}, version ${dialogue.version}\n${draw(dialogue.machine)}\n`);
      continue;
    }
    const file = join(values.svg, `${dialogue.id}.svg`);
    writeFileSync(file, await svgOf(graphOf(dialogue), funnel[dialogue.id]));
    output.write(`${file}\n`);
  }
  return 0;
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

function isDialogue(value: unknown): value is AnyDialogue {
  return typeof value === "object" && value !== null && "machine" in value && "asks" in value;
}
