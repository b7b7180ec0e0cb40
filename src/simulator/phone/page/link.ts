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

/** The server did not do it: why, for programs and for people. */
class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Asks the server for something. Rejects with a sentence for people. */
export async function order<P extends keyof Orders>(
  path: P,
  body: Orders[P],
): Promise<{ readonly [name: string]: unknown }> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { readonly code?: string; readonly message?: string };
  if (!response.ok) throw new Refusal(answer.code ?? "", answer.message ?? response.statusText);
  return answer as { readonly [name: string]: unknown };
}

/** What the bot's side keeps of a person. Rejects with a sentence for people. */
export async function kept(openid: string): Promise<KeptView> {
  const response = await fetch(`/api/kept/${encodeURIComponent(openid)}`);
  const answer = (await response.json()) as KeptView & {
    readonly code?: string;
    readonly message?: string;
  };
  if (!response.ok) throw new Refusal(answer.code ?? "", answer.message ?? response.statusText);
  return answer;
}

/** Fetches a detail; `undefined` where it is no longer kept. */
export async function detail<T>(path: string): Promise<T | undefined> {
  const response = await fetch(path);
  return response.ok ? ((await response.json()) as T) : undefined;
}
