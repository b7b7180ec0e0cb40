import { readFileSync } from "node:fs";

/** One vector of WeChat's cryptography; `null` where the source does not give a value. */
export interface Vector {
  readonly id: string;
  readonly token: string | null;
  readonly key: string | null;
  readonly appid: string;
  readonly timestamp: string | null;
  readonly nonce: string | null;
  readonly signature: string | null;
  readonly msg_signature: string | null;
  readonly encrypt: string | null;
  readonly random?: string;
  readonly msg?: string;
  readonly msg_len?: number;
  readonly pad?: number;
  /** Which checks hold: `signature`, `msg_signature`, `tail`, `re-encrypt`. */
  readonly verified: readonly string[];
}

const file = new URL("../fixtures/crypto-vectors.json", import.meta.url);

export const vectors = JSON.parse(readFileSync(file, "utf8")) as readonly Vector[];

/** A vector with a ciphertext. */
export interface SealedVector extends Vector {
  readonly key: string;
  readonly encrypt: string;
  readonly random: string;
  readonly msg: string;
  readonly msg_len: number;
  readonly pad: number;
}

export const sealedVectors = vectors.filter((one): one is SealedVector => one.encrypt !== null);
