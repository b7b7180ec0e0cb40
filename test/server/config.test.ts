import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inChinese } from "../../src/commands/words/inChinese.ts";
import { modeOf, readConfig } from "../../src/config.ts";
import { SettingsError } from "../../src/errors.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const FULL = {
  WECHAT_APP_ID: "wx0123456789abcdef",
  WECHAT_TOKEN: "sometoken",
  WECHAT_ENCODING_AES_KEY: KEY,
};

type Environment = Readonly<Record<string, string | undefined>>;

function problemsOf(environment: Environment, folder = tempFolder()): readonly string[] {
  try {
    readConfig(environment, folder);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return (error as SettingsError).problems;
  }
  return [];
}

/** One mistake each, with the name that its one sentence must begin with. */
const MISTAKES: readonly [string, Environment, string][] = [
  ["a port that is a word", { PORT: "http" }, "PORT"],
  ["a port below", { PORT: "-1" }, "PORT"],
  ["a port above", { PORT: "65536" }, "PORT"],
  ["half a port", { PORT: "80.5" }, "PORT"],
  ["a port that is wrong twice", { PORT: "-1.5" }, "PORT"],
  ["no AppID", { WECHAT_APP_ID: undefined }, "WECHAT_APP_ID"],
  ["an AppID of blanks", { WECHAT_APP_ID: "  " }, "WECHAT_APP_ID"],
  ["an AppID that is none", { WECHAT_APP_ID: "gh_0123456789ab" }, "WECHAT_APP_ID"],
  ["no token", { WECHAT_TOKEN: undefined }, "WECHAT_TOKEN"],
  ["an empty token", { WECHAT_TOKEN: "" }, "WECHAT_TOKEN"],
  ["a short token", { WECHAT_TOKEN: "ab" }, "WECHAT_TOKEN"],
  ["a long token", { WECHAT_TOKEN: "a".repeat(33) }, "WECHAT_TOKEN"],
  ["a token with a sign", { WECHAT_TOKEN: "some-token" }, "WECHAT_TOKEN"],
  ["a short key", { WECHAT_ENCODING_AES_KEY: KEY.slice(1) }, "WECHAT_ENCODING_AES_KEY"],
  ["a long key", { WECHAT_ENCODING_AES_KEY: `${KEY}=` }, "WECHAT_ENCODING_AES_KEY"],
  ["a key with a sign", { WECHAT_ENCODING_AES_KEY: `+${KEY.slice(1)}` }, "WECHAT_ENCODING_AES_KEY"],
  [
    "a short previous key",
    { WECHAT_PREVIOUS_ENCODING_AES_KEY: "x" },
    "WECHAT_PREVIOUS_ENCODING_AES_KEY",
  ],
  ["safe mode without a key", { WECHAT_MODE: "safe", WECHAT_ENCODING_AES_KEY: "" }, "WECHAT_MODE"],
  [
    "compatible mode without a key",
    { WECHAT_MODE: "compatible", WECHAT_ENCODING_AES_KEY: "" },
    "WECHAT_MODE",
  ],
  ["an unknown mode", { WECHAT_MODE: "secure" }, "WECHAT_MODE"],
  [
    "an original id that is none",
    { WECHAT_ORIGINAL_ID: "wx0123456789abcdef" },
    "WECHAT_ORIGINAL_ID",
  ],
  ["a locale that is none", { WECHAT_LOCALE: "中文" }, "WECHAT_LOCALE"],
  ["minutes that are none", { WECHAT_WINDOW_EVENTS: "an hour" }, "WECHAT_WINDOW_EVENTS"],
  ["a time zone that is none", { WECHAT_TIME_ZONE: "China" }, "WECHAT_TIME_ZONE"],
  ["an unknown store", { WECHAT_STORE: "mysql://localhost" }, "WECHAT_STORE"],
  ["a store without a file", { WECHAT_STORE: "sqlite:" }, "WECHAT_STORE"],
  ["a file as an address", { WECHAT_STORE: "sqlite://data/wechat.db" }, "WECHAT_STORE"],
  ["a key of the store that is none", { WECHAT_STORE_KEY: "secret" }, "WECHAT_STORE_KEY"],
  ["days that are none", { WECHAT_KEEP_DAYS: "a year" }, "WECHAT_KEEP_DAYS"],
  ["days before today", { WECHAT_KEEP_DAYS: "-1" }, "WECHAT_KEEP_DAYS"],
  ["a wish for who leaves", { WECHAT_ON_UNSUBSCRIBE: "sell" }, "WECHAT_ON_UNSUBSCRIBE"],
  ["a Redis without a server", { WECHAT_STORE: "redis://" }, "WECHAT_STORE"],
  ["a Cluster without nodes", { WECHAT_STORE: "redis+cluster:7000" }, "WECHAT_STORE"],
  ["a memory with a name", { WECHAT_STORE: "memory:a" }, "WECHAT_STORE"],
  ["an API address that is none", { WECHAT_API_BASE: "api.weixin.qq.com" }, "WECHAT_API_BASE"],
  ["an API address of files", { WECHAT_API_BASE: "file:///etc/passwd" }, "WECHAT_API_BASE"],
  ["a public address that is none", { WECHAT_PUBLIC_URL: "bot.example" }, "WECHAT_PUBLIC_URL"],
];

describe("a mistake in the settings", () => {
  it.each(MISTAKES)("%s is one sentence with its name", (_what, wrong, name) => {
    const problems = problemsOf({ ...FULL, ...wrong });
    expect(problems.length).toBe(1);
    expect(problems[0]?.split(" ", 1)).toEqual([name]);
    expect(problems[0]).toMatch(/\.$/);
    // Nobody is told names that he cannot set.
    expect(problems[0]).not.toMatch(/encodingAESKey|originalId|previous[TE]/);
  });

  it("does not hide another one", () => {
    const all = {
      PORT: "x",
      WECHAT_TOKEN: "a",
      WECHAT_MODE: "b",
      WECHAT_STORE: "c",
      WECHAT_LOCALE: "!",
    };
    const names = problemsOf({ ...FULL, ...all }).map((problem) => problem.split(" ", 1)[0]);
    expect(names.sort()).toEqual(Object.keys(all).sort());
  });

  it.each([
    ["WECHAT_TOKEN", ["WECHAT_APP_ID"]],
    ["WECHAT_APP_ID", ["WECHAT_TOKEN"]],
    ["WECHAT_ENCODING_AES_KEY", ["WECHAT_APP_ID", "WECHAT_TOKEN"]],
    ["WECHAT_APP_SECRET", ["WECHAT_APP_ID", "WECHAT_TOKEN"]],
    ["WECHAT_ORIGINAL_ID", ["WECHAT_APP_ID", "WECHAT_TOKEN"]],
  ])("%s alone is half an account: %j is missing", (name, missing) => {
    const values: Environment = {
      ...FULL,
      WECHAT_APP_SECRET: "s",
      WECHAT_ORIGINAL_ID: "gh_0123456789ab",
    };
    const problems = problemsOf({ [name]: values[name] });
    expect(problems).toEqual(
      missing.map((one) => `${one} is not set: an account needs its AppID and its token.`),
    );
  });

  it("never repeats a secret", () => {
    const secrets = {
      WECHAT_TOKEN: "se-cret",
      WECHAT_ENCODING_AES_KEY: "se-cret",
      WECHAT_PREVIOUS_ENCODING_AES_KEY: "se-cret",
    };
    const problems = problemsOf({ ...FULL, ...secrets });
    expect(problems.length).toBe(3);
    expect(problems.join()).not.toContain("se-cret");
  });

  it.each([
    ["a mode", { ...FULL, WECHAT_MODE: "secure" }, 'WECHAT_MODE "secure" is unknown'],
    ["half an account", { WECHAT_TOKEN: "sometoken" }, "WECHAT_APP_ID is not set"],
  ])("ends the process with 1 and that sentence: %s", async (_what, env, sentence) => {
    for (const command of ["start", "push"]) {
      const child = runBin([command], { cwd: tempFolder(), env });
      expect(await child.exited).toBe(1);
      expect(child.stderr()).toMatch(new RegExp(`^${sentence}[^\n]*\\.\n$`));
      expect(child.stdout()).toBe("");
    }
  });
});

describe("settings that are right", () => {
  it("make an account", () => {
    const folder = tempFolder();
    const config = readConfig({ ...FULL, PORT: " 8080 ", WECHAT_TOKEN: " sometoken " }, folder);
    expect(config).toMatchObject({
      port: 8080,
      demo: false,
      store: `sqlite:${join(folder, "data", "wechat.db")}`,
      apiBase: "https://api.weixin.qq.com",
      publicUrl: undefined,
      production: false,
      account: { appId: FULL.WECHAT_APP_ID, token: "sometoken", encodingAESKey: KEY },
    });
    expect(modeOf(config)).toBe("safe");
  });

  it("may name the pair before, while it is rotated", () => {
    const before = { WECHAT_PREVIOUS_TOKEN: "before", WECHAT_PREVIOUS_ENCODING_AES_KEY: KEY };
    expect(readConfig({ ...FULL, ...before }, tempFolder()).account).toMatchObject({
      previousToken: "before",
      previousEncodingAESKey: KEY,
    });
  });

  it("are in plain mode without a key, and in the mode that is set with one", () => {
    const mode = (more: Environment) => modeOf(readConfig({ ...FULL, ...more }, tempFolder()));
    expect(mode({ WECHAT_ENCODING_AES_KEY: "" })).toBe("plain");
    expect(mode({ WECHAT_MODE: "compatible" })).toBe("compatible");
    expect(mode({ WECHAT_MODE: "plain" })).toBe("plain");
  });

  it("come from .env too, and the environment wins", () => {
    const file = Object.entries(FULL).map(([name, value]) => `${name}=${value}\n`);
    const folder = tempFolder({
      ".env": `# comment\nPORT=1234\nNODE_ENV="production"\n${file.join("")}`,
    });
    expect(readConfig({}, folder)).toMatchObject({
      port: 1234,
      production: true,
      account: { token: "sometoken" },
    });
    expect(readConfig({ PORT: "99", WECHAT_TOKEN: "other" }, folder)).toMatchObject({
      port: 99,
      account: { appId: FULL.WECHAT_APP_ID, token: "other" },
    });
    // Set to nothing is unset, even where .env says something.
    expect(problemsOf({ WECHAT_TOKEN: "" }, folder)).toEqual([
      "WECHAT_TOKEN is not set: an account needs its AppID and its token.",
    ]);
  });
});

describe("the demo account", () => {
  const file = (folder: string) => join(folder, "data", "demo.json");

  it("is made once, for its owner's eyes only", () => {
    const folder = tempFolder();
    const first = readConfig({}, folder);
    expect(first.demo).toBe(true);
    expect(modeOf(first)).toBe("safe");
    expect(first.account).toMatchObject({
      appId: expect.stringMatching(/^wx[0-9a-f]{16}$/),
      encodingAESKey: expect.stringMatching(/^[A-Za-z0-9]{43}$/),
      originalId: expect.stringMatching(/^gh_[0-9a-f]{12}$/),
    });
    expect(statSync(file(folder)).mode & 0o777).toBe(0o600);
    const written = readFileSync(file(folder), "utf8");
    expect(readConfig({}, folder)).toEqual(first);
    expect(readFileSync(file(folder), "utf8")).toBe(written);
    expect(readConfig({}, tempFolder()).account.token).not.toBe(first.account.token);
  });

  it("is one for two processes that begin together", async () => {
    const cwd = tempFolder({ "bot.mjs": "export default { async run() {} };" });
    const children = Array.from({ length: 4 }, () =>
      runBin(["push", "--url", "http://127.0.0.1:1/"], { cwd }),
    );
    await Promise.all(children.map(({ exited }) => exited));
    const accounts = children.map((child) => /account (wx\w+)/.exec(child.stdout())?.[1]);
    expect(accounts[0]).toMatch(/^wx/);
    expect(new Set(accounts).size).toBe(1);
  });

  it("takes mode, locale and time zone from the environment", () => {
    const environment = { WECHAT_MODE: "compatible", WECHAT_LOCALE: "en", WECHAT_TIME_ZONE: "UTC" };
    const { account, demo } = readConfig(environment, tempFolder());
    expect([demo, account]).toMatchObject([
      true,
      { mode: "compatible", locale: "en", timeZone: "UTC" },
    ]);
    expect(problemsOf({ WECHAT_MODE: "secure" }).length).toBe(1);
    const warned = readConfig({ WECHAT_WINDOW_EVENTS: "60" }, tempFolder()).account;
    expect(warned.windowEvents).toEqual({ minutesBefore: 60 });
  });

  it("takes how a talk goes from the environment, also for the demo account", () => {
    const { account } = readConfig(
      {
        WECHAT_GATHER: "1500",
        WECHAT_ON_NEWER: "stop",
        WECHAT_TURN_LIMIT: "10m",
        WECHAT_AI_LABEL: "all",
      },
      tempFolder(),
    );
    expect(account).toMatchObject({
      gather: { quietMs: 1_500 },
      onNewer: "stop",
      turnLimit: "10m",
      aiLabel: "all",
    });
    expect(readConfig({}, tempFolder()).account).not.toHaveProperty("gather");
  });

  it.each(["WECHAT_GATHER", "WECHAT_ON_NEWER", "WECHAT_TURN_LIMIT", "WECHAT_AI_LABEL"])(
    "says of a wrong %s by its name",
    (name) => {
      expect(problemsOf({ [name]: "whatever" })).toEqual([
        expect.stringMatching(new RegExp(`^${name} `)),
      ]);
    },
  );

  it.each([
    ["is cut off", '{"appId":"wx01'],
    ["is empty", ""],
    ["lacks a member", '{"appId":"wx0123456789abcdef"}'],
    [
      "has another kind of member",
      `{"appId":1,"token":"abc","encodingAESKey":"${KEY}","originalId":"gh_1234"}`,
    ],
    [
      "has a member that is none",
      `{"appId":"x","token":"abc","encodingAESKey":"${KEY}","originalId":"gh_1234"}`,
    ],
  ])("whose file %s is named with the remedy", (_what, text) => {
    const folder = tempFolder({ "data/demo.json": text });
    expect(problemsOf({}, folder)).toEqual([
      `${file(folder)} is damaged: remove it, a new demo account will be made.`,
    ]);
  });
});

describe("a name that is nearly a setting's", () => {
  it.each([
    ["WECHAT_APPID", "WECHAT_APP_ID"],
    ["WECHAT_APPSECRET", "WECHAT_APP_SECRET"],
    ["WECHAT_SECRET", "WECHAT_APP_SECRET"],
    ["WECHAT_AESKEY", "WECHAT_ENCODING_AES_KEY"],
    ["WECHAT_ENCODINGAESKEY", "WECHAT_ENCODING_AES_KEY"],
    ["WECHAT_STROE", "WECHAT_STORE"],
    ["wechat_public_url", "WECHAT_PUBLIC_URL"],
  ])("%s is named with %s, which was meant", (name, meant) => {
    const problems = problemsOf({ [name]: "anything" });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} is not a setting\\. If ${meant} is meant, `));
  });

  it("stands in .env as well, and never shows the value", () => {
    const folder = tempFolder({ ".env": "WECHAT_APPSECRET=5ecret5ecret\n" });
    const [problem = ""] = problemsOf(FULL, folder);
    expect(problem).toContain("WECHAT_APPSECRET is not a setting");
    expect(problem).not.toContain("5ecret");
  });

  it.each([
    { WECHAT_PAY_KEY: "x" },
    { WECHAT_WORK_CORP_ID: "x" },
    { WECHAT_APPID: "" },
    { WECHAT_APPID: "x", WECHAT_APP_ID: FULL.WECHAT_APP_ID },
    { WECHAT_SECRET: "x", WECHAT_APP_SECRET: "" },
    { SOMETHING_APP_ID: "x" },
  ])("nobody is bothered by %j", (more) => {
    expect(problemsOf({ ...FULL, ...more })).toEqual([]);
  });
});

describe("on a Chinese machine", () => {
  it.each([
    { PORT: "http" },
    { WECHAT_PUBLIC_URL: "nowhere" },
    { WECHAT_LOG_LEVEL: "loud" },
    { WECHAT_LOG_FORMAT: "xml" },
    { WECHAT_KEEP_DAYS: "-1" },
    { WECHAT_WINDOW_EVENTS: "soon" },
    { WECHAT_ON_UNSUBSCRIBE: "burn" },
    { WECHAT_TOKEN: "" },
    { WECHAT_APPSECRET: "x" },
  ])("%j is refused in Chinese, with the same name", (mistake) => {
    const [english = ""] = problemsOf({ ...FULL, ...mistake });
    const chinese = inChinese(english);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(chinese).toContain(Object.keys(mistake)[0]);
    expect(chinese).not.toMatch(/\$\d/);
  });

  it("the command line says so", async () => {
    const env = { LC_ALL: "zh_CN.UTF-8", PORT: "http" };
    const child = runBin(["start"], { cwd: tempFolder(), env });
    expect(await child.exited).toBe(1);
    expect(child.stderr()).toBe("PORT 必须是 0 到 65535 之间的数字。\n");
  });
});
