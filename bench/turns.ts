import { newFollower, stepFollower } from "../src/machines/follower.ts";
import type { Opening } from "../src/protocol/grants.ts";
import type { Follower, Step, Store } from "../src/store/store.ts";

const APP_ID = "wx0123456789abcdef";
const OPENING: Opening = { kind: "message", limit: 5, forMs: 48 * 3_600_000 };

/** Openids look like this: 28 characters. */
export function person(n: number): Follower {
  return { appId: APP_ID, openid: `oABCDEFGHIJKLMNOPQR${String(n).padStart(9, "0")}` };
}

let turns = 0;

/** Takes a push, and ends it and whatever it is handed. Resolves to how many turns that were. */
export async function turn(store: Store, follower: Follower): Promise<number> {
  const now = Date.now();
  const key = `${APP_ID}|${follower.openid}|${process.pid}-${turns++}`;
  const push = { key, kind: "push", body: "<xml>".padEnd(300, "x"), createdAt: now } as const;
  const by = "bench";
  const takenBy = `${by}/${turns}`;
  const arrived = await store.arrive({ follower, push, by, takenBy, opening: OPENING });
  let ended = 0;
  // Undefined for a follower whose turn is run already: that one is handed this push.
  for (let work = arrived.work; work !== undefined; ended++) {
    const stepped = await store.step(work.lease, 0, stepOf(work.push.key, takenBy, now));
    work = "ok" in stepped ? stepped.next : undefined;
  }
  return ended;
}

function stepOf(key: string, takenBy: string, now: number): Step {
  const f = stepFollower(newFollower(), { type: "spoke", from: now, at: now, opening: OPENING });
  return {
    passive: [{ id: `${key}#0`, message: { reply: { type: "text", content: "hello" } } }],
    chain: [],
    hold: [],
    carried: { held: [], untaken: [] },
    answer: { body: "<xml>".padEnd(400, "x"), takenBy },
    rescue: "hold",
    save: { record: { v: 1, f }, timers: [] },
    last: true,
  };
}
