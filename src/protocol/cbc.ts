import { createCipheriv, createDecipheriv, type KeyObject } from "node:crypto";

const CIPHER = "aes-256-cbc";
const BLOCK_BYTES = 16;

/**
 * AES-256-CBC without padding, for messages that all have the same key and the same first vector.
 *
 * To make a cipher costs Node more than to run it over a message, so one runs over all of them as if they
 * were one. CBC adds to each block the one before it: to the first of a message it would add the last of the
 * message before, so that is taken out and the vector put in its place. Nothing here awaits, so no message
 * comes between.
 */
export class Cbc {
  readonly #vector: Buffer;
  readonly #cipher;
  readonly #decipher;
  /** The last encrypted block that either has seen. */
  #sealedLast: Buffer;
  #openedLast: Buffer;

  constructor(key: KeyObject, vector: Buffer) {
    this.#vector = vector;
    this.#cipher = createCipheriv(CIPHER, key, vector).setAutoPadding(false);
    this.#decipher = createDecipheriv(CIPHER, key, vector).setAutoPadding(false);
    this.#sealedLast = vector;
    this.#openedLast = vector;
  }

  /** Encrypts whole blocks. Changes `plain`. */
  seal(plain: Buffer): Buffer {
    replaceIn(plain, this.#sealedLast, this.#vector);
    const sealed = this.#cipher.update(plain);
    this.#sealedLast = sealed.subarray(-BLOCK_BYTES);
    return sealed;
  }

  /** Decrypts whole blocks, at least one. */
  open(sealed: Buffer): Buffer {
    const plain = this.#decipher.update(sealed);
    replaceIn(plain, this.#openedLast, this.#vector);
    this.#openedLast = sealed.subarray(-BLOCK_BYTES);
    return plain;
  }
}

/** What is added to the first block of a text is another block. */
function replaceIn(text: Buffer, before: Buffer, now: Buffer): void {
  for (let i = 0; i < BLOCK_BYTES; i++) {
    text[i] = (text[i] as number) ^ (before[i] as number) ^ (now[i] as number);
  }
}
