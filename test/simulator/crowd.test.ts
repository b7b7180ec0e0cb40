import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ACCOUNT } from "../../bench/account.ts";
import { APP_SECRET, createCrowdServer } from "../../bench/crowd/bot.ts";
import { type CrowdResult, playCrowd } from "../../bench/crowd/play.ts";
import type { Platform } from "../../src/simulator/platform.ts";
import { httpTransport, type Transport } from "../../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../../src/simulator/simulator.ts";

const CROWD = { followers: 200, perSecond: 50, seconds: 3 };

interface Meddling {
  readonly size?: Partial<typeof CROWD & { patienceMs: number }>;
  readonly carry?: (transport: Transport) => Transport;
  readonly with?: (platform: Platform) => void;
}

/** `bench/crowd.ts` in small, everything in this process and over real connections. */
async function crowd(
  meddling: Meddling = {},
): Promise<{ readonly result: CrowdResult; readonly complaints: readonly string[] }> {
  const complaints: string[] = [];
  const complain = (_facts: object, message: string) => void complaints.push(message);
  const log = { info: () => {}, warn: complain, error: complain };
  const simulator = await startSimulator();
  const bot = createCrowdServer(simulator.url, log);
  const server = createServer(bot.listen);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    await bot.close();
    await simulator.close();
    server.closeAllConnections();
    server.close();
  });
  const { appId, originalId, token, encodingAESKey } = ACCOUNT;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wechat`;
  const address = { url, token, encodingAESKey, mode: "safe" } as const;
  const { platform } = simulator;
  platform.addAccount({ appId, appSecret: APP_SECRET, originalId, server: address });
  meddling.with?.(platform);
  const transport = meddling.carry?.(httpTransport) ?? httpTransport;
  const options = { platform, appId, transport, ...CROWD, ...meddling.size };
  return { result: await playCrowd(options), complaints };
}

const FLAWLESS = { lost: [], doubled: [], strange: [], faults: [], remarks: 0, refusedCalls: 0 };

test("200 followers, 50 pushes a second: nothing lost, nothing twice, no notice", async () => {
  const { result, complaints } = await crowd();
  expect(result).toMatchObject({ ...FLAWLESS, pushes: 150, retries: 0 });
  expect(result.shown.custom).toBeGreaterThan(0);
  expect(result.shown.passive + result.shown.custom).toBe(result.owed);
  expect(complaints).toEqual([]);
});

test("the same where every fourth answer is lost on its way", async () => {
  let count = 0;
  const justLost = new Set<string>();
  const carry = (transport: Transport): Transport =>
    function loseSome(request) {
      const exchange = transport(request);
      // Never that of a second try: three in a row would be lost for good.
      const openid = new URL(request.url).searchParams.get("openid") as string;
      if (justLost.delete(openid) || ++count % 4 !== 0) return exchange;
      justLost.add(openid);
      const lost = exchange.answer.then(() => Promise.reject(new Error("lost")));
      return { ...exchange, answer: lost };
    };
  const { result } = await crowd({ carry });
  expect(result).toMatchObject(FLAWLESS);
  expect(result.retries).toBeGreaterThan(20);
});

test("the judge sees what is lost, what comes twice, what is nobody's, and notices", async () => {
  let count = 0;
  const carry = (transport: Transport): Transport =>
    function answerSome(request) {
      if (++count % 5 !== 0) return transport(request);
      const body = count % 2 === 0 ? "success" : "{}";
      return { answer: Promise.resolve({ status: 200, body }), cut: () => {} };
    };
  let meddled = 0;
  const meddle = (platform: Platform) => {
    platform.timeline.subscribe((event) => {
      if (event.type !== "push.ended" || event.saw !== "reply" || ++meddled > 5) return;
      const [shown] = platform.timeline.of("message.shown").slice(-1);
      if (shown !== undefined) platform.showPassive(event.appId, event.openid, shown.message);
      const text = { content: "for somebody else" };
      platform.showPassive(event.appId, event.openid, { msgtype: "text", text });
    });
  };
  const size = { followers: 20, seconds: 1, patienceMs: 100 };
  const { result } = await crowd({ carry, with: meddle, size });
  expect(result.lost.length).toBeGreaterThan(2);
  expect(result.doubled.length).toBeGreaterThan(2);
  expect(result.strange.length).toBeGreaterThan(2);
  expect(result.faults.length).toBeGreaterThan(2);
});
