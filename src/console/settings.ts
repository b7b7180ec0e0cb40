/** Where the operator's page is, and who may open it. */
export interface ConsoleSettings {
  /** 0 takes a free one. */
  readonly port: number;
  /** The address that is listened on. Default: this machine alone. */
  readonly host?: string | undefined;
  /** How browsers reach it, where not by this machine's own names: no other host is answered. */
  readonly url?: string | undefined;
  /** Logs in whoever knows it; 32 characters or more. */
  readonly token?: string | undefined;
  /** The header in which a proxy names a visitor whom it has checked. */
  readonly userHeader?: string | undefined;
  /** The addresses of such proxies. Default: this machine's. */
  readonly proxies?: readonly string[] | undefined;
}

/** The addresses of this machine itself. */
export const THIS_MACHINE: readonly string[] = ["127.0.0.1", "::1"];
const LEAST_TOKEN = 32;

/** What is wrong with the settings: one sentence each, naming the setting and the remedy. */
export function consoleProblems({ token, userHeader, url, host }: ConsoleSettings): string[] {
  const problems: string[] = [];
  if (token === undefined && userHeader === undefined) {
    problems.push("token is missing: make one with `openssl rand -base64 32`.");
  }
  if (token !== undefined && token.length < LEAST_TOKEN) {
    problems.push(`token has ${token.length} characters: it must have ${LEAST_TOKEN} or more.`);
  }
  if (host !== undefined && !THIS_MACHINE.includes(host) && url === undefined) {
    problems.push("url is missing: a page that is open to others must know its own address.");
  }
  return problems;
}
