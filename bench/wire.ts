import { createCipheriv, createDecipheriv, createSecretKey, hash, randomBytes } from "node:crypto";
import { ACCOUNT } from "./account.ts";

// WeChat's side of the wire in a few lines of its own, so that the bench does not measure the adapter
// against itself. The bare contender uses it too.

const bytes = Buffer.from(`${ACCOUNT.encodingAESKey}=`, "base64");
const key = createSecretKey(bytes);
const iv = bytes.subarray(0, 16);
const tail = Buffer.from(ACCOUNT.appId);
const HEAD_BYTES = 20;
const BLOCK_BYTES = 32;

export function sign(...parts: readonly string[]): string {
  return hash("sha1", [ACCOUNT.token, ...parts].sort().join(""));
}

export function seal(message: string): string {
  const length = Buffer.byteLength(message);
  const size = HEAD_BYTES + length + tail.length;
  const pad = BLOCK_BYTES - (size % BLOCK_BYTES);
  const plain = Buffer.alloc(size + pad, pad);
  randomBytes(16).copy(plain);
  plain.writeUInt32BE(length, 16);
  plain.write(message, HEAD_BYTES);
  tail.copy(plain, HEAD_BYTES + length);
  const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return cipher.update(plain).toString("base64");
}

export function open(ciphertext: string): string {
  const decipher = createDecipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  const plain = decipher.update(ciphertext, "base64");
  return plain.toString("utf8", HEAD_BYTES, HEAD_BYTES + plain.readUInt32BE(16));
}

/** The text between two marks; empty when one of them is missing. */
export function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = from < 0 ? -1 : text.indexOf(end, from + start.length);
  return to < 0 ? "" : text.slice(from + start.length, to);
}

/** The content of one element of WeChat's XML, which writes strings as CDATA. */
export function cut(xml: string, name: string): string {
  return between(xml, `<${name}><![CDATA[`, `]]></${name}>`);
}
