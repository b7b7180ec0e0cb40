import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync } from "node:fs";
import {
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { Counter, Registry } from "prom-client";
import { expect, onTestFinished, test, vi } from "vitest";
import { stderrLog } from "../../src/log.ts";
import { createMetrics } from "../../src/metrics/metrics.ts";
import { serveMetrics } from "../../src/metrics/serveMetrics.ts";
import { town } from "../helpers/town.ts";

/** What one line of the text says; undefined where there is no such line. */
function figure(text: string, name: string, labels: Record<string, string>): number | undefined {
  const line = text
    .split("\n")
    .find(
      (one) =>
        one.startsWith(`${name}{`) &&
        Object.entries(labels).every(([key, value]) => one.includes(`${key}="${value}"`)),
    );
  return line === undefined ? undefined : Number(line.split(" ").at(-1));
}

const SECRET_WORDS = "字words of a follower字";

async function metered() {
  const metrics = createMetrics({ process: false });
  const opened = await town(
    async (context) => {
      if (context.activity.type !== "message") return;
      for (const text of ["1", "2", "3"]) await context.sendActivity(`${text} ${SECRET_WORDS}`);
    },
    {},
    metrics.hooks,
    { customerService: true },
  );
  const mei = opened.follower();
  await mei.does({ do: "follow" });
  return { ...opened, metrics, mei };
}

test("routes, turns, quota, sends by code, calls and token refreshes are counted", async () => {
  const { metrics, mei, simulator, appId: account } = await metered();
  const path = "/cgi-bin/message/custom/send";
  simulator.faults.order({ do: "errcode", errcode: 45002, path, times: 1 });
  await mei.says(SECRET_WORDS);
  await vi.waitFor(() => expect(mei.screen()).toHaveLength(2), 10_000);
  const text = await metrics.text();
  const at = (name: string, labels: Record<string, string> = {}) =>
    figure(text, name, { account, ...labels });
  expect(at("wechat_deliveries_total", { event: "subscribe" })).toBe(1);
  expect(at("wechat_deliveries_total", { event: "message" })).toBe(1);
  expect(at("wechat_turns_total", { attempt: "first" })).toBe(2);
  expect(at("wechat_turn_seconds_count")).toBe(2);
  expect(at("wechat_routes_total", { route: "first-rides" })).toBe(1);
  expect(at("wechat_messages_total", { way: "passive" })).toBe(1);
  expect(at("wechat_messages_total", { way: "queued" })).toBe(2);
  expect(at("wechat_quota_left_count")).toBe(2);
  expect(at("wechat_sends_total", { fate: "refused", errcode: "45002" })).toBe(1);
  await vi.waitFor(async () =>
    expect(figure(await metrics.text(), "wechat_sends_total", { fate: "sent" })).toBe(1),
  );
  expect(at("wechat_api_calls_total", { endpoint: "custom.send", errcode: "45002" })).toBe(1);
  expect(at("wechat_token_refreshes_total", { outcome: "ok" })).toBe(1);
});

test("no secret, no text and no openid is in the figures", async () => {
  const { metrics, mei, simulator, appId } = await metered();
  await mei.says(SECRET_WORDS);
  await vi.waitFor(() => expect(mei.screen()).toHaveLength(3), 10_000);
  const text = await metrics.text();
  const { appSecret, server } = simulator.platform.account(appId).settings;
  const tokens = simulator.platform.account(appId).tokens.map(({ token }) => token);
  for (const secret of [SECRET_WORDS, mei.openid, mei.openid.slice(-6), appSecret, ...tokens]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toContain(server?.token);
  expect(text).toContain(appId);
});

test("names of events that come from outside cannot fill the figures", () => {
  const { hooks, text } = createMetrics({ process: false });
  const follower = { appId: "wx1", openid: "o1" };
  for (let i = 0; i < 150; i++) {
    const event = i === 0 ? 'a"} 1\nfake_total{x="' : `event${i}`;
    hooks.observe({ see: "delivery", at: 0, follower, key: "k", msgId: "1", createTime: 0, event });
  }
  return expect(text()).resolves.toSatisfy((all: string) => {
    const lines = all.split("\n").filter((line) => line.startsWith("wechat_deliveries_total{"));
    return lines.length === 101 && !all.includes("fake_total");
  });
});

test("the figures are served also where a library changed Node's own responses", async () => {
  // restify, which a host may well have loaded, replaces `writeHead` by one that gives nothing back.
  await import("restify");
  const served = await serveMetrics(createMetrics({ process: false }), 0, stderrLog);
  onTestFinished(() => served.close());
  const statuses: number[] = [];
  for (const path of ["/metrics", "/metrics", "/else"]) {
    statuses.push((await fetch(new URL(path, served.address))).status);
  }
  expect(statuses).toEqual([200, 200, 404]);
});

test("the figures are served to this machine, on a port of their own", async () => {
  const metrics = createMetrics();
  const served = await serveMetrics(metrics, 0, stderrLog);
  onTestFinished(() => served.close());
  expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const reply = await fetch(served.address);
  expect(reply.headers.get("content-type")).toContain("text/plain");
  expect(await reply.text()).toContain("process_cpu_seconds_total");
  expect((await fetch(served.address.replace("/metrics", "/"))).status).toBe(404);
  const { port } = new URL(served.address);
  await expect(serveMetrics(metrics, Number(port), stderrLog)).rejects.toMatchObject({
    code: "settings",
  });
});

/** The smallest tracer that a host could register. */
function registerTracer() {
  interface Recorded {
    readonly name: string;
    readonly kind: SpanKind | undefined;
    readonly attributes: Record<string, unknown>;
    readonly parent: string | undefined;
  }
  const spans: Recorded[] = [];
  const tracer = {
    startSpan(name: string, options?: SpanOptions, within = context.active()) {
      const parent = trace.getSpan(within) as (Span & { name?: string }) | undefined;
      const one = { name, kind: options?.kind, attributes: {}, parent: parent?.name };
      spans.push(one);
      return {
        name,
        isRecording: () => true,
        setAttributes: (all: object) => Object.assign(one.attributes, all),
        setAttribute: (key: string, value: unknown) =>
          Object.assign(one.attributes, { [key]: value }),
        setStatus: (status: object) => Object.assign(one.attributes, status),
        end: () => {},
      } as unknown as Span;
    },
  } as unknown as Tracer;
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  const active = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => active.getStore() ?? ROOT_CONTEXT,
    with: (within, run, self, ...args) => active.run(within, () => run.call(self, ...args)),
    bind: (within, target) =>
      typeof target === "function"
        ? (((...args: unknown[]) => active.run(within, () => target(...args))) as typeof target)
        : target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
  onTestFinished(() => {
    trace.disable();
    context.disable();
  });
  return spans;
}

test("a host's tracer gets a span for each turn and each call of WeChat's API", async () => {
  const spans = registerTracer();
  const { mei, appId } = await metered();
  await mei.says(SECRET_WORDS);
  await vi.waitFor(() => expect(mei.screen()).toHaveLength(3), 10_000);
  await vi.waitFor(() => expect(spans.length).toBeGreaterThanOrEqual(5));
  const turn = spans.find(({ attributes }) => attributes["wechat.push"] === "text");
  expect(turn).toMatchObject({
    name: "wechat.turn",
    attributes: { "wechat.account": appId, "wechat.attempts": 1, "wechat.messages": 3 },
  });
  const calls = spans.filter(({ name }) => name.startsWith("wechat.api "));
  expect(calls.map(({ name }) => name)).toContain("wechat.api custom.send");
  expect(calls.map(({ name }) => name)).toContain("wechat.api token.stable");
  expect(JSON.stringify(spans)).not.toContain(mei.openid);
  expect(JSON.stringify(spans)).not.toContain(SECRET_WORDS);
});

test("calls are of the kind CLIENT and stand below the turn that said the message; what failed has its type", async () => {
  const spans = registerTracer();
  const { mei, simulator } = await metered();
  const path = "/cgi-bin/message/custom/send";
  simulator.faults.order({ do: "errcode", errcode: 45002, path, times: 1 });
  await mei.says(SECRET_WORDS);
  await vi.waitFor(() => expect(mei.screen()).toHaveLength(2), 10_000);
  const sends = () => spans.filter(({ name }) => name === "wechat.api custom.send");
  // They leave after the bot has ended, one by one.
  await vi.waitFor(() => expect(sends()).toHaveLength(2));
  for (const { kind, parent } of sends()) {
    expect(kind).toBe(SpanKind.CLIENT);
    expect(parent).toBe("wechat.turn");
  }
  const types = sends().map(({ attributes }) => attributes["error.type"]);
  expect(types.toSorted()).toEqual(["45002", undefined]);
});

test("a bot that throws leaves the kind of its error at the turn's span, and no word of it", async () => {
  const spans = registerTracer();
  const opened = await town(async () => {
    throw new RangeError(SECRET_WORDS);
  }, {});
  await opened.follower().does({ do: "follow" });
  const turn = spans.find(({ name }) => name === "wechat.turn");
  expect(turn?.attributes["error.type"]).toBe("RangeError");
  expect(JSON.stringify(spans)).not.toContain(SECRET_WORDS);
});

test("the figures join a registry of the host, which counts its process itself", async () => {
  const registry = new Registry();
  new Counter({ name: "shop_orders_total", help: "Orders.", registers: [registry] }).inc(7);
  const { hooks } = createMetrics({ registry });
  const follower = { appId: "wx1", openid: "o1" };
  const event = "CLICK";
  hooks.observe({ see: "delivery", at: 0, follower, key: "k", msgId: "1", createTime: 0, event });
  const text = await registry.metrics();
  expect(text).toContain("shop_orders_total 7");
  expect(figure(text, "wechat_deliveries_total", { account: "wx1", event })).toBe(1);
  expect(text).not.toContain("process_cpu");
});

test("every figure is on its page, and no other", async () => {
  const page = readFileSync(new URL("../../docs/metrics.md", import.meta.url), "utf8");
  const listed = [...page.matchAll(/^\| `(wechat_\w+)` \|/gm)].map(([, name]) => name);
  const text = await createMetrics({ process: false }).text();
  const figures = [...text.matchAll(/^# TYPE (wechat_\w+)/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual(figures.sort());
});
