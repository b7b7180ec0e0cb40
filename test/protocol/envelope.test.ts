import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refused } from "../../src/errors.ts";
import { createEnvelope, isEncodingAESKey } from "../../src/protocol/envelope.ts";
import { sealedVectors, vectors } from "./vectors.ts";

const KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const ID = "wxb11529c136998cb6";
const envelope = createEnvelope(KEY, ID);

/** Seals any block at all, as nobody but the owner of the key could: for what `seal` never makes. */
function sealRaw(plain: Buffer): string {
  const key = Buffer.from(`${KEY}=`, "base64");
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString("base64");
}

function block(message: string, id = ID, length = Buffer.byteLength(message)): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return Buffer.concat([Buffer.alloc(16, "r"), size, Buffer.from(message), Buffer.from(id)]);
}

function pad(plain: Buffer): Buffer {
  const size = 32 - (plain.length % 32);
  return Buffer.concat([plain, Buffer.alloc(size, size)]);
}

function refuses(ciphertext: string): void {
  expect(() => envelope.open(ciphertext)).toThrow(Refused);
  expect(() => envelope.open(ciphertext)).toThrow(expect.objectContaining({ reason: "envelope" }));
}

describe("vectors", () => {
  it("are all there", () => {
    expect([vectors.length, sealedVectors.length]).toEqual([21, 19]);
    expect(sealedVectors.every((one) => one.verified.includes("tail"))).toBe(true);
    expect(sealedVectors.every((one) => one.verified.includes("re-encrypt"))).toBe(true);
  });

  it.each(sealedVectors)("opens $id", ({ key, appid, encrypt, msg, msg_len }) => {
    expect(createEnvelope(key, appid).open(encrypt)).toBe(msg);
    expect(Buffer.byteLength(msg)).toBe(msg_len);
  });

  // To the bit, the random prefix included: a wrong IV would spoil only these 16 bytes.
  it.each(sealedVectors)("seals $id to the bit", ({ key, appid, encrypt, msg, random }) => {
    expect(random.length).toBe(16);
    expect(createEnvelope(key, appid).seal(msg, Buffer.from(random))).toBe(encrypt);
  });

  it.each(sealedVectors)("refuses $id for another id or with another key", (vector) => {
    const { key, appid, encrypt } = vector;
    const otherKey = (key.startsWith("A") ? "B" : "A") + key.slice(1);
    expect(() => createEnvelope(key, `${appid}x`).open(encrypt)).toThrow(Refused);
    expect(() => createEnvelope(key, appid.slice(1)).open(encrypt)).toThrow(Refused);
    expect(() => createEnvelope(key, appid.slice(0, -1)).open(encrypt)).toThrow(Refused);
    expect(() => createEnvelope(otherKey, appid).open(encrypt)).toThrow(Refused);
  });
});

describe("seal and open", () => {
  it("are each other's reverse for every length of padding", () => {
    const pads = new Set<number>();
    for (let length = 0; length < 64; length++) {
      const message = "x".repeat(length);
      expect(envelope.open(envelope.seal(message))).toBe(message);
      pads.add(32 - ((20 + length + ID.length) % 32));
    }
    expect(pads.size).toBe(32);
  });

  it("are each other's reverse for every text", () => {
    let runs = 0;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(envelope.open(envelope.seal(text))).toBe(text);
        runs++;
      }),
    );
    expect(runs).toBeGreaterThanOrEqual(100);
  });

  it("use new random bytes each time", () => {
    expect(envelope.seal("x")).not.toBe(envelope.seal("x"));
  });
});

describe("open refuses", () => {
  it("what is not base64, or not whole blocks", () => {
    const sealed = envelope.seal("x");
    const odd = [
      "",
      "a",
      "====",
      "汉字汉字",
      `${sealed} `,
      ` ${sealed}`,
      `${sealed.slice(0, -4)}-_==`,
    ];
    for (const one of odd) refuses(one);
    refuses(`${sealed}\n`);
    refuses(Buffer.alloc(16).toString("base64"));
    refuses(Buffer.alloc(33).toString("base64"));
    refuses(Buffer.alloc(32).toString("base64"));
  });

  it("another tail, and a length that does not fit", () => {
    expect(envelope.open(sealRaw(pad(block("hello"))))).toBe("hello");
    refuses(sealRaw(pad(block("hello", "wxb11529c136998cb7"))));
    refuses(sealRaw(pad(block("hello", ""))));
    for (const length of [0, 4, 6, 23, 24, 0x7fffffff, 0xffffffff]) {
      refuses(sealRaw(pad(block("hello", ID, length))));
    }
    // The true tail, but something between message and tail.
    refuses(sealRaw(pad(block("hello", `x${ID}`))));
    refuses(sealRaw(pad(Buffer.alloc(19))));
  });

  it("every wrong padding, for all 32 lengths", () => {
    let wrong = 0;
    for (let size = 1; size <= 32; size++) {
      // A message of the length that needs exactly this padding.
      const message = "x".repeat((64 - size - 20 - ID.length + 64) % 32);
      const good = pad(block(message));
      expect(good.at(-1)).toBe(size);
      expect(envelope.open(sealRaw(good))).toBe(message);
      for (let i = 1; i <= size; i++) {
        const bad = Buffer.from(good);
        bad[bad.length - i] = (bad[bad.length - i] ?? 0) ^ 0x40;
        refuses(sealRaw(bad));
        wrong++;
      }
      for (const last of [0, 33, 255]) {
        const bad = Buffer.from(good);
        bad[bad.length - 1] = last;
        refuses(sealRaw(bad));
        wrong++;
      }
    }
    expect(wrong).toBe((32 * 33) / 2 + 32 * 3);
  });

  it("every moved character of a real push", () => {
    const vector = sealedVectors.find((one) => one.id === "easywechat-encryptor");
    const encrypt = vector?.encrypt ?? "";
    const opener = createEnvelope(vector?.key ?? "", vector?.appid ?? "");
    let refused = 0;
    // The first block holds the random prefix, which nothing checks: the signature covers it.
    for (let i = 44; i + 1 < encrypt.length; i++) {
      if (encrypt[i] === encrypt[i + 1]) continue;
      const moved =
        encrypt.slice(0, i) + encrypt.charAt(i + 1) + encrypt.charAt(i) + encrypt.slice(i + 2);
      try {
        expect(opener.open(moved)).not.toBe(vector?.msg);
      } catch (error) {
        expect(error).toBeInstanceOf(Refused);
        refused++;
      }
    }
    // A change inside the message is for the signature to see; the tail and the padding are ours.
    expect(refused).toBeGreaterThan(60);
  });

  it("every truncation of every vector", () => {
    let cut = 0;
    for (const { key, appid, encrypt } of sealedVectors) {
      const opener = createEnvelope(key, appid);
      for (let length = 0; length < encrypt.length; length++) {
        expect(() => opener.open(encrypt.slice(0, length))).toThrow(Refused);
        cut++;
      }
    }
    expect(cut).toBeGreaterThan(5_000);
  });

  it("every moved or dropped block", () => {
    const sealed = Buffer.from(envelope.seal("x".repeat(200)), "base64");
    const blocks = Array.from({ length: sealed.length / 16 }, (_, i) =>
      sealed.subarray(i * 16, i * 16 + 16),
    );
    expect(blocks.length).toBe(16);
    for (let i = 0; i + 1 < blocks.length; i++) {
      const dropped = blocks.toSpliced(i, 2);
      refuses(Buffer.concat(dropped).toString("base64"));
    }
  });
});

describe("isEncodingAESKey", () => {
  it("takes every key of the vectors, though most are no canonical base64", () => {
    expect(sealedVectors.filter((one) => isEncodingAESKey(one.key)).length).toBe(19);
    const canonical = (key: string) =>
      Buffer.from(`${key}=`, "base64").toString("base64") === `${key}=`;
    expect(sealedVectors.filter((one) => !canonical(one.key)).length).toBeGreaterThan(5);
  });

  it.each([
    "",
    KEY.slice(1),
    `${KEY}=`,
    `${KEY}H`,
    ` ${KEY.slice(1)}`,
    `+${KEY.slice(1)}`,
    `${KEY}\n`,
  ])("refuses %j", (key) => {
    expect(isEncodingAESKey(key)).toBe(false);
  });
});
