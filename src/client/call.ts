import type { Dispatcher } from "undici";
import { type Clock, sleepAwake } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { type ApiErrorCode, type Outcome, WeChatApiError } from "./apiError.ts";
import { Breaker } from "./breaker.ts";
import { type Deadline, startDeadline, withinDeadline } from "./deadline.ts";
import type { Credentials, Row } from "./endpoints/row.ts";
import type { CallOptions } from "./endpoints.ts";
import { ExchangeError, exchange, type HttpReply } from "./exchange.ts";
import { type RawRequest, rawCall } from "./rawRequest.ts";
import { redact } from "./redact.ts";
import { textsOf, type WireRequest, wireRequest } from "./request.ts";
import { type SignedCalls, type SignedRequest, UntrustedAnswer } from "./signing/signedCalls.ts";

/** The time for a whole call: token, tries and pauses. */
const CALL_DEADLINE_MS = 5_000;
const REPLY_BYTES = 2 * 1_024 * 1_024;
const FILE_BYTES = 20 * 1_024 * 1_024;
/** How many tries one call has, not counting the repeat after a refused token. */
const TRIES = 4;
/** The first pause before a repeat. It doubles each time; the real pause is drawn between half of it and all of it. */
const PAUSE_MS = 200;
/** A longer first pause, after "must slower, retry next minute". */
const MINUTE_QUOTA_PAUSE_MS = 1_000;
/** The token is not WeChat's newest, is malformed, or is over. Source: outbound.md 1.3 */
const TOKEN_REFUSALS = [40001, 40014, 42001];
const BUSY = -1;
const MINUTE_QUOTA = 45011;

/** Gives tokens, and takes back those that WeChat refused. */
export interface AccessToken {
  /** A token that should be good. Rejects with a {@link WeChatApiError} that was not sent. */
  current(): Promise<string>;
  /** Call it when WeChat refused a token: if possible, the token is not given again. */
  refused(value: string): Promise<void>;
}

interface CallerSettings {
  readonly credentials: Credentials;
  readonly apiBase: URL;
  readonly clock: Clock;
  readonly log: Log;
  readonly dispatcher: () => Promise<Dispatcher>;
  readonly random: () => number;
  readonly observe: ((event: CallEvent) => void) | undefined;
  /** Signs and encrypts, for an account that has it switched on. */
  readonly signedCalls?: SignedCalls | undefined;
}

/** One finished call, for metrics. */
export interface CallEvent {
  readonly appId: string;
  readonly endpoint: string;
  readonly outcome: "ok" | Outcome;
  readonly errcode?: number | undefined;
  readonly tries: number;
  readonly ms: number;
}

/** Makes calls for one account at one host. Without a token only rows with `auth: "none"` work. */
export class Caller {
  readonly #settings: CallerSettings;
  readonly #breaker: Breaker;

  constructor(settings: CallerSettings) {
    this.#settings = settings;
    this.#breaker = new Breaker(settings.clock);
  }

  /** Makes one call. Whatever WeChat does, it only rejects with a {@link WeChatApiError}. */
  async call(
    endpoint: string,
    row: Row<never, unknown>,
    request: object,
    token: AccessToken | undefined,
    options: CallOptions = {},
  ): Promise<unknown> {
    const { credentials, apiBase } = this.#settings;
    const wire = wireRequest(row, request, apiBase, credentials);
    const wanted = row.auth === "none" ? undefined : token;
    return this.#call({ endpoint, row, request, wire, token: wanted }, options);
  }

  /**
   * Makes one call that no row describes. Rejects as {@link call} does, and with a `WeChatError` (`bad-request`) for
   * something that is no request to this host.
   */
  async request(
    endpoint: string,
    method: string,
    path: string,
    request: RawRequest,
    token: AccessToken,
  ): Promise<unknown> {
    const { row, wire, withToken } = await rawCall(method, path, request, this.#settings.apiBase);
    const wanted = withToken ? token : undefined;
    return this.#call({ endpoint, row, request, wire, token: wanted }, request);
  }

  async #call(
    what: Pick<Attempt, "endpoint" | "row" | "request" | "wire" | "token">,
    options: CallOptions,
  ): Promise<unknown> {
    const { clock, credentials, log, observe } = this.#settings;
    const { endpoint, row } = what;
    const startedAt = clock.now();
    const attempt: Attempt = {
      ...what,
      deadline: startDeadline(clock, options.deadlineMs ?? CALL_DEADLINE_MS),
      maxBytes: options.maxBytes ?? (row.answer === "file" ? FILE_BYTES : REPLY_BYTES),
      tries: 0,
      ambiguous: false,
    };
    const tell = (outcome: CallEvent["outcome"], errcode?: number) =>
      observe?.({
        appId: credentials.appId,
        endpoint,
        outcome,
        errcode,
        tries: attempt.tries,
        ms: clock.now() - startedAt,
      });
    try {
      const value = await this.#repeatedly(attempt);
      tell("ok");
      return value;
    } catch (error) {
      if (error instanceof WeChatApiError) {
        const { code, errcode, rid, outcome } = error;
        const facts = { appId: credentials.appId, endpoint, code, errcode, rid, outcome };
        log.warn({ ...facts, tries: attempt.tries }, "a call of WeChat's API failed");
        tell(outcome, errcode);
      }
      throw error;
    }
  }

  async #repeatedly(attempt: Attempt): Promise<unknown> {
    let tokenRepeated = false;
    for (;;) {
      const token = await this.#tokenFor(attempt);
      try {
        return await this.#once(attempt, token);
      } catch (error) {
        if (!(error instanceof WeChatApiError)) throw error;
        if (token !== undefined && TOKEN_REFUSALS.includes(error.errcode ?? 0) && !tokenRepeated) {
          // WeChat refused the call, so the call has done nothing and may be repeated, whatever it does.
          tokenRepeated = true;
          await attempt.token?.refused(token);
          continue;
        }
        const pause = this.#pauseBefore(attempt, error);
        if (pause === undefined || pause >= attempt.deadline.leftMs()) throw error;
        await sleepAwake(this.#settings.clock, pause);
      }
    }
  }

  async #tokenFor({ endpoint, token, deadline }: Attempt): Promise<string | undefined> {
    if (token === undefined) return undefined;
    const late = () =>
      new WeChatApiError({
        code: "api-no-token",
        outcome: "not-sent",
        endpoint,
        detail: "the deadline passed while waiting for one",
      });
    return withinDeadline(token.current(), deadline, late);
  }

  /** Makes one request. `attempt.ambiguous` remembers that an earlier request may have taken effect. */
  async #once(attempt: Attempt, token: string | undefined): Promise<unknown> {
    const { endpoint, row, wire, deadline, maxBytes } = attempt;
    // The deadline was over before the request began. That says nothing about WeChat, so the breaker does not hear of
    // it.
    if (deadline.leftMs() === 0) {
      throw fail(attempt, "api-timeout", "not-sent", { detail: "before it was sent" });
    }
    if (!this.#breaker.admits()) throw fail(attempt, "api-breaker-open", "not-sent");
    attempt.tries += 1;
    const url = new URL(wire.url);
    if (token !== undefined) {
      const name = row.auth === "component" ? "component_access_token" : "access_token";
      url.searchParams.set(name, token);
    }
    const dispatcher = await this.#settings.dispatcher();
    const { signedCalls } = this.#settings;
    const isSigned = token !== undefined && signedCalls?.covers(wire, row.path) === true;
    const signed = isSigned ? await signedCalls?.seal({ ...wire, url }) : undefined;
    let reply: HttpReply;
    try {
      reply = await exchange({ ...wire, url, ...signed?.wire, maxBytes, deadline, dispatcher });
    } catch (error) {
      this.#failed(endpoint);
      throw this.#lost(attempt, error);
    }
    const answer = readTrusted(row, reply, signed);
    const silent = !answer.ok && (answer.kind !== "refused" || answer.errcode === BUSY);
    if (silent) this.#failed(endpoint);
    else this.#breaker.succeeded();
    if (answer.ok) return answer.value;
    throw this.#notGood(attempt, answer, reply.status, token);
  }

  #lost(attempt: Attempt, error: unknown): WeChatApiError {
    if (!(error instanceof ExchangeError)) throw error;
    const { reason, written, fault } = error;
    const code = EXCHANGE_CODES[reason];
    if (written) attempt.ambiguous = true;
    return fail(attempt, code, written ? "unknown" : "not-sent", { detail: fault });
  }

  #notGood(
    attempt: Attempt,
    answer: Exclude<Answer, { ok: true }>,
    status: number,
    token: string | undefined,
  ): WeChatApiError {
    if (answer.kind === "refused") {
      const { errcode, rid } = answer;
      const { secret } = this.#settings.credentials;
      const secrets = [
        ...(token === undefined ? [] : [token]),
        secret,
        ...textsOf(attempt.request),
      ];
      const errmsg = answer.errmsg === undefined ? undefined : redact(answer.errmsg, secrets);
      return fail(attempt, "api-refused", "refused", { errcode, errmsg, rid, status });
    }
    attempt.ambiguous = true;
    const detail = answer.kind === "bad" ? answer.detail : undefined;
    const code = answer.kind === "bad" ? "api-bad-reply" : "api-status";
    return fail(attempt, code, "unknown", { status, detail });
  }

  /** How long to wait before the next try, in milliseconds; undefined where there is no next try. */
  #pauseBefore(attempt: Attempt, error: WeChatApiError): number | undefined {
    if (attempt.tries >= TRIES || error.code === "api-breaker-open") return undefined;
    // Only a mistake of ours, or of a machine in between, makes a bad reply. Asking again does not help.
    if (error.code === "api-bad-reply") return undefined;
    const busy = error.errcode === BUSY || error.errcode === MINUTE_QUOTA;
    if (error.code === "api-refused" && !busy) return undefined;
    if (attempt.ambiguous && !canRepeat(attempt)) return undefined;
    const first = error.errcode === MINUTE_QUOTA ? MINUTE_QUOTA_PAUSE_MS : PAUSE_MS;
    const most = first * 2 ** (attempt.tries - 1);
    return most / 2 + (most / 2) * this.#settings.random();
  }

  #failed(endpoint: string): void {
    if (!this.#breaker.failed()) return;
    const { log, credentials } = this.#settings;
    log.error({ appId: credentials.appId, endpoint }, "WeChat's API does not answer; calls pause");
  }
}

/** One call on its way. */
interface Attempt {
  readonly endpoint: string;
  readonly row: Row<never, unknown>;
  readonly request: object;
  readonly wire: WireRequest;
  readonly token: AccessToken | undefined;
  readonly deadline: Deadline;
  readonly maxBytes: number;
  tries: number;
  ambiguous: boolean;
}

const EXCHANGE_CODES: Readonly<Record<ExchangeError["reason"], ApiErrorCode>> = {
  timeout: "api-timeout",
  unreachable: "api-unreachable",
  cut: "api-cut",
  "too-long": "api-bad-reply",
};

/** Reads an answer. The answer to a signed call counts only if it is really WeChat's. */
function readTrusted(
  row: Row<never, unknown>,
  reply: HttpReply,
  signed: SignedRequest | undefined,
): Answer {
  try {
    return readAnswer(row, signed === undefined ? reply : signed.open(reply));
  } catch (error) {
    if (!(error instanceof UntrustedAnswer)) throw error;
    return { ok: false, kind: "bad", detail: `an answer that is ${error.message}` };
  }
}

function canRepeat({ row, request }: Attempt): boolean {
  const { repeatable = false } = row;
  return typeof repeatable === "function" ? repeatable(request as never) : repeatable;
}

/** The error of a call. If an earlier try may have taken effect, the whole call is ambiguous, whatever came later. */
function fail(
  attempt: Attempt,
  code: ApiErrorCode,
  outcome: Outcome,
  facts: Partial<ConstructorParameters<typeof WeChatApiError>[0]> = {},
): WeChatApiError {
  return new WeChatApiError({
    ...facts,
    code,
    outcome: attempt.ambiguous ? "unknown" : outcome,
    endpoint: attempt.endpoint,
    reads: attempt.row.reads,
  });
}
