/**
 * What a code of WeChat's means, for the people who run an account: cause, when it happens, why WeChat
 * restricts it, what to check, whether trying again helps, and which way remains for the message.
 */
import { createRequire } from "node:module";
import { ourLanguage } from "../language/languageFor.ts";
import { chinesePath, englishPath, type PlatformPlace } from "../language/platformPaths.ts";
import type { Entry, Retry, Said, Way } from "./diagnoses/entry.ts";
import { beijing, readWire, type WireFacts } from "./diagnoses/wire.ts";
import { RETRY_WORDS, UNKNOWN, WAY_WORDS } from "./diagnoses/words.ts";

export type { Retry, Way, WireFacts };
export type Language = "en" | "zh";

export interface Diagnosis {
  readonly code: number;
  /** Whether WeChat's tables, as we know them, list the code. */
  readonly known: boolean;
  readonly language: Language;
  /** WeChat's own English text from its tables, else what came over the wire, else empty. */
  readonly errmsg: string;
  readonly cause: string;
  /** When it happens. */
  readonly trigger: string;
  /** Why WeChat restricts it. */
  readonly purpose: string;
  /** What to check, in this order; each is an instruction. */
  readonly checks: readonly string[];
  readonly retry: Retry;
  /** The ways that remain for the message, the best one first. */
  readonly route: readonly Way[];
  /** `retry` and `route` for people. */
  readonly inWords: { readonly retry: string; readonly route: readonly string[] };
  /** What WeChat's text told beside the code. */
  readonly wire: WireFacts;
  /** Codes that are often confused with this one. */
  readonly see: readonly number[];
  /** Where WeChat documents the call. */
  readonly page?: string;
}

export interface DiagnoseOptions {
  /** A language tag (BCP 47): Chinese for `zh` and all below it, else English. Default: English. */
  readonly language?: string | undefined;
  /** The text that came with the code. */
  readonly errmsg?: string | undefined;
  /** The rid, if it has already been cut off the text. */
  readonly rid?: string | undefined;
}

/** The module of all codes. */
type Table = typeof import("./diagnoses/table.ts");

let table: Table | undefined;

/**
 * Loads the table for the first question: 600 codes in two languages cost every process 20 ms and up to 10 MB. It
 * uses `require`, because an answer is given at once and not in a promise.
 */
function tableOf(): Table {
  const file = import.meta.filename.endsWith(".ts") ? "table.ts" : "table.js";
  table ??= createRequire(import.meta.url)(`./diagnoses/${file}`) as Table;
  return table;
}

export function diagnose(errcode: number, options: DiagnoseOptions = {}): Diagnosis {
  const language = diagnosisLanguage(options.language ?? "en");
  const text = options.errmsg ?? "";
  const wire = readWire(options.rid === undefined ? text : `${text} rid: ${options.rid}`);
  const known = tableOf().TABLE.get(errcode);
  const entry = known ?? unknownEntry(errcode);
  const tell = (said: Said) => fill(said[language], wire, language);
  return {
    code: errcode,
    known: known !== undefined,
    language,
    errmsg: entry.errmsg ?? printable(text),
    cause: tell(entry.cause),
    trigger: tell(entry.trigger),
    purpose: tell(entry.purpose),
    checks: entry.checks.map(tell),
    retry: entry.retry,
    route: entry.route,
    inWords: {
      retry: RETRY_WORDS[entry.retry][language],
      route: entry.route.map((way) => WAY_WORDS[way][language]),
    },
    wire,
    see: entry.see ?? [],
    ...(entry.page !== undefined && { page: entry.page }),
  };
}

/** The language that we have for a tag. */
export function diagnosisLanguage(tag: string): Language {
  return ourLanguage(tag, ["zh", "en"]);
}

function unknownEntry(code: number): Entry {
  const { trigger, purpose, checks } = UNKNOWN;
  const cause = UNKNOWN.cause(code);
  return { cause, trigger, purpose, checks, retry: "after-mending", route: ["passive", "held"] };
}

/** Chinese is set with a blank beside foreign words, but none beside its own words and punctuation. */
const NO_BLANK =
  / (?=[，。：；、）])|(?<=[，。：；、（]) |(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/**
 * Fills a text: `{name|words}` becomes the fact of that name or else the words, `{at:rights}` the address of WeChat's
 * page.
 */
function fill(text: string, wire: WireFacts, language: Language): string {
  const told: Readonly<Record<string, string | undefined>> = {
    ip: wire.ips?.join(", "),
    field: wire.field && `\`${wire.field}\``,
    at: wire.at === undefined ? undefined : timeOf(wire.at, language),
  };
  const where = language === "zh" ? chinesePath : englishPath;
  const placed = text.replace(/\{at:(\w+)\}/g, (_, place) => where(place as PlatformPlace));
  const filled = placed.replace(/\{(\w+)\|([^}]*)\}/g, (_, name: string, otherwise: string) => {
    const value = told[name];
    if (value === undefined) return otherwise;
    return language === "zh" ? ` ${value} ` : value;
  });
  return language === "zh" ? filled.replace(NO_BLANK, "") : filled;
}

function timeOf(at: number, language: Language): string {
  return language === "zh" ? `北京时间 ${beijing(at)}` : `${beijing(at)} Beijing time`;
}

/** Makes text from outside fit for terminals and pages: without control characters, and short. */
function printable(text: string): string {
  return text
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, 300);
}
