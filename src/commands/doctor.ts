import { accountProblems } from "../adapter/accounts/account.ts";
import { createClient } from "../client/client.ts";
import { diagnosisLanguage, type Language } from "../client/diagnosis.ts";
import { type Clock, systemClock } from "../clock.ts";
import { type Config, modeOf } from "../config.ts";
import { chinesePath, englishPath } from "../language/platformPaths.ts";
import type { Log } from "../log.ts";
import { openBoth } from "../store/open.ts";
import { checkRights, checkToken } from "./doctor/api.ts";
import { checkAddress, checkCallback, checkClock, type Fetch } from "./doctor/callback.ts";
import { type Finding, plain, type Said } from "./doctor/finding.ts";
import { checkReleases } from "./doctor/releases.ts";
import { checkStoreKey } from "./doctor/storeKey.ts";
import { columnsOf, type ExplainOutput, wrap } from "./explain.ts";
import { withPages } from "./words/pages.ts";

interface DoctorParts {
  readonly clock?: Clock;
  /** How our own address is asked. Default: the real thing. */
  readonly fetch?: Fetch;
  /** A language tag. Default: the machine's. */
  readonly language?: string;
}

const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} };
const MARKS = { good: "✓", warning: "!", bad: "✗", skipped: "–" } as const;
const VERDICT = {
  en: (bad: number, warnings: number) =>
    bad + warnings === 0 ? "All good." : `${bad} to mend (✗), ${warnings} to know (!).`,
  zh: (bad: number, warnings: number) =>
    bad + warnings === 0 ? "一切正常。" : `${bad} 项需修复（✗），${warnings} 项请留意（!）。`,
} as const;
const WIDEST = 100;
const NARROWEST = 40;
const USUAL = 80;

/** `doctor`: checks the configured account end to end and prints a table with what to do; gives the exit code. */
export async function doctor(
  config: Config,
  output: ExplainOutput,
  parts: DoctorParts = {},
): Promise<number> {
  const { language: tag = Intl.DateTimeFormat().resolvedOptions().locale } = parts;
  const language = diagnosisLanguage(tag);
  const findings = await examine(config, parts);
  const width = Math.min(Math.max(output.columns || USUAL, NARROWEST), WIDEST);
  const count = (state: Finding["state"]) => findings.filter((one) => one.state === state).length;
  const verdict = VERDICT[language](count("bad"), count("warning"));
  output.write(`${[...tableOf(findings, language, width), "", verdict].join("\n")}\n`);
  return count("bad") > 0 ? 1 : 0;
}

/** Everything that can be known from here. Nothing is changed, and no follower hears of it. */
export async function examine(
  config: Config,
  { clock = systemClock, fetch = globalThis.fetch }: DoctorParts = {},
): Promise<readonly Finding[]> {
  const { account, apiBase, publicUrl } = config;
  const findings: Finding[] = [checkSettings(config), ...(await checkStore(config, clock))];
  findings.push(checkLeavers(config), VOICES);
  findings.push(checkAddress(publicUrl));
  if (publicUrl !== undefined) findings.push(await checkCallback(publicUrl, account, clock, fetch));
  findings.push(await checkClock(apiBase, clock, fetch));
  if (account.appSecret === undefined) return [...findings, noSecret(config)];
  const { appId, appSecret: secret } = account;
  const client = createClient({ appId, secret, apiBase, clock, log: SILENT });
  try {
    const token = await checkToken(client);
    findings.push(...token);
    if (token.every(({ state }) => state === "good")) findings.push(...(await checkRights(client)));
  } finally {
    await client.close();
  }
  return findings;
}

/** WeChat does not tell whether it recognises the voices of an account; where the switch is has moved. */
const VOICES: Finding = {
  check: { en: "voices", zh: "语音" },
  state: "good",
  found: {
    en: `come with words where that is switched on (${englishPath("speech")}), within 24 h; else the account's transcribe gives them, docs/talk.md`,
    zh: `在 ${chinesePath("speech")} 开启后 24 小时内附带文字；否则由账号的 transcribe 识别，见 docs/talk.md`,
  },
};

/** WeChat's page on events asks to delete what is kept of a person who unfollows; that is the operator's to decide. */
function checkLeavers({ onUnsubscribe }: Config): Finding {
  const check: Said = { en: "who unfollows", zh: "取消关注" };
  if (onUnsubscribe === "forget") {
    return {
      check,
      state: "good",
      found: { en: "what is kept of him is deleted", zh: "会删除其数据" },
    };
  }
  // No fault: who keeps it knows why. He should know what is asked of him.
  return {
    check,
    state: "good",
    found: {
      en: "all of him is kept; WeChat asks to delete it: WECHAT_ON_UNSUBSCRIBE=forget, docs/data.md",
      zh: "其数据全部保留；微信要求删除：WECHAT_ON_UNSUBSCRIBE=forget，见 docs/data.md",
    },
  };
}

function checkSettings(config: Config): Finding {
  const { account, demo } = config;
  const check: Said = { en: "settings", zh: "配置" };
  if (demo) {
    return {
      check,
      state: "bad",
      found: {
        en: "no account is set: this is the demo account",
        zh: "未配置账号：当前是演示账号",
      },
      todo: {
        en: [
          `Copy AppID and AppSecret into .env (${englishPath("secret")}), make up a token and an EncodingAESKey: docs/going-live.md.`,
        ],
        zh: [
          `把 AppID 和 AppSecret（${chinesePath("secret")}）以及自定的 Token、EncodingAESKey 写入 .env，见 docs/going-live.md。`,
        ],
      },
    };
  }
  const problems = accountProblems(account);
  if (problems.length > 0) {
    return { check, state: "bad", found: plain(problems.join(" ")) };
  }
  const mode = modeOf(config);
  const safe = mode === "safe";
  return {
    check,
    state: safe ? "good" : "warning",
    found: { en: `${account.appId}, ${mode} mode`, zh: `${account.appId}，${mode} 模式` },
    ...(!safe && {
      todo: {
        en: [
          `Choose safe mode (${englishPath("pushes")}) and set WECHAT_ENCODING_AES_KEY: plain pushes can be forged.`,
        ],
        zh: [
          `请选择安全模式（${chinesePath("pushes")}）并设置 WECHAT_ENCODING_AES_KEY：明文消息可被伪造。`,
        ],
      },
    }),
  };
}

async function checkStore(config: Config, clock: Clock): Promise<readonly Finding[]> {
  const check: Said = { en: "store", zh: "存储" };
  const kind = config.store.split(":", 1)[0] ?? "";
  const { storeKey: key, storeUnsealed: unsealed } = config;
  try {
    const { store, driver } = await openBoth(config.store, { key, unsealed });
    try {
      await store.probe();
      const found = { en: `${kind} takes writes`, zh: `${kind} 可写` };
      const sealed = kind === "memory" ? undefined : await checkStoreKey(config, driver);
      const releases = await checkReleases(store, clock.now());
      const more = [sealed, releases].filter((one) => one !== undefined);
      return [{ check, state: "good", found }, ...more];
    } finally {
      await store.close();
    }
  } catch (error) {
    return [{ check, state: "bad", found: plain((error as Error).message) }];
  }
}

function noSecret({ account }: Config): Finding {
  return {
    check: { en: "AppSecret", zh: "AppSecret" },
    state: "warning",
    found: {
      en: `not set for ${account.appId}: the bot answers, and cannot write first`,
      zh: `${account.appId} 未设置：机器人能回复，不能主动发消息`,
    },
    todo: {
      en: [
        `Set WECHAT_APP_SECRET to let it call WeChat's API, and run this again: ${englishPath("secret")}.`,
      ],
      zh: [`设置 WECHAT_APP_SECRET 以调用微信接口，然后重新运行：${chinesePath("secret")}。`],
    },
  };
}

function tableOf(findings: readonly Finding[], language: Language, width: number): string[] {
  const names = findings.map(({ check }) => columnsOf(check[language]));
  const column = Math.max(...names) + 2;
  const told = new Set<string>();
  return findings.flatMap(({ check, state, found, todo }) => {
    const name = check[language];
    const first = ` ${MARKS[state]} ${name}${" ".repeat(column - columnsOf(name))}`;
    const under = " ".repeat(columnsOf(first));
    const lines = wrap(withPages(found[language], language), width, first, under);
    const all = todo?.[language] ?? [];
    // Several rows may come from one cause: what to do about it is said once.
    const steps = told.has(all.join()) ? [] : all;
    told.add(all.join());
    const numbered = steps.flatMap((step, i) =>
      wrap(withPages(step, language), width, `${under}${i + 1}. `, `${under}   `),
    );
    return [...lines, ...numbered];
  });
}
