import { Dispatcher } from "undici";
import { type ClientSettings, createClient } from "../../src/client/client.ts";
// A client reads its table with the first call; a clock that is moved by hand would run ahead of that.
import "../../src/client/endpoints.ts";
import type { Log } from "../../src/log.ts";
import { ManualClock } from "../../src/testing/manualClock.ts";

/** What the other party does with one request. */
export type Move =
  | { readonly status?: number; readonly type?: string; readonly body: string | Buffer }
  /** No connection comes to be: nothing is written. */
  | "unreachable"
  /** Neither a connection nor an error. */
  | "never connects"
  /** The request is written, then the connection breaks. */
  | "cut"
  /** The request is written, and nothing comes back. */
  | "stall";

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly at: number;
}

/** A WeChat that does what the test says, without sockets, so that a manual clock decides everything. */
export class ScriptedWeChat extends Dispatcher {
  readonly seen: Seen[] = [];
  readonly #move: (call: Seen, count: number) => Move;
  readonly #clock: ManualClock;

  constructor(clock: ManualClock, move: (call: Seen, count: number) => Move) {
    super();
    this.#clock = clock;
    this.#move = move;
  }

  /** Requests of one path. */
  of(path: string): readonly Seen[] {
    return this.seen.filter((one) => one.path === path);
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const url = new URL(options.path, "https://x");
    const call: Seen = {
      method: options.method,
      path: url.pathname,
      query: url.searchParams,
      headers: options.headers as Record<string, string>,
      body: String(options.body ?? ""),
      at: this.#clock.now(),
    };
    const move = this.#move(call, this.of(call.path).length + 1);
    this.seen.push(call);
    let aborted = false;
    const controller = {
      get aborted() {
        return aborted;
      },
      get paused() {
        return false;
      },
      get reason() {
        return null;
      },
      abort(reason: Error) {
        if (aborted) return;
        aborted = true;
        handler.onResponseError?.(controller, reason);
      },
      pause() {},
      resume() {},
    } as unknown as Dispatcher.DispatchController;
    queueMicrotask(() => {
      const broken = (code: string) =>
        handler.onResponseError?.(controller, Object.assign(new Error(`no ${url.href}`), { code }));
      if (move === "never connects") return;
      if (move === "unreachable") return broken("ECONNREFUSED");
      handler.onRequestStart?.(controller, {});
      if (aborted || move === "stall") return;
      if (move === "cut") return broken("ECONNRESET");
      const { status = 200, type = "application/json; encoding=utf-8", body } = move;
      handler.onResponseStart?.(controller, status, { "content-type": type });
      const bytes = Buffer.from(body);
      for (let at = 0; at < bytes.length && !aborted; at += 65_536) {
        handler.onResponseData?.(controller, bytes.subarray(at, at + 65_536));
      }
      if (!aborted) handler.onResponseEnd?.(controller, {});
    });
    return true;
  }

  override async close(): Promise<void> {}
  override async destroy(): Promise<void> {}
}

export const OK: Move = { body: '{"errcode":0,"errmsg":"ok"}' };
export const TOKEN_PATH = "/cgi-bin/stable_token";
export const SEND_PATH = "/cgi-bin/message/custom/send";
export const OPENID = "oABCDEFGHIJKLMNOPQRSTUVWXYZ1";
export const SECRET = "5ec4e75ec4e75ec4e75ec4e75ec4e75e";

export function refusal(errcode: number, errmsg = "no rid: 65f0a1b2-0a0b0c0d-01020304"): Move {
  return { body: JSON.stringify({ errcode, errmsg }) };
}

/** A token by its number: the first is `token-1`. */
export function tokenReply(count: number, expiresIn = 7_200): Move {
  return { body: JSON.stringify({ access_token: `token-${count}`, expires_in: expiresIn }) };
}

/** Everything that was logged, as text. */
export function memoryLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const add = (level: string) => (facts: object, message: string) =>
    void lines.push(JSON.stringify({ level, message, ...facts }));
  return { lines, info: add("info"), warn: add("warn"), error: add("error") };
}

/** A client whose other party is scripted; tokens are given unless the script says otherwise. */
export function scriptedClient(
  move: (call: Seen, count: number) => Move | undefined,
  settings: Partial<ClientSettings> = {},
) {
  const clock = new ManualClock();
  const log = memoryLog();
  const weChat = new ScriptedWeChat(
    clock,
    (call, count) => move(call, count) ?? (call.path === TOKEN_PATH ? tokenReply(count) : OK),
  );
  const client = createClient({
    appId: "wx0123456789abcdef",
    secret: SECRET,
    dispatcher: weChat,
    clock,
    log,
    random: () => 0.5,
    ...settings,
  });
  return { clock, log, weChat, client };
}

/** Moves the clock in small steps until the work has settled; gives its value or its error. */
export async function settled<T>(clock: ManualClock, work: Promise<T>): Promise<T | Error> {
  let result: { value: T | Error } | undefined;
  work.then(
    (value) => {
      result = { value };
    },
    (error: Error) => {
      result = { value: error };
    },
  );
  for (let step = 0; step < 10_000; step++) {
    // `advance` lets everything settle before it moves; only what really waits for time moves it.
    await clock.advance(0);
    if (result !== undefined) return result.value;
    const next = clock.nextAt;
    if (next !== undefined) await clock.advance(next - clock.now());
  }
  throw new Error("The work never settled.");
}
