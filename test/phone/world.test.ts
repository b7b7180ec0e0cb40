import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { systemClock } from "../../src/clock.ts";
import { openWorld } from "../../src/commands/world/keptWorld.ts";
import { Platform } from "../../src/simulator/platform.ts";
import { tempFolder } from "../helpers/serversInChildren.ts";
import { COUNTING_BOT } from "./countingBot.ts";
import { openStage } from "./openStage.ts";

beforeAll(() => buildPages({ ifStale: true }), 60_000);

const _root = resolve(import.meta.dirname, "../..");
const PATIENCE = { timeout: 20_000 };
const HOURS_48 = 48 * 3_600_000;

/** The file of the only world in a folder. */
function fileIn(folder: string): string {
  const [name = ""] = readdirSync(folder).filter((one) => one !== ".gitignore");
  return join(folder, name, "world.jsonl");
}

describe("a world that is kept", () => {
  const appId = "wx0123456789abcdef";
  async function open(folder: string, change: { fresh?: boolean; bot?: string } = {}) {
    const lines: string[] = [];
    const tell = (line: string) => void lines.push(line);
    const world = await openWorld({ folder, bot: "bots/one", appId, tell, ...change });
    return { world, lines };
  }
  /** A world in which somebody follows, written down. */
  async function written(folder: string) {
    const { world } = await open(folder);
    const platform = new Platform({ clock: systemClock, seed: 1 });
    const account = platform.addAccount({ appId });
    const { openid } = platform.addFollower(appId, { name: "Mei" });
    platform.act(appId, openid, { do: "follow" });
    world?.keep(platform.timeline.events, () => HOURS_48);
    writeFileSync(world?.store ?? "", "the bot's memory");
    await world?.close();
    return { platform, account };
  }

  it("begins where it ended, with its clock", async () => {
    const folder = tempFolder();
    const { platform } = await written(folder);
    const { world, lines } = await open(folder);
    expect(world?.past).toEqual(platform.timeline.events);
    expect(world?.aheadMs).toBe(HOURS_48);
    const again = new Platform({ clock: systemClock, seed: 2 });
    again.replay(world?.past ?? []);
    expect(again.snapshot()).toBe(platform.snapshot());
    expect(existsSync(world?.store ?? "")).toBe(true);
    expect(lines).toEqual([]);
    // It holds what testers typed, and the account's token: nobody commits it, and nobody else reads it.
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
    expect(statSync(fileIn(folder)).mode & 0o077).toBe(0);
    await world?.close();
  });

  it("is written soon after something happened, whole: no half file is ever there", async () => {
    const folder = tempFolder();
    const { world } = await open(folder);
    const platform = new Platform({ clock: systemClock, seed: 1 });
    platform.addAccount({ appId });
    world?.keep(platform.timeline.events, () => 0);
    platform.timeline.subscribe(() => world?.changed());
    const followers = () => {
      const lines = readFileSync(fileIn(folder), "utf8").trimEnd().split("\n");
      return lines.map((line) => JSON.parse(line) as object).length - 2;
    };
    for (let n = 1; n <= 3; n++) {
      for (let k = 0; k < 400; k++) platform.addFollower(appId, { name: `Person ${n} ${k}` });
      await expect
        .poll(() => existsSync(fileIn(folder)) && followers(), { ...PATIENCE, interval: 5 })
        .toBe(n * 400);
    }
    await world?.close();
  }, 60_000);

  it.each([
    ["cut off", (text: string) => text.slice(0, -40)],
    ["empty", () => ""],
    ["of another kind", () => '{"some":"json"}\n'],
    ["with a hole", (text: string) => text.split("\n").toSpliced(2, 1).join("\n")],
    ["of a later version", (text: string) => text.replace('"world":1', '"world":2')],
  ])("that is %s gives one line and a fresh world, and is put aside", async (_what, damage) => {
    const folder = tempFolder();
    await written(folder);
    const file = fileIn(folder);
    writeFileSync(file, damage(readFileSync(file, "utf8")));
    const { world, lines } = await open(folder);
    expect(lines).toEqual([
      `The kept world ${file} cannot be read: it is world.jsonl.broken now, and a fresh one begins.`,
    ]);
    expect([world?.past, world?.aheadMs]).toEqual([[], 0]);
    // The bot does not remember people of a world that is gone.
    expect(existsSync(world?.store ?? "")).toBe(false);
    expect(existsSync(`${file}.broken`)).toBe(true);
    await world?.close();
  });

  it("is one for each bot, is left behind when one begins afresh, and is played once at a time", async () => {
    const folder = tempFolder();
    await written(folder);
    const first = await open(folder);
    const second = await open(folder);
    expect(second.world).toBeUndefined();
    expect(second.lines).toEqual([
      expect.stringMatching(
        /^The world in \S+one-[0-9a-f]{8} is played by another process already: this one begins afresh and is not kept\.$/,
      ),
    ]);
    const other = await open(folder, { bot: "bots/two" });
    expect(other.world?.past).toEqual([]);
    await other.world?.close();
    await first.world?.close();
    const fresh = await open(folder, { fresh: true });
    expect(fresh.world?.past).toEqual([]);
    await fresh.world?.close();
  });
});

it("npm start goes on with people, chat, time, kind of account and the bot's memory; or begins afresh", async () => {
  const folder = tempFolder({ "bot.mjs": COUNTING_BOT });
  const first = await openStage("bot.mjs", folder);
  const { openid = "" } = (await first.state()).people[0] ?? {};
  const act = (stage: typeof first, action: object) => stage.post("/api/act", { openid, action });
  await first.post("/api/people", { name: "Wang Fang" });
  await act(first, { do: "follow" });
  await act(first, { do: "say", text: "remember" });
  await first.settled(openid);
  await first.post("/api/time", { ms: HOURS_48 });
  await first.post("/api/account", { kind: "subscription", without: [] });
  const before = await first.state();
  first.child.kill("SIGTERM");
  expect(await first.child.exited).toBe(0);

  const second = await openStage("bot.mjs", folder);
  const after = await second.state();
  expect(after.people.map(({ name }) => name)).toEqual(before.people.map(({ name }) => name));
  expect(after.account.kind).toBe("subscription");
  expect(Math.abs(after.now - Date.now() - HOURS_48)).toBeLessThan(60_000);
  const is = after.items.map((item) => item.is);
  expect(is).toEqual(expect.arrayContaining(["did", "shown", "time", "kind"]));
  expect(await second.seen(openid)).toEqual(["1: remember"]);
  // The page knows where everybody stands, before he does anything.
  await expect
    .poll(async () => (await second.state()).standings[openid], PATIENCE)
    .toMatchObject({
      ...{ quota: 0, held: 0 },
      active: { follower: expect.arrayContaining(["window_expired"]) },
    });
  await act(second, { do: "say", text: "and on" });
  await expect.poll(() => second.seen(openid), PATIENCE).toEqual(["1: remember", "2: and on"]);
  // Whoever dies loses a second at most.
  const file = fileIn(join(folder, "data/phone"));
  await expect.poll(() => readFileSync(file, "utf8"), PATIENCE).toContain("2: and on");
  second.child.kill("SIGKILL");
  await second.child.exited;

  const third = await openStage("bot.mjs", folder);
  await act(third, { do: "say", text: "still" });
  await expect.poll(() => third.seen(openid), PATIENCE).toContain("3: still");
  third.child.kill("SIGTERM");
  await third.child.exited;
  writeFileSync(file, "not a world");
  const fourth = await openStage("bot.mjs", folder);
  expect(fourth.child.stderr()).toMatch(/^The kept world \S+ cannot be read: it is \S+ now/m);
  expect((await fourth.state()).people[0]?.openid).not.toBe(openid);
}, 180_000);
