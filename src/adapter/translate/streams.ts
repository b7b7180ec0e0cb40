import type { Activity } from "botbuilder";
import { LABEL_TYPE } from "../../aiLabel.ts";
import { type Clock, sleep } from "../../clock.ts";
import { splitText, utf8Length, wholeSentences } from "../../protocol/text.ts";
import { PIECE_BYTES } from "../plan/outgoing.ts";
import { PerTurn } from "../turn/perTurn.ts";
import { turnOver } from "../turn/reachable.ts";
import type { Turn } from "../turn/turn.ts";
import { readLabels } from "./rendering/labels.ts";
import { objects } from "./rendering/loose.ts";
import { openFence, safeEnd } from "./rendering/markup/pieces.ts";
import { withoutReasoning } from "./rendering/markup/reasoning.ts";

/**
 * An activity's place in a streamed answer, as in Bot Framework: `typing` activities bring the text so far, one
 * `message` at the end brings the whole text.
 */
interface StreamInfo {
  readonly streamType: "informative" | "streaming" | "final";
  /** Undefined in the first activity of a stream: the id that it gets back names it. */
  readonly streamId?: string | undefined;
}

/** Undefined for an activity that is part of no stream. */
export function streamInfoOf({ entities, channelData }: Partial<Activity>): StreamInfo | undefined {
  const entity = entities?.find(({ type }) => type === "streaminfo") as StreamInfo | undefined;
  const info = entity ?? (channelData as StreamInfo | undefined);
  return info?.streamType === undefined ? undefined : info;
}

interface StreamsParts {
  readonly clock: Clock;
  /** How long nothing is shown while two grants are left, in milliseconds; then the follower gets what there is. */
  readonly everyMs: number;
  /** Whether followers see what a model thought on the way. Default false. */
  readonly reasoning?: boolean;
  /** Says one message of a turn. */
  readonly say: (turn: Turn, activity: Partial<Activity>) => Promise<string>;
  /** Says nothing, because a newer message has stopped the turn. Resolves to the id that tells so. */
  readonly stopped: (turn: Turn) => Promise<string>;
}

/** One answer on its way: the text that came, and how much of it was shown. */
interface Stream {
  /** The text as the bot gave it last. It is read only when a part may be shown: most pieces are just kept. */
  given: string;
  shown: string;
  /** When a part of the answer was last shown. */
  saidAt: number;
  /** When the bot's typing was last shown, or looked whether it shows. */
  typedAt: number;
  /** With fewer code units given there cannot be a full message yet. */
  fullFrom: number;
  /** Whether a part said that a model writes the answer: everything shown from then on is marked. */
  byAi: boolean;
}

/** What the Agents SDK says at the end of a stream that nothing was said in. */
const NOTHING_SAID = "end of stream response";
/** Less is not worth a message of its own. */
const LEAST_BYTES = 60;
/** How long a part may take that shall ride the slot: the delivery cannot wait longer. */
const RIDE_WITHIN_MS = 150;
/** How often a stream shows that the bot types. */
const TYPING_EVERY_MS = 1_000;
/** A code unit takes at most so many bytes. */
const BYTES_PER_UNIT = 3;

/**
 * Gathers streamed answers and shows them in as few messages as possible. While the slot is free nothing is shown.
 * When the slot is given away, the complete sentences ride it. After that come full messages, and now and then a
 * shorter one, as long as a grant is left for the end.
 */
export class Streams {
  readonly #parts: StreamsParts;
  readonly #streams = new PerTurn<Map<string, Stream>>((turn) => {
    turn.streams = true;
    turn.beforeRelease = () => this.#ride(turn);
    return new Map();
  });

  constructor(parts: StreamsParts) {
    this.#parts = parts;
  }

  /** Takes a part of a stream; gives the stream's id. */
  async take(turn: Turn, info: StreamInfo, activity: Partial<Activity>): Promise<string> {
    const streams = this.#streams.of(turn);
    // The sender of the pieces hears that no more pieces are wanted.
    if (turn.stopped !== undefined) throw turn.aborted ?? turnOver();
    const id = info.streamId ?? `stream-${streams.size + 1}`;
    if (info.streamType !== "streaming") return id;
    const stream = streams.get(id) ?? this.#newStream();
    streams.set(id, stream);
    hear(stream, activity);
    stream.typedAt = this.#parts.clock.now();
    if (turn.released) await this.#show(turn, stream);
    return id;
  }

  /**
   * Keeps a part of a stream where there is nothing else to do for it, as for most parts: gives the stream's id.
   * Undefined where {@link take} has to take it.
   */
  note(turn: Turn, info: StreamInfo, activity: Partial<Activity>): string | undefined {
    if (info.streamType !== "streaming" || info.streamId === undefined) return undefined;
    const stream = this.#streams.known(turn)?.get(info.streamId);
    if (stream === undefined || turn.stopped !== undefined) return undefined;
    const now = this.#parts.clock.now();
    if (now - stream.typedAt >= TYPING_EVERY_MS) return undefined;
    hear(stream, activity);
    return turn.released && this.#mayShow(turn, stream, now) ? undefined : info.streamId;
  }

  /** Ends a stream: says what was not shown yet, with everything else in the activity. */
  finish(turn: Turn, info: StreamInfo, activity: Partial<Activity>): Promise<string> {
    const { channelData, entities, ...rest } = activity;
    const { streamType: _, streamId: __, streamSequence: ___, ...data } = channelData ?? {};
    const streams = this.#streams.of(turn);
    const stream = streams.get(info.streamId ?? "stream-1");
    streams.delete(info.streamId ?? "stream-1");
    // The shown part stays, and nothing comes after it.
    if (turn.stopped !== undefined) return this.#parts.stopped(turn);
    const said = this.#answerIn(activity.text ?? "");
    const text = stream === undefined && said === NOTHING_SAID ? "" : said;
    // A final text that does not begin as the shown part did is another text, and is said whole.
    const shown = stream !== undefined && text.startsWith(stream.shown) ? stream.shown : "";
    const left = pieceOf(text, shown.length, text.length);
    const others = entities?.filter(({ type }) => type !== "streaminfo");
    const last = {
      ...rest,
      text: left,
      ...(others?.length && { entities: others }),
      ...(Object.keys(data).length > 0 && { channelData: data }),
    };
    return this.#parts.say(turn, last);
  }

  /** The bot is done: a stream that it did not end is said as far as it came. */
  end(turn: Turn): Promise<void> | undefined {
    const streams = this.#streams.known(turn);
    if (streams === undefined) return undefined;
    this.#streams.drop(turn);
    if (turn.stopped !== undefined) return undefined;
    return this.#sayAll(turn, streams);
  }

  async #sayAll(turn: Turn, streams: Map<string, Stream>): Promise<void> {
    for (const stream of streams.values()) {
      const text = this.#answerIn(stream.given);
      await this.#say(turn, stream, text, text.length - stream.shown.length);
    }
  }

  /** The slot is given away now: the complete part of each stream rides it. */
  async #ride(turn: Turn): Promise<void> {
    if (turn.stopped !== undefined) return;
    const saying = [...(this.#streams.known(turn)?.values() ?? [])].map((stream) => {
      const text = this.#answerIn(stream.given);
      const length = wholePiece(text, stream);
      return this.#say(turn, stream, text, length, { awaitDispatch: false });
    });
    await Promise.race([Promise.all(saying), sleep(this.#parts.clock, RIDE_WITHIN_MS)]);
  }

  /** Whether a part may be shown: one message is full, or it is time for a shorter one. */
  #mayShow(turn: Turn, { given, saidAt, fullFrom }: Stream, now: number): boolean {
    if (given.length < fullFrom && now - saidAt < this.#parts.everyMs) return false;
    // One grant is kept for the end, and another for a follower's message that waits behind this turn.
    return turn.stopped === undefined && turn.quotaLeft >= (turn.behind > 0 ? 3 : 2);
  }

  async #show(turn: Turn, stream: Stream): Promise<void> {
    for (;;) {
      const now = this.#parts.clock.now();
      if (!this.#mayShow(turn, stream, now)) return;
      const text = this.#answerIn(stream.given);
      const pending = text.slice(stream.shown.length);
      const bytes = utf8Length(pending);
      if (bytes > PIECE_BYTES) {
        // Only the first piece is wanted; a code unit takes at least one byte.
        const [piece = ""] = splitText(pending.slice(0, 3 * PIECE_BYTES), PIECE_BYTES);
        const full = pending.indexOf(piece) + piece.length;
        const { shown } = stream;
        const safe = safeEnd(text, shown.length, shown.length + full) - shown.length;
        const isSmall = utf8Length(pending.slice(0, safe)) < LEAST_BYTES;
        await this.#say(turn, stream, text, isSmall ? full : safe);
        continue;
      }
      stream.fullFrom = stream.given.length + Math.ceil((PIECE_BYTES - bytes) / BYTES_PER_UNIT);
      if (now - stream.saidAt < this.#parts.everyMs) return;
      const length = wholePiece(text, stream);
      if (utf8Length(pending.slice(0, length)) >= LEAST_BYTES) {
        await this.#say(turn, stream, text, length);
      }
      return;
    }
  }

  /** Says the next so many code units of the answer, as it is by now. */
  async #say(
    turn: Turn,
    stream: Stream,
    answer: string,
    length: number,
    channelData?: object,
  ): Promise<void> {
    const end = stream.shown.length + length;
    const text = pieceOf(answer, stream.shown.length, end);
    if (text === "") return;
    // This is noted before the part is said, so that text that comes meanwhile comes after it.
    stream.shown = answer.slice(0, end);
    stream.saidAt = this.#parts.clock.now();
    stream.fullFrom = 0;
    const data = stream.byAi ? { ...channelData, ai: true } : channelData;
    await this.#parts.say(turn, { type: "message", text, ...(data && { channelData: data }) });
  }

  #newStream(): Stream {
    const now = this.#parts.clock.now();
    return { given: "", shown: "", saidAt: now, typedAt: now, fullFrom: 0, byAi: false };
  }

  #answerIn(text: string): string {
    return this.#parts.reasoning === true ? text : withoutReasoning(text);
  }
}

function hear(stream: Stream, activity: Partial<Activity>): void {
  stream.given = activity.text ?? "";
  stream.byAi ||= isMarked(activity);
}

/** Whether a part of a stream says that a model writes it: by an SDK's label, or `channelData: { ai: true }`. */
function isMarked({ entities = [], channelData }: Partial<Activity>): boolean {
  if (channelData?.ai === true) return true;
  return entities.some(({ type }) => type === LABEL_TYPE) && readLabels(objects(entities)).ai;
}

/** How much of the unshown text is complete: whole sentences, and no open mark. */
function wholePiece(text: string, { shown }: Stream): number {
  const end = shown.length + wholeSentences(text.slice(shown.length));
  return safeEnd(text, shown.length, end) - shown.length;
}

/** A piece of an answer as markdown of its own. Blanks at its beginning are indentation. */
function pieceOf(text: string, start: number, end: number): string {
  const piece = text
    .slice(start, end)
    .replace(/^(?:[ \t]*\n)+/, "")
    .trimEnd();
  const fence = start === 0 ? "" : openFence(text.slice(0, start));
  if (piece === "") return "";
  if (fence === "") return piece.replace(/^ (?=\S)/, "");
  return piece.trimStart() === fence ? "" : `${fence}\n${piece}`;
}
