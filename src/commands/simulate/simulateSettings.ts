import { readConfig } from "../../config.ts";
import { SettingsError } from "../../errors.ts";
import { isEncodingAESKey } from "../../protocol/envelope.ts";
import type { AccountSettings, PushAddress } from "../../simulator/world/account.ts";
import { readKindOr } from "../accountKind.ts";
import { playedOriginalId } from "../playedOriginalId.ts";

/** What the command line says about the server under test and its account. */
export interface SimulateSettings {
  /** The server under test. Default: this project's own, on the configured port. */
  readonly url?: string | undefined;
  /** Without it the configured account is taken, or the demo account, as `push` does. */
  readonly token?: string | undefined;
  readonly "aes-key"?: string | undefined;
  readonly "app-id"?: string | undefined;
  readonly "app-secret"?: string | undefined;
  readonly "original-id"?: string | undefined;
  readonly mode?: string | undefined;
  /** The account may answer pushes and nothing else: `account` with `subscription-unverified`. */
  readonly unverified?: boolean | undefined;
  /** The kind of account that is played, and the rights that it lacks, as `start` takes them. */
  readonly account?: string | undefined;
  readonly without?: string | undefined;
}

/** The simulated account: whatever is not said is made up by the platform. */
export type SimulatedAccount = Partial<AccountSettings> & {
  readonly verified: boolean;
  readonly server: PushAddress;
};

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Settles what is said. Throws {@link SettingsError} with one sentence per mistake. */
export function settleSimulation(
  said: SimulateSettings,
  environment: Environment,
  folder: string,
): SimulatedAccount {
  if (environment.NODE_ENV === "production") {
    throw new SettingsError(["simulate does not run with NODE_ENV=production: it plays WeChat."]);
  }
  const given = said.token === undefined ? configured(said, environment, folder) : said;
  const { url = "", token = "", "aes-key": aesKey } = given;
  const mode = given.mode ?? (aesKey === undefined ? "plain" : "safe");
  const problems = [...problemsOf({ ...given, url, token, mode })];
  if (problems.length > 0) throw new SettingsError(problems);
  const kind = readKindOr(said);
  const encodingAESKey = mode === "plain" ? undefined : aesKey;
  const appId = given["app-id"];
  const originalId = given["original-id"] ?? (appId && playedOriginalId(appId));
  return {
    ...(appId !== undefined && { appId }),
    ...(given["app-secret"] !== undefined && { appSecret: given["app-secret"] }),
    ...(originalId !== undefined && { originalId }),
    ...kind,
    verified: kind === undefined || kind.verification !== -1,
    server: {
      url,
      token,
      mode: mode as PushAddress["mode"],
      ...(encodingAESKey !== undefined && { encodingAESKey }),
    },
  };
}

function configured(
  said: SimulateSettings,
  environment: Environment,
  folder: string,
): SimulateSettings {
  const { account, port } = readConfig(environment, folder);
  return {
    ...said,
    url: said.url ?? `http://localhost:${port}/wechat`,
    token: account.token,
    "aes-key": said["aes-key"] ?? account.encodingAESKey,
    "app-id": said["app-id"] ?? account.appId,
    "app-secret": said["app-secret"] ?? account.appSecret,
    "original-id": said["original-id"] ?? account.originalId,
    mode: said.mode ?? account.mode,
  };
}

function* problemsOf(given: SimulateSettings): Iterable<string> {
  const { url = "", mode = "", "aes-key": aesKey } = given;
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol)) {
    yield `--url ${JSON.stringify(url)} is not an address: for example http://localhost:3978/wechat.`;
  } else if (!LOOPBACK.has(address.hostname)) {
    yield `--url names ${address.hostname}: only servers on this machine are simulated for (localhost, 127.0.0.1, [::1]).`;
  }
  if (!["plain", "compatible", "safe"].includes(mode)) {
    yield `--mode ${JSON.stringify(mode)} is unknown: use plain, compatible or safe.`;
  }
  if (mode !== "plain" && aesKey === undefined) {
    yield `--mode ${mode} needs --aes-key.`;
  }
  if (aesKey !== undefined && !isEncodingAESKey(aesKey)) {
    yield "--aes-key must be the 43 letters and digits of an EncodingAESKey.";
  }
  // An encrypted push ends with the AppID, and the server compares.
  if (mode !== "plain" && given["app-id"] === undefined) {
    yield `--mode ${mode} needs --app-id: the server under test compares it.`;
  }
}
