import { createServer } from "node:http";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { hostOf } from "../../samples/restify/host.ts";
import { buildPages } from "../../scripts/pages.ts";
import { WeChatAdapter } from "../../src/adapter/weChatAdapter.ts";
import { randomOf } from "../chaos/plan.ts";
import { listening, type TestServer } from "../helpers/servers.ts";
import { runBin, tempFolder } from "../helpers/serversInChildren.ts";
import { post, settingsOf, textOf, textXml, wireAccount, wrap } from "../helpers/wechat.ts";
import { attack } from "./malformed.ts";
import { logOf, startEverything } from "./rig.ts";

await buildPages({ ifStale: true });

/** Another one every day, so that the suite meets new requests; `MALFORMED_SEED` brings a day back. */
const seed = Number(process.env.MALFORMED_SEED ?? Math.floor(Date.now() / 86_400_000));
const COUNT = 400;

/** Sends to one listener what a seed decides; fails with the seed where something is wrong. */
async function expectToBear(port: string | number, name: string, saysNoMoreMs?: number) {
  const random = randomOf(
    seed + Number.parseInt(Buffer.from(name).toString("hex").slice(0, 7), 16),
  );
  const { wrong, tally } = await attack(Number(port), random, COUNT, saysNoMoreMs);
  expect(wrong, `${name}, MALFORMED_SEED=${seed}`).toEqual([]);
  // The generator reaches what answers, and what Node refuses.
  expect(tally.get(400) ?? 0, name).toBeGreaterThan(0);
  expect(tally.size, name).toBeGreaterThan(1);
}

/** What must not be in the log of a server that bears everything. */
const FAILURES = /nobody caught|could not be answered|listener failed/;

const unheard = vi.fn();
beforeEach(() => void process.on("unhandledRejection", unheard));
afterEach(() => void process.off("unhandledRejection", unheard));

it("the public listener, the console and the metrics bear them, and a genuine push is answered", async () => {
  const world = await startEverything("memory:");
  const child = await world.start();
  for (const [name, port] of Object.entries(world.ports)) await expectToBear(port, name, 0);
  const mei = await world.follower(world.own);
  await mei.says("still here?");
  expect(mei.sees()).toEqual(["heard: still here?"]);
  expect((await fetch(`http://127.0.0.1:${world.ports.metrics}/metrics`)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  expect(logOf(child).filter((line) => FAILURES.test(JSON.stringify(line)))).toEqual([]);
}, 300_000);

it("so do the phone, the simulated WeChat's API and the bot behind it", async () => {
  const bot = `console.log("The API: " + process.env.WECHAT_API_BASE);
    export default { run: async (context) => void (await context.sendActivity("hi")) };`;
  const folder = tempFolder({ "bot.mjs": bot });
  const child = runBin(["start", "bot.mjs"], {
    cwd: folder,
    env: { PORT: "0", PHONE_PORT: "0" },
  });
  await expect.poll(child.stdout, { timeout: 120_000 }).toMatch(/listens on http/);
  const at = (what: RegExp) => new URL(what.exec(child.stdout())?.[1] ?? "");
  const page = at(/phone: (\S+)/);
  const url = at(/listens on ([^\s,]+)/);
  await expectToBear(page.port, "phone");
  await expectToBear(at(/The API: (\S+)/).port, "api");
  await expectToBear(url.port, "bot");
  expect((await fetch(page)).status).toBe(200);
  const push = runBin(["push", "--url", String(url), "still here?"], { cwd: folder });
  expect([await push.exited, push.stdout()]).toEqual([0, expect.stringContaining('text "hi"')]);
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  expect(logOf(child).filter((line) => FAILURES.test(JSON.stringify(line)))).toEqual([]);
}, 300_000);

const account = wireAccount();

/** An adapter in a host of somebody else's, mounted as the documents show. */
async function mounted(host: (adapter: WeChatAdapter) => Promise<TestServer>) {
  const errors: object[] = [];
  const adapter = new WeChatAdapter({
    accounts: [settingsOf(account)],
    publicUrl: "https://bot.example",
    log: { info() {}, warn() {}, error: (facts) => void errors.push(facts) },
  });
  const server = await host(adapter);
  onTestFinished(async () => {
    await server.close();
    await adapter.close();
  }, 30_000);
  return { server, errors };
}

const bot = async (context: { sendActivity(text: string): Promise<unknown> }) => {
  await context.sendActivity("hi");
};

it.each<readonly [string, (adapter: WeChatAdapter) => Promise<TestServer>]>([
  [
    "process",
    (adapter) => listening(createServer((req, res) => void adapter.process(req, res, bot))),
  ],
  [
    "serveMedia",
    (adapter) =>
      listening(
        createServer((req, res) => {
          if (req.method === "POST") void adapter.process(req, res, bot);
          else void adapter.serveMedia(req, res);
        }),
      ),
  ],
  ["samples/restify", (adapter) => listening(hostOf(adapter, bot).server as never)],
])(
  "so does a host with %s alone: nothing is rejected unheard",
  async (name, host) => {
    const { server, errors } = await mounted(host);
    await expectToBear(server.port, name);
    const answer = await post(server.url, wrap(account, textXml(account, "still here?")));
    expect(textOf(account, answer.body)).toBe("hi");
    expect(unheard).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
  },
  120_000,
);
