import { SendError } from "../errors.ts";

/** A web stream, whichever library of types describes it. */
export interface WebStream {
  getReader(): unknown;
}

/**
 * A piece of an answer: text, or a part, event or message as the libraries of models give them. Of the latter only
 * the model's text is said; reasoning, calls of tools and the like are not. Null and undefined are passed over.
 */
export type StreamPiece = string | object | null | undefined;

/** Pieces one after the other. */
export type StreamPieces = AsyncIterable<StreamPiece> | Iterable<StreamPiece> | WebStream;

/** What a library of models gives for a streamed answer, as it is: a stream, or a result that has one. */
export type ModelStream = StreamPieces | { readonly fullStream: StreamPieces };

type Fields = Readonly<Record<string, unknown>>;

/**
 * The text of a model's answer, piece by piece, from what the libraries give: `ai` (`streamText(…)`), LangGraph and
 * LangChain (`graph.stream(…, { streamMode: "messages" })`, `model.stream(…)`), the OpenAI Agents SDK (`run(agent,
 * input, { stream: true })`), Mastra (`agent.stream(…)`), OpenAI's own client, or an iterable of strings. Pieces are
 * recognised by their shape: none of the libraries is a dependency. Throws the failure that a stream reports, also
 * where the library itself ends its text as if all were well, and a `SendError` of code `stream-piece` for a piece of
 * no known shape.
 */
export async function* textOf(source: ModelStream | Promise<ModelStream>): AsyncGenerator<string> {
  for await (const piece of piecesOf(await source)) {
    const text = pieceText(piece);
    if (text !== "") yield text;
  }
}

/**
 * The pieces of a source. Where a source has both text and parts, it gives the parts, because they tell of failures.
 */
export function piecesOf(source: ModelStream): AsyncIterable<StreamPiece> | Iterable<StreamPiece> {
  const { fullStream: pieces = source } = asFields(source);
  if (typeof pieces === "string") return [pieces];
  if (typeof pieces === "object" && pieces !== null) {
    if (Symbol.asyncIterator in pieces) return pieces as AsyncIterable<StreamPiece>;
    if (Symbol.iterator in pieces) return pieces as Iterable<StreamPiece>;
  }
  throw notText(pieces);
}

/** The text in one piece. */
export function pieceText(piece: unknown): string {
  if (typeof piece === "string") return piece;
  if (piece === undefined || piece === null) return "";
  if (Array.isArray(piece)) return tupleText(piece);
  if (typeof piece !== "object" || piece instanceof Uint8Array) throw notText(piece);
  const fields = piece as Fields;
  if (isMessage(fields)) return messageText(fields);
  // A chunk of chat completions; Azure's first chunk has no name.
  if (Array.isArray(fields.choices)) return chunkText(fields);
  if (typeof fields.type === "string") return partText(fields.type, fields);
  throw notText(piece);
}

/**
 * LangGraph's `messages` mode gives a message and where it comes from; with several modes at once, the mode's name
 * comes first.
 */
function tupleText([first, second]: readonly unknown[]): string {
  if (typeof first === "string") return first === "messages" ? pieceText(second) : "";
  return pieceText(first);
}

/** A part of `ai` or Mastra, an event of the OpenAI Agents SDK or of OpenAI's responses. */
function partText(type: string, fields: Fields): string {
  const payload = asFields(fields.payload);
  switch (type) {
    case "text":
    case "text-delta":
    case "output_text_delta":
    case "response.output_text.delta": {
      const said = [fields.text, fields.textDelta, fields.delta, payload.text];
      return (said.find((one) => typeof one === "string") as string | undefined) ?? "";
    }
    case "raw_model_stream_event":
      return pieceText(fields.data);
    case "error":
      throw failure(fields.error ?? payload.error ?? fields.message);
    case "abort":
      throw failure(fields.reason ?? "The model's answer was broken off.");
    case "tripwire":
      // A guard of Mastra's stopped the answer. No text comes after that, even where the guard asks for another try.
      throw failure(payload.reason ?? "A guard stopped the model's answer.");
    case "finish":
      return finished(fields.finishReason ?? asFields(payload.stepResult).reason);
    case "response.failed":
      throw failure(asFields(fields.response).error);
    default:
      return "";
  }
}

/** The end of an answer. Some failures show only here. */
function finished(reason: unknown): string {
  if (reason !== "error" && reason !== "tripwire") return "";
  throw failure(`The model's answer ended with "${reason}".`);
}

/** A message of LangChain, whole or in part. */
function isMessage(fields: Fields): boolean {
  return "content" in fields && (typeof fields.getType === "function" || "lc_kwargs" in fields);
}

/** The text of a message that the model wrote; empty for messages of tools and people. */
function messageText(fields: Fields): string {
  const type = typeof fields.getType === "function" ? fields.getType() : fields.type;
  if (type !== "ai" && type !== "AIMessageChunk") return "";
  const { content } = fields;
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map(contentText).join("") : "";
}

function contentText(block: unknown): string {
  const { type, text } = asFields(block);
  return type === "text" && typeof text === "string" ? text : "";
}

/** A piece of OpenAI's chat completions, and of servers that speak as it does. */
function chunkText({ choices }: Fields): string {
  const [first] = Array.isArray(choices) ? choices : [];
  const { content } = asFields(asFields(first).delta);
  return typeof content === "string" ? content : "";
}

function asFields(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

/** What a library says has failed, as an error: some give a string, or a plain object. */
function failure(said: unknown): Error {
  if (said instanceof Error) return said;
  const message = asFields(said).message ?? said;
  return new Error(typeof message === "string" ? message : "The model failed without a reason.");
}

function notText(piece: unknown): SendError {
  const what = piece instanceof Uint8Array ? "bytes" : typeof piece;
  return new SendError(
    "stream-piece",
    `A piece of the stream is ${what}, not text. Give strings: map the source to its text first.`,
  );
}
