import { createServer } from "node:http";
import { connect } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { listening, MOUNTS } from "../helpers/servers.ts";
import { encrypt, envelope, post, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { ACCOUNTS, plain, safe, target } from "./causes.ts";
import { once, requestBytes, speak, statusOf } from "./raw.ts";
import { CountingStore, collect, type Line, startRig } from "./rig.ts";

const BODY_BYTES = 65_536;
const MEGABYTES = 3 * 1_024 * 1_024;
const drip = (head: string, drop = "a") => [head, ...Array.from({ length: 40 }, () => drop)];
/** Set-ups in which nobody reads the body before the adapter, to refuse or replace it himself. */
const UNREAD = ["http", "restify", "express", "express with json"];

const nowSeconds = () => String(Math.floor(Date.now() / 1_000));

/** The server as `npm start` runs it. */
async function startHardened() {
  const account = wireAccount();
  const store = new CountingStore();
  const lines: Line[] = [];
  const environment = {
    PORT: "0",
    WECHAT_APP_ID: account.appId,
    WECHAT_TOKEN: account.token,
    WECHAT_ENCODING_AES_KEY: account.encodingAESKey,
  };
  const config = readConfig(environment, "/nowhere");
  const server = await startServer(config, "samples/echo", { log: collect(lines), store });
  onTestFinished(() => server.close());
  return { account, store, url: server.address, port: Number(new URL(server.address).port) };
}

describe("whoever is slow", () => {
  const target = `/wechat?timestamp=1759876543&nonce=1&msg_signature=${"0".repeat(40)}`;
  const head = `POST ${target} HTTP/1.1\r\nHost: x\r\n`;

  it("is cut off, in headers within 6 s and in bodies within 9 s, while others are served", async () => {
    const { account, port, store, url } = await startHardened();
    const slow = Promise.all([
      speak(port, [""], 500),
      speak(port, drip("POST /wechat HTTP/1.1\r\nHost: x\r\nX-Drip: "), 400),
      speak(port, drip("POST /wechat?a="), 400),
      speak(port, drip(`${head}Content-Length: 1000\r\n\r\n`), 400),
      speak(port, drip(`${head}Transfer-Encoding: chunked\r\n\r\n`, "1\r\na\r\n"), 400),
    ]);
    const answer = await post(url, wrap(account, textXml(account, "meanwhile")));
    expect(textOf(account, answer.body)).toBe("meanwhile");
    const after = (await slow).map(({ closedAfterMs }) => closedAfterMs);
    expect(Math.max(...after.slice(0, 3))).toBeLessThan(6_500);
    expect(Math.max(...after.slice(3))).toBeLessThan(9_500);
    // Cut off by the limits, not refused at once for another reason.
    expect(Math.min(...after)).toBeGreaterThan(4_500);
    expect(store.count).toBe(1);
  }, 20_000);

  it("would be kept for 30 s by Node's own interval; set before listening, a shorter one counts", async () => {
    const servers = [undefined, 1_000].map((connectionsCheckingInterval) => {
      const server = createServer(() => {});
      server.headersTimeout = 2_000;
      if (connectionsCheckingInterval) Object.assign(server, { connectionsCheckingInterval });
      return server;
    });
    const [byDefault = 0, bySetting = 0] = await Promise.all(
      servers.map(async (one) => {
        const server = await listening(one);
        onTestFinished(() => server.close());
        const { closedAfterMs } = await speak(
          server.port,
          drip("POST / HTTP/1.1\r\nX: "),
          200,
          5_000,
        );
        return closedAfterMs;
      }),
    );
    expect(bySetting).toBeLessThan(3_500);
    // Our own patience ended it.
    expect(byDefault).toBeGreaterThan(4_900);
  });

  it("has headers of at most 8 kB", async () => {
    const { port, store } = await startHardened();
    const bytes = requestBytes("POST", target, "", { "X-Long": "x".repeat(8_192) });
    expect(statusOf(await once(port, bytes))).toBe(431);
    expect(store.count).toBe(0);
  });
});

describe("a body that cannot be taken", () => {
  const genuine = wrap(safe, textXml(safe, "hi"));
  const path = target(safe, genuine.query);
  const chunked = { "Transfer-Encoding": "chunked" };
  const oneChunk = (size: number) => `${size.toString(16)}\r\n${"a".repeat(size)}\r\n`;

  it("is refused by its declared length before it is sent", async () => {
    const rig = await startRig(ACCOUNTS);
    const head = requestBytes("POST", path, "", { "Content-Length": String(MEGABYTES) });
    const { text, closedAfterMs } = await speak(rig.port, [head]);
    expect(statusOf(text)).toBe(413);
    expect(closedAfterMs).toBeLessThan(1_000);
    expect(rig.arrivals()).toBe(0);
  });

  it("is refused by what comes when it declares no length", async () => {
    const rig = await startRig(ACCOUNTS);
    const parts = Array.from({ length: MEGABYTES / 16_384 }, () => oneChunk(16_384));
    const { text } = await speak(rig.port, [requestBytes("POST", path, "", chunked), ...parts], 1);
    expect(statusOf(text)).toBe(413);
    expect(rig.lines.map(({ message }) => message)).toEqual([
      "The body is larger than 65536 bytes.",
    ]);
    expect(rig.arrivals()).toBe(0);
  });

  it("is no longer than it says: the rest is nobody's request", async () => {
    const rig = await startRig(ACCOUNTS);
    const lying = requestBytes("POST", path, "a".repeat(MEGABYTES), { "Content-Length": "10" });
    const { text } = await speak(rig.port, [lying]);
    expect(text.match(/HTTP\/1\.1/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(rig.lines.map(({ reason }) => reason)).toEqual(["not-encrypted"]);
    expect(rig.arrivals()).toBe(0);
  });

  it("is given up when it ends too early", async () => {
    const rig = await startRig(ACCOUNTS);
    const short = requestBytes("POST", path, genuine.body, { "Content-Length": "5000" });
    await new Promise<void>((resolve) => {
      const socket = connect(rig.port, "127.0.0.1", () => socket.end(short));
      socket
        .on("error", () => {})
        .on("close", resolve)
        .resume();
    });
    await expect.poll(() => rig.lines.length).toBe(1);
    expect(rig.lines[0]).toMatchObject({ reason: "unreadable-body" });
    expect(rig.arrivals()).toBe(0);
  });

  it.each([
    [BODY_BYTES, 403],
    [BODY_BYTES + 1, 413],
  ])("of %i bytes is answered %i, declared or not", async (size, status) => {
    const rig = await startRig(ACCOUNTS);
    const declared = requestBytes("POST", path, "a".repeat(size));
    const undeclared = requestBytes("POST", path, `${oneChunk(size)}0\r\n\r\n`, chunked);
    expect(statusOf(await once(rig.port, declared))).toBe(status);
    expect(statusOf(await once(rig.port, undeclared))).toBe(status);
  });

  it.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["br", brotliCompressSync],
    ["gzip, identity", gzipSync],
    ["x-unknown", (text: string) => Buffer.from(text)],
  ] as const)("is refused when compressed with %s", async (encoding, compress) => {
    const rig = await startRig(ACCOUNTS);
    const headers = { "Content-Encoding": encoding };
    const bytes = requestBytes("POST", path, compress(genuine.body), headers);
    expect(statusOf(await once(rig.port, bytes))).toBe(415);
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });

  it("may say that it is not compressed", async () => {
    const rig = await startRig(ACCOUNTS);
    const headers = { "Content-Encoding": "Identity", Connection: "close" };
    const bytes = requestBytes("POST", path, genuine.body, headers);
    expect(statusOf(await once(rig.port, bytes))).toBe(200);
  });

  it.each([
    ["a lone continuation", "80"],
    ["an overlong slash", "c0af"],
    ["a surrogate", "eda080"],
    ["half a character", "e6b1"],
    ["beyond Unicode", "f4908080"],
  ])("is read alike in plain and in safe mode when it is not UTF-8: %s", async (_name, hex) => {
    const heard: string[] = [];
    for (const account of [plain, safe]) {
      const rig = await startRig(ACCOUNTS);
      const [before, behind] = textXml(account, "cut@@off").split("@@") as [string, string];
      const xml = Buffer.concat([
        Buffer.from(before),
        Buffer.from(hex, "hex"),
        Buffer.from(behind),
      ]);
      const { query, body } =
        account === plain
          ? { ...wrap(account, ""), body: xml }
          : envelope(account, encrypt(account, xml), { timestamp: nowSeconds(), nonce: "1" });
      const bytes = requestBytes("POST", target(account, query), body);
      expect(statusOf(await once(rig.port, bytes))).toBe(200);
      heard.push(...rig.heard);
    }
    expect(heard[0]).toMatch(/^cut\uFFFD+off$/);
    expect(heard).toEqual([heard[0], heard[0]]);
  });

  it.each(UNREAD)("says nothing about accounts and modes behind %s", async (name) => {
    const mount = MOUNTS[name];
    const rig = await startRig(ACCOUNTS, { ...(mount && { mount }) });
    const paths = [safe, plain, { appId: "nobody" }].map((one) => target(one, genuine.query));
    const kinds = {
      413: (one: string) => requestBytes("POST", one, "a".repeat(BODY_BYTES + 1)),
      415: (one: string) => requestBytes("POST", one, "a", { "Content-Encoding": "x-unknown" }),
    };
    for (const [status, bytes] of Object.entries(kinds)) {
      const texts = await Promise.all(paths.map((one) => once(rig.port, bytes(one))));
      expect(statusOf(texts[0] ?? "")).toBe(Number(status));
      expect(new Set(texts).size).toBe(1);
    }
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });
});

describe("another method", () => {
  it.each(["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND"])(
    "%s is not allowed, whatever it carries and wherever it goes",
    async (method) => {
      const rig = await startRig(ACCOUNTS);
      const { query, body } = wrap(safe, textXml(safe, "hi"));
      const headers = { "Content-Length": String(Buffer.byteLength(body)), Connection: "close" };
      const texts = await Promise.all(
        [safe, plain, { appId: "nobody" }].map((one) =>
          once(rig.port, requestBytes(method, target(one, query), body, headers)),
        ),
      );
      expect(texts.map(statusOf)).toEqual([405, 405, 405]);
      expect(new Set(texts).size).toBe(1);
      expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
    },
  );
});
