import { createRequire } from "node:module";
import type * as OpenTelemetry from "@opentelemetry/api";
import type { CallEvent } from "../../client/call.ts";
import { SendError } from "../../errors.ts";
import type { Push } from "../../protocol/push.ts";

/*
 * Spans for a host that has registered a tracer; without one each turn costs a look. Attributes are names
 * and codes: never a text, a secret or an openid.
 */

const NAME = "botbuilder-adapter-wechat";
const require = createRequire(import.meta.url);
/** Where every copy of OpenTelemetry's API, of its first major version, keeps what a host has registered. */
const REGISTERED = Symbol.for("opentelemetry.js.api.1");

/**
 * OpenTelemetry's API, once the host has registered a tracer. Before that nobody pays for its hundred modules. A host
 * may register a tracer at any time.
 */
function registered(): typeof OpenTelemetry | undefined {
  const known = (globalThis as Record<symbol, { trace?: unknown } | undefined>)[REGISTERED];
  return known?.trace === undefined ? undefined : require("@opentelemetry/api");
}

/** What a span tells of a turn. */
interface Traced {
  readonly account: { readonly appId: string };
  readonly lease: { readonly pushKey: string };
  readonly push: Push | undefined;
  readonly timer: unknown;
  readonly attempts: number;
  readonly spoke: number;
}

/** The contexts of the last turns by their keys, for messages that leave after the bot has ended. Empty without a tracer. */
const contexts = new Map<string, OpenTelemetry.Context>();
const MOST_CONTEXTS = 1_000;

function keep(key: string, context: OpenTelemetry.Context): void {
  contexts.delete(key);
  contexts.set(key, context);
  const [oldest] = contexts.keys();
  if (contexts.size > MOST_CONTEXTS && oldest !== undefined) contexts.delete(oldest);
}

/**
 * Carries a recorded message as a child of the turn that said it, although another request, a timer or the sweep may
 * send it. The turn of another process is not known here: its call begins a trace of its own.
 */
export function belowTurn<T>(itemId: string, carry: () => Promise<T>): Promise<T> {
  if (contexts.size === 0) return carry();
  const within = contexts.get(itemId.slice(0, itemId.lastIndexOf("#")));
  const api = registered();
  return api === undefined || within === undefined ? carry() : api.context.with(within, carry);
}

/** Runs the bot inside a span of the turn, so that spans of its own and of API calls stand below it. */
export function inTurnSpan(turn: Traced, run: () => Promise<void>): Promise<void> {
  const api = registered();
  const span = api?.trace.getTracer(NAME).startSpan("wechat.turn");
  return api && span?.isRecording() ? inSpan(api, span, turn, run) : run();
}

async function inSpan(
  { context, SpanStatusCode, trace }: typeof OpenTelemetry,
  span: OpenTelemetry.Span,
  turn: Traced,
  run: () => Promise<void>,
): Promise<void> {
  const { account, push, timer, attempts } = turn;
  const event =
    push?.kind === "event" ? push.event : (push?.type ?? (timer ? "timer" : "proactive"));
  span.setAttributes({
    "wechat.account": account.appId,
    "wechat.push": event,
    "wechat.attempts": attempts,
  });
  try {
    const within = trace.setSpan(context.active(), span);
    keep(turn.lease.pushKey, within);
    await context.with(within, run);
  } catch (error) {
    // A bot's error may hold a follower's words: only its kind and a code of ours are told.
    const code = error instanceof SendError ? error.code : undefined;
    const kind = error instanceof Error ? error.name : typeof error;
    span.setAttribute("error.type", code ?? kind);
    span.setStatus({ code: SpanStatusCode.ERROR, message: code ?? kind });
    throw error;
  } finally {
    span.setAttribute("wechat.messages", turn.spoke);
    span.end();
  }
}

/**
 * A span for a call of WeChat's API that has just ended, below the turn that made it. `error.type` is WeChat's code, or how
 * the call went where there was none.
 */
export function callSpan({ appId, endpoint, outcome, errcode, tries, ms }: CallEvent): void {
  const api = registered();
  if (api === undefined) return;
  const endTime = Date.now();
  const name = `wechat.api ${endpoint}`;
  const span = api.trace.getTracer(NAME).startSpan(name, {
    kind: api.SpanKind.CLIENT,
    startTime: endTime - ms,
  });
  if (!span.isRecording()) return;
  span.setAttributes({
    "wechat.account": appId,
    "wechat.outcome": outcome,
    "wechat.tries": tries,
    ...(errcode !== undefined && { "wechat.errcode": errcode }),
  });
  if (outcome !== "ok") {
    span.setAttribute("error.type", String(errcode ?? outcome));
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: outcome });
  }
  span.end(endTime);
}
