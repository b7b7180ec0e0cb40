import { readFileSync } from "node:fs";
import { DELIVERIES_PER_PUSH } from "../../protocol/limits.ts";
import { MAX_ATTEMPTS } from "../store.ts";
import type { StoreSettings } from "../storeSettings.ts";

/*
 * Every verb is one script: the rules that all share, the file that has the verb, and a call of it. The
 * settings stand in the text, so that processes with the same settings share the server's copy.
 */

/** The file of each verb that changes a line. */
const WRITES = {
  arrive: ["newcomer", "arrive"],
  step: ["step"],
  release: ["slot"],
  untake: ["slot"],
  renew: ["slot"],
  handBack: ["slot"],
  enter: ["slot"],
  sendNext: ["chain"],
  wake: ["chain"],
} as const;

/** Verbs that read, or remove everything. */
const OTHERS = { fateOf: ["keep"], export: ["keep"], forget: ["keep"] } as const;

/** Scripts that stand alone, with what they are made of; the last one is called. */
const ALONE = {
  due: { files: ["due"], reads: true },
  readState: { files: ["state", "readState"], reads: true },
  writeState: { files: ["state", "writeState"], reads: false },
  tokens: { files: ["tokens"], reads: false },
  texts: { files: ["texts"], reads: false },
} as const;

export type VerbName = keyof typeof WRITES | keyof typeof OTHERS;
export type ScriptName = VerbName | keyof typeof ALONE;

/** Refused by the server as a whole, before they begin, where it cannot write; see `#!lua` in Redis 7. */
const WRITER = "#!lua\n";
const READER = "#!lua flags=no-writes\n";

/** For tests, which move time: it stands behind all other arguments. */
const CALLERS_CLOCK = "local function clock() return tonumber(ARGV[#ARGV]) end\n";

/** The text of every script, by name. */
export function scriptTexts(
  settings: StoreSettings,
  clock: "server" | "caller" = "server",
): Record<ScriptName, string> {
  const time = clock === "server" ? lua("clock") : CALLERS_CLOCK;
  const prelude = `${time}local SETTINGS = cjson.decode('${JSON.stringify(settings)}')
local MAX_ATTEMPTS = ${MAX_ATTEMPTS}
local DELIVERIES_PER_PUSH = ${DELIVERIES_PER_PUSH}
`;
  const shared = prelude + ["line", "state", "grants", "turn"].map(lua).join("");
  // These keys stand behind those that every verb reads, and before the verb's own.
  const near = lua("reach");
  const texts = new Map<string, string>();
  for (const [verb, files] of Object.entries(WRITES)) {
    const body = files.map(lua).join("");
    const end = `local reply = verbs.${verb}()
save()
if #ended > 0 then reply.ended = ended end
return cjson.encode(reply)
`;
    texts.set(verb, `${WRITER}${shared}${near}${body}${end}`);
  }
  for (const [verb, files] of Object.entries(OTHERS)) {
    const head = verb === "forget" ? WRITER : READER;
    const body = files.map(lua).join("");
    texts.set(verb, `${head}${shared}${body}return cjson.encode(verbs.${verb}())\n`);
  }
  for (const [name, { files, reads }] of Object.entries(ALONE)) {
    const state = "local STATE = KEYS[1]\n";
    texts.set(name, `${reads ? READER : WRITER}${time}${state}${files.map(lua).join("")}`);
  }
  return Object.fromEntries(texts) as Record<ScriptName, string>;
}

function lua(name: string): string {
  return readFileSync(new URL(`lua/${name}.lua`, import.meta.url), "utf8");
}
