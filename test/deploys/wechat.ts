import { deliverOnce } from "../chaos/oneDelivery.ts";
import { freshMsgId, openAnswer, textXml, type WireAccount, wrap } from "../helpers/wechat.ts";

/** WeChat's own times. */
const CUT_MS = 5_000;
const TRIES = 3;

/** What a follower sees as the answer to what he said. */
export interface Answered {
  /** Empty for `success`. */
  readonly text: string;
  /** How often WeChat had to ask. */
  readonly tries: number;
}

/**
 * One message on its way, as WeChat delivers it: up to three tries of five seconds, each to another port; one where nobody
 * listens is passed over. Undefined where the follower sees WeChat's own notice instead of an answer.
 */
export async function deliver(
  account: WireAccount,
  openid: string,
  text: string,
  ports: readonly number[],
  random: () => number,
): Promise<Answered | undefined> {
  const xml = textXml(account, text, { from: openid, msgId: freshMsgId() });
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const until = performance.now() + CUT_MS;
    const first = Math.floor(random() * ports.length);
    const order = ports.map((_, i) => ports[(first + i) % ports.length] ?? 0);
    const push = wrap(account, xml);
    const answer = await deliverOnce(order, account, push, { giveUpMs: CUT_MS }).catch(() => {});
    if (answer?.status === 200) {
      const body = answer.text;
      return { text: body === "success" ? "" : openAnswer(account, body), tries: attempt + 1 };
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, until - performance.now())));
  }
  return undefined;
}
