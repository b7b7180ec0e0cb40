import { describe, expect, it } from "vitest";
import { startRig } from "../attack/rig.ts";
import { expressBehind, MOUNTS, type Mount } from "../helpers/servers.ts";
import {
  eventXml,
  openAnswer,
  post,
  textOf,
  textXml,
  verification,
  type WireAccount,
  wireAccount,
  wrap,
} from "../helpers/wechat.ts";

const mounts = Object.entries(MOUNTS);

describe.each(mounts)("behind %s", (_name, mount) => {
  it.each(["plain", "compatible", "safe"] as const)("a %s push gets its reply", async (mode) => {
    const account = wireAccount({ mode });
    const rig = await startRig([account], { mount });
    const answer = await post(rig.url, wrap(account, textXml(account, "你好 <b>&</b> 😀")));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/xml; charset=utf-8");
    expect(textOf(account, answer.body)).toBe("echo: 你好 <b>&</b> 😀");
    expect(answer.body.includes("<Encrypt>")).toBe(mode !== "plain");
    expect(rig.lines).toEqual([]);
  });

  it("an event nobody waits for gets `success`, unencrypted", async () => {
    const account = wireAccount();
    const rig = await startRig([account], { mount });
    const answer = await post(rig.url, wrap(account, eventXml(account, "unsubscribe")));
    expect([answer.status, answer.body]).toEqual([200, "success"]);
  });

  it("the address is verified, and by nobody else", async () => {
    const account = wireAccount();
    const rig = await startRig([account], { mount });
    const ask = (query: Record<string, string>) =>
      fetch(`${rig.url}?${new URLSearchParams(query)}`);
    const echostr = "4375120948345356249";
    const valid = await ask(verification(account, echostr));
    expect([valid.status, await valid.text()]).toEqual([200, echostr]);
    expect(valid.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(valid.headers.get("x-content-type-options")).toBe("nosniff");
    const forged = await ask({ ...verification(account, echostr), nonce: "1" });
    expect([forged.status, await forged.text()]).toEqual([403, "forbidden"]);
    expect(rig.arrivals()).toBe(0);
  });

  it("several accounts have their own paths", async () => {
    const accounts = [wireAccount(), wireAccount({ mode: "plain" })] as [WireAccount, WireAccount];
    const rig = await startRig(accounts, { mount });
    for (const account of accounts) {
      const push = wrap(account, textXml(account, account.appId));
      const answer = await post(`${rig.url}/${account.appId}`, push);
      expect(textOf(account, answer.body)).toBe(`echo: ${account.appId}`);
      expect((await post(rig.url, push)).status).toBe(403);
    }
    expect(rig.heard).toEqual(accounts.map(({ appId }) => appId));
  });
});

describe("an address verification", () => {
  const account = wireAccount();

  it.each(["<script>alert(1)</script>", "'\"&<>", "~!@#$%^*()"])(
    "is inert text: %s",
    async (echo) => {
      const rig = await startRig([account]);
      const response = await fetch(
        `${rig.url}?${new URLSearchParams(verification(account, echo))}`,
      );
      expect([response.status, await response.text()]).toEqual([200, echo]);
      expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  it.each([
    ["too long", "x".repeat(257)],
    ["with a line end", "a\r\nSet-Cookie: a=b"],
    ["not ASCII", "汉"],
    ["blank", " "],
  ])("is refused when its echostr is %s", async (_name, echo) => {
    const rig = await startRig([account]);
    const response = await fetch(`${rig.url}?${new URLSearchParams(verification(account, echo))}`);
    expect([response.status, await response.text()]).toEqual([403, "forbidden"]);
  });
});

describe("a body parser before the adapter", () => {
  const account = wireAccount();
  const consume = (body: unknown): Mount =>
    expressBehind((req, _res, next) => {
      req.resume().once("end", () => {
        if (body !== undefined) req.body = body;
        next();
      });
    });
  const advice = /body parser has consumed the request: mount the adapter before it/;

  it.each([
    ["made an object of it", { xml: { MsgType: ["text"] } }],
    ["left an empty object", {}],
    ["left nothing", undefined],
    ["left a number", 7],
  ])("that %s is refused with advice in the log", async (_name, body) => {
    const rig = await startRig([account], { mount: consume(body) });
    const answer = await post(rig.url, wrap(account, textXml(account, "hi")));
    expect([answer.status, answer.body]).toEqual([400, "refused"]);
    expect(rig.lines.length).toBe(1);
    expect(rig.lines[0]?.message).toMatch(advice);
    expect([rig.arrivals(), rig.heard]).toEqual([0, []]);
  });

  it("that makes an object without reading the stream is refused as well", async () => {
    const mount = expressBehind((req, _res, next) => {
      req.body = { already: "parsed" };
      next();
    });
    const rig = await startRig([account], { mount });
    expect((await post(rig.url, wrap(account, textXml(account, "hi")))).status).toBe(400);
    expect(rig.lines[0]?.message).toMatch(advice);
  });

  it.each([
    ["a string", (text: string): unknown => text],
    ["a Buffer", (text: string): unknown => Buffer.from(text)],
  ])("that leaves %s is fine", async (_name, made) => {
    const push = wrap(account, textXml(account, "hi"));
    const rig = await startRig([account], { mount: consume(made(push.body)) });
    const answer = await post(rig.url, { ...push, body: "is replaced" });
    expect(openAnswer(account, answer.body)).toContain("echo: hi");
  });

  it.each([
    ["a string", (text: string): unknown => text],
    ["a Buffer", (text: string): unknown => Buffer.from(text)],
  ])("that leaves %s keeps our bound, counted in bytes", async (_name, made) => {
    const rig = await startRig([account], { mount: consume(made("汉".repeat(21_846))) });
    expect((await post(rig.url, wrap(account, textXml(account, "hi")))).status).toBe(413);
  });

  it("may take so long that the sender is gone", async () => {
    let over: Promise<void> | undefined;
    const gone = expressBehind((req, _res, next) => {
      req.socket.destroy();
      setTimeout(next, 50);
    });
    const mount: Mount = (adapter, logic) => {
      const process = adapter.process.bind(adapter);
      adapter.process = (...args) => {
        over = process(...args);
        return over;
      };
      return gone(adapter, logic);
    };
    const rig = await startRig([account], { mount });
    await expect(post(rig.url, wrap(account, textXml(account, "hi")))).rejects.toThrow();
    await expect.poll(() => over !== undefined).toBe(true);
    await over;
    expect(rig.arrivals()).toBe(0);
  });
});
