import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildPages } from "../../scripts/pages.ts";
import { hasRedis, skipWithoutRedis, startRedis } from "../helpers/redis.ts";
import { CONSOLE_TOKEN, logOf, startEverything } from "./rig.ts";

await buildPages({ ifStale: true });
skipWithoutRedis("the started server on Redis");

const PATIENCE = { timeout: 30_000 };

async function redisUrl(): Promise<string> {
  const redis = await startRedis();
  onTestFinished(() => redis.close());
  return redis.url;
}

/** Asks the operator's page for something, once one is in. */
async function lookAtConsole(port: string) {
  const page = `http://127.0.0.1:${port}`;
  const login = await fetch(`${page}/api/login`, {
    method: "POST",
    headers: { origin: page, "content-type": "application/json" },
    body: JSON.stringify({ token: CONSOLE_TOKEN }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
  const accounts = await fetch(`${page}/api/accounts`, { headers: { cookie } });
  const html = await fetch(page);
  return { html: html.status, accounts: (await accounts.json()) as { appId: string }[] };
}

async function scrape(port: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.status).toBe(200);
  return answer.text();
}

const STORES: readonly {
  readonly kind: string;
  readonly address: () => Promise<string>;
  readonly can: boolean;
}[] = [
  { kind: "SQLite", address: async () => "sqlite:", can: true },
  { kind: "Redis", address: redisUrl, can: hasRedis },
];

describe.each(STORES)("everything on, with $kind", ({ address, can }) => {
  it.runIf(can)(
    "serves, scrapes, shows, limits, links, and ends at once",
    async () => {
      const world = await startEverything(await address());
      const child = await world.start();
      const [mei, li] = [await world.follower(world.own), await world.follower(world.limited)];
      await mei.says("你好");
      for (const text of ["one", "two", "three"]) await li.says(text);
      expect(mei.sees()).toEqual(["heard: 你好"]);
      // The third is above the limit, and gets its notice.
      expect(li.sees()).toEqual(["heard: one", "heard: two", expect.not.stringContaining("three")]);

      // A Prometheus comes again and again.
      for (let n = 0; n < 5; n++) await scrape(world.ports.metrics);
      const figures = await scrape(world.ports.metrics);
      expect(figures).toMatch(
        new RegExp(`wechat_turns_total\\{account="${world.own.appId}",attempt="first"\\} 2\\b`),
      );
      expect((await fetch(`http://127.0.0.1:${world.ports.metrics}/else`)).status).toBe(404);

      const { html, accounts } = await lookAtConsole(world.ports.console);
      expect(html).toBe(200);
      expect(accounts.map(({ appId }) => appId).sort()).toEqual(
        [world.own.appId, world.limited.appId].sort(),
      );

      const paths = ["/healthz", "/readyz", `/wechat/component/start/${"a".repeat(22)}`, "/else"];
      const statuses = paths.map(async (path) => (await fetch(world.base + path)).status);
      expect(await Promise.all(statuses)).toEqual([200, 200, 410, 404]);
      world.platform.pushTicket(world.component.appId);

      await mei.says("still here?");
      expect(mei.sees().at(-1)).toBe("heard: still here?");
      child.kill("SIGTERM");
      expect(await child.exited).toBe(0);
      // Every order at the console is in the log, and nothing else is.
      expect(logOf(child)).toEqual([expect.objectContaining({ audit: true, did: "logged in" })]);
    },
    120_000,
  );

  it.runIf(can)(
    "is killed in the middle of a turn, and says its answer once",
    async () => {
      const world = await startEverything(await address());
      const first = await world.start();
      const mei = await world.follower(world.own);
      const told = mei.says("slow");
      await wait(1_500);
      first.kill("SIGKILL");
      await first.exited;
      const second = await world.start();
      // Nobody writes to the new process: it looks after what was left behind by itself.
      await told;
      await expect.poll(() => mei.sees().join(), PATIENCE).toContain("heard: slow");
      await mei.says("and now?");
      await expect.poll(() => mei.sees().join(), PATIENCE).toContain("heard: and now?");
      expect(mei.sees().filter((text) => text.includes("heard: slow")).length).toBe(1);
      expect(await scrape(world.ports.metrics)).toContain("wechat_turns_total");
      second.kill("SIGTERM");
      expect(await second.exited).toBe(0);
    },
    120_000,
  );
});

describe("what belongs to nobody", () => {
  it("is logged with its cause, and the others are answered", async () => {
    const world = await startEverything("memory:");
    const child = await world.start();
    const [mei, li] = [await world.follower(world.own), await world.follower(world.own)];
    for (const text of ["later", "throw", "reject"]) await mei.says(text);
    const logged = () =>
      logOf(child).map((line) => (typeof line === "string" ? line : [line.code, line.error]));
    await expect.poll(logged, PATIENCE).toEqual(
      expect.arrayContaining([
        ["turn-over", "SendError: The turn is over: use adapter.continueConversationAsync."],
        [undefined, "Error: nobody catches this"],
        [undefined, "Error: nobody looks at this"],
      ]),
    );
    await li.says("alive?");
    expect(li.sees()).toEqual(["heard: alive?"]);
    expect(mei.sees()).toEqual(["heard: later", "heard: throw", "heard: reject"]);
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(logOf(child).length).toBe(3);
  }, 300_000);
});
