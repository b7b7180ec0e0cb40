import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../src/store/open.ts";
import type { Follower } from "../../src/store/store.ts";
import { randomOf, sleep } from "../chaos/plan.ts";
import { readStored } from "../chaos/stored.ts";
import { startRedis } from "../helpers/redis.ts";
import { freshOpenid, settingsOf, wireAccount } from "../helpers/wechat.ts";
import { type Fleet, STUCK, startFleet } from "./fleet.ts";
import { startWorld } from "./outside.ts";
import { Person } from "./person.ts";
import { HANDED, KINDS, type Kind } from "./releases.ts";
import { deliver } from "./wechat.ts";

/** What is deployed how often, and who talks meanwhile. */
export interface Plan {
  readonly seed: number;
  readonly store: "sqlite" | "redis";
  readonly fleet: "processes" | "cluster";
  readonly processes: number;
  /** Deploys, one forwards, the next one back. An odd number ends with the newer release. */
  readonly deploys: number;
  /** People who have a conversation at any time. */
  readonly people: number;
  /** How long each of them thinks, in milliseconds, on the average. */
  readonly thinkMs: number;
  /** What they begin. Default: everything. */
  readonly kinds?: readonly Kind[];
}

/** What was seen. */
export interface Outcome {
  readonly broken: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
  /** What the processes logged as warnings and errors, with how often. */
  readonly logged: ReadonlyMap<string, number>;
}

/** A timer may be put back by a process of the older release in deploy after deploy, half a minute each time; milliseconds. */
const PATIENCE_MS = 240_000;
const BETWEEN_MS = 1_000;

/** Rolls two releases of a bot over each other while people talk, and kills a process of every deploy. */
export async function runDeploys(plan: Plan): Promise<Outcome> {
  const random = randomOf(plan.seed);
  const folder = mkdtempSync(join(tmpdir(), "wechat-deploys-"));
  const redis = plan.store === "redis" ? await startRedis() : undefined;
  const store = redis?.url ?? `sqlite:${join(folder, "wechat.db")}`;
  const account = wireAccount();
  const broken: string[] = [];
  const logged = new Map<string, number>();
  const people = new Map<string, Person>();
  let fleet: Fleet | undefined;
  let messages = 0;
  let cut = 0;
  const world = await startWorld(
    (openid, text) => people.get(openid)?.show(text),
    () => fleet?.ports ?? [],
  );
  try {
    const settings = {
      account: settingsOf(account),
      store,
      outside: world.url.replace(/\/[^/]*$/, ""),
    };
    const note = (line: string) => {
      logged.set(line, (logged.get(line) ?? 0) + 1);
      if (line === STUCK) broken.push(line);
    };
    const running = await startFleet(plan.fleet, settings, plan.processes, note);
    fleet = running;
    const around = {
      say(openid: string, text: string) {
        messages += 1;
        return deliver(account, openid, text, running.ports, random);
      },
      ...{ random, thinkMs: plan.thinkMs, patienceMs: PATIENCE_MS, orders: world.orders },
      kinds: plan.kinds ?? KINDS,
      async tell(openid: string, what: string, since: number): Promise<void> {
        // A process that is killed while it sends leaves a message that was perhaps shown: it is never sent again.
        const follower = { appId: account.appId, openid };
        const isCut = what.startsWith("lost") && (await hasUnknown(store, follower, since));
        if (isCut) cut += 1;
        else broken.push(what);
      },
    };
    for (let n = 0; n < plan.people; n += 1) {
      const openid = freshOpenid();
      people.set(openid, new Person(openid, n, around));
    }
    const all = [...people.values()];
    let goesOn = true;
    const lives = all.map(async (person) => {
      await sleep(random() * plan.thinkMs);
      await person.live(() => goesOn);
    });
    await sleep(plan.thinkMs);
    let fewest = plan.people;
    for (let deploy = 1; deploy <= plan.deploys; deploy += 1) {
      await running.deploy(1 + (deploy % 2), Math.floor(random() * plan.processes));
      fewest = Math.min(fewest, all.filter(({ talks }) => talks).length);
      await sleep(BETWEEN_MS);
      await running.kill(Math.floor(random() * plan.processes));
    }
    goesOn = false;
    await Promise.all(lives);
    for (const amount of world.refused) broken.push(`lost: nobody took the result of ${amount}`);
    const sum = (of: (person: Person) => number) => all.reduce((n, one) => n + of(one), 0);
    const ends = KINDS.map((kind) => [`ended: ${kind}`, sum(({ ended }) => ended.get(kind) ?? 0)]);
    return {
      ...{ broken, logged },
      figures: {
        ...{ deploys: plan.deploys, "kills −9": plan.deploys * 2, people: plan.people, messages },
        "in a conversation at a deploy, at least": fewest,
        ...Object.fromEntries(ends),
        "left to a process of the newer release": logged.get(HANDED) ?? 0,
        "said again for a newer release": sum(({ repeated }) => repeated),
        "removed under them": sum(({ removed }) => removed),
        "results brought again": world.again(),
        "answered at a later try, behind a timer": sum(({ overtaken }) => overtaken),
        "cut off in the middle of a call to WeChat": cut,
        ...countOf(broken),
      },
    };
  } finally {
    await fleet?.close();
    await world.close();
    await redis?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A delivery and the process that stores it: the clock of both is this machine's. */
const SLACK_MS = 100;

/**
 * Whether a message of this follower was cut off in the middle of a call, in a turn that came since he last said
 * something: one of an earlier turn explains nothing that is missing now.
 */
async function hasUnknown(address: string, follower: Follower, since: number): Promise<boolean> {
  const store = await openStore(address);
  try {
    const { pushes = {} } = (await readStored(store, follower)) ?? {};
    return Object.values(pushes).some(
      (push) =>
        push !== undefined &&
        push.first_at >= since - SLACK_MS &&
        Object.values(push.fates).includes("unknown"),
    );
  } finally {
    await store.close();
  }
}

const MOST_NOTICES = 5;

/** How many of each kind are broken; those that must be none are named in any case. */
function countOf(broken: readonly string[]): Record<string, number> {
  const kinds = ["lost", "doubled", "wrong dialogue", "wrong result", "fault notice", "unexpected"];
  return Object.fromEntries(
    kinds.map((kind) => [kind, broken.filter((what) => what.startsWith(kind)).length]),
  );
}

/** The figures and what was wrong, for people. */
export function reportOf({ store, fleet }: Plan, { broken, figures, logged }: Outcome): string {
  const lines = Object.entries(figures).map(([name, n]) => `  ${name.padEnd(42)} ${n}`);
  const said = [...logged].map(([line, n]) => `  logged ${n} times: ${line}`);
  const verdict = broken.length === 0 ? "kept" : "BROKEN";
  // Of a machine that is too slow there are many; what else there is must not stand behind them.
  const [notices, others] = [true, false].map((is) =>
    broken.filter((what) => what.startsWith("fault notice") === is),
  ) as [string[], string[]];
  const told = [...others, ...notices.slice(0, MOST_NOTICES)];
  return [`${store}, ${fleet}: ${verdict}`, ...lines, ...said, ...told].join("\n");
}
