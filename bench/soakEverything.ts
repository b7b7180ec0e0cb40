import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomOf, sleep } from "../test/chaos/plan.ts";
import { startRedis } from "../test/helpers/redis.ts";
import { attack } from "../test/started/malformed.ts";
import { logOf, openWorld } from "../test/started/world.ts";
import { type Figures, judgeGrowth, readFigures } from "./soakFigures.ts";

/** Says `[t1.0]`, `[t1.1]` … as its follower orders: `t1 count milliseconds`. */
const BOT = `
export default {
  async run(context) {
    const { type, text } = context.activity;
    if (type !== "message") return;
    const [token, count = "1", ms = "0"] = text.split(" ");
    if (!/^t\\d+$/.test(token)) return;
    for (let i = 0; i < Number(count); i++) {
      await new Promise((resolve) => setTimeout(resolve, Number(ms) / Number(count)));
      await context.sendActivity("[" + token + "." + i + "]");
    }
    if (Number(ms) > 5_000) setTimeout(() => context.sendActivity("too late"), 10);
  },
};
`;

const FOLLOWERS = 200;
const SCRAPE_MS = 1_000;
/** A batch of malformed requests to each listener, so often. */
const ATTACK_MS = 2_000;
const ATTACKS = 5;
/** After the last push: late answers, and what waits for WeChat's API. */
const REST_MS = 30_000;

export interface SoakOrder {
  readonly minutes: number;
  /** Pushes a second. */
  readonly rate: number;
  readonly store: "sqlite" | "redis";
  readonly seed: number;
}

/**
 * The server as `npm start` starts it, with everything on, under steady work: figures are scraped every second,
 * malformed requests come beside the genuine ones. Gives what is wrong; nothing is the only good verdict.
 */
export async function soakEverything(order: SoakOrder): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "wechat-soak-"));
  const redis = order.store === "redis" ? await startRedis() : undefined;
  const world = await openWorld({ bot: BOT, store: redis?.url ?? "sqlite:", folder });
  const child = world.start();
  const wrong: string[] = [];
  const figures: Figures[] = [];
  let ended = false;
  let over = false;
  void child.exited.then((code) => {
    ended = true;
    if (!over) wrong.push(`the process ended with ${code}`);
  });
  try {
    while (!ended && !child.stdout().includes("Metrics on")) await sleep(100);
    const random = randomOf(order.seed);
    const people = await Promise.all(
      Array.from({ length: FOLLOWERS }, () => world.follower(world.own)),
    );
    const began = performance.now();
    const going = () => !ended && performance.now() - began < order.minutes * 60_000;

    async function scrape(): Promise<void> {
      for (let n = 0; going(); n++) {
        await sleep(Math.max(0, began + n * SCRAPE_MS - performance.now()));
        const minutes = (performance.now() - began) / 60_000;
        const read = await readFigures(world.ports.metrics).catch((error: Error) => error);
        if (read instanceof Error) wrong.push(`the figures could not be read: ${read.message}`);
        else figures.push({ ...read, minutes });
        const last = figures.at(-1);
        if (n % 30 === 0 && last !== undefined) console.log(lineOf(last));
      }
    }
    async function attackAll(): Promise<void> {
      const evil = randomOf(order.seed + 1);
      for (; going(); await sleep(ATTACK_MS)) {
        for (const [name, port] of Object.entries(world.ports)) {
          const { wrong: bad } = await attack(Number(port), evil, ATTACKS, 0);
          for (const { answered, request } of bad) wrong.push(`${name}: ${answered} ${request}`);
        }
      }
    }
    async function push(): Promise<Map<string, number>> {
      const asked = new Map<string, number>();
      for (let n = 0; going(); n++) {
        const count = 1 + Math.floor(random() * 2);
        const ms = random() < 0.05 ? Math.round(random() * 7_000) : 0;
        const one = people[Math.floor(random() * people.length)];
        asked.set(`t${n}`, count);
        void one?.says(`t${n} ${count} ${ms}`);
        await sleep(Math.max(0, began + (n + 1) * (1_000 / order.rate) - performance.now()));
      }
      return asked;
    }
    const [asked] = await Promise.all([push(), scrape(), attackAll()]);
    await sleep(REST_MS);
    // What was held waits for the next contact.
    await Promise.all(people.map((one) => one.says("anything else?")));
    await sleep(REST_MS / 10);
    wrong.push(
      ...seenOnce(
        asked,
        people.flatMap((one) => one.sees()),
      ),
    );
    wrong.push(...judgeGrowth(figures));
    over = true;
    child.kill("SIGTERM");
    const code = await child.exited;
    if (code !== 0) wrong.push(`SIGTERM ended it with ${code}`);
    wrong.push(...readLog(logOf(child)));
    console.log(`${asked.size} pushes, ${figures.length} scrapes`);
    return wrong;
  } finally {
    over = true;
    child.kill("SIGKILL");
    await child.exited;
    await world.close();
    await redis?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every message of every push is seen, and once. */
function seenOnce(asked: ReadonlyMap<string, number>, screens: readonly string[]): string[] {
  const seen = new Map<string, number>();
  for (const text of screens) {
    for (const [, token = ""] of text.matchAll(/\[(t\d+\.\d+)\]/g)) {
      seen.set(token, (seen.get(token) ?? 0) + 1);
    }
  }
  const tokens = [...asked].flatMap(([token, count]) =>
    Array.from({ length: count }, (_, i) => `${token}.${i}`),
  );
  const lost = tokens.filter((token) => !seen.has(token));
  const doubled = tokens.filter((token) => (seen.get(token) ?? 0) > 1);
  return [
    ...(lost.length > 0 ? [`lost ${lost.length} of ${tokens.length}: ${some(lost)}`] : []),
    ...(doubled.length > 0 ? [`seen twice ${doubled.length}: ${some(doubled)}`] : []),
  ];
}

const some = (list: readonly string[]) => list.slice(0, 10).join(" ");

/** Beside what the bot itself does wrong, and refusals of what is malformed, nothing may be in the log. */
function readLog(lines: ReturnType<typeof logOf>): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const known = typeof line !== "string" && (line.code === "turn-over" || line.level === "warn");
    const what = typeof line === "string" ? line : `${line.level}: ${line.message}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
    if (!known && (counts.get(what) ?? 0) === 1) console.log(JSON.stringify(line));
  }
  for (const [what, count] of counts) console.log(`log: ${count} × ${what}`);
  return lines
    .filter(
      (line) => typeof line === "string" || (line.level === "error" && line.code !== "turn-over"),
    )
    .map((line) => `log: ${JSON.stringify(line)}`);
}

function lineOf({ minutes, heap, resident, files, handles }: Figures): string {
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  return `${minutes.toFixed(1)} min: heap ${mb(heap)}, resident ${mb(resident)}, files ${files}, handles ${handles}`;
}
