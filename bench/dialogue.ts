/**
 * What a turn of a dialogue costs: `node bench/dialogue.ts`. The booking of `samples/booking`, beside the same
 * booking in botbuilder-dialogs and in grammY's conversations plugin, all in memory with JSON in between.
 */
import { cpus, loadavg } from "node:os";
import { botbuilderDialogs } from "./dialogue/botbuilderDialogs.ts";
import { grammy } from "./dialogue/grammy.ts";
import { ours } from "./dialogue/ours.ts";
import { type Contender, SCRIPT } from "./dialogue/script.ts";
import { median } from "./figures.ts";
import { installOnce } from "./install.ts";

const ROUNDS = 9;
/** What a turn of ours may cost, in microseconds, and how much it may leave in the store, in bytes. */
const BUDGET_US = 60;
const BUDGET_BYTES = 400;

async function run(): Promise<void> {
  installOnce();
  const contenders: readonly (readonly [Contender, bookings: number])[] = [
    [ours("a turn of ours", { recognisers: false, turnContext: false }), 600],
    [ours("… with recognisers and texts", { recognisers: true, turnContext: false }), 200],
    [ours("… and Bot Framework's TurnContext", { recognisers: true, turnContext: true }), 200],
    [botbuilderDialogs(), 200],
    [await grammy(), 60],
  ];
  console.log(
    `${cpus()[0]?.model}, Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log("| | CPU per turn, µs: median (best) of rounds | bytes stored, average (largest) |");
  console.log("| --- | --- | --- |");
  let fits = true;
  for (const [index, [contender, bookings]] of contenders.entries()) {
    const { cpu, best, average, largest } = await measure(contender, bookings);
    const row = [
      contender.name,
      `${cpu.toFixed(1)} (${best.toFixed(1)})`,
      `${average.toFixed(0)} (${largest})`,
    ];
    console.log(`| ${row.join(" | ")} |`);
    if (index === 0) fits = cpu <= BUDGET_US && average <= BUDGET_BYTES;
  }
  console.log(
    `\nBudget of a turn of ours: ${BUDGET_US} µs, ${BUDGET_BYTES} bytes: ${fits ? "kept" : "NOT kept"}.`,
  );
}

interface Figures {
  readonly cpu: number;
  readonly best: number;
  readonly average: number;
  readonly largest: number;
}

async function measure(contender: Contender, bookings: number): Promise<Figures> {
  const sizes = await sizesOf(contender);
  const rounds: number[] = [];
  await play(contender, bookings);
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await play(contender, bookings);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / (bookings * SCRIPT.length));
  }
  return {
    cpu: median(rounds),
    best: Math.min(...rounds),
    average: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    largest: Math.max(...sizes),
  };
}

async function play(contender: Contender, bookings: number): Promise<void> {
  for (let guest = 0; guest < bookings; guest++) {
    for (const text of SCRIPT) await contender.turn(`guest${guest}`, text);
    contender.forget(`guest${guest}`);
  }
}

/** What is stored after each turn; and every turn must say something. */
async function sizesOf(contender: Contender): Promise<readonly number[]> {
  const sizes: number[] = [];
  for (const text of SCRIPT) {
    const before = contender.said();
    await contender.turn("guest0", text);
    if (contender.said() === before)
      throw new Error(`${contender.name} says nothing to "${text}".`);
    const size = contender.bytes("guest0");
    // After the last turn there is nothing to go on with.
    if (text !== SCRIPT.at(-1)) sizes.push(size);
  }
  contender.forget("guest0");
  return sizes;
}

await run();
