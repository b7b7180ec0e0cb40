import { randomBytes, randomInt } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { accountProblems, type CheckedSettings } from "./adapter/accounts/account.ts";
import type { ComponentSettings } from "./adapter/accounts/linking/componentSettings.ts";
import { readAccountsFile, readComponent, readTalk, TALK_NAMES } from "./configAccounts.ts";
import { readConsole } from "./configConsole.ts";
import type { ConsoleSettings } from "./console/settings.ts";
import { SettingsError } from "./errors.ts";
import { LOG_FORMATS, LOG_LEVELS, type LogFormat, type LogLevel } from "./log.ts";
import { misspeltIn } from "./misspelt.ts";
import { AES_KEY_CHARACTERS } from "./protocol/limits.ts";
import { hidden, storeIn, storeProblem } from "./store/open.ts";
import { sealProblem } from "./store/sealing/seal.ts";

/** Everything that can be set from outside, settled. */
export interface Config {
  readonly port: number;
  /** The account that the environment names, or the demo account. */
  readonly account: CheckedSettings;
  /** Every account with secrets of its own: the one above, and those of `WECHAT_ACCOUNTS`. */
  readonly accounts: readonly CheckedSettings[];
  /** The third-party platform that accounts are linked through. */
  readonly component: ComponentSettings | undefined;
  /** Whether the account was made up here, because none was set. */
  readonly demo: boolean;
  /** `memory:`, `sqlite:PATH` …: see `openStore`. */
  readonly store: string;
  /** Seals what is stored; former keys behind it. Undefined: it is stored as it is. */
  readonly storeKey?: string | undefined;
  /** Whether what was never sealed is taken where there is a key. Default: `take`. */
  readonly storeUnsealed?: "take" | "refuse";
  /** How long a silent follower is remembered, in milliseconds; 0: until he is forgotten by hand. */
  readonly keepMs?: number;
  /** What becomes of what is kept of a follower who leaves. */
  readonly onUnsubscribe?: "keep" | "forget";
  /** Whether a bot's errors stand in the log with their text, which may repeat what followers wrote. Default: no. */
  readonly wholeErrors?: boolean;
  /** From which level on the log is written. Default: `warn`. */
  readonly logLevel?: LogLevel;
  /** Default: text on a terminal, else one JSON line each. */
  readonly logFormat?: LogFormat | undefined;
  /** Where WeChat's API is. */
  readonly apiBase: string;
  /** Our address as WeChat and users see it. */
  readonly publicUrl: string | undefined;
  /** The folder with the `MP_verify_….txt` by which WeChat sees that a domain is ours. Default: none. */
  readonly verifyFiles?: string | undefined;
  /** Where this machine may read metrics. Default: nowhere. */
  readonly metricsPort?: number | undefined;
  /** The operator's page. Default: none. */
  readonly console?: ConsoleSettings | undefined;
  /** Whether `NODE_ENV` says so. Default: no. */
  readonly production?: boolean;
}

/** The mode of the configured account. */
export function modeOf({ account }: Pick<Config, "account">): "plain" | "compatible" | "safe" {
  return account.mode ?? (account.encodingAESKey ? "safe" : "plain");
}

type Environment = Readonly<Record<string, string | undefined>>;

const EMPTY_IS_UNSET = (value: unknown) => (value as string | undefined)?.trim() || undefined;
const text = z.preprocess(EMPTY_IS_UNSET, z.string().optional());
const address = (name: string) =>
  z.preprocess(
    EMPTY_IS_UNSET,
    z.url({ protocol: /^https?$/, error: `${name} must be an http or https address.` }).optional(),
  );

const CONSOLE_PORT = "WECHAT_CONSOLE_PORT must be a number from 0 to 65535.";
const METRICS_PORT = "WECHAT_METRICS_PORT must be a number from 0 to 65535.";

const schema = z.object({
  PORT: z.preprocess(
    EMPTY_IS_UNSET,
    z.coerce
      .number({ error: "PORT must be a number from 0 to 65535." })
      .int("PORT must be a number from 0 to 65535.")
      .min(0, "PORT must be a number from 0 to 65535.")
      .max(65_535, "PORT must be a number from 0 to 65535.")
      .default(3978),
  ),
  WECHAT_METRICS_PORT: z.preprocess(
    EMPTY_IS_UNSET,
    z.coerce
      .number({ error: METRICS_PORT })
      .int(METRICS_PORT)
      .min(0, METRICS_PORT)
      .max(65_535, METRICS_PORT)
      .optional(),
  ),
  WECHAT_CONSOLE_PORT: z.preprocess(
    EMPTY_IS_UNSET,
    z.coerce
      .number({ error: CONSOLE_PORT })
      .int(CONSOLE_PORT)
      .min(0, CONSOLE_PORT)
      .max(65_535, CONSOLE_PORT)
      .optional(),
  ),
  WECHAT_CONSOLE_HOST: text,
  WECHAT_CONSOLE_URL: address("WECHAT_CONSOLE_URL"),
  WECHAT_CONSOLE_TOKEN: text,
  WECHAT_CONSOLE_USER_HEADER: text,
  WECHAT_CONSOLE_PROXIES: text,
  WECHAT_APP_ID: text,
  WECHAT_APP_SECRET: text,
  WECHAT_TOKEN: text,
  WECHAT_ENCODING_AES_KEY: text,
  WECHAT_PREVIOUS_TOKEN: text,
  WECHAT_PREVIOUS_ENCODING_AES_KEY: text,
  WECHAT_ORIGINAL_ID: text,
  WECHAT_MODE: text,
  WECHAT_LOCALE: text,
  WECHAT_TIME_ZONE: text,
  WECHAT_WINDOW_EVENTS: z.preprocess(
    EMPTY_IS_UNSET,
    z.coerce
      .number({ error: "WECHAT_WINDOW_EVENTS must be a number of minutes, for example 60." })
      .min(0, "WECHAT_WINDOW_EVENTS must be a number of minutes, for example 60.")
      .optional(),
  ),
  WECHAT_SIGN_IN: text,
  WECHAT_GATHER: text,
  WECHAT_ON_NEWER: text,
  WECHAT_TURN_LIMIT: text,
  WECHAT_AI_LABEL: text,
  WECHAT_ACCOUNTS: text,
  WECHAT_COMPONENT_APP_ID: text,
  WECHAT_COMPONENT_SECRET: text,
  WECHAT_COMPONENT_TOKEN: text,
  WECHAT_COMPONENT_ENCODING_AES_KEY: text,
  WECHAT_STORE: text,
  WECHAT_STORE_KEY: text,
  WECHAT_STORE_UNSEALED: z.preprocess(
    EMPTY_IS_UNSET,
    z
      .enum(["take", "refuse"], { error: "WECHAT_STORE_UNSEALED must be take or refuse." })
      .default("take"),
  ),
  WECHAT_KEEP_DAYS: z.preprocess(
    EMPTY_IS_UNSET,
    z.coerce
      .number({ error: "WECHAT_KEEP_DAYS must be a number of days; 0 keeps for ever." })
      .min(0, "WECHAT_KEEP_DAYS must be a number of days; 0 keeps for ever.")
      .max(36_500, "WECHAT_KEEP_DAYS must be at most 36500 days; 0 keeps for ever.")
      .default(0),
  ),
  WECHAT_LOG_ERRORS: z.preprocess(
    EMPTY_IS_UNSET,
    z
      .enum(["safe", "whole"], { error: "WECHAT_LOG_ERRORS must be safe or whole." })
      .default("safe"),
  ),
  WECHAT_LOG_LEVEL: z.preprocess(
    EMPTY_IS_UNSET,
    z
      .enum(LOG_LEVELS, { error: "WECHAT_LOG_LEVEL must be info, warn, error or silent." })
      .default("warn"),
  ),
  WECHAT_LOG_FORMAT: z.preprocess(
    EMPTY_IS_UNSET,
    z.enum(LOG_FORMATS, { error: "WECHAT_LOG_FORMAT must be json or text." }).optional(),
  ),
  WECHAT_ON_UNSUBSCRIBE: z.preprocess(
    EMPTY_IS_UNSET,
    z
      .enum(["keep", "forget"], { error: "WECHAT_ON_UNSUBSCRIBE must be keep or forget." })
      .default("keep"),
  ),
  WECHAT_API_BASE: address("WECHAT_API_BASE"),
  WECHAT_PUBLIC_URL: address("WECHAT_PUBLIC_URL"),
  WECHAT_VERIFY_FILES: text,
});

const ACCOUNT_SETTINGS = {
  appId: "WECHAT_APP_ID",
  token: "WECHAT_TOKEN",
  encodingAESKey: "WECHAT_ENCODING_AES_KEY",
  previousToken: "WECHAT_PREVIOUS_TOKEN",
  previousEncodingAESKey: "WECHAT_PREVIOUS_ENCODING_AES_KEY",
  originalId: "WECHAT_ORIGINAL_ID",
  mode: "WECHAT_MODE",
  locale: "WECHAT_LOCALE",
  timeZone: "WECHAT_TIME_ZONE",
  ...TALK_NAMES,
} as const;

/** What must be unset for a demo account to be made. */
const IDENTIFYING = [
  "WECHAT_APP_ID",
  "WECHAT_APP_SECRET",
  "WECHAT_TOKEN",
  "WECHAT_ENCODING_AES_KEY",
  "WECHAT_ORIGINAL_ID",
] as const;

/**
 * Settles the configuration from the environment and, for what is not set there, from `.env` in `folder`.
 * Throws {@link SettingsError} with one sentence per mistake.
 */
export function readConfig(environment: Environment, folder: string): Config {
  const set = { ...readDotEnv(folder), ...setIn(environment) };
  const { values, problems } = readEach(set);
  problems.push(...misspeltIn(set, Object.keys(schema.shape)));
  const store = values.WECHAT_STORE ?? DEFAULT_STORE;
  const wrong = storeProblem(store);
  if (wrong !== undefined) {
    problems.push(`WECHAT_STORE ${JSON.stringify(hidden(store))} ${wrong}.`);
  }
  const wrongKey = values.WECHAT_STORE_KEY && sealProblem(values.WECHAT_STORE_KEY);
  if (wrongKey) problems.push(`WECHAT_STORE_KEY ${wrongKey}.`);
  if (values.WECHAT_STORE_UNSEALED === "refuse" && values.WECHAT_STORE_KEY === undefined) {
    problems.push(
      "WECHAT_STORE_UNSEALED=refuse needs WECHAT_STORE_KEY: nothing is sealed without it.",
    );
  }
  const { component, problems: wrongs } = readComponent(values);
  const { console, problems: wrongsOfConsole } = readConsole(values);
  problems.push(...wrongs, ...wrongsOfConsole);
  const listed = values.WECHAT_ACCOUNTS && readAccountsFile(values.WECHAT_ACCOUNTS, folder);
  const unset = IDENTIFYING.every((name) => values[name] === undefined);
  const demo = unset && !listed && component === undefined;
  const account = {
    ...(unset ? readDemoAccount(folder) : ownAccount(values)),
    locale: values.WECHAT_LOCALE,
    timeZone: values.WECHAT_TIME_ZONE,
    ...(values.WECHAT_WINDOW_EVENTS !== undefined && {
      windowEvents: { minutesBefore: values.WECHAT_WINDOW_EVENTS },
    }),
    ...readTalk(values),
    mode: values.WECHAT_MODE as CheckedSettings["mode"],
    signIn: values.WECHAT_SIGN_IN as CheckedSettings["signIn"],
  };
  problems.push(...missing(values, unset), ...accountProblems(account).map(underItsName));
  const named = new Set(problems.map((problem) => problem.split(" ", 1)[0]));
  if (problems.length > 0) throw new SettingsError(problems.filter(onePerSetting(named)));
  return {
    port: values.PORT,
    account,
    accounts: [...(unset && !demo ? [] : [account]), ...(listed || [])],
    component,
    demo,
    store: storeIn(folder, store),
    storeKey: values.WECHAT_STORE_KEY,
    storeUnsealed: values.WECHAT_STORE_UNSEALED,
    keepMs: values.WECHAT_KEEP_DAYS * DAY_MS,
    onUnsubscribe: values.WECHAT_ON_UNSUBSCRIBE,
    // Followers of the demo account are made up.
    logLevel: values.WECHAT_LOG_LEVEL,
    logFormat: values.WECHAT_LOG_FORMAT,
    wholeErrors: demo || values.WECHAT_LOG_ERRORS === "whole",
    apiBase: values.WECHAT_API_BASE ?? "https://api.weixin.qq.com",
    publicUrl: values.WECHAT_PUBLIC_URL,
    verifyFiles: values.WECHAT_VERIFY_FILES && resolve(folder, values.WECHAT_VERIFY_FILES),
    metricsPort: values.WECHAT_METRICS_PORT,
    console,
    production: set.NODE_ENV === "production",
  };
}

type Values = z.infer<typeof schema>;

/** Each setting by itself, so that one that is wrong does not hide what is wrong with the others. */
function readEach(set: Environment): { values: Values; problems: string[] } {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, type] of Object.entries(schema.shape)) {
    const read = type.safeParse(set[name]);
    values[name] = read.data;
    problems.push(...(read.error?.issues.map(({ message }) => message) ?? []));
  }
  return { values: values as Values, problems };
}

function ownAccount(values: Values): CheckedSettings {
  return {
    appId: values.WECHAT_APP_ID ?? "",
    token: values.WECHAT_TOKEN ?? "",
    encodingAESKey: values.WECHAT_ENCODING_AES_KEY,
    previousToken: values.WECHAT_PREVIOUS_TOKEN,
    previousEncodingAESKey: values.WECHAT_PREVIOUS_ENCODING_AES_KEY,
    originalId: values.WECHAT_ORIGINAL_ID,
    appSecret: values.WECHAT_APP_SECRET,
  };
}

function missing(values: Values, unset: boolean): string[] {
  if (unset) return [];
  return (["WECHAT_APP_ID", "WECHAT_TOKEN"] as const)
    .filter((name) => values[name] === undefined)
    .map((name) => `${name} is not set: an account needs its AppID and its token.`);
}

/** The adapter speaks of its own options; an operator knows the settings by their environment names. */
function underItsName(problem: string): string {
  const name = problem.split(" ", 1)[0] as keyof typeof ACCOUNT_SETTINGS;
  const environment = ACCOUNT_SETTINGS[name];
  if (environment === undefined) return problem;
  const sentence = `${environment}${problem.slice(name.length)}`;
  // A sentence about the mode names the key as well.
  return sentence.replace(" encodingAESKey", ` ${ACCOUNT_SETTINGS.encodingAESKey}`);
}

/** The first sentence about a setting says enough. */
function onePerSetting(names: ReadonlySet<string | undefined>): (problem: string) => boolean {
  const left = new Set(names);
  return (problem) => left.delete(problem.split(" ", 1)[0]);
}

function setIn(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

function readDotEnv(folder: string): Environment {
  const file = join(folder, ".env");
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

const demoSchema = z.object({
  appId: z.string(),
  token: z.string(),
  encodingAESKey: z.string(),
  originalId: z.string(),
});

/** The demo account of this folder, made once: made up, and useless outside this machine. */
function readDemoAccount(folder: string): z.infer<typeof demoSchema> {
  const file = join(folder, "data", "demo.json");
  if (!existsSync(file)) makeDemoAccount(file);
  const damaged = `${file} is damaged: remove it, a new demo account will be made.`;
  try {
    const account = demoSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    if (accountProblems(account).length === 0) return account;
  } catch {}
  throw new SettingsError([damaged]);
}

function makeDemoAccount(file: string): void {
  const account = {
    appId: `wx${randomBytes(8).toString("hex")}`,
    token: randomBytes(12).toString("hex"),
    encodingAESKey: randomLetters(AES_KEY_CHARACTERS),
    originalId: `gh_${randomBytes(6).toString("hex")}`,
  };
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Never over another's: start and push may do this at the same time.
    const options = { mode: 0o600, flag: "wx" } as const;
    writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, options);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && existsSync(file)) return;
    throw new SettingsError([
      `A demo account cannot be written (${message}): start in a folder of your own, or set an account.`,
    ]);
  }
}

const DAY_MS = 24 * 3_600_000;

/** Durable without a server, in the folder that is git-ignored already. */
const DEFAULT_STORE = "sqlite:./data/wechat.db";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
