import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../../src/clock.ts";
import type { FollowerAction } from "../../src/simulator/actions/actions.ts";
import type { Platform } from "../../src/simulator/platform.ts";
import { createPusher } from "../../src/simulator/pusher/pusher.ts";
import { createDelivery, type Delivery } from "../../src/simulator/pusher/pusherDelivery.ts";
import type { Transport } from "../../src/simulator/pusher/pusherHttp.ts";
import type { TimelineEvent } from "../../src/simulator/world/timeline.ts";
import { sightInWords, sightOf } from "../../src/testing/sight.ts";

/** Who plays, and against which bot: that of `bot.ts`, at the account's address. */
export interface CrowdOptions {
  readonly platform: Platform;
  readonly appId: string;
  readonly transport: Transport;
  readonly followers: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** How long messages behind the last answer may take, in milliseconds. Default 10,000. */
  readonly patienceMs?: number;
}

/** What came of it. Every message that the bot owes is looked for on the follower's screen. */
export interface CrowdResult {
  readonly pushes: number;
  readonly seconds: number;
  /** Messages that followers should see. */
  readonly owed: number;
  readonly shown: { readonly passive: number; readonly custom: number };
  /** Owed and never shown. */
  readonly lost: readonly string[];
  /** Shown more than once. */
  readonly doubled: readonly string[];
  /** Shown and owed to nobody, or to somebody else. */
  readonly strange: readonly string[];
  /** Pushes that ended with a fault, seen or not. */
  readonly faults: readonly string[];
  /** Deliveries beyond the first of a push. */
  readonly retries: number;
  /** What the platform let pass although it should not be there. */
  readonly remarks: number;
  /** Calls of the API that were refused. */
  readonly refusedCalls: number;
  /** Milliseconds from each delivery's sending to its whole answer. */
  readonly answers: Float64Array;
  /** Milliseconds that pushes were sent after they were due: the simulator's own delay. */
  readonly behind: Float64Array;
}

const PATIENCE_MS = 10_000;
/** A second copy of the last message has this long to appear, in milliseconds. */
const SECOND_COPIES_MS = 500;

/** Lets a crowd talk to a bot, at random times, as people do, and judges what each of them sees. */
export async function playCrowd(options: CrowdOptions): Promise<CrowdResult> {
  const { platform, appId, followers, perSecond, seconds } = options;
  const { transport, answers } = timed(options.transport);
  const delivery = createDelivery(platform, createPusher({ clock: systemClock, transport }));
  const openids = Array.from({ length: followers }, () => platform.addFollower(appId).openid);
  const screens = new Screens();
  const stop = platform.timeline.subscribe((event) => screens.hear(event));
  const began = performance.now();
  const behind: number[] = [];
  const running: Promise<number>[] = [];
  for (const dueAt of randomTimes(seconds * perSecond, seconds * 1_000)) {
    const early = began + dueAt - performance.now();
    if (early > 0) await sleep(early);
    behind.push(Math.max(0, performance.now() - began - dueAt));
    const openid = openids[Math.floor(Math.random() * followers)] as string;
    running.push(act({ platform, appId, delivery, screens }, openid, behind.length));
  }
  const tries = await Promise.all(running);
  const took = (performance.now() - began) / 1_000;
  await screens.rest(options.patienceMs ?? PATIENCE_MS);
  stop();
  delivery.close();
  return {
    pushes: tries.length,
    seconds: took,
    ...screens.judge(),
    retries: tries.reduce((sum, count) => sum + count - 1, 0),
    answers: Float64Array.from(answers),
    behind: Float64Array.from(behind),
  };
}

interface Stage {
  readonly platform: Platform;
  readonly appId: string;
  readonly delivery: Delivery;
  readonly screens: Screens;
}

/** The n-th push of all; resolves to how many deliveries it took. */
async function act(
  { platform, appId, delivery, screens }: Stage,
  openid: string,
  n: number,
): Promise<number> {
  const { action, owes } = sceneOf(platform.follower(appId, openid).following, n);
  for (const text of owes) screens.owe(openid, text);
  const outcomes = await delivery.act(appId, openid, action);
  return outcomes.reduce((sum, { tries }) => sum + tries.length, 0);
}

/** What somebody does, and what the bot owes him for it. No two pushes of the crowd say the same. */
function sceneOf(
  following: boolean,
  n: number,
): { readonly action: FollowerAction; readonly owes: readonly string[] } {
  if (!following) return { action: { do: "follow" }, owes: ["Welcome!"] };
  if (n % 10 === 0) return { action: { do: "tap", key: `M${n}` }, owes: [`menu: M${n}`] };
  const text = n % 10 === 1 ? `twice ${n}` : `你好 ${n}`;
  const owes = n % 10 === 1 ? [`echo: ${text}`, `again: ${text}`] : [`echo: ${text}`];
  return { action: { do: "say", text }, owes };
}

/** All phones: what should be on them, and what is. */
class Screens {
  readonly #counts = new Map<string, number>();
  readonly #strange: string[] = [];
  readonly #faults: string[] = [];
  readonly #shown = { passive: 0, custom: 0 };
  #missing = 0;
  #remarks = 0;
  #refusedCalls = 0;

  owe(openid: string, text: string): void {
    this.#counts.set(`${openid} ${text}`, 0);
    this.#missing += 1;
  }

  hear(event: TimelineEvent): void {
    if (event.type === "message.shown") {
      const sight = sightOf(event);
      const key = `${event.openid} ${typeof sight === "string" ? sight : sightInWords(sight)}`;
      const count = this.#counts.get(key);
      if (count === undefined) this.#strange.push(key);
      else this.#counts.set(key, count + 1);
      if (count === 0) this.#missing -= 1;
      this.#shown[event.via === "passive" ? "passive" : "custom"] += 1;
    } else if (event.type === "push.ended") {
      if (event.fault !== undefined) this.#faults.push(`${event.openid} ${event.fault}`);
      this.#remarks += event.remarks.length;
    } else if (event.type === "api.called" && event.errcode !== 0) {
      this.#refusedCalls += 1;
    }
  }

  /** Waits for what is on its way behind the answers. */
  async rest(patienceMs: number): Promise<void> {
    const until = performance.now() + patienceMs;
    while (this.#missing > 0 && performance.now() < until) await sleep(20);
    await sleep(SECOND_COPIES_MS);
  }

  judge() {
    const keys = [...this.#counts];
    return {
      owed: keys.length,
      shown: this.#shown,
      lost: keys.filter(([, count]) => count === 0).map(([key]) => key),
      doubled: keys.filter(([, count]) => count > 1).map(([key]) => key),
      strange: this.#strange,
      faults: this.#faults,
      remarks: this.#remarks,
      refusedCalls: this.#refusedCalls,
    };
  }
}

/** The timeline's milliseconds are whole ones, and most answers take no more. */
function timed(transport: Transport): { transport: Transport; answers: readonly number[] } {
  const answers: number[] = [];
  return {
    answers,
    transport(request) {
      const from = performance.now();
      const exchange = transport(request);
      const note = () => void answers.push(performance.now() - from);
      exchange.answer.then(note, note);
      return exchange;
    },
  };
}

/** Times between 0 and `ms`, the earliest first. */
function randomTimes(count: number, ms: number): Float64Array {
  return Float64Array.from({ length: count }, () => Math.random() * ms).sort();
}
