import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { SettingsError, StoreUnavailable } from "../errors.ts";

/** Seals texts with AES-256-GCM, each for its owner: moved to another one, it does not open. */
export interface Seal {
  seal(text: string, owner: string): string;
  /** The text; what was never sealed comes back as it is. Throws `StoreUnavailable` without the right key. */
  open(sealed: string, owner: string): string;
  /** The text, or undefined where no key opens it. */
  tryOpen(sealed: string, owner: string): string | undefined;
}

/** Begins every sealed text; the id of its key follows. */
const PREFIX = "wxs1:";
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const REMEDY = "write 32 random bytes in base64 (openssl rand -base64 32)";

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Reads keys, separated by commas: the first one seals, all of them open. Throws `SettingsError` for what
 * is no key, without repeating it.
 */
export function readSeal(keys: string): Seal {
  const problem = sealProblem(keys);
  if (problem !== undefined) throw new SettingsError([`The store's key ${problem}.`]);
  const read = parts(keys).map(readKey);
  const byId = new Map(read.map((key) => [key.id, key]));
  const first = read[0] as Key;
  function tryOpen(sealed: string, owner: string): string | undefined {
    if (!sealed.startsWith(PREFIX)) return sealed;
    const [id = "", content = ""] = sealed.slice(PREFIX.length).split(":", 2);
    const key = byId.get(id);
    return key && decrypt(key, Buffer.from(content, "base64"), owner);
  }
  return {
    seal: (text, owner) => `${PREFIX}${first.id}:${encrypt(first, text, owner)}`,
    tryOpen,
    open(sealed, owner) {
      const text = tryOpen(sealed, owner);
      if (text !== undefined) return text;
      throw new StoreUnavailable(
        "What is stored was sealed with another key, or changed: put its key behind the present one in WECHAT_STORE_KEY.",
      );
    },
  };
}

/** What is wrong with keys, as the end of a sentence that begins with their setting. */
export function sealProblem(keys: string): string | undefined {
  const wrong = parts(keys).some((text) => bytesOf(text).length !== KEY_BYTES);
  return wrong || parts(keys).length === 0 ? `is not a key: ${REMEDY}` : undefined;
}

function parts(keys: string): string[] {
  return keys.split(",").map((text) => text.trim());
}

function bytesOf(text: string): Buffer {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, "hex");
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, "base64") : Buffer.alloc(0);
}

function readKey(text: string): Key {
  const bytes = bytesOf(text);
  // Says which key it was, and nothing about it.
  const id = createHash("sha256").update("wechat store key").update(bytes).digest("base64url");
  return { bytes, id: id.slice(0, 6) };
}

function encrypt({ bytes }: Key, text: string, owner: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(Buffer.from(owner));
  const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), content]).toString("base64");
}

function decrypt({ bytes }: Key, sealed: Buffer, owner: string): string | undefined {
  if (sealed.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", bytes, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(owner))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const content = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([content, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
