import { WeChatError } from "./errors.ts";

/**
 * Where the house writes what operators should know. The shape is pino's, so that a pino logger fits.
 * Callers pass ids and codes only: never a secret, a message's text or a whole openid.
 */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
  /**
   * Errors stand in it with all of their text, which may repeat what a follower wrote: for development.
   * Default: of errors that are not ours only class, code and places in the code.
   */
  readonly wholeErrors?: boolean;
}

/** From which level on lines are written; `silent`: none. */
export const LOG_LEVELS = ["info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** How a line is written: as JSON for programs, or as text for people. */
export const LOG_FORMATS = ["json", "text"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

interface LogSettings {
  /** See {@link Log}. Default: false. */
  readonly wholeErrors?: boolean | undefined;
  /** Default: `warn`. */
  readonly logLevel?: LogLevel | undefined;
  /** Default: `text` on a terminal, else `json`. */
  readonly logFormat?: LogFormat | undefined;
  /** A message as people read it, in `text`; JSON keeps what programs know. Default: as it is. */
  readonly inWords?: (message: string) => string;
}

/** Where lines go: a part of `process.stderr`. */
interface LogOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Warnings and errors on standard error, one JSON line each; the default in code. `wholeErrors`: see {@link Log}. */
export const stderrLog: Log = stderrLogFor({ logFormat: "json" });

/** The log of a configuration, on standard error. */
export function stderrLogFor(
  settings: LogSettings,
  output: LogOutput = process.stderr,
  now: () => Date = () => new Date(),
): Log {
  const { wholeErrors = false, logLevel = "warn" } = settings;
  const { logFormat = output.isTTY === true ? "text" : "json" } = settings;
  const isText = logFormat === "text";
  const lineOf = isText ? textLine : jsonLine;
  const inWords = (isText && settings.inWords) || ((message: string) => message);
  const from = LOG_LEVELS.indexOf(logLevel);
  const at = (level: LogLevel) =>
    LOG_LEVELS.indexOf(level) < from
      ? () => {}
      : (facts: object, message: string) =>
          void output.write(`${lineOf(level, facts, inWords(message), now)}\n`);
  const log = { info: at("info"), warn: at("warn"), error: at("error") };
  return wholeErrors ? { ...log, wholeErrors } : log;
}

const LONGEST = 4_000;
// JSON lets these stand, and a terminal or a log reader takes them for orders or for line ends.
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029]/g;

function jsonLine(level: string, facts: object, message: string): string {
  const json = JSON.stringify({ level, message, ...facts }, shorter);
  return json.replace(
    UNPRINTABLE,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** `14:03:22 warn  what happened  appId=wx… push=…`, and a stack on lines of its own. */
function textLine(level: string, facts: object, message: string, now: () => Date): string {
  const { stack, ...rest } = facts as { readonly stack?: unknown };
  const told = Object.entries(rest).map(([name, value]) => {
    const json = JSON.stringify(value, shorter) ?? "";
    return `${name}=${/^"[\w.:@/…-]+"$/.test(json) ? json.slice(1, -1) : json}`;
  });
  const time = now().toTimeString().slice(0, 8);
  const line = [`${time} ${level.padEnd(5)} ${message}`, told.join(" ")].filter(Boolean).join("  ");
  const below = typeof stack === "string" ? stack.slice(0, LONGEST).split("\n").map(indented) : [];
  return [line, ...below].map(printable).join("\n");
}

const indented = (text: string) => `    ${text.trim()}`;
const printable = (text: string) => text.replace(NO_TEXT, "\ufffd");
// What a terminal would take for an order; ends of lines are written by us alone.
const NO_TEXT = /[\p{Cc}\u2028\u2029]/gu;

function shorter(_name: string, value: unknown): unknown {
  return typeof value === "string" && value.length > LONGEST
    ? `${value.slice(0, LONGEST)}…`
    : value;
}

/** An openid as it may stand in a log: its last four characters. */
export function masked(openid: string): string {
  return `…${openid.slice(-4)}`;
}

/** What stands in a log of an error. */
export interface ErrorFacts {
  /** Its class, and its message where that may be told. */
  readonly error: string;
  readonly code?: string;
  readonly stack?: string;
  /** Class and code of what caused it, and of what caused that. */
  readonly causes?: readonly string[];
}

/**
 * An error as it may stand in a log, without request or response. The message of an error that is not ours
 * may repeat what a follower wrote ("cannot understand: …"), in its stack as well: it is left out unless the
 * log takes whole errors. Our own messages are made of no content.
 */
export function errorFacts(error: unknown, log: Pick<Log, "wholeErrors"> = {}): ErrorFacts {
  if (!(error instanceof Error)) {
    return { error: log.wholeErrors ? String(error) : `a thrown ${typeof error}${WITHHELD}` };
  }
  const code = codeOf(error);
  const causes = causesOf(error);
  const told = log.wholeErrors === true || error instanceof WeChatError;
  const stack = told ? error.stack : placesIn(error);
  return {
    error: told ? maskedIn(`${error.name}: ${error.message}`) : `${nameOf(error)}${WITHHELD}`,
    ...(code !== undefined && { code }),
    ...(stack !== undefined && { stack: maskedIn(stack) }),
    ...(causes.length > 0 && { causes }),
  };
}

const WITHHELD = " (its text may hold a follower's words: WECHAT_LOG_ERRORS=whole shows it)";
/** Longer ones are no names. */
const WORD = /^[\w$.:-]{1,80}$/;
const PLACE = /^\s+at .+:\d+:\d+\)?$|^\s+at .+\(<anonymous>\)$/;
const OPENID = /(?<![\w-])o[\w-]{27}(?![\w-])/g;
const MOST_CAUSES = 4;

function nameOf({ name }: Error): string {
  return typeof name === "string" && WORD.test(name) ? name : "Error";
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && WORD.test(code) ? code : undefined;
}

/** What an error stands for; dialogs of Bot Framework keep it under `error`. */
function causeOf(error: Error): unknown {
  return error.cause ?? (error as { error?: unknown }).error;
}

function causesOf(error: Error): readonly string[] {
  const causes: string[] = [];
  for (let cause = causeOf(error); cause instanceof Error; cause = causeOf(cause)) {
    causes.push([nameOf(cause), codeOf(cause)].filter(Boolean).join(" "));
    if (causes.length === MOST_CAUSES) break;
  }
  return causes;
}

/** The lines of a stack that name places; the message before them may have lines that look alike. */
function placesIn({ message, stack }: Error): string | undefined {
  if (typeof stack !== "string") return undefined;
  const start = message === "" ? -1 : stack.indexOf(message);
  const below = start < 0 ? stack : stack.slice(start + message.length);
  const places = below.split("\n").filter((line) => PLACE.test(line));
  return places.length === 0 ? undefined : places.join("\n");
}

/** Keys of stored state hold openids. */
function maskedIn(text: string): string {
  return text.replace(OPENID, masked);
}
