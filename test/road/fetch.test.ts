import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { PACE } from "../../src/adapter/road.ts";
import { type BotLogic, WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { WeChatAgentAdapter } from "../../src/agents/weChatAgentAdapter.ts";
import { sleep } from "../../src/clock.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import {
  settingsOf,
  sha1,
  textOf,
  textXml,
  type WirePush,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";

const account = wireAccount();
const ADDRESS = `https://bot.example.com/wechat/${account.appId}`;

function requestOf({ query, body }: WirePush, init: RequestInit = {}): Request {
  return new Request(`${ADDRESS}?${new URLSearchParams(query)}`, { method: "POST", body, ...init });
}

const echo: BotLogic = async (context) => {
  if (context.activity.type === "message")
    await context.sendActivity(`echo: ${context.activity.text}`);
};

function rig(logic: BotLogic = echo) {
  const clock = new ManualClock(Date.now());
  const lines: string[] = [];
  const write = (facts: object, message: string) =>
    void lines.push(`${message} ${JSON.stringify(facts)}`);
  const adapter = new WeChatAdapter({
    accounts: [settingsOf(account)],
    clock,
    store: new MemoryStore({ clock }),
    log: { info: write, warn: write, error: write },
    logic,
  });
  onTestFinished(() => adapter.close());
  /** The answer, while time goes on for at most so long. */
  async function answered(request: Request, withinMs = 10_000): Promise<Response> {
    let response: Response | undefined;
    void adapter.fetch(request).then((one) => {
      response = one;
    });
    for (let ms = 0; response === undefined && ms <= withinMs; ms += 100) await clock.advance(100);
    if (response === undefined) throw new Error(`no answer within ${withinMs} ms`);
    return response;
  }
  return { adapter, clock, lines, answered };
}

const push = (text: string) => wrap(account, textXml(account, text));

test("a push is answered with a Response, and the address verified", async () => {
  const { answered } = rig();
  const response = await answered(requestOf(push("你好")));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/xml; charset=utf-8");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(textOf(account, await response.text())).toBe("echo: 你好");
  const [timestamp, nonce] = [String(Math.floor(Date.now() / 1_000)), "n"];
  const signature = sha1(account.token, timestamp, nonce);
  const query = new URLSearchParams({ signature, timestamp, nonce, echostr: "4711" });
  expect(await (await answered(new Request(`${ADDRESS}?${query}`))).text()).toBe("4711");
});

describe("what is refused is refused as everywhere", () => {
  test.each<[string, () => Request, number, string]>([
    ["another method", () => new Request(ADDRESS, { method: "DELETE" }), 405, "method not allowed"],
    [
      "a forged signature",
      () => requestOf({ ...push("hi"), query: { ...push("hi").query, msg_signature: "0" } }),
      403,
      "forbidden",
    ],
    [
      "no signature",
      () => new Request(ADDRESS, { method: "POST", body: "<xml/>" }),
      403,
      "forbidden",
    ],
    ["no body", () => new Request(requestOf(push("hi")).url, { method: "POST" }), 403, "forbidden"],
    [
      "a body that is too large",
      () => requestOf({ ...push("hi"), body: "x".repeat(70_000) }),
      413,
      "refused",
    ],
    [
      "a compressed body",
      () => requestOf(push("hi"), { headers: { "content-encoding": "gzip" } }),
      415,
      "refused",
    ],
  ])("%s", async (_what, make, status, body) => {
    const response = await rig().answered(make());
    expect([response.status, await response.text()]).toEqual([status, body]);
  });

  test("a body that was read before, with the way out in the log", async () => {
    const { answered, lines } = rig();
    const request = requestOf(push("hi"));
    await request.text();
    expect((await answered(request)).status).toBe(400);
    expect(lines.join()).toContain("give `adapter.fetch` the request first");
  });

  test("a body that is cut off", async () => {
    const body = new ReadableStream({
      pull(controller) {
        controller.error(new Error("gone"));
      },
    });
    const request = requestOf(push("hi"), { body, duplex: "half" } as RequestInit);
    expect((await rig().answered(request)).status).toBe(400);
  });
});

test("a bot of seven seconds is answered on WeChat's second try", async () => {
  const runs: string[] = [];
  const { adapter, clock, answered } = rig(async (context) => {
    runs.push(context.activity.text);
    await sleep(clock, 7_000);
    await context.sendActivity("seven");
  });
  const slow = push("slow");
  const gone = new AbortController();
  let first: Response | undefined;
  void adapter.fetch(requestOf(slow, { signal: gone.signal })).then((one) => {
    first = one;
  });
  await clock.advance(5_000);
  // As the road has it: it is left open, so that WeChat asks again.
  expect(first).toBeUndefined();
  gone.abort();
  await clock.advance(0);
  const response = await answered(requestOf(slow));
  expect(textOf(account, await response.text())).toBe("seven");
  expect(first?.status).toBe(503);
  expect(runs).toEqual(["slow"]);
});

test("where the host does not tell that WeChat has left, a delivery is held for six seconds and then let go", async () => {
  const { answered, clock } = rig(async () => {
    await sleep(clock, 60_000);
  });
  const began = clock.now();
  expect((await answered(requestOf(push("slow")))).status).toBe(503);
  expect(clock.now() - began).toBeGreaterThanOrEqual(PACE.abandonMs);
  expect(clock.now() - began).toBeLessThanOrEqual(PACE.abandonMs + 200);
  await clock.advance(60_000);
});

test("an answer for somebody who has just left is kept for WeChat's next try", async () => {
  const gone = new AbortController();
  const { answered } = rig(async (context) => {
    gone.abort();
    await context.sendActivity("kept");
  });
  const left = push("hi");
  expect((await answered(requestOf(left, { signal: gone.signal }))).status).toBe(503);
  expect(textOf(account, await (await answered(requestOf(left))).text())).toBe("kept");
});

test("after `close` nothing is taken, by either way in: 503, so that WeChat asks another process", async () => {
  const bot = vi.fn(echo);
  const { adapter, answered } = rig(bot);
  await adapter.close();
  const late = await answered(requestOf(push("late")));
  expect([late.status, await late.text()]).toEqual([503, "This adapter is closed.\n"]);
  const server = createServer((req, res) => void adapter.process(req, res, bot));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { query, body } = push("later still");
  const url = `http://127.0.0.1:${port}/?${new URLSearchParams(query)}`;
  const response = await fetch(url, { method: "POST", body });
  expect([response.status, await response.text()]).toEqual([503, "This adapter is closed.\n"]);
  expect(bot).not.toHaveBeenCalled();
});

test("without a bot it says so, and Node's objects in the wrong place are named", async () => {
  const adapter = new WeChatAdapter({ accounts: [settingsOf(account)] });
  onTestFinished(() => adapter.close());
  await expect(adapter.fetch(requestOf(push("hi")))).rejects.toThrow("fetch has no bot");
  const request = requestOf(push("hi"));
  const mistaken = adapter.process(request as never, undefined as never, echo);
  await expect(mistaken).rejects.toThrow("A web Request goes to `fetch`");
});

test("the shell for agents has it, too", async () => {
  const adapter = new WeChatAgentAdapter({
    accounts: [settingsOf(account)],
    log: { info() {}, warn() {}, error: vi.fn() },
  });
  onTestFinished(() => adapter.close());
  const response = await adapter.fetch(requestOf(push("hi")), echo as never);
  expect(textOf(account, await response.text())).toBe("echo: hi");
});
