import { generateKeyPairSync, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WeChatApiError } from "../../src/client/apiError.ts";
import { createClient } from "../../src/client/client.ts";
import { writeJson } from "../../src/client/json.ts";
import { openAlgorithms } from "../../src/client/signing/algorithms.ts";
import type { ApiSecurity } from "../../src/client/signing/apiSecurity.ts";
import { SignedCalls, UntrustedAnswer } from "../../src/client/signing/signedCalls.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { FOLLOW, HELLO, MINUTE, openBox } from "../simulator/box.ts";
import { openClient } from "./rig.ts";
import {
  type Move,
  memoryLog,
  type Seen,
  scriptedClient,
  settled,
  TOKEN_PATH,
} from "./scripted.ts";

const known = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../fixtures/signed-calls.json"), "utf8"),
);
const { guide } = known;
const GUIDE: ApiSecurity = {
  symmetric: guide.symmetric,
  asymmetric: guide.asymmetric,
  platform: [guide.platform],
};

/** Keys of an account, and of the WeChat that it calls. */
function drawKeys() {
  const pair = () =>
    generateKeyPairSync("rsa", {
      modulusLength: 2_048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
  const [own, theirs, older] = [pair(), pair(), pair()];
  const symmetric = { sn: "sym-1", key: Buffer.alloc(32, 9).toString("base64") };
  const ours: ApiSecurity = {
    symmetric,
    asymmetric: { sn: "asym-1", privateKey: own.privateKey },
    platform: [{ sn: "cert-2", certificate: theirs.publicKey }],
  };
  return { own, theirs, older, symmetric, ours };
}
const keys = drawKeys();

describe("WeChat's own example", () => {
  const clock = new ManualClock(guide.answer.timestamp * 1_000);
  const reply = {
    status: 200,
    headers: {
      "wechatmp-appid": guide.appId,
      "wechatmp-timestamp": String(guide.answer.timestamp),
      "wechatmp-serial": guide.platform.sn,
      "wechatmp-signature": guide.answer.signature,
      "wechatmp-serial-deprecated": guide.answer.deprecatedSerial,
    },
    bytes: Buffer.from(guide.answer.body),
  };
  const wire = {
    method: "POST",
    url: new URL(`${guide.address}?access_token=T`),
    headers: { "content-type": "application/json; charset=utf-8" },
    body: Buffer.from("{}"),
  } as const;

  test("the request opens, and its signature is the key's", async () => {
    const algorithms = await openAlgorithms(GUIDE);
    const { iv, data, authtag } = JSON.parse(guide.request.body);
    const aad = `${guide.address}|${guide.appId}|${guide.request.timestamp}|${guide.symmetric.sn}`;
    const parts = [data, iv, authtag].map((part) => Buffer.from(part, "base64"));
    const [bytes, vector, tag] = parts as [Buffer, Buffer, Buffer];
    const text = algorithms.decrypt(bytes, vector, Buffer.from(aad), tag).toString();
    expect(text).toBe(guide.request.plaintext);
    const again = algorithms.encrypt(Buffer.from(text), vector, Buffer.from(aad));
    expect([again.data, again.tag]).toEqual([bytes, tag]);
    const { publicKey } = await publicHalf(guide.asymmetric.privateKey);
    const own = await openAlgorithms({
      ...GUIDE,
      platform: [{ sn: "own", certificate: publicKey }],
    });
    const { appId, address, request } = guide;
    const signed = Buffer.from(`${address}\n${appId}\n${request.timestamp}\n${request.body}`);
    expect(own.verify(signed, Buffer.from(request.signature, "base64"), "own")).toBe(true);
    expect(
      own.verify(Buffer.from(`${signed} `), Buffer.from(request.signature, "base64"), "own"),
    ).toBe(false);
  });

  test("the answer is verified and opened", async () => {
    const calls = new SignedCalls(guide.appId, GUIDE, clock, memoryLog());
    const { open } = await calls.seal(wire);
    expect(JSON.parse(open(reply).bytes.toString())).toMatchObject({
      errmsg: "getuserriskrank succ",
      risk_rank: 0,
      unoin_id: 2258658297,
    });
  });

  test("a bit elsewhere, and it counts for nothing", async () => {
    const calls = new SignedCalls(guide.appId, GUIDE, clock, memoryLog());
    const { open } = await calls.seal(wire);
    const changed = (headers: object, body = guide.answer.body) => ({
      ...reply,
      headers: { ...reply.headers, ...headers },
      bytes: Buffer.from(body),
    });
    const signature = Buffer.from(guide.answer.signature, "base64");
    signature[7] = (signature[7] ?? 0) ^ 1;
    const wrong: [object, RegExp, string?][] = [
      [{ "wechatmp-signature": signature.toString("base64") }, /wrongly signed/],
      [{ "wechatmp-signature": "" }, /wrongly signed/],
      [{ "wechatmp-timestamp": String(guide.answer.timestamp + 1) }, /wrongly signed/],
      [{ "wechatmp-timestamp": "soon" }, /another time/],
      [{ "wechatmp-timestamp": String(guide.answer.timestamp - 301) }, /another time/],
      [{ "wechatmp-appid": "wx0000000000000001" }, /another account/],
      [{ "wechatmp-serial": "other" }, /does not have/],
      [{}, /wrongly signed/, guide.answer.body.replace("HExs", "HExt")],
    ];
    for (const [headers, why, body] of wrong)
      expect(() => open(changed(headers, body))).toThrow(why);
  });
});

/** The public half of a private key, by the browser's API. */
async function publicHalf(privateKey: string): Promise<{ publicKey: string }> {
  const { createPublicKey } = await import("node:crypto");
  return {
    publicKey: createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString(),
  };
}

const { subtle } = webcrypto;
const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");

/**
 * WeChat's side once more, written from its page with the browser's cryptography, and sharing nothing with ours: opens a
 * request, and answers it.
 */
async function otherSide() {
  const aes = await subtle.importKey(
    "raw",
    Buffer.from(keys.symmetric.key, "base64"),
    "AES-GCM",
    false,
    ["encrypt", "decrypt"],
  );
  const pss = { name: "RSA-PSS", hash: "SHA-256" };
  const developer = await subtle.importKey("spki", der(keys.own.publicKey), pss, false, ["verify"]);
  const platform = await subtle.importKey("pkcs8", der(keys.theirs.privateKey), pss, false, [
    "sign",
  ]);
  const utf8 = new TextEncoder();
  return {
    async open(call: Seen, appId: string): Promise<string> {
      const address = `https://api.weixin.qq.com${call.path}`;
      const time = call.headers["Wechatmp-TimeStamp"];
      const signed = [address, call.headers["Wechatmp-Appid"], time, call.body].join("\n");
      const signature = Buffer.from(call.headers["Wechatmp-Signature"] ?? "", "base64");
      const isGenuine = await subtle.verify(
        { name: "RSA-PSS", saltLength: 32 },
        developer,
        signature,
        utf8.encode(signed),
      );
      if (!isGenuine) throw new Error("40234");
      const { iv, data, authtag } = JSON.parse(call.body) as Record<string, string>;
      const cipher = {
        name: "AES-GCM",
        iv: Buffer.from(iv ?? "", "base64"),
        additionalData: utf8.encode([address, appId, time, keys.symmetric.sn].join("|")),
        tagLength: 128,
      };
      const bytes = Buffer.concat([data, authtag].map((part = "") => Buffer.from(part, "base64")));
      return Buffer.from(await subtle.decrypt(cipher, aes, bytes)).toString("utf8");
    },
    async answer(path: string, appId: string, seconds: number, fields: string) {
      const address = `https://api.weixin.qq.com${path}`;
      const iv = webcrypto.getRandomValues(new Uint8Array(12));
      const own = `{"_n":"0123456789abcdef","_appid":"${appId}","_timestamp":${seconds},`;
      const additionalData = utf8.encode([address, appId, seconds, keys.symmetric.sn].join("|"));
      const text = utf8.encode(own + fields.slice(1));
      const sealed = Buffer.from(
        await subtle.encrypt({ name: "AES-GCM", iv, additionalData, tagLength: 128 }, aes, text),
      );
      const body = JSON.stringify({
        iv: Buffer.from(iv).toString("base64"),
        data: sealed.subarray(0, -16).toString("base64"),
        authtag: sealed.subarray(-16).toString("base64"),
      });
      const signed = utf8.encode([address, appId, seconds, body].join("\n"));
      const signature = Buffer.from(
        await subtle.sign({ name: "RSA-PSS", saltLength: 32 }, platform, signed),
      );
      return {
        body,
        headers: {
          "Wechatmp-Appid": appId,
          "Wechatmp-TimeStamp": String(seconds),
          "Wechatmp-Serial": "cert-2",
          "Wechatmp-Signature": signature.toString("base64"),
        },
      };
    },
  };
}

test("a thousand generated calls are opened by an independent other side, and its answers by us", async () => {
  const other = await otherSide();
  const appId = "wx0123456789abcdef";
  const clock = new ManualClock();
  const calls = new SignedCalls(appId, keys.ours, clock, memoryLog());
  const name = fc
    .stringMatching(/^[a-z][a-z0-9_]{0,11}$/)
    .filter((one) => !["access_token", "errcode"].includes(one) && !one.startsWith("_"));
  const value = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.integer(),
    fc.boolean(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }),
    fc.array(fc.string(), { maxLength: 3 }),
  );
  const path = fc.stringMatching(/^\/cgi-bin\/[a-z]{1,9}\/[a-z]{1,9}$/);
  const run = fc.asyncProperty(
    fc.dictionary(name, value, { maxKeys: 6 }),
    fc.dictionary(name, fc.string({ unit: "grapheme", maxLength: 20 }), { maxKeys: 3 }),
    path,
    fc.dictionary(name, fc.jsonValue(), { maxKeys: 4 }),
    async (body, query, at, reply) => {
      const url = new URL(`https://api.weixin.qq.com${at}?access_token=T`);
      const inQuery = Object.entries(query).filter(([one]) => !(one in body));
      for (const [one, text] of inQuery) url.searchParams.set(one, text);
      const json = writeJson(body);
      const wire = {
        method: "POST",
        url,
        headers: { "content-type": "application/json; charset=utf-8" },
        body: Buffer.from(json),
      } as const;
      const sealed = await calls.seal(wire);
      expect(sealed.wire.url.search).toBe("?access_token=T");
      const seen = {
        path: at,
        headers: sealed.wire.headers,
        body: String(sealed.wire.body),
      } as unknown as Seen;
      const text = await other.open(seen, appId);
      const { _n, _appid, _timestamp, ...fields } = JSON.parse(text);
      expect([_appid, _timestamp, _n.length >= 16]).toEqual([
        appId,
        Math.floor(clock.now() / 1_000),
        true,
      ]);
      expect(fields).toEqual({ ...Object.fromEntries(inQuery), ...JSON.parse(json) });
      // What no number holds stands there digit by digit.
      if (json !== "{}") expect(text.endsWith(`${json.slice(1)}`)).toBe(true);
      const given = JSON.stringify({ errcode: 0, ...reply });
      const answer = await other.answer(at, appId, _timestamp, given);
      const headers = Object.fromEntries(
        Object.entries(answer.headers).map(([one, text]) => [one.toLowerCase(), text]),
      );
      const opened = sealed.open({ status: 200, headers, bytes: Buffer.from(answer.body) });
      // Nothing of the signature is left in it.
      expect(JSON.parse(opened.bytes.toString())).toEqual(JSON.parse(given));
    },
  );
  await fc.assert(run, { numRuns: 1_000 });
}, 60_000);

test("an answer comes out as it would be unsigned, ids of 64 bits and raw control characters included", async () => {
  const { open, answer } = await oneCall();
  const given = '{"errcode":0,"msg_id":9223372036854775807,"name":"a\u0001b","share":1.50}';
  expect(open(await answer(given)).bytes.toString()).toBe(
    '{"errcode":0,"msg_id":9223372036854775807,"name":"a b","share":1.50}',
  );
});

test("an answer is for one account, one address and five minutes; within them it may be given to a later call", async () => {
  const { open, answer, clock, again } = await oneCall();
  const kept = await answer('{"errcode":0}');
  await expect(again("/cgi-bin/tags/update").then((later) => later.open(kept))).rejects.toThrow(
    /wrongly signed/,
  );
  await clock.advance(5 * MINUTE);
  expect((await again()).open(kept).bytes.toString()).toBe('{"errcode":0}');
  await clock.advance(1_000);
  expect(() => open(kept)).toThrow(/another time/);
});

/** A signed call, and WeChat's answers to it. */
async function oneCall() {
  const other = await otherSide();
  const appId = "wx0123456789abcdef";
  const clock = new ManualClock();
  const calls = new SignedCalls(appId, keys.ours, clock, memoryLog());
  const again = (path = "/cgi-bin/tags/create") =>
    calls.seal({
      method: "POST",
      url: new URL(`https://api.weixin.qq.com${path}?access_token=T`),
      headers: { "content-type": "application/json; charset=utf-8" },
      body: Buffer.from("{}"),
    });
  const { open } = await again();
  const answer = async (text: string) => {
    const seconds = Math.floor(clock.now() / 1_000);
    const { headers, body } = await other.answer("/cgi-bin/tags/create", appId, seconds, text);
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    return { status: 200, headers: Object.fromEntries(lower), bytes: Buffer.from(body) };
  };
  return { open, answer, clock, again };
}

test.each([" no JSON", " ]"])(
  "a signed answer that is no object counts for nothing: %j",
  async (text) => {
    const { open, answer } = await oneCall();
    const reply = await answer(text);
    expect(() => open(reply)).toThrow(UntrustedAnswer);
  },
);

/** A simulated account that has it switched on, and what its own side needs. */
async function openStrict(change: object = {}) {
  const box = await openBox({
    apiSecurity: {
      symmetric: keys.symmetric,
      publicKey: keys.own.publicKey,
      platform: { sn: "cert-2", privateKey: keys.theirs.privateKey },
      ...change,
    },
  });
  return box;
}

test("against the strict simulated WeChat: sends, reads, uploads, raw calls; and 40234 without", async () => {
  await using box = await openStrict();
  await using client = openClient(box, { apiSecurity: keys.ours });
  await using bare = openClient(box);
  const { openid } = box.person(FOLLOW, HELLO);
  const text = { type: "text", content: "你好 😀 & <b>" } as const;
  await client.send(openid, text);
  expect(box.platform.timeline.of("message.shown").at(-1)?.message).toMatchObject({
    text: { content: "你好 😀 & <b>" },
  });
  // Neither on the wire is what was said; both on the timeline, for the tester.
  expect((await client.call("user.info", { openid })).subscribe).toBe(1);
  const { media_id } = (await client.call("media.upload", {
    type: "image",
    media: {
      data: Buffer.from("ffd8ffe000104a464946", "hex"),
      fileName: "a.jpg",
      contentType: "image/jpeg",
    },
  })) as { media_id: string };
  expect(media_id).toMatch(/^.{10,}$/);
  const made = await client.request("POST", "/cgi-bin/tags/create", {
    body: { tag: { name: "常客" } },
  });
  expect(made).toMatchObject({ tag: { name: "常客" } });
  const refusal = await client
    .send(openid, { type: "text", content: "x".repeat(3_000) })
    .catch((error: WeChatApiError) => error);
  expect(refusal).toMatchObject({ errcode: 45002, outcome: "refused", rid: expect.any(String) });
  const unsigned = await bare.send(openid, text).catch((error: WeChatApiError) => error);
  expect(unsigned).toMatchObject({ errcode: 40234, outcome: "refused" });
});

test.each([
  [
    "another symmetric key",
    { symmetric: { sn: "sym-1", key: Buffer.alloc(32, 8).toString("base64") } },
    40235,
  ],
  ["another number of the symmetric key", { symmetric: { ...keys.symmetric, sn: "sym-2" } }, 40235],
  [
    "another private key",
    { asymmetric: { sn: "asym-1", privateKey: keys.older.privateKey } },
    40234,
  ],
])("with %s WeChat refuses, and says so", async (_name, change, errcode) => {
  await using box = await openStrict();
  await using client = openClient(box, { apiSecurity: { ...keys.ours, ...change } });
  await expect(client.call("tag.create", { tag: { name: "n" } })).rejects.toMatchObject({
    outcome: "refused",
    errcode,
  });
});

test("a clock that is wrong is refused; an answer by an unknown certificate counts for nothing", async () => {
  await using box = await openStrict();
  const late = new ManualClock(box.clock.now() - 6 * MINUTE);
  await using slow = openClient(box, { apiSecurity: keys.ours, clock: late });
  await expect(slow.call("tag.create", { tag: { name: "n" } })).rejects.toMatchObject({
    errcode: 40240,
  });
  const platform = [{ sn: "cert-1", certificate: keys.older.publicKey }];
  await using client = openClient(box, { apiSecurity: { ...keys.ours, platform } });
  const error = await client
    .call("tag.create", { tag: { name: "n" } })
    .catch((one: WeChatApiError) => one);
  expect(error).toMatchObject({ code: "api-bad-reply", outcome: "unknown" });
  expect((error as Error).message).toContain("certificate that apiSecurity.platform does not have");
});

test("while certificates change the older one will do, and the log asks for the new one, once", async () => {
  await using box = await openStrict({
    deprecated: { sn: "cert-1", privateKey: keys.older.privateKey },
  });
  const log = memoryLog();
  const platform = [{ sn: "cert-1", certificate: keys.older.publicKey }];
  await using client = openClient(box, { apiSecurity: { ...keys.ours, platform }, log });
  await client.call("tag.create", { tag: { name: "a" } });
  await client.call("tag.create", { tag: { name: "b" } });
  expect(log.lines.filter((line) => line.includes("download the new one"))).toHaveLength(1);
});

test("a success that nobody signed is none, a plain refusal is one, and excepted paths go as they are", async () => {
  const answers: Move[] = [];
  const PATH = "/cgi-bin/tags/create";
  const rig = (except: readonly string[] = []) =>
    scriptedClient(({ path }) => (path === TOKEN_PATH ? undefined : answers.shift()), {
      apiSecurity: { ...keys.ours, except },
    });
  const { client, clock } = rig();
  answers.push({ body: '{"tag":{"id":1}}' }, { body: '{"errcode":45157,"errmsg":"x"}' });
  const call = () => client.call("tag.create", { tag: { name: "n" } });
  expect(await settled(clock, call())).toMatchObject({ code: "api-bad-reply", outcome: "unknown" });
  expect(await settled(clock, call())).toMatchObject({ errcode: 45157, outcome: "refused" });
  const plain = rig([PATH]);
  answers.push({ body: '{"tag":{"id":1}}' });
  await settled(plain.clock, plain.client.call("tag.create", { tag: { name: "n" } }));
  expect(plain.weChat.of(PATH)[0]?.body).toBe('{"tag":{"name":"n"}}');
  expect(plain.weChat.of(PATH)[0]?.headers).not.toHaveProperty("Wechatmp-Signature");
});

test("settings that cannot work are said when the client is made, keys that cannot be read with the first call", async () => {
  const make = (apiSecurity: ApiSecurity) =>
    createClient({ appId: "wx0123456789abcdef", secret: "s", apiSecurity });
  expect(() =>
    make({
      symmetric: { sn: "", key: "AAAA" },
      asymmetric: { sn: "", privateKey: "" },
      platform: [],
    }),
  ).toThrow(/3 bytes.*\n.*symmetric.sn.*\n.*asymmetric.sn.*\n.*privateKey.*\n.*platform/);
  await using box = await openStrict();
  for (const broken of [
    { asymmetric: { sn: "a", privateKey: "no key" } },
    { platform: [{ sn: "c", certificate: "no certificate" }] },
    { asymmetric: { sn: "a", privateKey: "no key", algorithm: "SM2withSM3" as const } },
    { asymmetric: { sn: "a", privateKey: known.sm2.privateKey, algorithm: "SM2withSM3" as const } },
  ]) {
    await using client = openClient(box, { apiSecurity: { ...keys.ours, ...broken } });
    await expect(client.call("tag.create", { tag: { name: "n" } })).rejects.toMatchObject({
      code: "settings",
    });
  }
});
