import { expect } from "vitest";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import { type SimulatorOptions, startSimulator } from "../../src/simulator/simulator.ts";
import type { Account, AccountOptions } from "../../src/simulator/world/account.ts";
import type { Follower } from "../../src/simulator/world/followers.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers are whatever the fact sheet says they are.
  readonly json: any;
}

/** A simulator with one account, spoken to over real HTTP with a clock that stands still. */
export async function openBox(
  account: AccountOptions = {},
  options: Partial<SimulatorOptions> = {},
) {
  const clock = new ManualClock();
  const simulator = await startSimulator({ clock, accounts: [account], ...options });
  const [first] = simulator.platform.world.accounts.values();
  const main = first as Account;
  const { appId, appSecret } = main.settings;

  async function http(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(`${simulator.url}${path}`, { redirect: "manual", ...init });
    const text = await response.text();
    const type = response.headers.get("content-type") ?? "";
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, type, text, json };
  }

  function get(path: string, query: Record<string, string> = {}): Promise<Answer> {
    return http(`${path}?${new URLSearchParams(query)}`);
  }

  function post(path: string, token: string | undefined, body: unknown): Promise<Answer> {
    const query = token === undefined ? "" : `?access_token=${token}`;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return http(`${path}${query}`, { method: "POST", body: text });
  }

  async function token(id = appId, secret = appSecret): Promise<string> {
    const query = { grant_type: "client_credential", appid: id, secret };
    const { json } = await get("/cgi-bin/token", query);
    expect(json).toHaveProperty("access_token");
    return json.access_token as string;
  }

  function person(...actions: readonly FollowerAction[]): Follower {
    const follower = simulator.platform.addFollower(appId);
    for (const action of actions) simulator.platform.act(appId, follower.openid, action);
    return follower;
  }

  function act({ openid }: Follower, action: FollowerAction) {
    return simulator.platform.act(appId, openid, action);
  }

  /** Sends a customer-service text and gives the code. */
  async function say(accessToken: string, { openid }: Follower, content = "你好"): Promise<number> {
    const body = { touser: openid, msgtype: "text", text: { content } };
    const { json } = await post("/cgi-bin/message/custom/send", accessToken, body);
    return json.errcode as number;
  }

  /** Uploads a file of some bytes and gives the answer. */
  function upload(path: string, { fileName, bytes = 100, fields = {} }: Upload): Promise<Answer> {
    const form = new FormData();
    form.set("media", new Blob([new Uint8Array(bytes)]), fileName);
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    return http(path, { method: "POST", body: form });
  }

  return {
    clock,
    simulator,
    platform: simulator.platform,
    account: main,
    appId,
    appSecret,
    http,
    get,
    post,
    token,
    person,
    act,
    say,
    upload,
    close: () => simulator.close(),
    [Symbol.asyncDispose]: () => simulator.close(),
  };
}

interface Upload {
  readonly fileName: string;
  readonly bytes?: number;
  readonly fields?: Readonly<Record<string, string>>;
}

export const FOLLOW: FollowerAction = { do: "follow" };
export const HELLO: FollowerAction = { do: "say", text: "hello" };
export const SEND = "/cgi-bin/message/custom/send";

/** A rid in an error text. */
export const RID = /rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;
