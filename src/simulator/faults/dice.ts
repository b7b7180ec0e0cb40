import { createHash } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/**
 * Randomness as an argument. What is drawn depends on the seed, on how many events have happened and on
 * the draws since the last one, so that a platform that replayed a timeline goes on as the first one did.
 */
export class Dice {
  readonly #seed: string;
  #round = 0;
  #draws = 0;

  constructor(seed: string | number) {
    this.#seed = String(seed);
  }

  /** Something happened; `round` is how many things have happened so far. */
  enter(round: number): void {
    this.#round = round;
    this.#draws = 0;
  }

  bytes(count: number): Buffer {
    const parts: Buffer[] = [];
    for (let have = 0; have < count; have += 32) {
      const key = `${this.#seed}:${this.#round}:${this.#draws++}`;
      parts.push(createHash("sha256").update(key).digest());
    }
    return Buffer.concat(parts).subarray(0, count);
  }

  /** Characters of base64url, as openids, tokens and media ids are made of. */
  letters(count: number): string {
    let text = "";
    for (const byte of this.bytes(count)) text += LETTERS[byte & 63];
    return text;
  }

  /** Lower-case hexadecimal characters. */
  hex(count: number): string {
    return this.bytes(Math.ceil(count / 2))
      .toString("hex")
      .slice(0, count);
  }

  /** A whole number from 0 to `below` - 1; `below` is at most 2^31. */
  number(below: number): number {
    return this.bytes(4).readUInt32BE() % below;
  }

  /** A positive id that needs more than 53 bits, in decimal: whoever reads it as a double loses digits. */
  id64(): string {
    // Odd, because above 2^53 a double holds even numbers only.
    return String((this.bytes(8).readBigUInt64BE() >> 3n) | (1n << 60n) | 1n);
  }
}
