import { createServer } from "node:http";
import { listening, type TestServer } from "../helpers/servers.ts";
import { freshMsgId } from "../helpers/wechat.ts";
import type { Faults } from "./plan.ts";

/** What the follower saw of one message. */
export interface Seen {
  readonly token: string;
  readonly openid: string;
  readonly at: number;
  readonly by: "answer" | "customer service";
}

/** One delivery, as WeChat knows it. Times are of the test's clock that only goes forward. */
export interface DeliveryFacts {
  /** Which process took it; undefined where none did. */
  port: number | undefined;
  readonly startedAt: number;
  endedAt: number;
  end: "answered" | "unavailable" | "cut" | "failed" | undefined;
}

/** One push, and what WeChat knows of it. */
export interface PushFacts {
  readonly n: number;
  readonly token: string;
  readonly count: number;
  readonly openid: string;
  readonly appId: string;
  readonly customerService: boolean;
  readonly msgId: string;
  readonly createdAt: number;
  /** How long the bot works on it, in milliseconds. */
  readonly botMs: number;
  readonly deliveries: DeliveryFacts[];
  /** Every final answer that was read, in order. */
  readonly answers: string[];
  /** What they say. */
  readonly opened: string[];
  readonly failures: string[];
}

/** The nth push, before it is delivered: one message is said to it, at once, where nothing else is given. */
export function newPush(
  n: number,
  parts: Pick<PushFacts, "openid" | "appId" | "customerService"> &
    Partial<Pick<PushFacts, "count" | "botMs">>,
): PushFacts {
  return {
    ...{ n, token: `t${n}`, count: 1, botMs: 0 },
    ...{ msgId: freshMsgId(), createdAt: Date.now() },
    ...{ deliveries: [], answers: [], opened: [], failures: [] },
    ...parts,
  };
}

const LAG_TICK_MS = 20;

/** What happened, by WeChat's account of it. The judge reads nothing else of the road. */
export class Timeline {
  readonly pushes: PushFacts[] = [];
  readonly seen: Seen[] = [];
  /** Messages that WeChat's interface cut off before it took them, or refused: nobody can have seen them. */
  readonly cutBefore = new Set<string>();
  readonly refused = new Set<string>();
  /** Messages in answers to deliveries that WeChat had given up before they arrived: nobody read these. */
  readonly unread = new Set<string>();
  readonly counts = {
    kills: 0,
    freezes: 0,
    redisKills: 0,
    halfOpen: 0,
    failovers: 0,
    customerService: 0,
    overQuota: 0,
    notices: 0,
  };
  /** When a process was killed or stopped, by its port. */
  readonly #troubles: { port: number; from: number; to: number }[] = [];
  /** What went wrong when, for whoever looks for a cause. */
  readonly events: { readonly at: number; readonly what: string }[] = [];
  /** By how much this machine was late with a timer, when: what pusher and machine add to every time. */
  readonly #lags: { readonly at: number; readonly ms: number }[] = [];
  /** When the store forgot what it was given. */
  failedOverAt: number | undefined;

  /** Watches the machine until the returned function is called. */
  watchLag(): () => void {
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      const ms = now - last - LAG_TICK_MS;
      if (ms > LAG_TICK_MS) this.#lags.push({ at: now, ms });
      last = now;
    }, LAG_TICK_MS);
    return () => clearInterval(timer);
  }

  lagBetween(from: number, to: number): number {
    const during = this.#lags.filter(({ at }) => at >= from && at <= to + LAG_TICK_MS);
    return Math.max(0, ...during.map(({ ms }) => ms));
  }

  note(what: string): void {
    this.events.push({ at: performance.now(), what });
  }

  /** A process does not run between these times. */
  trouble(port: number, from: number, to = Number.POSITIVE_INFINITY): { to: number } {
    const one = { port, from, to };
    this.#troubles.push(one);
    return one;
  }

  /** Whether the process ran all the time between. */
  ran(port: number, from: number, to: number): boolean {
    return !this.#troubles.some((one) => one.port === port && one.from <= to && one.to >= from);
  }

  /** An answer to a delivery that WeChat had given up before it arrived. */
  leaveUnread(text: string): void {
    for (const token of tokensIn(text)) this.unread.add(token);
  }

  /** Text that WeChat showed: our messages stand in brackets. */
  show(text: string, openid: string, by: Seen["by"]): void {
    const at = performance.now();
    for (const token of tokensIn(text)) this.seen.push({ token, openid, at, by });
  }
}

function tokensIn(text: string): string[] {
  return [...text.matchAll(/\[(t\d+\.\d+)\]/g)].map(([, token = ""]) => token);
}

const GRANT_MESSAGES = 5;

/** WeChat's interface for customer-service messages: counts what it takes, refuses what was not granted. */
export function startApi(
  timeline: Timeline,
  faults: Faults,
  random: () => number,
): Promise<TestServer> {
  const taken = new Map<string, number[]>();
  return listening(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { openid, reply } = JSON.parse(Buffer.concat(chunks).toString()) as {
        openid: string;
        reply: { content: string };
      };
      const luck = random();
      if (luck < faults.apiCutBefore) {
        for (const token of tokensIn(reply.content)) timeline.cutBefore.add(token);
        return void request.socket.destroy();
      }
      if (luck < faults.apiCutBefore + faults.apiRefused) {
        for (const token of tokensIn(reply.content)) timeline.refused.add(token);
        return void response.end(JSON.stringify({ errcode: 40_001 }));
      }
      const latest = timeline.pushes.findLast((push) => push.openid === openid)?.createdAt ?? 0;
      const times = (taken.get(openid) ?? []).filter((at) => at > latest);
      if (times.length >= GRANT_MESSAGES) {
        timeline.counts.overQuota += 1;
        return void response.end(JSON.stringify({ errcode: 45_047 }));
      }
      taken.set(openid, [...times, Date.now()]);
      timeline.counts.customerService += 1;
      timeline.show(reply.content, openid, "customer service");
      if (luck > 1 - faults.apiCutAfter) return void request.socket.destroy();
      response.end(JSON.stringify({ errcode: 0 }));
    }),
  );
}
