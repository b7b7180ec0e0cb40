import type { Activity } from "botbuilder";
import { type Clock, systemClock } from "../clock.ts";
import { SendError } from "../errors.ts";

/** The part of a turn's context that a stream needs; either SDK's will do. */
export interface StreamContext {
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

/**
 * Sends an answer that comes in pieces, a language model's for example, as Bot Framework streams it. WeChat
 * cannot change what it has shown, so its adapter gathers the pieces and shows them in as few messages as the
 * follower's grants allow; a channel that can stream shows them as they come. Resolves to the whole text;
 * rejects with what the source threw, after what was gathered is said, and with a `SendError` of code `stream-piece`
 * for a piece that is no text.
 */
export async function streamReply(
  context: StreamContext,
  pieces: AsyncIterable<StreamPiece> | Iterable<StreamPiece>,
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
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const piece of pieces) {
      text += textOf(piece);
      if (text.trim() === "" || clock.now() - toldAt < updateMs) continue;
      toldAt = clock.now();
      const told = await context.sendActivity(part("typing", "streaming"));
      streamId ??= told?.id;
    }
  } catch (error) {
    failure = { error };
  }
  if (text.trim() !== "") await context.sendActivity(part("message", "final"));
  if (failure !== undefined) throw failure.error;
  return text;
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
