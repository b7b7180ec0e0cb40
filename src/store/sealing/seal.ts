import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { SettingsError, StoreUnavailable } from "../../errors.ts";

/** The place of a text: whose it is, and which of his texts. A text that was moved elsewhere does not open. */
export interface Place {
  readonly owner: string;
  /** Its kind and its name: `state KEY`, `message ID`, `record` … */
  readonly as: string;
}

/** Seals texts with AES-256-GCM, each for its place. */
export interface Seal {
  seal(text: string, place: Place): string;
  /**
   * Opens a text. A text that was never sealed comes back as it is, unless such texts are refused. Throws
   * `StoreUnavailable` for a text that is refused, or was changed or moved; {@link KeyGone} for one whose key is not
   * known here.
   */
  open(stored: string, place: Place): string;
  /** The text, or undefined where it does not open. */
  tryOpen(stored: string, place: Place): string | undefined;
  /**
   * Which key sealed the text: the one that seals now, in today's form; a former one; none that is known here; or
   * none at all.
   */
  standing(stored: string): "present" | "former" | "gone" | "plain";
  /** Whether what was never sealed, or sealed by a version that did not name the place, is refused. */
  readonly strict: boolean;
}

/** A stored text that was sealed with a key which is not known here. */
export class KeyGone extends StoreUnavailable {
  readonly place: Place;

  constructor(place: Place) {
    super(UNKNOWN);
    this.place = place;
  }
}

/** What becomes of texts that were never sealed, or sealed before the place went into the seal. */
export type Unsealed = "take" | "refuse";

/** Begins every sealed text; the id of its key follows. */
const PREFIX = "wxs2:";
/** Begins a text of a version before 0.2, which was sealed for an owner, not for a place. */
const OWNER_PREFIX = "wxs1:";
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
export function readSeal(keys: string, unsealed: Unsealed = "take"): Seal {
  const problem = sealProblem(keys);
  if (problem !== undefined) throw new SettingsError([`The store's key ${problem}.`]);
  const strict = unsealed === "refuse";
  const read = parts(keys).map(readKey);
  const byId = new Map(read.map((key) => [key.id, key]));
  const first = read[0] as Key;
  function tryOpen(stored: string, place: Place): string | undefined {
    const prefix = stored.slice(0, PREFIX.length);
    if (strict && prefix !== PREFIX) return undefined;
    if (!isSealed(stored)) return stored;
    const key = byId.get(idOf(stored));
    const content = stored.slice(stored.lastIndexOf(":") + 1);
    const bound = prefix === PREFIX ? boundTo(place) : place.owner;
    return key && decrypt(key, Buffer.from(content, "base64"), bound);
  }
  return {
    strict,
    standing(stored) {
      if (!isSealed(stored)) return "plain";
      const id = idOf(stored);
      if (!byId.has(id)) return "gone";
      return id === first.id && stored.startsWith(PREFIX) ? "present" : "former";
    },
    seal: (text, place) => `${PREFIX}${first.id}:${encrypt(first, text, boundTo(place))}`,
    tryOpen,
    open(stored, place) {
      const text = tryOpen(stored, place);
      if (text !== undefined) return text;
      const isOurs = stored.startsWith(PREFIX) || (!strict && isSealed(stored));
      if (isOurs && !byId.has(idOf(stored))) throw new KeyGone(place);
      throw new StoreUnavailable(stored.startsWith(PREFIX) || !strict ? CHANGED : NOT_SEALED);
    },
  };
}

/** Whether a text bears a seal, of this version or an older one. */
export function isSealed(stored: string): boolean {
  return stored.startsWith(PREFIX) || stored.startsWith(OWNER_PREFIX);
}

/** The id of the key that sealed a text. */
function idOf(stored: string): string {
  return stored.slice(PREFIX.length, stored.indexOf(":", PREFIX.length));
}

const UNKNOWN =
  "What is stored was sealed with another key: put it behind the present one in WECHAT_STORE_KEY.";
const CHANGED = "What is stored was changed, or moved, since it was sealed: it is not taken.";
const NOT_SEALED =
  "What is stored is not sealed as it must be with WECHAT_STORE_UNSEALED=refuse: somebody wrote it without the key, or it is " +
  "older than the setting; WECHAT_STORE_UNSEALED=take takes it.";

/** Joins the parts of a place so that no two places give the same text. */
function boundTo({ owner, as }: Place): string {
  return JSON.stringify([owner, as]);
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
  // The id tells keys apart and reveals nothing of a key.
  const id = createHash("sha256").update("wechat store key").update(bytes).digest("base64url");
  return { bytes, id: id.slice(0, 6) };
}

function encrypt({ bytes }: Key, text: string, bound: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", bytes, iv).setAAD(Buffer.from(bound));
  const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), content]).toString("base64");
}

function decrypt({ bytes }: Key, sealed: Buffer, bound: string): string | undefined {
  if (sealed.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", bytes, sealed.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(bound))
    .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const content = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([content, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
