/** Everything that leaves the client for logs and error messages goes through here. */

const LONGEST = 300;
/** An openid: `o` and 27 characters; shown by its last four. */
const OPENID = /(?<![A-Za-z0-9_-])o[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/g;
/** A parameter that holds a credential, wherever it stands. */
const CREDENTIAL =
  /\b((?:access_token|appsecret|secret|refresh_token|ticket|code)["']?\s*[=:]\s*["']?)[^&\s"',]+/gi;
const UNPRINTABLE = /[\p{Cc}\u2028\u2029]+/gu;

/** Makes foreign words fit to be shown: one short line without the given secrets, credentials or openids. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let safe = text;
  // Secrets are removed before the text is cut: the cut could leave a part of a secret at the end.
  for (const secret of secrets) if (secret.length > 3) safe = safe.replaceAll(secret, "[secret]");
  safe = safe
    .slice(0, 4 * LONGEST)
    .replace(CREDENTIAL, "$1[secret]")
    .replace(OPENID, (openid) => `…${openid.slice(-4)}`)
    .replace(UNPRINTABLE, " ");
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

/** The code that Node or undici gives an error: a word, never content. */
export function faultCode(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : error instanceof Error ? error.name : "unknown";
}
