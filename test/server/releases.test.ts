import { describe, expect, onTestFinished, test } from "vitest";
import { type Clock, systemClock } from "../../src/clock.ts";
import { examine } from "../../src/commands/doctor.ts";
import { type Config, readConfig } from "../../src/config.ts";
import { startServer } from "../../src/server.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import {
  leaveRelease,
  noteRelease,
  processesSince,
  servingReleases,
} from "../../src/store/releases.ts";
import { collect, type Line } from "../attack/rig.ts";
import { hasRedis, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { wireAccount } from "../helpers/wechat.ts";

/* Processes of two releases serve the same followers: whoever looks after them is told. */

const BOT = (release: number) => `export default { release: ${release}, async run() {} };`;
/** Longer than the time between two notes. */
const NEXT_NOTE_MS = 16_000;

/** The machine's clock, which the test moves forwards. */
function movedClock() {
  let moved = 0;
  const clock: Clock = {
    ...systemClock,
    now: () => Date.now() + moved,
    steady: () => performance.now() + moved,
  };
  function move(ms: number): void {
    moved += ms;
  }
  return { clock, move };
}

/** A process of a release, with what it logs. */
async function start(config: Config, release: number, clock: Clock) {
  const lines: Line[] = [];
  const bot = `${tempFolder({ "bot.mjs": BOT(release) })}/bot.mjs`;
  const server = await startServer(config, bot, { log: collect(lines), clock });
  onTestFinished(() => server.close());
  const { origin } = new URL(server.address);
  return {
    close: () => server.close(),
    ready: async () => {
      const response = await fetch(`${origin}/readyz`);
      return [response.status, await response.json()];
    },
    told: () => lines.filter(({ message }) => /releases? of the bot serves?/.test(message)),
  };
}

async function storeOf(kind: "sqlite" | "redis"): Promise<string> {
  if (kind === "sqlite") return `sqlite:${tempFolder()}/wechat.db`;
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  return redis.url;
}

skipWithoutRedis("releases that serve at once on a Redis");

describe.for((["sqlite", "redis"] as const).filter((kind) => kind === "sqlite" || hasRedis))(
  "on %s",
  (kind) => {
    test("log, /readyz and doctor say that two releases serve at once, which is newer and since when", async () => {
      const account = wireAccount();
      const settings = {
        PORT: "0",
        WECHAT_APP_ID: account.appId,
        WECHAT_TOKEN: account.token,
        WECHAT_STORE: await storeOf(kind),
      };
      const config = readConfig(settings, tempFolder());
      const { clock, move } = movedClock();
      const doctorSays = async () =>
        (await examine(config, { clock, fetch: async () => new Response() })).find(
          ({ check }) => check.en === "releases",
        );

      const older = await start(config, 7, clock);
      expect(await older.ready()).toEqual([200, { ready: true }]);
      await expect.poll(doctorSays).toMatchObject({
        state: "good",
        found: { en: "7 alone serves (processes: 1)" },
      });

      move(NEXT_NOTE_MS);
      const newer = await start(config, 8, clock);
      const both = [
        { release: 8, since: expect.any(String), processes: 1 },
        { release: 7, since: expect.any(String), processes: 1 },
      ];
      await expect.poll(newer.ready).toEqual([200, { ready: true, releases: both }]);
      move(NEXT_NOTE_MS);
      await expect.poll(older.ready).toEqual([200, { ready: true, releases: both }]);
      const [, { releases }] = (await older.ready()) as [number, { releases: { since: string }[] }];
      const since = releases[0]?.since;
      expect(older.told()).toEqual([
        expect.objectContaining({
          level: "warn",
          message: "two releases of the bot serve the same followers",
          newer: 8,
          older: "7",
          here: 7,
          since,
        }),
      ]);
      expect(await doctorSays()).toMatchObject({
        state: "warning",
        found: {
          en: `8 (1), the newest, and 7 (1) serve at once since ${since}; in brackets: processes`,
        },
      });

      await newer.close();
      move(NEXT_NOTE_MS);
      await expect.poll(older.ready).toEqual([200, { ready: true }]);
      expect(older.told().at(-1)).toMatchObject({ message: "one release of the bot serves again" });
      expect(await doctorSays()).toMatchObject({ state: "good" });
    });
  },
);

test("nothing is left to a process that was not heard of for twenty seconds", async () => {
  const store = new MemoryStore();
  await noteRelease(store, { by: "a", release: 1, now: 1_000 });
  await noteRelease(store, { by: "b", release: 2, now: 1_000 });
  await noteRelease(store, { by: "c", release: 3, now: 16_000 });
  expect(await processesSince(store, 2, 16_000)).toEqual(["b", "c"]);
  expect(await processesSince(store, 2, 21_000)).toEqual(["c"]);
  expect(await processesSince(store, 4, 16_000)).toEqual([]);
});

test("a process that was killed is missed within a minute; its release serves as long as another one does", async () => {
  const store = new MemoryStore();
  const note = (by: string, release: number, now: number) =>
    noteRelease(store, { by, release, now });
  await note("a", 1, 1_000);
  await note("b", 1, 2_000);
  await note("b", 1, 50_000);
  expect(await note("c", 2, 60_000)).toEqual([
    { release: 2, since: 60_000, processes: 1 },
    { release: 1, since: 1_000, processes: 2 },
  ]);
  expect(await servingReleases(store, 62_000)).toEqual([
    { release: 2, since: 60_000, processes: 1 },
    { release: 1, since: 1_000, processes: 1 },
  ]);
  await leaveRelease(store, { by: "c", release: 2, now: 62_000 });
  expect(await servingReleases(store, 62_000)).toEqual([
    { release: 1, since: 1_000, processes: 1 },
  ]);
  expect(await servingReleases(store, 200_000)).toEqual([]);
});

test("processes that begin at one moment are all counted", async () => {
  const store = new MemoryStore();
  const names = ["a", "b", "c", "d", "e"];
  await Promise.all(names.map((by) => noteRelease(store, { by, release: 1, now: 1_000 })));
  expect(await servingReleases(store, 1_000)).toEqual([
    { release: 1, since: 1_000, processes: names.length },
  ]);
});
