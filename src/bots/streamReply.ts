import type { Activity } from "botbuilder";
import { AI_LABEL } from "../aiLabel.ts";
import { type Clock, systemClock } from "../clock.ts";
import { SendError, TurnAborted } from "../errors.ts";
import { type HasTurnState, signalOf } from "../store/turnScope.ts";
import { type ModelStream, piecesOf, pieceText, type StreamPiece } from "./modelText.ts";

/** The part of a turn's context that a stream needs; the context of either SDK has it. */
export interface StreamContext extends Partial<HasTurnState> {
  sendActivity(activity: Partial<Activity>): Promise<{ id?: string } | undefined>;
}

export interface StreamOptions {
  /** How often the channel hears of new text, in milliseconds. Default 500. */
  readonly updateMs?: number | undefined;
  /**
   * Whether an empty answer is allowed. Default false: an empty answer is a failure, because libraries end the text
   * of a model that failed as if all were well.
   */
  readonly mayBeEmpty?: boolean | undefined;
  /**
   * Whether every message of the answer bears the SDKs' label for what a model wrote, which followers see as a mark
   * (see `aiLabel` of an account). Default false.
   */
  readonly ai?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * Where the pieces of an answer come from: what a library of models gives (see `textOf`), or a function that gets a
 * signal and gives that. Pass the signal to the model, so that it stops when nobody reads on.
 */
export type StreamSource =
  | ModelStream
  | ((signal: AbortSignal) => ModelStream | Promise<ModelStream>);

const NOTHING_CAME =
  "The stream ended without a character. Give what the library gives (`streamText(…)` and not its `textStream`), which tells why; where an empty answer is right, set `mayBeEmpty`.";

/**
 * Sends an answer that comes in pieces, for example a language model's, as Bot Framework streams it. WeChat cannot
 * change what it has shown, so its adapter gathers the pieces and shows them in as few messages as the follower's
 * grants allow; a channel that can stream shows them as they come. Resolves to the whole text; where the follower
 * stops the answer, to the text that had come by then, and no further piece is asked for. Rejects with what the
 * source threw, after the gathered text was said; with a `SendError` of code `stream-piece` for a piece that is no
 * text, and of code `stream-empty` where nothing came; and with a `TurnAborted` where the turn ended in another way.
 *
 * A source that is a function gets a signal, which is aborted whichever way the stream ends.
 */
export async function streamReply(
  context: StreamContext,
  source: StreamSource,
  { updateMs = 500, mayBeEmpty = false, ai = false, clock = systemClock }: StreamOptions = {},
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
      ...(ai ? [AI_LABEL] : []),
    ],
  });
  const turn = context.turnState === undefined ? undefined : signalOf(context as HasTurnState);
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const piece of untilAborted(source, turn)) {
      text += pieceText(piece);
      if (text.trim() === "" || clock.now() - toldAt < updateMs) continue;
      toldAt = clock.now();
      const told = await context.sendActivity(part("typing", "streaming"));
      streamId ??= told?.id;
    }
  } catch (error) {
    failure = { error };
  }
  // A model may also report the abort by itself.
  if (turn?.aborted === true) {
    if (wasStopped(turn)) return text;
    throw turn.reason;
  }
  if (text.trim() !== "") await context.sendActivity(part("message", "final"));
  if (failure !== undefined) throw failure.error;
  if (text === "" && !mayBeEmpty) throw new SendError("stream-empty", NOTHING_CAME);
  return text;
}

function wasStopped({ reason }: AbortSignal): boolean {
  const code = reason instanceof TurnAborted ? reason.code : undefined;
  return code === "turn-stopped" || code === "stream-stopped";
}

/**
 * The pieces of a source. When the turn is aborted it stops waiting for pieces. However the loop ends, the source's
 * own signal is aborted: some libraries would otherwise leave the model's call open, or read it to its end.
 */
async function* untilAborted(
  source: StreamSource,
  turn: AbortSignal | undefined,
): AsyncGenerator<StreamPiece> {
  const left = new AbortController();
  let stopWaiting: (() => void) | undefined;
  // Each wait is a promise of its own. `Promise.race` against one promise for the whole stream would keep every piece
  // until the stream ends.
  const orAborted = <T>(awaited: T | PromiseLike<T>) =>
    new Promise<Awaited<T> | "aborted">((resolve, reject) => {
      stopWaiting = () => resolve("aborted");
      Promise.resolve(awaited).then(resolve, reject);
      if (left.signal.aborted) stopWaiting();
    });
  const onAbort = () => {
    left.abort(turn?.reason);
    stopWaiting?.();
  };
  if (turn?.aborted === true) onAbort();
  else turn?.addEventListener("abort", onAbort, { once: true });
  let iterator: AsyncIterator<StreamPiece> | Iterator<StreamPiece> | undefined;
  let ended = false;
  try {
    const made = typeof source === "function" ? source(left.signal) : source;
    const pieces = await orAborted(made);
    if (pieces === "aborted") return;
    iterator = iteratorOf(pieces);
    for (;;) {
      if (left.signal.aborted) return;
      const next = await orAborted(iterator.next());
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
    // `return` is not awaited: the stream of a waiting model returns only after its model.
    if (!ended) void Promise.resolve(iterator?.return?.()).catch(() => {});
  }
}

function iteratorOf(source: ModelStream): AsyncIterator<StreamPiece> | Iterator<StreamPiece> {
  const pieces = piecesOf(source);
  return Symbol.asyncIterator in pieces
    ? pieces[Symbol.asyncIterator]()
    : pieces[Symbol.iterator]();
}
