import { createServer } from "node:http";
import { listening, type TestServer } from "../helpers/servers.ts";

/** What the follower saw of one message. */
export interface Seen {
  readonly token: string;
  readonly openid: string;
  readonly at: number;
  readonly by: "answer" | "customer service";
}

/** One push, and what WeChat knows of it. */
export interface PushFacts {
  readonly n: number;
  readonly token: string;
  readonly count: number;
  readonly openid: string;
  readonly appId: string;
  readonly msgId: string;
  readonly createdAt: number;
  deliveries: number;
  /** Every final answer that was read, in order. */
  readonly answers: string[];
  readonly failures: string[];
}

/** What happened, by WeChat's account of it. The judge reads nothing else of the road. */
export class Timeline {
  readonly pushes: PushFacts[] = [];
  readonly seen: Seen[] = [];
  readonly counts = { kills: 0, customerService: 0, overQuota: 0, notices: 0 };

  /** Text that WeChat showed: our messages stand in brackets. */
  show(text: string, openid: string, by: Seen["by"]): void {
    const at = performance.now();
    for (const [, token = ""] of text.matchAll(/\[(t\d+\.\d+)\]/g)) {
      this.seen.push({ token, openid, at, by });
    }
  }
}

const GRANT_MESSAGES = 5;

/** WeChat's interface for customer-service messages: counts what it takes, refuses what was not granted. */
export function startApi(timeline: Timeline): Promise<TestServer> {
  const taken = new Map<string, number[]>();
  return listening(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { openid, reply } = JSON.parse(Buffer.concat(chunks).toString()) as {
        openid: string;
        reply: { content: string };
      };
      const latest = timeline.pushes.findLast((push) => push.openid === openid)?.createdAt ?? 0;
      const times = (taken.get(openid) ?? []).filter((at) => at > latest);
      if (times.length >= GRANT_MESSAGES) {
        timeline.counts.overQuota += 1;
        response.end(JSON.stringify({ errcode: 45_047 }));
        return;
      }
      taken.set(openid, [...times, Date.now()]);
      timeline.counts.customerService += 1;
      timeline.show(reply.content, openid, "customer service");
      response.end(JSON.stringify({ errcode: 0 }));
    }),
  );
}
