import { openAnswer, textXml, type WireAccount, wrap } from "../helpers/wechat.ts";
import { deliverOnce, GIVEN_UP } from "./oneDelivery.ts";
import { type Plan, sleep, wechatTimes } from "./plan.ts";
import type { DeliveryFacts, PushFacts, Timeline } from "./timeline.ts";

/** What pushing needs to know. */
export interface Pushing {
  readonly plan: Plan;
  readonly ports: readonly number[];
  readonly random: () => number;
  readonly timeline: Timeline;
}

/** One push on its way: up to three deliveries, each to another process, cut after WeChat's time. */
export async function pushLikeWeChat(
  push: PushFacts,
  account: WireAccount,
  text: string,
  pushing: Pushing,
): Promise<void> {
  const { ports, random, plan, timeline } = pushing;
  const { cutMs, tries } = wechatTimes(plan);
  const said = {
    from: push.openid,
    msgId: push.msgId,
    createTime: Math.floor(push.createdAt / 1_000),
  };
  const xml = textXml(account, text, said);
  const overlaps = random() < 0.1;
  const deliveries: Promise<void>[] = [];
  for (let attempt = 1; attempt <= tries; attempt++) {
    const first = Math.floor(random() * ports.length);
    const order = ports.map((_, i) => ports[(first + i) % ports.length] as number);
    const delivery = deliver(push, account, xml, order, pushing);
    deliveries.push(delivery);
    // Now and then the next one is on its way before the last one is over.
    const pauseMs = overlaps && attempt === 1 ? random() * cutMs : cutMs;
    await Promise.race([sleep(pauseMs), answered(delivery, push)]);
    if (push.answers.length > 0) break;
  }
  await Promise.all(deliveries);
  if (push.answers.length === 0) timeline.counts.notices += 1;
}

/** Resolves when the delivery is over with a final answer; else never. */
async function answered(delivery: Promise<void>, push: PushFacts): Promise<void> {
  await delivery;
  if (push.answers.length === 0) await new Promise(() => {});
}

async function deliver(
  push: PushFacts,
  account: WireAccount,
  xml: string,
  ports: readonly number[],
  { plan, random, timeline }: Pushing,
): Promise<void> {
  const { scale, faults } = plan;
  const { cutMs } = wechatTimes(plan);
  const luck = random();
  const isReset = luck < faults.deliveryReset;
  const isDelayed = !isReset && luck < faults.deliveryReset + faults.deliveryDelayed;
  const sealed = wrap(account, xml);
  const facts: DeliveryFacts = {
    port: undefined,
    startedAt: performance.now(),
    endedAt: 0,
    end: undefined,
  };
  const asked = (port: number) => {
    facts.port = port;
  };
  push.deliveries.push(facts);
  /** WeChat has given it up when it arrives: the request is read, and its answer goes nowhere. */
  const lateTo = async (port: number) => {
    const answer = await deliverOnce([port], account, sealed, { giveUpMs: 50, asked }).catch(
      () => {},
    );
    if (answer?.status === 200) timeline.leaveUnread(openAnswer(account, answer.text));
  };
  if (isDelayed) {
    const lateMs = (5_000 + random() * 3_000) * scale;
    void sleep(lateMs).then(() => lateTo(ports[0] as number));
    push.failures.push("delayed");
    return void (await sleep(cutMs));
  }
  try {
    const giveUpMs = isReset ? random() * cutMs : cutMs;
    const { status, text } = await deliverOnce(ports, account, sealed, { giveUpMs, asked });
    if (status !== 200) {
      facts.end = "unavailable";
      return void push.failures.push(String(status));
    }
    facts.end = "answered";
    // Read on a connection that was still held open: WeChat shows it, the first time.
    const opened = openAnswer(account, text);
    if (push.answers.length === 0) timeline.show(opened, push.openid, "answer");
    push.answers.push(text);
    push.opened.push(opened);
  } catch (error) {
    const failure = (error as { code?: string }).code ?? String(error);
    facts.end = failure === GIVEN_UP && !isReset ? "cut" : "failed";
    push.failures.push(failure);
  } finally {
    facts.endedAt = performance.now();
  }
}

/** How long the bot works on a push, in milliseconds: mostly at once, sometimes past all tries. */
export function workMs(random: () => number, { scale, longestMs }: Plan): number {
  const kind = random();
  const within = (from: number, to: number) => (from + random() * (to - from)) * scale;
  if (kind < 0.6) return 0;
  if (kind < 0.75) return within(500, 2_000);
  return kind < 0.9 ? within(3_000, 9_000) : within(9_000, longestMs);
}
