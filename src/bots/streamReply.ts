import type { Activity } from "botbuilder";
import { type Clock, systemClock } from "../clock.ts";
import { SendError, TurnAborted } from "../errors.ts";
import { type HasTurnState, signalOf } from "../store/turnScope.ts";

/** The part of a turn's context that a stream needs; either SDK's will do. */
export interface StreamContext extends Partial<HasTurnState> {
  sendActivity(activity: Partial<Activity>): Promise<{ id?: string } | undefined>;
}

export interface StreamOptions {
  /** The channel hears of new text so often, in milliseconds. Default 500. */
  readonly updateMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * A piece of an answer: text, or a part as the libraries of models give them. Of parts, those of text are said;
 * reasoning, calls of tools and the like are not, nor is what is not there.
 */
export type StreamPiece = string | null | undefined | { readonly type: string };

/** Where the pieces of an answer come from: give the signal to the model, so that it stops when nobody reads on. */
export type StreamSource =
  | AsyncIterable<StreamPiece>
  | Iterable<StreamPiece>
  | ((signal: AbortSignal) => AsyncIterable<StreamPiece> | Iterable<StreamPiece>);

/**
 * Sends an answer that comes in pieces, a language model's for example, as Bot Framework streams it. WeChat
 * cannot change what it has shown, so its adapter gathers the pieces and shows them in as few messages as the
 * follower's grants allow; a channel that can stream shows them as they come. Resolves to the whole text; where the
 * follower stops it, to what had come by then, and no further piece is asked for. Rejects with what the source threw,
 * after what was gathered is said, with a `SendError` of code `stream-piece` for a piece that is no text, and with a
 * `TurnAborted` where the turn ended in another way.
 *
 * A source that is a function gets a signal, aborted when the stream is left in any way.
 */
export async function streamReply(
  context: StreamContext,
  source: StreamSource,
  { updateMs = 500, clock = systemClock }: StreamOptions = {},
): Promise<string> {
  let text = "";
  let streamId: string | undefined;
  let sequence = 0;
  let toldAt = Number.NEGATIVE_INFINITY;
  const part = (type: "typing" | "message", streamType: "streaming" | "final") => ({
    type,
    text,
    entities: [
      {
        type: "streaminfo",
        streamType,
        ...(streamType === "streaming" && { streamSequence: ++sequence }),
        ...(streamId !== undefined && { streamId }),
      },
    ],
  });
  const turn = context.turnState === undefined ? undefined : signalOf(context as HasTurnState);
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const piece of untilAborted(source, turn)) {
      text += textOf(piece);
      if (text.trim() === "" || clock.now() - toldAt < updateMs) continue;
      toldAt = clock.now();
      const told = await context.sendActivity(part("typing", "streaming"));
      streamId ??= told?.id;
    }
  } catch (error) {
    failure = { error };
  }
  // The model may say of its own accord that it was aborted.
  if (turn?.aborted === true) {
    if (wasStopped(turn)) return text;
    throw turn.reason;
  }
  if (text.trim() !== "") await context.sendActivity(part("message", "final"));
  if (failure !== undefined) throw failure.error;
  return text;
}

function wasStopped({ reason }: AbortSignal): boolean {
  const code = reason instanceof TurnAborted ? reason.code : undefined;
  return code === "turn-stopped" || code === "stream-stopped";
}

/**
 * The pieces of a source, until the turn is aborted: then none is waited for. However it is left, the source's own
 * signal is aborted: some libraries leave the call of the model open behind a loop that was left, or read it to its end.
 */
async function* untilAborted(
  source: StreamSource,
  turn: AbortSignal | undefined,
): AsyncGenerator<StreamPiece> {
  const left = new AbortController();
  const { promise: aborted, resolve: abort } = Promise.withResolvers<"aborted">();
  const onAbort = () => {
    left.abort(turn?.reason);
    abort("aborted");
  };
  if (turn?.aborted === true) onAbort();
  else turn?.addEventListener("abort", onAbort, { once: true });
  const pieces = typeof source === "function" ? source(left.signal) : source;
  const iterator = iteratorOf(pieces);
  let ended = false;
  try {
    for (;;) {
      if (left.signal.aborted) return;
      const next = await Promise.race([iterator.next(), aborted]);
      if (next === "aborted") return;
      ended = next.done === true;
      if (next.done === true) return;
      yield next.value;
    }
  } catch (error) {
    ended = true;
    throw error;
  } finally {
    turn?.removeEventListener("abort", onAbort);
    left.abort();
    // Not awaited: one that waits for its model returns only after that.
    if (!ended) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function iteratorOf(
  pieces: AsyncIterable<StreamPiece> | Iterable<StreamPiece>,
): AsyncIterator<StreamPiece> | Iterator<StreamPiece> {
  return Symbol.asyncIterator in pieces
    ? pieces[Symbol.asyncIterator]()
    : pieces[Symbol.iterator]();
}

function textOf(piece: unknown): string {
  if (typeof piece === "string") return piece;
  if (piece === undefined || piece === null) return "";
  const { type, text, delta, textDelta, error } = piece as { readonly [name: string]: unknown };
  if (type === "error") throw error;
  if (typeof type === "string") {
    const said = [text, textDelta, delta].find((one) => typeof one === "string");
    return /^text(?:-delta)?$/.test(type) && typeof said === "string" ? said : "";
  }
  const what = piece instanceof Uint8Array ? "bytes" : typeof piece;
  throw new SendError(
    "stream-piece",
    `A piece of the stream is ${what}, not text. Give strings: map the source to its text first.`,
  );
}
