import { createSecretKey, randomBytes } from "node:crypto";
import { Refused } from "../errors.ts";
import { Cbc } from "./cbc.ts";
import { AES_KEY_CHARACTERS } from "./limits.ts";

/**
 * The encrypted envelope of safe and compatible mode: AES-256-CBC over
 * `16 random bytes ‖ length of the message (4 bytes, big endian) ‖ message ‖ appId`, padded to 32 bytes.
 *
 * Source: guide, push/encryption; every vector in test/fixtures/crypto-vectors.json.
 */
export interface Envelope {
  /** Opens what WeChat sent. Throws {@link Refused} for anything that this key did not seal for this id. */
  open(ciphertext: string): string;
  /** Seals a reply. `random` is 16 bytes, made afresh unless a test brings its own. */
  seal(message: string, random?: Buffer): string;
}

const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
const HEAD_BYTES = RANDOM_BYTES + LENGTH_BYTES;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const KEY = new RegExp(`^[A-Za-z0-9]{${AES_KEY_CHARACTERS}}$`);

/** Whether a string can be an EncodingAESKey. Its last character need not be canonical base64. */
export function isEncodingAESKey(text: string): boolean {
  return KEY.test(text);
}

/**
 * Makes the envelope of one account (or of one component, for the accounts linked through it).
 * `id` is the AppID that WeChat writes behind the message; a message for another id is refused.
 */
export function createEnvelope(encodingAESKey: string, id: string): Envelope {
  const bytes = Buffer.from(`${encodingAESKey}=`, "base64");
  const cbc = new Cbc(createSecretKey(bytes), bytes.subarray(0, 16));
  const tail = Buffer.from(id, "utf8");

  function open(ciphertext: string): string {
    if (ciphertext.length % 4 !== 0 || !BASE64.test(ciphertext)) throw unreadable("not base64");
    const sealed = Buffer.from(ciphertext, "base64");
    if (sealed.length === 0 || sealed.length % BLOCK_BYTES !== 0) throw unreadable("odd length");
    // Padded by 32-byte blocks: Node's own check knows 16 bytes only and fails on half of WeChat's messages.
    const plain = cbc.open(sealed);
    const end = plain.length - paddingOf(plain);
    if (end < HEAD_BYTES) throw unreadable("too short");
    const length = plain.readUInt32BE(RANDOM_BYTES);
    // Exactly, not at least: a moved or dropped block always lands in this field.
    if (HEAD_BYTES + length + tail.length !== end) throw unreadable("wrong length");
    if (!plain.subarray(HEAD_BYTES + length, end).equals(tail)) throw unreadable("wrong AppID");
    return plain.toString("utf8", HEAD_BYTES, HEAD_BYTES + length);
  }

  function seal(message: string, random: Buffer = nextRandom()): string {
    const length = Buffer.byteLength(message);
    const size = HEAD_BYTES + length + tail.length;
    const pad = BLOCK_BYTES - (size % BLOCK_BYTES);
    const plain = Buffer.allocUnsafe(size + pad);
    random.copy(plain);
    plain.writeUInt32BE(length, RANDOM_BYTES);
    plain.write(message, HEAD_BYTES);
    tail.copy(plain, HEAD_BYTES + length);
    plain.fill(pad, size);
    return cbc.seal(plain).toString("base64");
  }

  return { open, seal };
}

// The system is asked for random bytes once for 256 messages: each question costs as much as the cipher.
let randomPool = Buffer.alloc(0);

function nextRandom(): Buffer {
  if (randomPool.length === 0) randomPool = randomBytes(256 * RANDOM_BYTES);
  const random = randomPool.subarray(0, RANDOM_BYTES);
  randomPool = randomPool.subarray(RANDOM_BYTES);
  return random;
}

/** The padding's length, checked without leaving early, so that timing tells nothing about the text. */
function paddingOf(plain: Buffer): number {
  const pad = plain[plain.length - 1] ?? 0;
  let wrong = pad < 1 || pad > BLOCK_BYTES ? 1 : 0;
  for (let i = 1; i <= BLOCK_BYTES; i++) {
    if (i <= pad) wrong |= (plain[plain.length - i] ?? 0) ^ pad;
  }
  if (wrong !== 0) throw unreadable("wrong padding");
  return pad;
}

function unreadable(why: string): Refused {
  return new Refused("envelope", `The encrypted body cannot be opened: ${why}.`);
}
