import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { SettingsError } from "../../errors.ts";
import type { Algorithms, ApiSecurity } from "./apiSecurity.ts";

const TAG_BYTES = 16;
/**
 * Without this, Node would take the longest salt. The padding must be set too, or Node makes another kind of
 * signature.
 */
const SALT_BYTES = 32;
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING };

type Cipher = Pick<Algorithms, "encrypt" | "decrypt">;
type Signer = Pick<Algorithms, "sign" | "verify">;

/** Reads the keys. Rejects with a {@link SettingsError} for those that cannot be read. */
export async function openAlgorithms(security: ApiSecurity): Promise<Algorithms> {
  const { symmetric, asymmetric } = security;
  const chinese = [symmetric.algorithm, asymmetric.algorithm].some((one) => one?.startsWith("SM"));
  const sm = chinese ? await import("./chineseAlgorithms.ts") : undefined;
  const key = Buffer.from(symmetric.key, "base64");
  const cipher = symmetric.algorithm === "SM4_GCM" ? await sm?.sm4(key) : aes(key);
  const signer = asymmetric.algorithm === "SM2withSM3" ? await sm?.sm2(security) : rsa(security);
  return { ...(cipher as Cipher), ...(signer as Signer) };
}

function aes(key: Buffer): Cipher {
  const options = { authTagLength: TAG_BYTES };
  return {
    encrypt(text, iv, aad) {
      const cipher = createCipheriv("aes-256-gcm", key, iv, options).setAAD(aad);
      const data = Buffer.concat([cipher.update(text), cipher.final()]);
      return { data, tag: cipher.getAuthTag() };
    },
    decrypt(data, iv, aad, tag) {
      // The length is set, because Node otherwise accepts shorter tags, which are easier to guess.
      const decipher = createDecipheriv("aes-256-gcm", key, iv, options).setAAD(aad);
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(data), decipher.final()]);
    },
  };
}

function rsa({ asymmetric, platform }: ApiSecurity): Signer {
  const own = readKey("apiSecurity.asymmetric.privateKey", () =>
    createPrivateKey(asymmetric.privateKey),
  );
  const theirs = new Map(
    platform.map(({ sn, certificate }) => [
      sn,
      readKey(`The platform's certificate ${sn}`, () => createPublicKey(certificate)),
    ]),
  );
  return {
    sign: (text) => sign("sha256", text, { key: own, ...PSS, saltLength: SALT_BYTES }),
    verify(text, signature, sn) {
      const key = theirs.get(sn);
      // WeChat does not say how long the salt of its answers is.
      const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
      return key !== undefined && verify("sha256", text, { key, ...PSS, saltLength }, signature);
    },
  };
}

function readKey(name: string, read: () => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {
    // The key's text is a secret, and OpenSSL's message helps nobody.
  }
  if (key?.asymmetricKeyType === "rsa") return key;
  throw new SettingsError([`${name} is no RSA key: give it as PEM, -----BEGIN …-----.`]);
}
