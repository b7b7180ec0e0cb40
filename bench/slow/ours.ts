import type { RequestListener } from "node:http";
import type { TurnContext } from "botbuilder";
import type { Store, WeChatAdapter } from "../../src/index.ts";
import { ACCOUNT, echo } from "../account.ts";
import { PIECE_MS, PIECES, piece, SLOW, STREAM } from "./texts.ts";

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The adapter on a store, with a bot that takes its time. Nothing of it is switched off. */
export function createListener(
  Adapter: typeof WeChatAdapter,
  store: Store,
  turnMs: number,
  sends: boolean,
): RequestListener {
  const adapter = new Adapter({
    accounts: [{ ...ACCOUNT, mode: "plain", ...(!sends && { customerService: false }) }],
    store,
    // WeChat's API, at once: what a call of it costs is not asked here.
    ...(sends && { courier: async () => "sent" as const }),
  });
  async function bot(context: TurnContext): Promise<void> {
    const { text = "" } = context.activity;
    if (text.startsWith(STREAM)) return stream(context);
    if (text.startsWith(SLOW)) await sleep(turnMs);
    await context.sendActivity(echo(text));
  }
  return (request, response) => void adapter.process(request, response, bot);
}

async function stream(context: TurnContext): Promise<void> {
  let text = "";
  let streamId: string | undefined;
  for (let n = 0; n < PIECES; n++) {
    text += piece(n);
    const entity = { type: "streaminfo", streamType: "streaming", streamSequence: n + 1, streamId };
    const sent = await context.sendActivity({ type: "typing", text, entities: [entity] });
    streamId ??= sent?.id;
    await sleep(PIECE_MS);
  }
  const entities = [{ type: "streaminfo", streamType: "final", streamId }];
  await context.sendActivity({ type: "message", text, entities });
}

/** The same store, and how often each verb was called. */
export function counting(store: Store, verbs: Record<string, number>): Store {
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const verb = target[name];
      if (typeof verb !== "function") return verb;
      const run = (verb as (...args: unknown[]) => unknown).bind(target);
      return (...args: unknown[]) => {
        verbs[name] = (verbs[name] ?? 0) + 1;
        return run(...args);
      };
    },
  });
}
