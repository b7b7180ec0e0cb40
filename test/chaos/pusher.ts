import { Agent, request } from "node:http";
import { openAnswer, textXml, type WireAccount, wrap } from "../helpers/wechat.ts";
import { CUT_MS, SCALE, sleep, TRIES } from "./plan.ts";
import type { PushFacts, Timeline } from "./timeline.ts";

/** One push on its way: up to three deliveries, each to another process, cut after WeChat's time. */
export async function pushLikeWeChat(
  push: PushFacts,
  account: WireAccount,
  text: string,
  ports: readonly number[],
  random: () => number,
  timeline: Timeline,
): Promise<void> {
  const said = {
    from: push.openid,
    msgId: push.msgId,
    createTime: Math.floor(push.createdAt / 1_000),
  };
  const xml = textXml(account, text, said);
  const overlaps = random() < 0.1;
  const deliveries: Promise<void>[] = [];
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const first = Math.floor(random() * ports.length);
    push.deliveries += 1;
    const order = ports.map((_, i) => ports[(first + i) % ports.length] as number);
    const delivery = deliver(push, account, xml, order, timeline);
    deliveries.push(delivery);
    // Now and then the next one is on its way before the last one is over.
    const pauseMs = overlaps && attempt === 1 ? random() * CUT_MS : CUT_MS;
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
  timeline: Timeline,
): Promise<void> {
  const { query, body } = wrap(account, xml);
  const path = `/wechat/${account.appId}?${new URLSearchParams(query)}`;
  try {
    const { status, text } = await balanced(ports, path, body);
    if (status !== 200) return void push.failures.push(String(status));
    // Read on a connection that was still held open: WeChat shows it, the first time.
    if (push.answers.length === 0) {
      timeline.show(openAnswer(account, text), push.openid, "answer");
    }
    push.answers.push(text);
  } catch (error) {
    push.failures.push((error as { code?: string }).code ?? String(error));
  }
}

interface Answered {
  readonly status: number;
  readonly text: string;
}

/** As behind a load balancer: a process that does not listen is passed over. */
async function balanced(
  [port, ...others]: readonly number[],
  path: string,
  body: string,
): Promise<Answered> {
  try {
    return await post(port as number, path, body);
  } catch (error) {
    const refused = (error as { code?: string }).code === "ECONNREFUSED";
    if (!refused || others.length === 0) throw error;
    return await balanced(others, path, body);
  }
}

const agent = new Agent({ keepAlive: false });

function post(port: number, path: string, body: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: "POST",
        agent,
        headers: { "Content-Type": "text/xml", "Content-Length": Buffer.byteLength(body) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          clearTimeout(cut);
          const text = Buffer.concat(chunks).toString();
          if (!response.complete) return reject(new Error("cut off"));
          resolve({ status: response.statusCode ?? 0, text });
        });
      },
    );
    const cut = setTimeout(() => outgoing.destroy(new Error("cut by WeChat")), CUT_MS);
    outgoing.on("error", (error) => {
      clearTimeout(cut);
      reject(error);
    });
    outgoing.end(body);
  });
}

/** How long the bot works on a push, in milliseconds: mostly at once, sometimes past all tries. */
export function workMs(random: () => number): number {
  const kind = random();
  const within = (from: number, to: number) => (from + random() * (to - from)) * SCALE;
  if (kind < 0.6) return 0;
  if (kind < 0.75) return within(500, 2_000);
  return kind < 0.9 ? within(3_000, 9_000) : within(9_000, 16_000);
}
