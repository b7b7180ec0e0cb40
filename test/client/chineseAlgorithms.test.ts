import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sm2, sm4 } from "../../src/client/signing/chineseAlgorithms.ts";
import { SignedCalls } from "../../src/client/signing/signedCalls.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";
import { hasProgram } from "../helpers/programs.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { memoryLog } from "./scripted.ts";

const known = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../fixtures/signed-calls.json"), "utf8"),
);
const hex = (text: string) => Buffer.from(text, "hex");
const { sn, message } = known.sm2;
const signer = (privateKey: string, certificate: string) =>
  sm2({ asymmetric: { sn, privateKey }, platform: [{ sn, certificate }] });

test("SM4-GCM is that of RFC 8998, and a changed bit or a short tag opens nothing", async () => {
  const { key, iv, aad, plaintext, data, tag } = known.sm4;
  const cipher = await sm4(hex(key));
  const sealed = cipher.encrypt(hex(plaintext), hex(iv), hex(aad));
  expect([sealed.data, sealed.tag]).toEqual([hex(data), hex(tag)]);
  const open = (change: { data?: Buffer; aad?: Buffer; tag?: Buffer } = {}) =>
    cipher.decrypt(
      change.data ?? sealed.data,
      hex(iv),
      change.aad ?? hex(aad),
      change.tag ?? sealed.tag,
    );
  expect(open()).toEqual(hex(plaintext));
  const flipped = (bytes: Buffer) =>
    Buffer.from(bytes.map((byte, at) => (at === 0 ? byte ^ 1 : byte)));
  expect(() => open({ data: flipped(sealed.data) })).toThrow();
  expect(() => open({ tag: flipped(sealed.tag) })).toThrow();
  expect(() => open({ aad: flipped(hex(aad)) })).toThrow();
  for (const length of [0, 4, 12, 15]) {
    expect(() => open({ tag: sealed.tag.subarray(0, length) })).toThrow();
  }
});

test("SM2 reads OpenSSL's signatures, from a certificate and from a bare key, under the id that was given", async () => {
  const signature = Buffer.from(known.sm2.signature, "base64");
  const text = Buffer.from(message);
  for (const certificate of [known.sm2.certificate, known.sm2.publicKey]) {
    const { verify } = await signer(known.sm2.privateKey, certificate);
    expect(verify(text, signature, sn)).toBe(true);
    expect(verify(Buffer.from(`${message}.`), signature, sn)).toBe(false);
    expect(verify(text, signature, "another number")).toBe(false);
    expect(verify(text, Buffer.from("not a signature"), sn)).toBe(false);
  }
  const otherId = await sm2({
    asymmetric: { sn, privateKey: known.sm2.privateKey },
    platform: [{ sn: "1234567812345678", certificate: known.sm2.certificate }],
  });
  expect(otherId.verify(text, signature, "1234567812345678")).toBe(false);
});

test("what we sign both forms of the key sign alike, for any text", async () => {
  const certificate = known.sm2.certificate;
  const both = await Promise.all(
    [known.sm2.privateKey, known.sm2.pkcs8].map((key) => signer(key, certificate)),
  );
  await fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(1), (bytes, which) => {
      const text = Buffer.from(bytes);
      const signature = both[which]?.sign(text) ?? Buffer.alloc(0);
      expect(both[1 - which]?.verify(text, signature, sn)).toBe(true);
      expect(both[which]?.verify(Buffer.concat([text, Buffer.from("x")]), signature, sn)).toBe(
        false,
      );
    }),
    { numRuns: 20 },
  );
});

test.runIf(hasProgram("openssl", "version"))("OpenSSL reads what we sign", async () => {
  const folder = tempFolder();
  const at = (name: string) => join(folder, name);
  const { sign } = await signer(known.sm2.privateKey, known.sm2.certificate);
  writeFileSync(at("key.pem"), known.sm2.publicKey);
  writeFileSync(at("text"), message);
  writeFileSync(at("signature"), sign(Buffer.from(message)));
  const verify = [
    "dgst",
    "-sm3",
    "-verify",
    at("key.pem"),
    "-sigopt",
    `distid:${sn}`,
    "-signature",
    at("signature"),
    at("text"),
  ];
  expect(spawnSync("openssl", verify, { encoding: "utf8" }).stdout).toContain("Verified OK");
});

test("a call is sealed and its answer opened with them", async () => {
  const appId = "wx0123456789abcdef";
  const clock = new ManualClock();
  const symmetric = {
    sn: "s",
    key: hex(known.sm4.key).toString("base64"),
    algorithm: "SM4_GCM" as const,
  };
  const asymmetric = { sn, privateKey: known.sm2.privateKey, algorithm: "SM2withSM3" as const };
  const security = {
    symmetric,
    asymmetric,
    platform: [{ sn, certificate: known.sm2.certificate }],
  };
  const calls = new SignedCalls(appId, security, clock, memoryLog());
  const wire = {
    method: "POST",
    url: new URL("https://api.weixin.qq.com/cgi-bin/x?access_token=T"),
    headers: { "content-type": "application/json; charset=utf-8" },
    body: Buffer.from('{"a":"你好"}'),
  } as const;
  const { wire: sealed, open } = await calls.seal(wire);
  // The same key signs both ways here, so that what went out may come back.
  const headers = Object.fromEntries(
    Object.entries(sealed.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const reply = {
    status: 200,
    headers: { ...headers, "wechatmp-serial": sn },
    bytes: sealed.body ?? Buffer.alloc(0),
  };
  expect(JSON.parse(open(reply).bytes.toString())).toEqual({ a: "你好" });
});
