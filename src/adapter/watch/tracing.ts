import { context, type Span, SpanStatusCode, trace } from "@opentelemetry/api";
import type { CallEvent } from "../../client/call.ts";
import { SendError } from "../../errors.ts";
import type { Push } from "../../protocol/push.ts";

/*
 * Spans for a host that has registered a tracer; without one each turn costs a look. Attributes are names
 * and codes: never a text, a secret or an openid.
 */

const NAME = "botbuilder-adapter-wechat";
/** Finds the host's tracer whenever that is registered. */
const tracer = trace.getTracer(NAME);

/** What a span tells of a turn. */
interface Traced {
  readonly account: { readonly appId: string };
  readonly push: Push | undefined;
  readonly timer: unknown;
  readonly attempts: number;
  readonly spoke: number;
}

/** Runs the bot inside a span of the turn, so that spans of its own and of API calls stand below it. */
export function inTurnSpan(turn: Traced, run: () => Promise<void>): Promise<void> {
  const span = tracer.startSpan("wechat.turn");
  return span.isRecording() ? inSpan(span, turn, run) : run();
}

async function inSpan(span: Span, turn: Traced, run: () => Promise<void>): Promise<void> {
  const { account, push, timer, attempts } = turn;
  const event =
    push?.kind === "event" ? push.event : (push?.type ?? (timer ? "timer" : "proactive"));
  span.setAttributes({
    "wechat.account": account.appId,
    "wechat.push": event,
    "wechat.attempts": attempts,
  });
  try {
    await context.with(trace.setSpan(context.active(), span), run);
  } catch (error) {
    // A bot's error may hold a follower's words: only its kind and a code of ours are told.
    const code = error instanceof SendError ? error.code : undefined;
    const kind = error instanceof Error ? error.name : typeof error;
    span.setStatus({ code: SpanStatusCode.ERROR, message: code ?? kind });
    throw error;
  } finally {
    span.setAttribute("wechat.messages", turn.spoke);
    span.end();
  }
}

/** A span for a call of WeChat's API that has just ended. */
export function callSpan({ appId, endpoint, outcome, errcode, tries, ms }: CallEvent): void {
  const endTime = Date.now();
  const span = tracer.startSpan(`wechat.api ${endpoint}`, { startTime: endTime - ms });
  if (!span.isRecording()) return;
  span.setAttributes({
    "wechat.account": appId,
    "wechat.outcome": outcome,
    "wechat.tries": tries,
    ...(errcode !== undefined && { "wechat.errcode": errcode }),
  });
  if (outcome !== "ok") span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
  span.end(endTime);
}
