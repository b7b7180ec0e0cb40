import { expect, test } from "vitest";
import { ENDPOINTS } from "../../src/simulator/api/endpoints.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import { openBox } from "./box.ts";

/** The privilege table of the fact sheet (2.1 and the rows named "who"): what each kind of account may. */
const ACCOUNTS: Readonly<Record<string, AccountOptions>> = {
  "unverified subscription": { type: "subscription", verified: false },
  "verified subscription": { type: "subscription" },
  "unverified service": { type: "service", verified: false },
  "verified service": { type: "service" },
  test: { type: "test", verified: false },
};
const ALL = Object.keys(ACCOUNTS);
const VERIFIED = ["verified subscription", "verified service"];

const MAY: readonly (readonly [path: string, who: readonly string[]])[] = [
  ["/cgi-bin/getcallbackip", ALL],
  ["/cgi-bin/message/custom/send", [...VERIFIED, "test"]],
  ["/cgi-bin/message/custom/typing", [...VERIFIED, "test"]],
  ["/customservice/kfaccount/add", [...VERIFIED, "test"]],
  ["/cgi-bin/message/template/send", ["verified service", "test"]],
  ["/cgi-bin/message/template/subscribe", VERIFIED],
  ["/cgi-bin/message/subscribe/bizsend", ["verified service"]],
  ["/cgi-bin/message/mass/sendall", VERIFIED],
  ["/cgi-bin/message/mass/send", ["verified service"]],
  ["/cgi-bin/media/upload", [...VERIFIED, "test"]],
  ["/cgi-bin/user/info", [...VERIFIED, "test"]],
  ["/cgi-bin/qrcode/create", ["verified service", "test"]],
  ["/cgi-bin/menu/create", [...VERIFIED, "unverified service", "test"]],
];

test.each(MAY)("%s may be called by exactly %j", async (path, who) => {
  const endpoint = ENDPOINTS.find((one) => one.path === path);
  const allowed: string[] = [];
  for (const [name, account] of Object.entries(ACCOUNTS)) {
    await using box = await openBox(account);
    const token = await box.token();
    const get = endpoint?.method === "GET";
    const { json } = get
      ? await box.get(path, { access_token: token })
      : await box.post(path, token, {});
    if (json.errcode !== 48001) allowed.push(name);
    else expect(json.errmsg).toMatch(/^api unauthorized rid: /);
  }
  expect(allowed.sort()).toEqual([...who].sort());
});

test("the table names each endpoint once", () => {
  const paths = ENDPOINTS.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.length).toBeGreaterThan(90);
});

test("every endpoint that needs a token refuses a call without one", async () => {
  await using box = await openBox();
  for (const { as, path } of ENDPOINTS) {
    if (as === "anybody") continue;
    const { json, status } = await box.post(path, undefined, {});
    expect([path, status, json.errcode]).toEqual([path, 200, 41001]);
  }
});

test("every endpoint for accounts refuses an unknown token", async () => {
  await using box = await openBox();
  for (const { as, path } of ENDPOINTS) {
    if (as === "anybody") continue;
    const { json } = await box.post(path, "77_no-such-token", {});
    expect([path, json.errcode]).toEqual([path, 40001]);
  }
});
