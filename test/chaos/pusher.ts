import { Agent, request } from "node:http";
import { openAnswer, textXml, type WireAccount, wrap } from "../helpers/wechat.ts";
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
  const { query, body } = wrap(account, xml);
  const path = `/wechat/${account.appId}?${new URLSearchParams(query)}`;
  const facts: DeliveryFacts = {
    port: undefined,
    startedAt: performance.now(),
    endedAt: 0,
    end: undefined,
  };
  push.deliveries.push(facts);
  // WeChat has given it up when it arrives: the request is read, and its answer goes nowhere.
  if (isDelayed) {
    const lateMs = (5_000 + random() * 3_000) * scale;
    void sleep(lateMs).then(() => post(ports[0] as number, path, body, 50, facts).catch(() => {}));
    push.failures.push("delayed");
    return void (await sleep(cutMs));
  }
  try {
    const giveUpMs = isReset ? random() * cutMs : cutMs;
    const { status, text } = await balanced(ports, path, body, giveUpMs, facts);
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

const GIVEN_UP = "cut by WeChat";

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** As behind a load balancer: a process that does not listen is passed over. */
async function balanced(
  [port, ...others]: readonly number[],
  path: string,
  body: string,
  giveUpMs: number,
  facts: DeliveryFacts,
): Promise<Answered> {
  try {
    return await post(port as number, path, body, giveUpMs, facts);
  } catch (error) {
    const refused = (error as { code?: string }).code === "ECONNREFUSED";
    if (!refused || others.length === 0) throw error;
    return await balanced(others, path, body, giveUpMs, facts);
  }
}

const agent = new Agent({ keepAlive: false });

function post(
  port: number,
  path: string,
  body: string,
  giveUpMs: number,
  facts: DeliveryFacts,
): Promise<Answered> {
  facts.port = port;
  return new Promise((resolve, reject) => {
    const headers = { "Content-Type": "text/xml", "Content-Length": Buffer.byteLength(body) };
    const to = { host: "127.0.0.1", port, path, method: "POST", agent, headers };
    const outgoing = request(to, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        clearTimeout(cut);
        const text = Buffer.concat(chunks).toString();
        if (!response.complete) return reject(new Error("cut off"));
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    const cut = setTimeout(() => {
      outgoing.destroy(Object.assign(new Error(GIVEN_UP), { code: GIVEN_UP }));
    }, giveUpMs);
    outgoing.on("error", (error) => {
      clearTimeout(cut);
      reject(error);
    });
    outgoing.end(body);
  });
}

/** How long the bot works on a push, in milliseconds: mostly at once, sometimes past all tries. */
export function workMs(random: () => number, { scale, longestMs }: Plan): number {
  const kind = random();
  const within = (from: number, to: number) => (from + random() * (to - from)) * scale;
  if (kind < 0.6) return 0;
  if (kind < 0.75) return within(500, 2_000);
  return kind < 0.9 ? within(3_000, 9_000) : within(9_000, longestMs);
}
