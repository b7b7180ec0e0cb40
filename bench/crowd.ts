/**
 * A crowd of simulated followers on one core, beside the bot.
 *
 *     node bench/crowd.ts [--seconds 60]
 *
 * This process is WeChat: platform, API and pusher, over real connections in safe mode. The bot is another
 * one, on the same core where `taskset` exists. Exit code 1 when a message was lost or doubled, when it was
 * shown to somebody else, or when somebody saw the fault notice.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { httpTransport } from "../src/simulator/pusher/pusherHttp.ts";
import { startSimulator } from "../src/simulator/simulator.ts";
import { ACCOUNT } from "./account.ts";
import { APP_SECRET } from "./crowd/bot.ts";
import { type CrowdResult, playCrowd } from "./crowd/play.ts";
import { quantile } from "./figures.ts";
import type { Costs } from "./server.ts";

const FOLLOWERS = 1_000;
const PER_SECOND = 50;
const CORE = "0";

interface Usage {
  /** Of a core, from 0 to 1. */
  readonly processor: number;
  /** In bytes. */
  readonly resident: number;
}

/** Puts this process, and with it its children to come, on one core. */
function pin(): boolean {
  if (spawnSync("taskset", ["--version"]).status !== 0) return false;
  // All its threads, which exist already.
  execFileSync("taskset", ["-acp", CORE, String(process.pid)], { stdio: "ignore" });
  return true;
}

async function run(seconds: number): Promise<boolean> {
  const pinned = pin();
  const simulator = await startSimulator();
  const script = join(import.meta.dirname, "crowd", "bot.ts");
  const bot = spawn(process.execPath, [script, simulator.url], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const [port] = await Promise.race([once(bot, "message"), once(bot, "exit")]);
  if (bot.exitCode !== null) throw new Error("The bot did not start.");
  const { appId, originalId, token, encodingAESKey } = ACCOUNT;
  const url = `http://127.0.0.1:${port}/wechat`;
  const server = { url, token, encodingAESKey, mode: "safe" } as const;
  simulator.platform.addAccount({ appId, appSecret: APP_SECRET, originalId, server });

  async function costs(): Promise<Costs> {
    const reply = once(bot, "message");
    bot.send("costs");
    return (await reply)[0] as Costs;
  }
  const before = { ours: process.cpuUsage(), bot: await costs() };
  const result = await playCrowd({
    platform: simulator.platform,
    appId,
    transport: httpTransport,
    followers: FOLLOWERS,
    perSecond: PER_SECOND,
    seconds,
  });
  const { user, system } = process.cpuUsage(before.ours);
  const after = await costs();
  const part = (microseconds: number) => microseconds / 1e6 / result.seconds;
  print(result, pinned, {
    simulator: { processor: part(user + system), resident: process.memoryUsage.rss() },
    bot: { processor: part(after.cpu - before.bot.cpu), resident: after.resident },
  });
  bot.disconnect();
  await simulator.close();
  return isFlawless(result);
}

function isFlawless({ lost, doubled, strange, faults }: CrowdResult): boolean {
  return lost.length + doubled.length + strange.length + faults.length === 0;
}

function print(
  result: CrowdResult,
  pinned: boolean,
  usage: { readonly simulator: Usage; readonly bot: Usage },
): void {
  const { pushes, seconds, owed, shown, answers, behind } = result;
  const where = pinned ? `both processes on core ${CORE}` : "no taskset: on any core";
  const whole = (count: number) => count.toLocaleString("en");
  const ms = (values: Float64Array, part: number) => quantile(values, part).toFixed(1);
  const spent = ({ processor, resident }: Usage) =>
    `${(processor * 100).toFixed(0)} % of a core, ${Math.round(resident / 1e6)} MB`;
  const [load = 0] = loadavg();
  console.log(`${whole(FOLLOWERS)} followers, ${where} of ${cpus().length} (${cpus()[0]?.model}),`);
  console.log(`Node ${process.version}, load average ${load.toFixed(1)} at the end\n`);
  const rows: readonly (readonly [string, string])[] = [
    ["pushes", `${whole(pushes)} in ${seconds.toFixed(1)} s`],
    ["messages owed", whole(owed)],
    ["shown as replies", whole(shown.passive)],
    ["shown by customer service", whole(shown.custom)],
    ["lost", whole(result.lost.length)],
    ["doubled", whole(result.doubled.length)],
    ["unexpected", whole(result.strange.length)],
    ["fault notices", whole(result.faults.length)],
    ["retries", whole(result.retries)],
    ["remarks of the platform", whole(result.remarks)],
    ["refused API calls", whole(result.refusedCalls)],
    ["answer p50 / p99 / max", `${ms(answers, 0.5)} / ${ms(answers, 0.99)} / ${ms(answers, 1)} ms`],
    ["sent late p50 / p99", `${ms(behind, 0.5)} / ${ms(behind, 0.99)} ms`],
    ["simulator", spent(usage.simulator)],
    ["bot", spent(usage.bot)],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(26)} ${value}`);
  const wrong = [...result.lost, ...result.doubled, ...result.strange, ...result.faults];
  for (const one of wrong.slice(0, 10)) console.log(`✗ ${one}`);
}

const { values } = parseArgs({ options: { seconds: { type: "string", default: "60" } } });
const seconds = Number(values.seconds);
if (!Number.isInteger(seconds) || seconds < 1) {
  throw new RangeError(`--seconds ${values.seconds} is not a whole number of seconds.`);
}
process.exitCode = (await run(seconds)) ? 0 : 1;
