import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { type CheckedSettings, openAccounts } from "./adapter/accounts/account.ts";
import {
  type ComponentSettings,
  componentProblems,
} from "./adapter/accounts/linking/componentSettings.ts";
import { SettingsError } from "./errors.ts";

/** The settings of the third-party platform, by their environment names. */
interface ComponentValues {
  readonly WECHAT_COMPONENT_APP_ID?: string | undefined;
  readonly WECHAT_COMPONENT_SECRET?: string | undefined;
  readonly WECHAT_COMPONENT_TOKEN?: string | undefined;
  readonly WECHAT_COMPONENT_ENCODING_AES_KEY?: string | undefined;
  readonly WECHAT_PUBLIC_URL?: string | undefined;
  readonly WECHAT_LOCALE?: string | undefined;
  readonly WECHAT_TIME_ZONE?: string | undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  appId: "WECHAT_COMPONENT_APP_ID",
  appSecret: "WECHAT_COMPONENT_SECRET",
  token: "WECHAT_COMPONENT_TOKEN",
  encodingAESKey: "WECHAT_COMPONENT_ENCODING_AES_KEY",
  publicUrl: "WECHAT_PUBLIC_URL",
};

/** The component that the environment sets, if it sets one, and what is wrong with it. */
export function readComponent(values: ComponentValues): {
  readonly component?: ComponentSettings;
  readonly problems: readonly string[];
} {
  const given = [
    values.WECHAT_COMPONENT_APP_ID,
    values.WECHAT_COMPONENT_SECRET,
    values.WECHAT_COMPONENT_TOKEN,
    values.WECHAT_COMPONENT_ENCODING_AES_KEY,
  ];
  if (given.every((one) => one === undefined)) return { problems: [] };
  const component: ComponentSettings = {
    appId: values.WECHAT_COMPONENT_APP_ID ?? "",
    appSecret: values.WECHAT_COMPONENT_SECRET ?? "",
    token: values.WECHAT_COMPONENT_TOKEN ?? "",
    encodingAESKey: values.WECHAT_COMPONENT_ENCODING_AES_KEY ?? "",
    publicUrl: values.WECHAT_PUBLIC_URL ?? "",
    locale: values.WECHAT_LOCALE,
    timeZone: values.WECHAT_TIME_ZONE,
  };
  return { component, problems: componentProblems(component).map(underItsName) };
}

function underItsName(problem: string): string {
  const name = problem.split(" ", 1)[0] as string;
  const environment = NAMES[name];
  return environment === undefined ? problem : `${environment}${problem.slice(name.length)}`;
}

/** How a talk goes: what the environment calls the account's settings. */
export const TALK_NAMES = {
  "gather.quietMs": "WECHAT_GATHER",
  onNewer: "WECHAT_ON_NEWER",
  turnLimit: "WECHAT_TURN_LIMIT",
  aiLabel: "WECHAT_AI_LABEL",
} as const;

type TalkValues = Readonly<
  Partial<Record<(typeof TALK_NAMES)[keyof typeof TALK_NAMES], string | undefined>>
>;

/** The account's settings of how a talk goes; the account itself says what is wrong with them. */
export function readTalk(values: TalkValues): Partial<CheckedSettings> {
  const { WECHAT_GATHER: quiet, WECHAT_ON_NEWER: onNewer } = values;
  const { WECHAT_TURN_LIMIT: turnLimit, WECHAT_AI_LABEL: aiLabel } = values;
  const read = {
    ...(quiet !== undefined && { gather: { quietMs: Number(quiet) } }),
    ...(onNewer !== undefined && { onNewer }),
    ...(turnLimit !== undefined && { turnLimit }),
    ...(aiLabel !== undefined && { aiLabel }),
  };
  return read as Partial<CheckedSettings>;
}

const texts = ["appId", "token", "encodingAESKey", "originalId", "appSecret", "locale"] as const;
const more = ["timeZone", "previousToken", "previousEncodingAESKey"] as const;
const text = z.string().optional();
const sn = z.string();
const securitySchema = z.strictObject({
  symmetric: z.strictObject({
    sn,
    key: z.string(),
    algorithm: z.enum(["AES256_GCM", "SM4_GCM"]).optional(),
  }),
  asymmetric: z.strictObject({
    sn,
    privateKey: z.string(),
    algorithm: z.enum(["RSAwithSHA256", "SM2withSM3"]).optional(),
  }),
  platform: z.array(z.strictObject({ sn, certificate: z.string() })),
  except: z.array(z.string()).optional(),
});
const accountSchema = z.strictObject({
  ...Object.fromEntries([...texts, ...more].map((name) => [name, text])),
  mode: z.enum(["plain", "compatible", "safe"]).optional(),
  customerService: z.union([z.boolean(), z.literal("auto")]).optional(),
  awaitDispatch: z.boolean().optional(),
  slowTurns: z.enum(["release", "ride"]).optional(),
  signIn: z.enum(["snsapi_base", "snsapi_userinfo"]).optional(),
  rateLimit: z.strictObject({ pushes: z.number(), perMs: z.number() }).optional(),
  aiLabel: z.enum(["all", "marked", "none"]).optional(),
  turnLimit: z.union([z.string(), z.number()]).optional(),
  progress: z
    .union([
      z.literal(false),
      z.strictObject({
        after: z.union([z.string(), z.number()]).optional(),
        words: z.string().optional(),
      }),
    ])
    .optional(),
  apiSecurity: securitySchema.optional(),
  onNewer: z.enum(["queue", "stop", "merge"]).optional(),
  gather: z
    .strictObject({
      quietMs: z.number(),
      mostMs: z.number().optional(),
      most: z.number().optional(),
    })
    .optional(),
});

/**
 * Reads `WECHAT_ACCOUNTS`: a JSON file with a list of accounts. Secrets lie in it, so that they need not lie in
 * the environment; keep it readable for the server's user alone. Throws `SettingsError` with the remedy.
 */
export function readAccountsFile(path: string, folder: string): readonly CheckedSettings[] {
  const file = resolve(folder, path);
  const say = (sentence: string) => new SettingsError([`WECHAT_ACCOUNTS ${path} ${sentence}`]);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw say(missing ? "does not exist." : "is not JSON, or cannot be read.");
  }
  const read = z.array(accountSchema).min(1).safeParse(content);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw say(`is not a list of accounts: ${where === "" ? "" : `${where}: `}${issue?.message}`);
  }
  const accounts = read.data as unknown as readonly CheckedSettings[];
  try {
    openAccounts(accounts, true);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new SettingsError(error.problems.map((problem) => `WECHAT_ACCOUNTS: ${problem}`));
  }
  return accounts;
}
