import { randomBytes, randomInt } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { type AccountSettings, accountProblems } from "./adapter/account.ts";
import { SettingsError } from "./errors.ts";
import { AES_KEY_CHARACTERS } from "./protocol/limits.ts";

/** Everything that can be set from outside, settled. */
export interface Config {
  readonly port: number;
  readonly account: AccountSettings;
  /** Whether the account was made up here, because none was set. */
  readonly demo: boolean;
  /** `memory:`. */
  readonly store: string;
  /** Where WeChat's API is. */
  readonly apiBase: string;
  /** Our address as WeChat and users see it. */
  readonly publicUrl: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const EMPTY_IS_UNSET = (value: unknown) => (value === "" ? undefined : value);
const text = z.preprocess(EMPTY_IS_UNSET, z.string().trim().optional());
const address = (name: string) =>
  z.preprocess(
    EMPTY_IS_UNSET,
    z.url({ protocol: /^https?$/, error: `${name} must be an http or https address.` }).optional(),
  );

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
  WECHAT_APP_ID: text,
  WECHAT_APP_SECRET: text,
  WECHAT_TOKEN: text,
  WECHAT_ENCODING_AES_KEY: text,
  WECHAT_ORIGINAL_ID: text,
  WECHAT_MODE: text,
  WECHAT_LOCALE: text,
  WECHAT_TIME_ZONE: text,
  WECHAT_STORE: text,
  WECHAT_API_BASE: address("WECHAT_API_BASE"),
  WECHAT_PUBLIC_URL: address("WECHAT_PUBLIC_URL"),
});

const ACCOUNT_SETTINGS = {
  appId: "WECHAT_APP_ID",
  token: "WECHAT_TOKEN",
  encodingAESKey: "WECHAT_ENCODING_AES_KEY",
  originalId: "WECHAT_ORIGINAL_ID",
  mode: "WECHAT_MODE",
  locale: "WECHAT_LOCALE",
  timeZone: "WECHAT_TIME_ZONE",
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
  const read = schema.safeParse({ ...readDotEnv(folder), ...setIn(environment) });
  if (!read.success) throw new SettingsError(read.error.issues.map(({ message }) => message));
  const values = read.data;
  const problems: string[] = [];
  const store = values.WECHAT_STORE ?? "memory:";
  if (store !== "memory:") {
    problems.push(`WECHAT_STORE ${JSON.stringify(store)} is unknown: use memory:.`);
  }
  const demo = IDENTIFYING.every((name) => values[name] === undefined);
  const common = { locale: values.WECHAT_LOCALE, timeZone: values.WECHAT_TIME_ZONE };
  const account = demo
    ? { ...readDemoAccount(folder), ...common }
    : ({
        ...common,
        appId: values.WECHAT_APP_ID ?? "",
        token: values.WECHAT_TOKEN ?? "",
        encodingAESKey: values.WECHAT_ENCODING_AES_KEY,
        originalId: values.WECHAT_ORIGINAL_ID,
        appSecret: values.WECHAT_APP_SECRET,
        mode: values.WECHAT_MODE as AccountSettings["mode"],
      } satisfies AccountSettings);
  problems.push(...missing(values, demo), ...accountProblems(account).map(underItsName));
  const named = new Set(problems.map((problem) => problem.split(" ", 1)[0]));
  if (problems.length > 0) throw new SettingsError(problems.filter(onePerSetting(named)));
  return {
    port: values.PORT,
    account,
    demo,
    store,
    apiBase: values.WECHAT_API_BASE ?? "https://api.weixin.qq.com",
    publicUrl: values.WECHAT_PUBLIC_URL,
  };
}

function missing(values: z.infer<typeof schema>, demo: boolean): string[] {
  if (demo) return [];
  return (["WECHAT_APP_ID", "WECHAT_TOKEN"] as const)
    .filter((name) => values[name] === undefined)
    .map((name) => `${name} is not set: an account needs its AppID and its token.`);
}

/** The adapter speaks of its own options; an operator knows the settings by their environment names. */
function underItsName(problem: string): string {
  const name = problem.split(" ", 1)[0] as keyof typeof ACCOUNT_SETTINGS;
  const environment = ACCOUNT_SETTINGS[name];
  return environment === undefined ? problem : problem.replace(name, environment);
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
  if (existsSync(file)) {
    try {
      return demoSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch {
      throw new SettingsError([`${file} is damaged: remove it, a new demo account will be made.`]);
    }
  }
  const account = {
    appId: `wx${randomBytes(8).toString("hex")}`,
    token: randomBytes(12).toString("hex"),
    encodingAESKey: randomLetters(AES_KEY_CHARACTERS),
    originalId: `gh_${randomBytes(6).toString("hex")}`,
  };
  mkdirSync(join(folder, "data"), { recursive: true });
  writeFileSync(file, `${JSON.stringify(account, null, 2)}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return account;
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function randomLetters(count: number): string {
  return Array.from({ length: count }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
