import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { EventStream } from "../../src/web/eventStream.ts";
import { readFiles } from "../../src/web/files.ts";
import { Answer, type PageServerOptions, servePage } from "../../src/web/pageServer.ts";

const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

async function page(answer: PageServerOptions["answer"] = async () => Answer.json({ ok: true })) {
  const folder = mkdtempSync(join(tmpdir(), "wechat-page-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>page</title>");
  writeFileSync(join(folder, "assets/main-a1b2c3d4.js"), "console.log(1);".repeat(200));
  writeFileSync(join(folder, "secret.env"), "not a file of a page");
  const files = readFiles(folder);
  if (files === undefined) throw new Error("no files");
  const server = await servePage({ name: "test", port: 0, files, log: QUIET, answer });
  onTestFinished(() => server.close());
  return server.address;
}

/** `fetch` chooses some headers itself; this does not. */
function ask(
  address: string,
  path: string,
  headers: Record<string, string> = {},
  { method = "GET", body = "" } = {},
) {
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const { port } = new URL(address);
      const options = { host: "127.0.0.1", port, path, method, headers };
      const sent = request(options, (res) => {
        let text = "";
        res.setEncoding("utf8").on("data", (more) => {
          text += more;
        });
        res.on("end", () =>
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }),
        );
      });
      sent.on("error", reject).end(body);
    },
  );
}

const JSON_TYPE = { "content-type": "application/json" };

describe("the guards of a page", () => {
  it.each([
    "evil.test",
    "127.0.0.1.evil.test",
    "evil.test:3979",
    "0.0.0.0",
    "10.0.0.7:3979",
    "localhost.:1",
  ])("refuse the name %s: a foreign page's, made to point here", async (host) => {
    const address = await page();
    const answer = await ask(address, "/", { host });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, "wrong-host"]);
  });

  it.each(["localhost", "127.0.0.1:3979", "[::1]:1", "LOCALHOST:8080"])(
    "take the name %s, whatever the port: it may be forwarded",
    async (host) => {
      expect((await ask(await page(), "/", { host })).status).toBe(200);
    },
  );

  it.each([
    ["another origin", { origin: "http://evil.test" }],
    ["an opaque origin", { origin: "null" }],
    ["another port of this machine", { origin: "http://127.0.0.1:1" }],
    ["no origin", {}],
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["a sibling site", { "sec-fetch-site": "same-site" }],
  ])("refuse an order from %s", async (_who, headers) => {
    let asked = 0;
    const address = await page(async () => {
      asked += 1;
      return Answer.json({});
    });
    const own = "sec-fetch-site" in headers ? { origin: address } : {};
    const how = { method: "POST", body: "{}" };
    const answer = await ask(address, "/api/act", { ...JSON_TYPE, ...own, ...headers }, how);
    expect([answer.status, JSON.parse(answer.body).code, asked]).toEqual([403, "wrong-origin", 0]);
  });

  it("refuse a form, which a foreign page could send without asking", async () => {
    const address = await page();
    const headers = { origin: address, "content-type": "text/plain" };
    const answer = await ask(address, "/api/act", headers, { method: "POST", body: "{}" });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([415, "not-json"]);
  });

  it("refuse to be read from another site, but may be visited by a link", async () => {
    const address = await page();
    const cross = { "sec-fetch-site": "cross-site" };
    expect((await ask(address, "/api/events", { ...cross, "sec-fetch-mode": "cors" })).status).toBe(
      403,
    );
    expect((await ask(address, "/", { ...cross, "sec-fetch-mode": "navigate" })).status).toBe(200);
  });

  it("take the page's own order", async () => {
    const bodies: unknown[] = [];
    const address = await page(async (request) => {
      bodies.push(await request.json());
      return Answer.json({ ok: true });
    });
    const how = { method: "POST", body: '{"ms":60000}' };
    const answer = await ask(address, "/api/time", { ...JSON_TYPE, origin: address }, how);
    expect([answer.status, bodies]).toEqual([200, [{ ms: 60_000 }]]);
    const broken = await ask(
      address,
      "/api/time",
      { ...JSON_TYPE, origin: address },
      { method: "POST", body: "{" },
    );
    expect(broken.status).toBe(400);
  });
});

describe("the files of a page", () => {
  it("come with a policy that lets nothing but themselves run", async () => {
    const { headers } = await ask(await page(), "/");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("are those that were built, and never what a path of the disk says", async () => {
    const address = await page(async () => undefined);
    const script = await ask(address, "/assets/main-a1b2c3d4.js", { "accept-encoding": "gzip" });
    expect(script.headers["content-encoding"]).toBe("gzip");
    expect(script.headers["cache-control"]).toContain("immutable");
    for (const path of [
      "/secret.env",
      "/../package.json",
      "/%2e%2e/package.json",
      "//etc/passwd",
    ]) {
      expect((await ask(address, path)).status, path).toBe(404);
    }
  });

  it("are missed in words by whoever did not build them", () => {
    expect(readFiles("/nowhere/at/all")).toBeUndefined();
  });
});

it("a taken port is passed over for the next one", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void taken.close());
  const { port } = taken.address() as { port: number };
  const answer = async () => undefined;
  const server = await servePage({ name: "test", port, files: new Map(), log: QUIET, answer });
  onTestFinished(() => server.close());
  expect(Number(new URL(server.address).port)).toBeGreaterThan(port);
});

describe("a stream of events", () => {
  async function read(address: string, headers: Record<string, string> = {}, frames = 1) {
    const response = await fetch(`${address}/events`, { headers });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    while (text.split("data: ").length <= frames) {
      text += new TextDecoder().decode((await reader.read()).value);
    }
    await reader.cancel();
    const names = [...text.matchAll(/^event: (.*)$/gm)].map(([, name]) => name);
    const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, json = ""]) => JSON.parse(json));
    return { names, data, id: /^id: (.*)$/m.exec(text)?.[1] ?? "" };
  }

  it("begins with what there is, and after a lost connection with what was missed", async () => {
    const stream = new EventStream<object, number>({
      clock: systemClock,
      hello: () => ({ people: 2 }),
    });
    onTestFinished(() => stream.close());
    stream.publish(1, 2);
    const address = await page(async ({ header }) => stream.open(header("last-event-id")));
    const first = await read(address);
    expect(first).toMatchObject({ names: ["hello"], data: [{ people: 2, items: [1, 2] }] });
    stream.publish(3);
    const again = await read(address, { "last-event-id": first.id });
    expect(again).toMatchObject({ names: ["items"], data: [[3]] });
    const stranger = await read(address, { "last-event-id": "other-2" });
    expect(stranger).toMatchObject({ names: ["hello"], data: [{ items: [1, 2, 3] }] });
  });

  it("sends together what happens together", async () => {
    const stream = new EventStream<object, number>({ clock: systemClock, hello: () => ({}) });
    onTestFinished(() => stream.close());
    const address = await page(async ({ header }) => stream.open(header("last-event-id")));
    const reading = read(address, {}, 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (let n = 0; n < 50; n++) stream.publish(n);
    const { names, data } = await reading;
    expect(names).toEqual(["hello", "items"]);
    expect(data[1]).toHaveLength(50);
  });
});
