/** What somebody said, in the words of OpenAI's chat API. */
export interface Said {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** Something that the model wants to be done. */
export interface ToolCall {
  readonly tool: string;
}

/** A language model: gives its answer as it comes, a few letters at a time. It stops when the signal says so. */
export type Model = (
  talk: readonly Said[],
  signal: AbortSignal,
) => AsyncIterable<string | ToolCall>;

export interface ModelSettings {
  /** Of the API, without `/chat/completions`: `https://api.example.com/v1`. */
  readonly url: string;
  readonly model: string;
  readonly key?: string | undefined;
  /** How long the model may be silent, in milliseconds. Default 60,000. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 60_000;

/** What the model may want to be done, in the words of OpenAI's chat API. */
const TOOLS = [
  {
    type: "function",
    function: { name: "forget", description: "Forgets all that was said in this talk." },
  },
];

/** A model behind any address that speaks as OpenAI's API does. Throws when it refuses, stalls or stops halfway. */
export function modelAt({ url, model, key, patienceMs = PATIENCE_MS }: ModelSettings): Model {
  return async function* answer(talk, signal) {
    const patience = new AbortController();
    let timer = setTimeout(() => patience.abort(), patienceMs);
    try {
      const response = await fetch(`${url.replace(/\/$/, "")}/chat/completions`, {
        method: "POST",
        signal: AbortSignal.any([patience.signal, signal]),
        headers: {
          "Content-Type": "application/json",
          ...(key !== undefined && { Authorization: `Bearer ${key}` }),
        },
        body: JSON.stringify({ model, messages: talk, tools: TOOLS, stream: true }),
      });
      if (!response.ok || response.body === null) {
        throw new Error(`the model answered with status ${response.status}`);
      }
      for await (const line of linesOf(response.body)) {
        clearTimeout(timer);
        timer = setTimeout(() => patience.abort(), patienceMs);
        const data = /^data: ?(.+)$/.exec(line)?.[1];
        if (data === "[DONE]") return;
        if (data !== undefined) yield* partsOf(data);
      }
      throw new Error("the model's answer stops in the middle");
    } finally {
      clearTimeout(timer);
      patience.abort();
    }
  };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

function* partsOf(data: string): Iterable<string | ToolCall> {
  const { choices } = JSON.parse(data) as { choices?: { delta?: Delta }[] };
  const { content, tool_calls: calls } = choices?.[0]?.delta ?? {};
  if (content) yield content;
  // The name comes with the first piece of a call; this one has no arguments to wait for.
  for (const call of calls ?? []) if (call.function?.name) yield { tool: call.function.name };
}

interface Delta {
  readonly content?: string | null;
  readonly tool_calls?: readonly { readonly function?: { readonly name?: string } }[];
}
