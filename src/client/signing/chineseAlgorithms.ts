import { createPublicKey } from "node:crypto";
import { SettingsError } from "../../errors.ts";
import type { Algorithms, ApiSecurity } from "./apiSecurity.ts";

/**
 * SM4-GCM and SM2 with SM3, by `sm-crypto-v2`. Node has no sm4-gcm, and its SM2 takes no id, which WeChat makes from
 * a key's number.
 */

/** An uncompressed point: 04, and two coordinates. */
const POINT_BYTES = 65;
const TAG_BYTES = 16;
/** These bytes stand in every form of an EC private key: version 1, and an octet string of 32 bytes. */
const PRIVATE_KEY = Buffer.from("0201010420", "hex");

type Library = typeof import("sm-crypto-v2");

export async function sm4(key: Buffer): Promise<Pick<Algorithms, "encrypt" | "decrypt">> {
  const library = await load();
  return {
    encrypt(text, iv, aad) {
      const options = { ...gcm(iv, aad), outputTag: true };
      const { output, tag } = library.sm4.encrypt(
        new Uint8Array(text),
        new Uint8Array(key),
        options,
      );
      return { data: Buffer.from(output), tag: Buffer.from(tag ?? []) };
    },
    decrypt(data, iv, aad, tag) {
      // The library accepts shorter tags, which are easier to guess.
      if (tag.length !== TAG_BYTES) throw new Error("The tag has another length.");
      const options = { ...gcm(iv, aad), tag: new Uint8Array(tag) };
      return Buffer.from(library.sm4.decrypt(new Uint8Array(data), new Uint8Array(key), options));
    },
  };
}

export async function sm2({
  asymmetric,
  platform,
}: Pick<ApiSecurity, "asymmetric" | "platform">): Promise<Pick<Algorithms, "sign" | "verify">> {
  const library = await load();
  const own = privateKeyOf(asymmetric.privateKey);
  const theirs = new Map(platform.map(({ sn, certificate }) => [sn, publicKeyOf(sn, certificate)]));
  const options = (userId: string) => ({ der: true, hash: true, userId });
  return {
    sign(text) {
      const signature = library.sm2.doSignature(new Uint8Array(text), own, options(asymmetric.sn));
      return Buffer.from(signature, "hex");
    },
    verify(text, signature, sn) {
      const key = theirs.get(sn);
      if (key === undefined) return false;
      try {
        const hex = signature.toString("hex");
        return library.sm2.doVerifySignature(new Uint8Array(text), hex, key, options(sn));
      } catch {
        // It is not even the form of a signature.
        return false;
      }
    },
  };
}

function gcm(iv: Buffer, aad: Buffer) {
  return {
    mode: "gcm",
    output: "array",
    padding: "none",
    iv: new Uint8Array(iv),
    associatedData: new Uint8Array(aad),
  } as const;
}

async function load(): Promise<Library> {
  try {
    return await import("sm-crypto-v2");
  } catch {
    throw new SettingsError([
      "apiSecurity with SM4_GCM or SM2withSM3 needs a package: npm install sm-crypto-v2.",
    ]);
  }
}

/** 64 hexadecimal digits, or PEM of either form. */
function privateKeyOf(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text.trim())) return text.trim().toLowerCase();
  const der = Buffer.from(text.replace(/-----[^-]+-----|\s/g, ""), "base64");
  const at = der.indexOf(PRIVATE_KEY);
  const key = der.subarray(at + PRIVATE_KEY.length, at + PRIVATE_KEY.length + 32);
  if (at >= 0 && key.length === 32) return key.toString("hex");
  throw new SettingsError([
    "apiSecurity.asymmetric.privateKey is no SM2 key: give it as PEM or as 64 hexadecimal digits.",
  ]);
}

function publicKeyOf(sn: string, certificate: string): string {
  try {
    const spki = createPublicKey(certificate).export({ type: "spki", format: "der" });
    const point = spki.subarray(-POINT_BYTES);
    if (point[0] === 4 && point.length === POINT_BYTES) return point.toString("hex");
  } catch {
    // The error below says it.
  }
  throw new SettingsError([`The platform's certificate ${sn} has no SM2 key: give it as PEM.`]);
}
