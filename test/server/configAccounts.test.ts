import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import type { SettingsError } from "../../src/errors.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const COMPONENT = {
  WECHAT_COMPONENT_APP_ID: "wx0000000000000001",
  WECHAT_COMPONENT_SECRET: "secret",
  WECHAT_COMPONENT_TOKEN: "sometoken",
  WECHAT_COMPONENT_ENCODING_AES_KEY: KEY,
  WECHAT_PUBLIC_URL: "https://bot.example",
};

function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(tmpdir(), "accounts-"));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text);
  return made;
}

function problems(environment: Record<string, string>, files = {}): readonly string[] {
  try {
    readConfig(environment, folder(files));
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
}

test("a third-party platform needs no account of its own, and makes no demo account", () => {
  const config = readConfig(COMPONENT, folder());
  expect(config).toMatchObject({ demo: false, accounts: [] });
  expect(config.component).toMatchObject({ appId: "wx0000000000000001", appSecret: "secret" });
  expect(readConfig({}, folder())).toMatchObject({ demo: true, component: undefined });
});

test.each([
  ["WECHAT_COMPONENT_APP_ID", "x", 'WECHAT_COMPONENT_APP_ID "x" is not an AppID'],
  ["WECHAT_COMPONENT_SECRET", "", "WECHAT_COMPONENT_SECRET of the component is missing"],
  ["WECHAT_COMPONENT_TOKEN", "!", "WECHAT_COMPONENT_TOKEN must be 3 to 32 letters"],
  [
    "WECHAT_COMPONENT_ENCODING_AES_KEY",
    "abc",
    "WECHAT_COMPONENT_ENCODING_AES_KEY has 3 characters",
  ],
  ["WECHAT_PUBLIC_URL", "", 'WECHAT_PUBLIC_URL "" is no address'],
])("%s %j is named with its remedy", (name, value, sentence) => {
  expect(problems({ ...COMPONENT, [name]: value })).toEqual([expect.stringContaining(sentence)]);
});

const two = ["a", "b"].map((letter) => ({
  appId: `wx000000000000000${letter}`,
  token: "sometoken",
  originalId: `gh_00000000000${letter}`,
}));

test("several accounts come from a file", () => {
  const files = { "accounts.json": JSON.stringify(two) };
  const config = readConfig({ WECHAT_ACCOUNTS: "accounts.json" }, folder(files));
  expect(config).toMatchObject({ demo: false, accounts: two });
});

const { guide } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../fixtures/signed-calls.json"), "utf8"),
);
const apiSecurity = {
  symmetric: guide.symmetric,
  asymmetric: guide.asymmetric,
  platform: [guide.platform],
};

test("an account of the file may sign its calls", () => {
  const signing = [{ ...two[0], apiSecurity }];
  const files = { "accounts.json": JSON.stringify(signing) };
  const config = readConfig({ WECHAT_ACCOUNTS: "accounts.json" }, folder(files));
  expect(config.accounts).toMatchObject(signing);
});

test("a key of another length in the file is named, and not shown", () => {
  const key = Buffer.alloc(31, 7).toString("base64");
  const symmetric = { ...guide.symmetric, key };
  const signing = [{ ...two[0], apiSecurity: { ...apiSecurity, symmetric } }];
  const files = { "accounts.json": JSON.stringify(signing) };
  const [problem] = problems({ WECHAT_ACCOUNTS: "accounts.json" }, files);
  expect(problem).toMatch(/^WECHAT_ACCOUNTS: .*symmetric/);
  expect(problem).not.toContain(key);
});

test.each([
  ["none.json", "", "none.json does not exist."],
  ["accounts.json", "{", "is not JSON"],
  ["accounts.json", "[]", "is not a list of accounts"],
  ["accounts.json", JSON.stringify([{ ...two[0], tokn: "x" }]), "tokn"],
  ["accounts.json", JSON.stringify([two[0], two[0]]), "is given twice"],
  [
    "accounts.json",
    JSON.stringify([{ ...two[0], originalId: undefined }, two[1]]),
    "originalId of",
  ],
])("the file %s with %j is refused with its remedy", (name, text, sentence) => {
  const files = text === "" ? {} : { [name]: text };
  const [problem] = problems({ WECHAT_ACCOUNTS: name }, files);
  expect(problem).toMatch(/^WECHAT_ACCOUNTS/);
  expect(problem).toContain(sentence);
});
