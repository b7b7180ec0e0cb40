import { SettingsError, WeChatError } from "../../errors.ts";
import type { Happened } from "../../simulator/phone/wireHappened.ts";
import type { Orders } from "../../simulator/phone/wireOrders.ts";

/** The page's server waits for its bot, and for time that is moved; so long it is waited for. */
const PATIENCE_MS = 55_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The address of a page on this machine, as `npm start` prints it. Throws `SettingsError` for any other. */
export function readPhoneAddress(said: string): string {
  const url = URL.parse(said);
  if (url?.protocol === "http:" && LOOPBACK.has(url.hostname)) return url.origin;
  throw new SettingsError([
    `--phone ${said} is no page on this machine: give the address that npm start prints, for example http://127.0.0.1:3979.`,
  ]);
}

/**
 * The server of an open page, asked as the page itself asks it: by its own name, with its origin, in JSON. Everything
 * rejects with `WeChatError`: of code `no-phone` where no page is there, else with the page's own code.
 */
export class PhoneLink {
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  /** What happened behind this event and this line of the log. */
  async happened(after: number, line: number): Promise<Happened> {
    const answer = await this.#ask(`/api/happened?after=${after}&line=${line}`);
    const told = (await answer.json().catch(() => undefined)) as Happened | undefined;
    if (typeof told?.run === "string" && Array.isArray(told.events)) return told;
    throw this.#isNone();
  }

  /** Resolves when nothing is on its way: to whether that was so in time. */
  async rest(): Promise<boolean> {
    const answer = await this.#ask("/api/rest");
    return ((await answer.json()) as { readonly rest: boolean }).rest;
  }

  async text(path: string): Promise<string> {
    return (await this.#ask(path)).text();
  }

  async order<P extends keyof Orders>(
    path: P,
    body: Orders[P],
  ): Promise<{ readonly openid?: string }> {
    const answer = await this.#ask(path, {
      method: "POST",
      headers: { origin: this.#address, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { readonly openid?: string };
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const asked = { ...init, signal, redirect: "error" } as const;
    const answer = await fetch(this.#address + path, asked).catch((cause: unknown) => {
      throw this.#isNone(cause);
    });
    if (answer.ok) return answer;
    const { code, message } = await refusalIn(answer);
    // Another server on this port knows nothing of what a page is asked.
    if (code === undefined || code === "not-found") throw this.#isNone();
    throw new WeChatError(code, message);
  }

  #isNone(cause?: unknown): WeChatError {
    const message = `No phone's page answers at ${this.#address}: run npm start, and give the address that it prints.`;
    return new WeChatError("no-phone", message, { cause });
  }
}

/** Why a page refused something; without a code where it is no page's answer. */
async function refusalIn(answer: Response): Promise<{ code?: string; message: string }> {
  try {
    const { code, message } = (await answer.json()) as { code?: unknown; message?: unknown };
    if (typeof code === "string" && typeof message === "string") return { code, message };
  } catch {}
  return { message: "" };
}
