import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DELIVERIES_PER_PUSH } from "../../protocol/limits.ts";
import { MAX_ATTEMPTS } from "../store.ts";
import type { StoreSettings } from "../storeSettings.ts";

/*
 * The verbs of a follower's line are one library of functions: made once, when a server loads it, and not for every call
 * as the functions of a script are. The settings stand in its text, and its name says what is in it, so that
 * processes with the same settings share it, and those of another release have their own beside it.
 */

/** What the library is made of, in order. */
const LIBRARY = [
  ...["line", "state", "grants", "turn", "reach", "newcomer"],
  ...["arrive", "step", "slot", "chain", "keep", "library"],
] as const;

/** A library of functions as a server takes it. */
export interface Library {
  /** Begins the name of each function too. */
  readonly name: string;
  readonly text: string;
}

/** The functions of the library that are called with one follower; `renew` takes many. */
export type VerbName =
  | ("arrive" | "step" | "release" | "untake" | "handBack" | "enter" | "sendNext" | "wake")
  | ("fateOf" | "export" | "forget");

/** Scripts that stand alone, with what they are made of; the last one is called. */
const ALONE = {
  due: { files: ["due"], reads: true },
  readState: { files: ["state", "readState"], reads: true },
  writeState: { files: ["state", "writeState"], reads: false },
  tokens: { files: ["tokens"], reads: false },
  texts: { files: ["texts"], reads: false },
} as const;

export type ScriptName = keyof typeof ALONE;

/**
 * Begins a script that writes: a server that cannot write refuses such a script before it begins; see `#!lua` in
 * Redis 7.
 */
const WRITER = "#!lua\n";
const READER = "#!lua flags=no-writes\n";

/** The clock for tests, which move time: the caller's time stands behind all other arguments. */
const CALLERS_CLOCK = "local function clock(argv) return tonumber(argv[#argv]) end\n";

/** Whose time decides. */
type ClockOf = "server" | "caller";

function clockText(clock: ClockOf): string {
  return clock === "server" ? lua("clock") : CALLERS_CLOCK;
}

/** The library of the verbs. */
export function libraryOf(settings: StoreSettings, clock: ClockOf = "server"): Library {
  const values = Object.entries(settings).map(
    ([name, value]) => `${name} = ${JSON.stringify(value)}`,
  );
  const body = `local SETTINGS = { ${values.join(", ")} }
local MAX_ATTEMPTS = ${MAX_ATTEMPTS}
local DELIVERIES_PER_PUSH = ${DELIVERIES_PER_PUSH}
${clockText(clock)}${LIBRARY.map(lua).join("")}`;
  const name = `wechat_${hash("sha1", body).slice(0, 16)}`;
  return { name, text: `#!lua name=${name}\nlocal LIBRARY = '${name}'\n${body}` };
}

/** The text of every script, by name. */
export function scriptTexts(clock: ClockOf = "server"): Record<ScriptName, string> {
  const texts = Object.entries(ALONE).map(([name, { files, reads }]) => {
    const state = "local STATE = KEYS[1]\n";
    const head = `${reads ? READER : WRITER}${clockText(clock)}${state}`;
    return [name, head + files.map(lua).join("")] as const;
  });
  return Object.fromEntries(texts) as Record<ScriptName, string>;
}

function lua(name: string): string {
  return readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
}
