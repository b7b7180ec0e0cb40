import type { Mode } from "./account.ts";
import { Server } from "./child.ts";
import { bodyOf } from "./connection.ts";
import { contenders, REFERENCE } from "./contenders.ts";
import { median, quantile } from "./figures.ts";
import { type Result, sendAllOut, sendAtRate } from "./load.ts";
import { checkAnswer, makePushes } from "./pushes.ts";

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  readonly pushesPerRound: number;
  readonly warmUpPushes: number;
  readonly halfLoadRounds: number;
  readonly halfLoadSeconds: number;
  /** On a machine that is busy otherwise, rounds are left out rather than this exceeded by much. */
  readonly secondsPerMode: number;
}

export const FULL: Effort = {
  rounds: 5,
  pushesPerRound: 5_000,
  // As many as the slowest needs until the compiler has nothing left to do: after 12,000 the adapter took
  // 30 % more than after 60,000, `wechat` 12 %.
  warmUpPushes: 60_000,
  halfLoadRounds: 3,
  halfLoadSeconds: 1.2,
  secondsPerMode: 120,
};
export const QUICK: Effort = {
  rounds: 3,
  pushesPerRound: 1_500,
  warmUpPushes: 2_000,
  halfLoadRounds: 1,
  halfLoadSeconds: 1,
  secondsPerMode: 17,
};

/** What was found about one contender in one mode: medians of the rounds. */
export interface Figures {
  readonly name: string;
  readonly perSecond: number;
  /** Of the server's processor time for each push, all threads, in microseconds. */
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
  readonly halfP50: number;
  readonly halfP99: number;
  /** Resident memory after all rounds, in bytes; everybody has had the same pushes. */
  readonly resident: number;
  /** The busiest that the load's own core was, from 0 to 1. */
  readonly loadBusy: number;
  /** Factors of the reference, round by round, then the median: above 1 is better than it. */
  readonly timesPerSecond: number;
  readonly timesCpu: number;
  /** Resident memory as a factor of the reference's: below 1 is better than it. */
  readonly timesResident: number;
}

interface Round {
  readonly perSecond: number;
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
  readonly busy: number;
}

interface Runner {
  readonly server: Server;
  readonly rounds: Round[];
  readonly half: { p50: number; p99: number }[];
  resident: number;
}

/** The part of the time that may be over when another round at full speed begins. */
const ROUNDS_PART = 0.6;

type Tell = (progress: string) => void;

/** Measures all contenders in one mode, taking turns, so that what disturbs one disturbs its rivals too. */
export async function measure(mode: Mode, effort: Effort, tell: Tell): Promise<Figures[]> {
  const began = performance.now();
  const over = (part: number) => performance.now() - began > effort.secondsPerMode * 1_000 * part;
  tell("starting the servers");
  const servers = await Promise.all(contenders.map(({ name }) => Server.start(name, mode)));
  const runners: Runner[] = servers.map((server) => {
    return { server, rounds: [], half: [], resident: 0 };
  });
  try {
    await warmUp(mode, effort, runners, tell);
    for (let i = 0; i < effort.rounds && !(i > 1 && over(ROUNDS_PART)); i++) {
      const pushes = makePushes(mode, effort.pushesPerRound);
      for (const runner of rotated(runners, i)) {
        tell(`round ${i + 1} of ${effort.rounds}, ${runner.server.name}`);
        const { server } = runner;
        runner.rounds.push(await server.awake(() => oneRound(mode, server, pushes)));
      }
    }
    for (const runner of runners) {
      const { resident } = await runner.server.awake(() => runner.server.costs());
      runner.resident = resident;
    }
    for (let i = 0; i < effort.halfLoadRounds && !(i > 0 && over(1)); i++) {
      for (const runner of rotated(runners, i)) {
        tell(`half load ${i + 1} of ${effort.halfLoadRounds}, ${runner.server.name}`);
        runner.half.push(await runner.server.awake(() => halfLoad(mode, effort, runner)));
      }
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
  const reference = runners.find(({ server }) => server.name === REFERENCE) as Runner;
  return runners.map((runner) => figuresOf(runner, reference));
}

async function warmUp(mode: Mode, effort: Effort, runners: readonly Runner[], tell: Tell) {
  const pushes = makePushes(mode, effort.warmUpPushes);
  for (const { server } of runners) {
    tell(`warming up ${server.name}`);
    check(mode, await server.awake(() => sendAllOut(server.port, pushes)));
  }
}

async function oneRound(mode: Mode, server: Server, pushes: ReturnType<typeof makePushes>) {
  const before = await server.costs();
  const result = await sendAllOut(server.port, pushes);
  const after = await server.costs();
  check(mode, result);
  return {
    perSecond: pushes.length / result.seconds,
    cpu: (after.cpu - before.cpu) / pushes.length,
    p50: quantile(result.latencies, 0.5),
    p99: quantile(result.latencies, 0.99),
    busy: result.busy,
  };
}

async function halfLoad(mode: Mode, effort: Effort, { server, rounds }: Runner) {
  const perSecond = median(rounds.map((round) => round.perSecond)) / 2;
  const pushes = makePushes(mode, Math.ceil(perSecond * effort.halfLoadSeconds));
  const result = await sendAtRate(server.port, pushes, perSecond);
  check(mode, result);
  return { p50: quantile(result.latencies, 0.5), p99: quantile(result.latencies, 0.99) };
}

function check(mode: Mode, { samples }: Result): void {
  for (const { push, answer } of samples) checkAnswer(mode, push, bodyOf(answer));
}

/** Nobody always comes first or always after the same neighbour. */
function rotated<T>(all: readonly T[], by: number): T[] {
  const at = by % all.length;
  return [...all.slice(at), ...all.slice(0, at)];
}

function figuresOf({ server, rounds, half, resident }: Runner, reference: Runner): Figures {
  const middle = (read: (round: Round) => number) => median(rounds.map(read));
  const ratio = (read: (round: Round) => number) =>
    median(rounds.map((round, i) => read(round) / read(reference.rounds[i] as Round)));
  return {
    name: server.name,
    perSecond: middle(({ perSecond }) => perSecond),
    cpu: middle(({ cpu }) => cpu),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    halfP50: median(half.map(({ p50 }) => p50)),
    halfP99: median(half.map(({ p99 }) => p99)),
    resident,
    loadBusy: Math.max(...rounds.map(({ busy }) => busy)),
    timesPerSecond: ratio(({ perSecond }) => perSecond),
    timesCpu: 1 / ratio(({ cpu }) => cpu),
    timesResident: resident / reference.resident,
  };
}
