import type { BotLogic } from "../../src/adapter/weChatAdapter.ts";
import { type Clock, sleep } from "../../src/clock.ts";

/** One message as the bot said it. */
export interface Said {
  readonly openid: string;
  /** What is read on the screen: `[17.0]` is the first message of text 17. */
  readonly token: string;
  /** What `sendActivity` resolved with. */
  readonly id?: string | undefined;
  /** What it rejected with. */
  readonly failed?: string;
}

/** What a text asks of the bot, written in it: its number, how many messages, how it works. */
export interface Errand {
  readonly number: number;
  readonly count: number;
  /** How long the bot works before each message, in milliseconds. */
  readonly workMs: number;
  readonly awaitDispatch: boolean;
  /** Characters that make the message long. */
  readonly padding: number;
}

/** Says what it is asked to, and writes down what it was told of it. */
export function errandBot(said: Said[], clock: Clock): BotLogic {
  return async function runErrand(context) {
    const errand = readErrand(context.activity.text ?? "");
    if (errand !== undefined) await sayAll(context, errand, said, clock);
  };
}

export async function sayAll(
  context: Parameters<BotLogic>[0],
  { number, count, workMs, awaitDispatch, padding }: Errand,
  said: Said[],
  clock: Clock,
): Promise<void> {
  const openid = context.activity.conversation.id;
  const sends: Promise<void>[] = [];
  for (let i = 0; i < count; i++) {
    if (workMs > 0) await sleep(clock, workMs);
    const token = `[${number}.${i}]`;
    const activity = {
      text: token + "。".repeat(padding),
      ...(awaitDispatch && { channelData: { awaitDispatch } }),
    };
    const send = context.sendActivity(activity).then(
      (response) => void said.push({ openid, token, id: response?.id }),
      (error) => void said.push({ openid, token, failed: String(error.code ?? error) }),
    );
    // Most bots await; those who do not must not lose anything either.
    if (number % 5 === 0) sends.push(send);
    else await send;
  }
  await Promise.all(sends);
}

export function writeErrand(errand: Errand): string {
  return `errand ${JSON.stringify(errand)}`;
}

function readErrand(text: string): Errand | undefined {
  return text.startsWith("errand ") ? (JSON.parse(text.slice(7)) as Errand) : undefined;
}
