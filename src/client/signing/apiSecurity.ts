/**
 * Signed and encrypted calls (服务端接口签名与加密), for accounts that switched them on in the console. A stolen token alone
 * is then not enough: 40234.
 */
export interface ApiSecurity {
  /** The symmetric key (API 对称密钥), which request and answer are encrypted with. */
  readonly symmetric: {
    /** Its number in the console. */
    readonly sn: string;
    /** Base64: 32 bytes, for `SM4_GCM` 16. */
    readonly key: string;
    /** Default `AES256_GCM`. `SM4_GCM` wants the package `sm-crypto-v2`. */
    readonly algorithm?: "AES256_GCM" | "SM4_GCM";
  };
  /** The key whose public half is in the console (API 非对称密钥): requests are signed with it. */
  readonly asymmetric: {
    /** Its number in the console. */
    readonly sn: string;
    /** PEM; for `SM2withSM3` also 64 hexadecimal digits. */
    readonly privateKey: string;
    /** Default `RSAwithSHA256`. `SM2withSM3` wants the package `sm-crypto-v2`. */
    readonly algorithm?: "RSAwithSHA256" | "SM2withSM3";
  };
  /** WeChat's certificates (开放平台证书), which sign its answers: the present one, and both while they change. */
  readonly platform: readonly {
    /** The certificate's number in the console, which differs from the one inside the certificate. */
    readonly sn: string;
    /** PEM of the certificate, or of its public key. */
    readonly certificate: string;
  }[];
  /** Paths whose calls go unsigned, because WeChat's page of the endpoint does not name encryption. Default: none. */
  readonly except?: readonly string[];
}

/** Encrypts and signs, and the reverse. Every `sign` and `verify` is over UTF-8. */
export interface Algorithms {
  encrypt(text: Buffer, iv: Buffer, aad: Buffer): { readonly data: Buffer; readonly tag: Buffer };
  /** Throws if a single bit was changed. */
  decrypt(data: Buffer, iv: Buffer, aad: Buffer, tag: Buffer): Buffer;
  sign(text: Buffer): Buffer;
  /** `sn`: the number of the certificate. */
  verify(text: Buffer, signature: Buffer, sn: string): boolean;
}

/** What is wrong with the settings: one sentence each. */
export function securityProblems(security: ApiSecurity): string[] {
  const { symmetric, asymmetric, platform } = security;
  const { algorithm: cipher = "AES256_GCM" } = symmetric ?? {};
  const { algorithm: signer = "RSAwithSHA256" } = asymmetric ?? {};
  const bytes = cipher === "SM4_GCM" ? 16 : 32;
  const given = Buffer.from(symmetric?.key ?? "", "base64").length;
  return [
    ...(CIPHERS.includes(cipher)
      ? []
      : [`apiSecurity.symmetric.algorithm is none of ${CIPHERS.join(" and ")}.`]),
    ...(SIGNERS.includes(signer)
      ? []
      : [`apiSecurity.asymmetric.algorithm is none of ${SIGNERS.join(" and ")}.`]),
    ...(given === bytes
      ? []
      : [`apiSecurity.symmetric.key has ${given} bytes; ${cipher} takes ${bytes}, as base64.`]),
    ...(symmetric?.sn
      ? []
      : ["apiSecurity.symmetric.sn is missing: the key's number in the console."]),
    ...(asymmetric?.sn
      ? []
      : ["apiSecurity.asymmetric.sn is missing: the key's number in the console."]),
    ...(asymmetric?.privateKey ? [] : ["apiSecurity.asymmetric.privateKey is missing."]),
    ...(Array.isArray(platform) &&
    platform.length > 0 &&
    platform.every(({ sn, certificate }) => sn && certificate)
      ? []
      : [
          "apiSecurity.platform must have WeChat's certificate with its number; the console gives both.",
        ]),
  ];
}

const CIPHERS: readonly string[] = ["AES256_GCM", "SM4_GCM"];
const SIGNERS: readonly string[] = ["RSAwithSHA256", "SM2withSM3"];
