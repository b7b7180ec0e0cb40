import { describe, expect, it } from "vitest";
import { sameSignature, sign } from "../../src/protocol/signature.ts";
import { vectors } from "./vectors.ts";

describe("sign", () => {
  const plain = vectors.filter((one) => one.verified.includes("signature"));
  const sealed = vectors.filter((one) => one.verified.includes("msg_signature"));

  it("is tested with every vector that has a signature", () => {
    expect([plain.length, sealed.length]).toEqual([9, 15]);
  });

  it.each(plain)("makes the signature of $id", ({ token, timestamp, nonce, signature }) => {
    expect(sign(String(token), String(timestamp), String(nonce))).toBe(signature);
  });

  it.each(sealed)("makes the message signature of $id", (vector) => {
    const { token, timestamp, nonce, encrypt, msg_signature } = vector;
    const made = sign(String(token), String(timestamp), String(nonce), String(encrypt));
    expect(made).toBe(msg_signature);
  });

  it("sorts by bytes, not by a language's order", () => {
    expect(sign("a", "B", "1")).toBe(sign("1", "B", "a"));
    // "B" before "a": a language's order would put it behind.
    expect(sign("a", "B")).toBe(sign("Ba"));
  });

  it("leaves its arguments alone", () => {
    const parts = ["b", "a"];
    sign(...parts);
    expect(parts).toEqual(["b", "a"]);
  });
});

describe("sameSignature", () => {
  const expected = sign("token", "1", "2");

  it("takes the same", () => {
    expect(sameSignature(expected, expected)).toBe(true);
  });

  it.each([
    "",
    expected.slice(1),
    `${expected}0`,
    expected.toUpperCase(),
    `${expected.slice(0, -1)}g`,
    // The low byte of this character is the one that belongs there.
    `${String.fromCharCode(expected.charCodeAt(0) + 256) + expected.slice(1)}0`,
  ])("refuses %j", (given) => {
    expect(sameSignature(expected, given)).toBe(false);
  });

  it("refuses any one changed character", () => {
    const wrong = [...expected].map(
      (one, i) => expected.slice(0, i) + (one === "0" ? "1" : "0") + expected.slice(i + 1),
    );
    expect(wrong.length).toBe(40);
    expect(wrong.filter((given) => sameSignature(expected, given))).toEqual([]);
  });
});
