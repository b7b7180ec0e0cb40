import type { Hello, Item } from "../wire.ts";
import type { KeptView } from "../wireKept.ts";
import type { Orders } from "../wireOrders.ts";
import type { Model } from "./model.ts";

/** Listens to the server as long as the page is open; the browser reconnects by itself. */
export function listen(model: Model): void {
  const source = new EventSource("/api/events");
  source.addEventListener("hello", ({ data }: MessageEvent<string>) => {
    model.hello(JSON.parse(data) as Hello & { items: readonly Item[] });
    model.setConnected(true);
  });
  source.addEventListener("items", ({ data }: MessageEvent<string>) => {
    model.items(JSON.parse(data) as readonly Item[]);
    if (!model.connected) model.setConnected(true);
  });
  source.addEventListener("error", () => {
    model.setConnected(false);
    // After some errors a browser gives up: then from the beginning.
    if (source.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(model), 1_000);
  });
}

/** Codes of the page's own: no server is there, or it failed without a word. */
export const UNREACHABLE = "unreachable";
export const FAILED = "failed";

/** The server did not do it: why, for programs and for people. */
export class Refusal extends Error {
  readonly code: string;
  /** The same sentence in Chinese, where the server has it. */
  readonly zh: string | undefined;

  constructor(code: string, message: string, zh?: string) {
    super(message);
    this.code = code;
    this.zh = zh;
  }
}

/** Asks the server for something. Rejects with {@link Refusal}. */
export async function order<P extends keyof Orders>(
  path: P,
  body: Orders[P],
): Promise<{ readonly [name: string]: unknown }> {
  const answer = await asked(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { readonly [name: string]: unknown };
}

/** What the bot's side keeps of a person. Rejects with {@link Refusal}. */
export async function kept(openid: string): Promise<KeptView> {
  return (await (await asked(`/api/kept/${encodeURIComponent(openid)}`)).json()) as KeptView;
}

/** A file that the server writes. Rejects with {@link Refusal}. */
export async function written(path: string): Promise<Blob> {
  return (await asked(path)).blob();
}

/** An answer that is none of refusal. */
async function asked(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(path, init).catch(() => {
    throw new Refusal(UNREACHABLE, "");
  });
  if (answer.ok) return answer;
  const told = (await answer.json().catch(() => undefined)) as
    | { readonly code: string; readonly message: string; readonly zh?: string }
    | undefined;
  // What is no refusal of ours is a failure, whose cause stands in the terminal.
  throw told === undefined
    ? new Refusal(FAILED, "")
    : new Refusal(told.code, told.message, told.zh);
}

/** Fetches a detail; `undefined` where it is no longer kept. */
export async function detail<T>(path: string): Promise<T | undefined> {
  const response = await fetch(path);
  return response.ok ? ((await response.json()) as T) : undefined;
}
