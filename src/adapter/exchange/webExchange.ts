import { type Clock, steadyNow } from "../../clock.ts";
import { BODY_BYTES } from "../../protocol/limits.ts";
import { nextRound } from "../../realTimers.ts";
import { type Exchange, UnreadableBody } from "./exchange.ts";

/** What we read of a web `Request`; hosts that imitate one have at least this. */
export interface WebRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): unknown } | null | undefined;
  readonly bodyUsed: boolean;
  /** Aborted when the other side is gone, where the host tells. */
  readonly signal?: AbortSignal | undefined;
}

/** What a {@link WebExchange} goes by. */
interface WebExchangeParts {
  readonly clock: Clock;
  /** How long the event loop stood still just before; see `openExchange`. */
  readonly stalledMs: number;
  /** How long after its beginning an exchange without an answer is answered 503, in milliseconds. */
  readonly holdMs: number;
}

/** The part of a web stream's reader that is used here. */
interface Reader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/**
 * An exchange whose answer is a `Response`. There is no connection to cut: an exchange that shall get no answer is
 * held until WeChat has left, and whoever is still there then gets a 503.
 */
export class WebExchange implements Exchange {
  readonly method: string;
  readonly url: string;
  readonly startedAt: number;
  /** The answer, once there is one. Never rejects. */
  readonly response: Promise<Response>;
  readonly #request: WebRequest;
  readonly #parts: WebExchangeParts;
  readonly #resolve: (response: Response) => void;
  readonly #onClosed: (() => void)[] = [];
  #answered = false;
  #left = false;
  #cancelHold: (() => void) | undefined;

  constructor(request: WebRequest, parts: WebExchangeParts) {
    const { pathname, search } = new URL(request.url, "http://localhost");
    this.method = request.method;
    this.url = pathname + search;
    this.startedAt = steadyNow(parts.clock) - parts.stalledMs;
    this.#request = request;
    this.#parts = parts;
    const { promise, resolve } = Promise.withResolvers<Response>();
    this.response = promise;
    this.#resolve = resolve;
    request.signal?.addEventListener("abort", this.#leave, { once: true });
  }

  get closed(): boolean {
    return this.#answered || this.#left || this.#request.signal?.aborted === true;
  }

  onClosed(run: () => void): void {
    this.#onClosed.push(run);
  }

  async body(): Promise<string> {
    const { body, bodyUsed, headers } = this.#request;
    const encoding = headers.get("content-encoding");
    if (encoding !== null && encoding.toLowerCase() !== "identity") {
      throw new UnreadableBody(415, "The body is compressed; WeChat never does that.");
    }
    if (bodyUsed) {
      throw new UnreadableBody(
        400,
        "The request's body was read before: give `adapter.fetch` the request first, or a clone.",
      );
    }
    return body ? readAll(body.getReader() as Reader) : "";
  }

  async answer(status: number, body: string, type = "text/plain; charset=utf-8"): Promise<boolean> {
    if (this.closed) return false;
    this.#answered = true;
    const headers = { "Content-Type": type, "X-Content-Type-Options": "nosniff" };
    this.#settle(new Response(body, { status, headers }));
    // The host does not tell when it has written the answer. On Deno the signal is also aborted once the
    // answer is written.
    await nextRound();
    return true;
  }

  abandon(): void {
    if (this.closed) return;
    this.#leave();
    this.end();
  }

  /** The road is done with the exchange: without an answer it is held. */
  end(): void {
    if (this.#answered || this.#cancelHold !== undefined) return;
    const { clock, holdMs } = this.#parts;
    const unavailable = () => this.#settle(new Response("unavailable", { status: 503 }));
    const leftMs = this.startedAt + holdMs - steadyNow(clock);
    if (leftMs <= 0 || this.#request.signal?.aborted === true) unavailable();
    else this.#cancelHold = clock.after(leftMs, unavailable);
  }

  readonly #leave = (): void => {
    this.#left = true;
    for (const run of this.#onClosed) run();
    // A client that is gone reads nothing, but the host's own promise must come to an end.
    if (this.#request.signal?.aborted === true && this.#cancelHold !== undefined) {
      this.#settle(new Response("unavailable", { status: 503 }));
    }
  };

  #settle(response: Response): void {
    this.#cancelHold?.();
    this.#request.signal?.removeEventListener("abort", this.#leave);
    this.#resolve(response);
  }
}

/** Counted, because a declared length may be missing, or lie. */
async function readAll(reader: Reader): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new UnreadableBody(400, "The body was cut off.");
    });
    if (done) return Buffer.concat(chunks).toString("utf8");
    if (value === undefined) continue;
    size += value.length;
    if (size > BODY_BYTES) {
      void reader.cancel().catch(() => {});
      throw new UnreadableBody(413, `The body is larger than ${BODY_BYTES} bytes.`);
    }
    chunks.push(value);
  }
}
