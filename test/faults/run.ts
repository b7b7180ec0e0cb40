/**
 * Messages against a simulated WeChat whose API fails in every way it can:
 *
 *     npm run test:faults                     10,000 messages, a new seed
 *     npm run test:faults -- 2000 417         2,000 messages, seed 417
 *     npm run test:faults -- 10000 417 5      five times as fast as life, where nothing else runs; default 1
 *
 * A seed repeats the plan (who writes what, what fails), not the luck of the machine's timing.
 */
import { faultRun } from "./faultRun.ts";

const [messages = "10000", seed = String(Date.now() % 1_000_000), speed = "1"] =
  process.argv.slice(2);
console.log(`${messages} messages, seed ${seed}`);
const began = Date.now();
const tempo = { speed: Number(speed), perFollower: 20 };
const runs = await faultRun(Number(messages), Number(seed), tempo);
for (const { name, judgement, struck, codes } of runs) {
  console.log(`\n${name}`);
  const faults = Object.entries(struck).map(([kind, count]) => `${count} ${kind}`);
  console.log(`  faults that struck: ${faults.join(", ") || "none"}; ${codes} different codes`);
  for (const [fate, count] of Object.entries(judgement.counts)) {
    console.log(`  ${String(count).padStart(6)} ${fate}`);
  }
  for (const one of judgement.broken.slice(0, 20)) console.log(`  BROKEN ${one}`);
}
const broken = runs.reduce((sum, { judgement }) => sum + judgement.broken.length, 0);
const seconds = Math.round((Date.now() - began) / 1_000);
console.log(
  `\n${broken === 0 ? "all promises kept" : `${broken} broken`}, ${seconds} s, seed ${seed}`,
);
process.exitCode = broken === 0 ? 0 : 1;
