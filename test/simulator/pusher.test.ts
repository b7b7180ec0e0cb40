import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { createEnvelope } from "../../src/protocol/envelope.ts";
import { sign } from "../../src/protocol/signature.ts";
import { readXml, writeXml, type XmlDocument, type XmlElement } from "../../src/protocol/xml.ts";
import {
  createPusher,
  type Outcome,
  type Pusher,
  type PusherOptions,
} from "../../src/simulator/pusher/pusher.ts";
import { httpTransport } from "../../src/simulator/pusher/pusherHttp.ts";
import { inProcessTransport } from "../../src/simulator/pusher/pusherInProcess.ts";
import type { Address } from "../../src/simulator/pusher/pusherRequest.ts";

const CUT_MS = 120;
const TOKEN = "pushertoken";
const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const APP_ID = "wx0123456789abcdef";
const ACCOUNT = "gh_0123456789ab";
const MEI = "oMeiMeiMeiMeiMeiMeiMeiMeiMei";

const hi: XmlDocument = {
  ToUserName: ACCOUNT,
  FromUserName: MEI,
  CreateTime: 1_700_000_000,
  MsgType: "text",
  Content: "hi",
  MsgId: "23000000000000001",
};
const event = (Event: string, more: XmlDocument = {}): XmlDocument => ({
  ...hi,
  MsgType: "event",
  Event,
  ...more,
});

/** A text reply to {@link hi}, with mistakes if wanted. */
function reply(changes: Partial<XmlDocument> = {}): string {
  const right = { ToUserName: MEI, FromUserName: ACCOUNT, CreateTime: 1, MsgType: "text" };
  return writeXml({ ...right, Content: "hello", ...changes } as XmlDocument);
}

interface Received {
  readonly query: URLSearchParams;
  readonly body: string;
  readonly port: number | undefined;
  readonly headers: IncomingMessage["headers"];
}

type Handle = (one: Received, response: ServerResponse, count: number) => void;

/** A server that does with every request what the test says, and remembers what came. */
async function serverThat(handle: Handle) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const query = new URL(request.url ?? "", "http://x").searchParams;
      const one = { query, body, port: request.socket.remotePort, headers: request.headers };
      received.push(one);
      handle(one, response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/wx`, received };
}

const address = (url: string, mode: Address["mode"] = "plain"): Address => ({
  url,
  token: TOKEN,
  appId: APP_ID,
  mode,
  ...(mode !== "plain" && { encodingAESKey: KEY }),
});

function pusher(options: Partial<PusherOptions> = {}): Pusher {
  return createPusher({ clock: systemClock, transport: httpTransport, cutMs: CUT_MS, ...options });
}

/** What becomes of {@link hi} (or another push) at a server that answers like this. */
async function pushed(
  handle: Handle,
  { mode = "plain" as Address["mode"], push = hi, options = {} as Partial<PusherOptions> } = {},
): Promise<Outcome> {
  const { url } = await serverThat(handle);
  return pusher(options).push(address(url, mode), push);
}

const answers =
  (body: string, status = 200): Handle =>
  (_one, response) => {
    response.statusCode = status;
    response.end(body);
  };
const sawFault = (outcome: Outcome) =>
  outcome.seen.saw === "fault" ? outcome.seen.fault : `${outcome.seen.saw}!`;

function sealed({ query }: Received, xml: string, changes: Partial<XmlDocument> = {}): string {
  const Encrypt = createEnvelope(KEY, APP_ID).seal(xml);
  const [TimeStamp, Nonce] = ["1700000001", query.get("nonce") ?? ""];
  const MsgSignature = sign(TOKEN, TimeStamp, Nonce, Encrypt);
  return writeXml({ Encrypt, MsgSignature, TimeStamp, Nonce, ...changes } as XmlDocument);
}

test("a reply is seen after one delivery", async () => {
  const outcome = await pushed(answers(reply()));
  expect(outcome.seen).toEqual({ saw: "reply", message: { type: "text", text: "hello" } });
  expect(outcome.tries).toMatchObject([{ number: 1, end: "answered", status: 200 }]);
  expect(outcome.remarks).toEqual([]);
});

test.each(["success", "", "success\n"])("%j shows nothing and ends the push", async (body) => {
  const { seen, tries } = await pushed(answers(body));
  expect([seen, tries.length]).toEqual([{ saw: "nothing" }, 1]);
});

test("a delivery is signed and shaped as recorded", async () => {
  const { url, received } = await serverThat(answers("success"));
  await pusher().push(address(url), hi);
  const { query, body, headers } = received[0] as Received;
  const [timestamp, nonce] = [query.get("timestamp") ?? "", query.get("nonce") ?? ""];
  expect(query.get("signature")).toBe(sign(TOKEN, timestamp, nonce));
  expect(Math.abs(Number(timestamp) * 1_000 - Date.now())).toBeLessThan(2_000);
  expect([query.get("openid"), query.get("encrypt_type"), query.get("msg_signature")]).toEqual([
    MEI,
    null,
    null,
  ]);
  expect(headers).toMatchObject({ "content-type": "text/xml", "user-agent": "Mozilla/4.0" });
  expect(body.startsWith(`<xml><ToUserName><![CDATA[${ACCOUNT}]]></ToUserName>\n`)).toBe(true);
  expect(body).toContain("<CreateTime>1700000000</CreateTime>\n");
});

test.each(["safe", "compatible"] as const)(
  "%s mode encrypts, and reads sealed replies",
  async (mode) => {
    const { url, received } = await serverThat((one, response) =>
      response.end(sealed(one, reply())),
    );
    const { seen } = await pusher().push(address(url, mode), hi);
    expect(seen).toEqual({ saw: "reply", message: { type: "text", text: "hello" } });
    const { query, body } = received[0] as Received;
    const outer = readXml(body);
    const Encrypt = String(outer.Encrypt);
    const parts = [query.get("timestamp") ?? "", query.get("nonce") ?? "", Encrypt] as const;
    expect(query.get("msg_signature")).toBe(sign(TOKEN, ...parts));
    expect(query.get("encrypt_type")).toBe("aes");
    expect(readXml(createEnvelope(KEY, APP_ID).open(Encrypt)).Content).toBe("hi");
    const beside = mode === "safe" ? ["ToUserName", "Encrypt"] : [...Object.keys(hi), "Encrypt"];
    expect(Object.keys(outer)).toEqual(beside);
  },
);

test("what the user typed arrives as typed", async () => {
  const { url, received } = await serverThat(answers("success"));
  await pusher().push(address(url), { ...hi, Content: "a\u0003]]>b" });
  expect(received[0]?.body).toContain("<![CDATA[a\u0003]]>b]]>");
});

test("every try has its own connection and its own stamp, unless asked", async () => {
  const fails = await serverThat(answers("", 500));
  await pusher().push(address(fails.url), hi);
  expect(new Set(fails.received.map(({ port }) => port)).size).toBe(3);
  expect(new Set(fails.received.map(({ query }) => query.get("nonce"))).size).toBe(3);
  expect(new Set(fails.received.map(({ body }) => body)).size).toBe(1);
  const same = await serverThat(answers("", 500));
  await pusher({ sameStamp: true }).push(address(same.url), hi);
  expect(new Set(same.received.map(({ query }) => query.get("nonce"))).size).toBe(1);
});

test("the query's time can be another than the clock's", async () => {
  const { url, received } = await serverThat(answers("success"));
  await pusher({ signedAt: () => 1_234_567_890_123 }).push(address(url), hi);
  expect(received[0]?.query.get("timestamp")).toBe("1234567890");
});

test("silence is cut three times, one after the other", async () => {
  const startedAt = Date.now();
  const { seen, tries } = await pushed(() => {});
  const tookMs = Date.now() - startedAt;
  expect(seen).toMatchObject({ saw: "fault", fault: "late" });
  expect(tries.map(({ number, end }) => [number, end])).toEqual([
    [1, "cut"],
    [2, "cut"],
    [3, "cut"],
  ]);
  expect(tookMs).toBeGreaterThanOrEqual(3 * CUT_MS - 5);
  expect(tookMs).toBeLessThan(3 * CUT_MS + 400);
  for (const { tookMs: one } of tries) expect(one).toBeGreaterThanOrEqual(CUT_MS - 2);
});

test("the server sees the cut", async () => {
  const cut = Promise.withResolvers<void>();
  await pushed((_one, response) => void response.once("close", () => cut.resolve()), {
    options: { tries: 1 },
  });
  await cut.promise;
});

test("the try that is open when the answer comes shows it; a late one shows nothing more", async () => {
  const { url, received } = await serverThat((_one, response, count) => {
    if (count === 1) setTimeout(() => response.end(reply({ Content: "too late" })), CUT_MS + 40);
    if (count === 2) setTimeout(() => response.end(reply({ Content: "in time" })), 60);
  });
  const { seen, tries } = await pusher().push(address(url), hi);
  expect(seen).toMatchObject({ message: { text: "in time" } });
  expect(tries.map(({ end }) => end)).toEqual(["cut", "answered"]);
  await new Promise((resolve) => setTimeout(resolve, CUT_MS * 2));
  expect(received.length).toBe(2);
});

test("headers without a body in time are late too", async () => {
  const { seen } = await pushed((_one, response) => void response.write("<xml>"), {
    options: { tries: 1 },
  });
  expect(seen).toMatchObject({ fault: "late" });
});

test("another number of tries and a pause between them", async () => {
  const startedAt = Date.now();
  const { tries } = await pushed(answers("", 503), { options: { tries: 4, pauseMs: 50 } });
  expect(tries.length).toBe(4);
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(3 * 50 - 5);
});

test("what failed is asked again, and the second answer counts", async () => {
  const { seen, tries } = await pushed((_one, response, count) => {
    response.statusCode = count === 1 ? 503 : 200;
    response.end(count === 1 ? "unavailable" : reply());
  });
  expect(seen.saw).toBe("reply");
  expect(tries.map(({ status }) => status)).toEqual([503, 200]);
});

test.each([
  ["status", answers("Error 500:", 500), 3],
  ["status", answers(reply(), 201), 3],
  ["redirect", answers("", 302), 3],
  ["closed", ((_one, response) => void response.destroy()) as Handle, 3],
  ["not-xml", answers("hello"), 1],
  ["not-xml", answers("Success"), 1],
  ["not-xml", answers('{"MsgType":"text"}'), 1],
  ["malformed", answers("<html><body>oops</html>"), 1],
  ["malformed", answers("<html><body>oops</body></html>"), 1],
  ["malformed", answers(`${reply()}<xml></xml>`), 1],
  ["malformed", answers(reply().replace("hello", "a]]>b\u0001")), 1],
  ["wrong-from", answers(reply({ FromUserName: APP_ID })), 1],
  ["wrong-from", answers(reply({ FromUserName: MEI, ToUserName: ACCOUNT })), 1],
  ["wrong-to", answers(reply({ ToUserName: "oSomebodyElse" })), 1],
  ["bad-create-time", answers(reply({ CreateTime: "[1682391258]" })), 1],
  ["empty-content", answers(reply({ Content: "" })), 1],
  ["too-long", answers(reply({ Content: "汉".repeat(683) })), 1],
  ["unknown-type", answers(reply({ MsgType: "card" })), 1],
  ["unknown-type", answers(reply({ MsgType: "" })), 1],
  ["no-media", answers(reply({ MsgType: "image", Image: { MediaId: "" } })), 1],
  ["no-media", answers(reply({ MsgType: "image", MediaId: "m" })), 1],
  ["no-media", answers(reply({ MsgType: "music", Music: { Title: "t" } })), 1],
  ["bad-news", answers(reply({ MsgType: "news", ArticleCount: 0, Articles: {} })), 1],
  ["bad-news", answers(reply({ MsgType: "news", ArticleCount: 11, Articles: articles(11) })), 1],
] as const)("the fault notice is shown: %s", async (fault, handle, count) => {
  const outcome = await pushed(handle as Handle);
  expect([sawFault(outcome), outcome.tries.length]).toEqual([fault, count]);
});

test("2,048 bytes are taken, 2,049 are not", async () => {
  const of = (bytes: number) => pushed(answers(reply({ Content: "x".repeat(bytes) })));
  expect((await of(2_048)).seen.saw).toBe("reply");
  expect(sawFault(await of(2_049))).toBe("too-long");
});

test("nobody at the address", async () => {
  const outcome = await pusher().push(address("http://127.0.0.1:1/wx"), hi);
  expect([sawFault(outcome), outcome.tries.length]).toEqual(["unreachable", 3]);
});

test.each([
  ["not-encrypted", () => reply()],
  ["bad-signature", (one: Received) => sealed(one, reply(), { MsgSignature: "0".repeat(40) })],
  ["bad-signature", (one: Received) => sealed(one, reply(), { Nonce: "1" })],
  ["malformed", (one: Received) => sealed(one, reply(), { TimeStamp: undefined })],
  ["wrong-from", (one: Received) => sealed(one, reply({ FromUserName: APP_ID }))],
] as const)("the fault notice is shown in safe mode: %s", async (fault, body) => {
  const handle: Handle = (one, response) => void response.end(body(one));
  expect(sawFault(await pushed(handle, { mode: "safe" }))).toBe(fault);
});

test("a reply sealed for another AppID cannot be opened", async () => {
  const handle: Handle = ({ query }, response) => {
    const Encrypt = createEnvelope(KEY, "wxffffffffffffffff").seal(reply());
    const [TimeStamp, Nonce] = ["1700000001", query.get("nonce") ?? ""];
    const MsgSignature = sign(TOKEN, TimeStamp, Nonce, Encrypt);
    response.end(writeXml({ Encrypt, MsgSignature, TimeStamp, Nonce }));
  };
  expect(sawFault(await pushed(handle, { mode: "safe" }))).toBe("bad-encryption");
});

test("`success` needs no envelope, and compatible mode takes a clear reply", async () => {
  expect((await pushed(answers("success"), { mode: "safe" })).seen).toEqual({ saw: "nothing" });
  expect((await pushed(answers(reply()), { mode: "compatible" })).seen.saw).toBe("reply");
});

test("too many articles are dropped, and that is remarked", async () => {
  const news = reply({ MsgType: "news", ArticleCount: 3, Articles: articles(3) });
  const toMessage = await pushed(answers(news));
  expect(toMessage.seen).toMatchObject({ message: { type: "news", articles: [{ title: "t1" }] } });
  expect(toMessage.seen).toHaveProperty("message.articles.length", 1);
  expect(toMessage.remarks).toEqual(["2 articles were dropped: 1 may answer a message"]);
  const toEvent = await pushed(answers(news), { push: event("CLICK", { EventKey: "K" }) });
  expect(toEvent.seen).toHaveProperty("message.articles.length", 3);
  expect(toEvent.remarks).toEqual([]);
});

function articles(count: number): XmlDocument {
  const item = (_: unknown, i: number) => ({
    Title: `t${i + 1}`,
    Description: "d",
    PicUrl: "http://x/p.png",
    Url: "http://x",
  });
  return { item: Array.from({ length: count }, item) };
}

test("milliseconds in CreateTime and blanks in front pass with a remark", async () => {
  const { seen, remarks } = await pushed(answers(`\n${reply({ CreateTime: 1_700_000_000_000 })}`));
  expect(seen.saw).toBe("reply");
  expect(remarks).toEqual(["blanks stand before <xml>", "CreateTime is in milliseconds"]);
});

test("a hand-over shows nothing and says to whom", async () => {
  const { seen } = await pushed(
    answers(reply({ MsgType: "transfer_customer_service", TransInfo: { KfAccount: "a@b" } })),
  );
  expect(seen).toEqual({ saw: "nothing", handover: { to: "agents", kfAccount: "a@b" } });
});

test("nobody sees anything after unsubscribe, not even the notice", async () => {
  const push = event("unsubscribe", { EventKey: "" });
  expect((await pushed(answers(reply()), { push })).seen).toEqual({ saw: "nothing" });
  expect((await pushed(answers("oops"), { push })).seen).toMatchObject({
    saw: "nothing",
    unseen: { fault: "not-xml" },
  });
});

test("a component's notice goes under AppId and wants `success`", async () => {
  const notice: XmlDocument = {
    AppId: APP_ID,
    CreateTime: 1_700_000_000,
    InfoType: "component_verify_ticket",
    ComponentVerifyTicket: "ticket@@@x",
  };
  const { url, received } = await serverThat((_one, response, count) =>
    response.end(count === 1 ? "success" : "ok"),
  );
  expect((await pusher().push(address(url, "safe"), notice)).seen).toEqual({ saw: "nothing" });
  const { body, query } = received[0] as Received;
  const outer: XmlElement = readXml(body);
  expect([Object.keys(outer), outer.AppId]).toEqual([["AppId", "Encrypt"], APP_ID]);
  expect(query.get("openid")).toBeNull();
  expect((await pusher().push(address(url, "safe"), notice)).seen).toMatchObject({
    unseen: { fault: "not-success" },
  });
});

test("an address is verified by its echo alone", async () => {
  const echo = await serverThat(({ query }, response) => response.end(query.get("echostr")));
  expect(await pusher().verify(address(echo.url))).toBeUndefined();
  const quoted = await serverThat(({ query }, response) =>
    response.end(`"${query.get("echostr")}"`),
  );
  expect(await pusher().verify(address(quoted.url))).toContain("echostr");
  const signature = echo.received[0]?.query;
  const parts = [signature?.get("timestamp") ?? "", signature?.get("nonce") ?? ""] as const;
  expect(signature?.get("signature")).toBe(sign(TOKEN, ...parts));
});

test("every delivery is told when it has ended", async () => {
  const { url } = await serverThat(answers("", 500));
  const told: number[] = [];
  const { tries } = await pusher({ tries: 2 }).push(address(url), hi, (one) => {
    told.push(one.number);
  });
  expect([told, tries.length]).toEqual([[1, 2], 2]);
});

test("the same pusher works without a network", async () => {
  const lines: string[] = [];
  const transport = inProcessTransport(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    lines.push(`${request.method} ${new URL(request.url ?? "", "http://x").pathname}`);
    if (lines.length === 1) return request.socket.destroy();
    response.setHeader("Content-Type", "text/xml");
    response.end(reply({ Content: readXml(body).Content as string }));
    return undefined;
  });
  const outcome = await pusher({ transport }).push(address("http://bot.test/wx"), hi);
  expect(outcome.seen).toEqual({ saw: "reply", message: { type: "text", text: "hi" } });
  expect(outcome.tries.map(({ end }) => end)).toEqual(["failed", "answered"]);
  expect(lines).toEqual(["POST /wx", "POST /wx"]);
});

test("without a network the cut reaches the handler as a closed connection", async () => {
  const closed: string[] = [];
  const transport = inProcessTransport((request, response) => {
    request.on("close", () => closed.push("request"));
    response.on("close", () => closed.push("response"));
  });
  const { seen } = await pusher({ transport, tries: 1 }).push(address("http://bot.test/wx"), hi);
  expect(seen).toMatchObject({ fault: "late" });
  expect(closed.sort()).toEqual(["request", "response"]);
});
