import type { Clock } from "../../src/clock.ts";
import { sleep } from "../../src/clock.ts";
import type { AccountOptions } from "../../src/simulator/world/account.ts";
import { MemoryStore } from "../../src/store/memory.ts";
import { randomOf } from "../chaos/plan.ts";
import { openTown, type Town } from "../helpers/openTown.ts";
import { type Errand, errandBot, type Said, sayAll, writeErrand } from "./bot.ts";
import { type Climate, startWeather, type Weather } from "./weather.ts";

export interface Play {
  readonly name: string;
  readonly simulated: AccountOptions;
  readonly customerService: boolean | "auto";
  readonly climate: Climate;
  readonly messages: number;
  readonly followers: number;
  readonly seed: number;
}

/** What there is to judge when the curtain has fallen. */
export interface Played {
  readonly play: Play;
  readonly town: Town;
  readonly store: MemoryStore;
  readonly said: readonly Said[];
  readonly weather: Weather;
  readonly openids: readonly string[];
  /** Calls that WeChat refused because of its window or count, and that no fault had refused. */
  readonly overdrawn: readonly string[];
}

/** Remembered for the judge, who comes at the end. */
const REMEMBER_MS = 100 * 3_600_000;

/** Lets followers talk to a bot while WeChat's API fails, then clears the sky and lets all come to rest. */
export async function play(options: Play, clock: Clock): Promise<Played> {
  const random = randomOf(options.seed);
  const said: Said[] = [];
  const store = new MemoryStore({ clock, rememberMs: REMEMBER_MS });
  const town = await openTown(errandBot(said, clock), {
    // The strictest reading of WeChat's windows, so that a count too many is seen.
    simulated: { mergeRule: "strict", ...options.simulated },
    account: { customerService: options.customerService },
    adapter: { store },
    clock,
    seed: `${options.name} ${options.seed}`,
  });
  const overdrawn = watchQuota(town);
  const weather = startWeather(town.simulator, options.climate, random);
  const stage = { options, town, said, clock, random, left: options.messages, number: 0 };
  const people = Array.from({ length: options.followers }, () => town.follower());
  await Promise.all(people.map((person) => talk(person, stage)));
  weather.clear();
  await rest(town, store, people, clock);
  const openids = people.map(({ openid }) => openid);
  return { play: options, town, store, said, weather, openids, overdrawn };
}

interface Stage {
  readonly options: Play;
  readonly town: Town;
  readonly said: Said[];
  readonly clock: Clock;
  readonly random: () => number;
  left: number;
  number: number;
}

type Person = ReturnType<Town["follower"]>;

/** One follower's life, as long as there are messages left to say. */
async function talk(person: Person, stage: Stage): Promise<void> {
  const { clock, random } = stage;
  await sleep(clock, random() * 20_000);
  await person.does({ do: "follow" });
  while (stage.left > 0) {
    const errand = nextErrand(stage);
    const chance = random();
    if (chance < 0.06) await proactive(person, errand, stage);
    else await person.says(writeErrand(errand));
    if (chance > 0.98) {
      await person.does({ do: "unfollow" });
      await sleep(clock, 2_000 * random());
      await person.does({ do: "follow" });
    }
    // Some write again before the bot is done, some look at the phone later.
    await sleep(clock, random() < 0.3 ? 0 : random() * 30_000);
  }
}

function nextErrand(stage: Stage): Errand {
  const { random } = stage;
  const count = 1 + Math.floor(random() * 7);
  stage.left -= count;
  const kind = random();
  const within = (from: number, to: number) => Math.round((from + random() * (to - from)) / count);
  return {
    number: ++stage.number,
    count,
    workMs: kind < 0.65 ? 0 : kind < 0.8 ? within(500, 3_000) : within(3_000, 20_000),
    awaitDispatch: random() < 0.1,
    padding: random() < 0.15 ? 550 : 0,
  };
}

async function proactive(person: Person, errand: Errand, stage: Stage): Promise<void> {
  const { town, said, clock } = stage;
  const run = (context: Parameters<typeof sayAll>[0]) => sayAll(context, errand, said, clock);
  await town.adapter.continueConversation(person.reference, run).catch(() => {});
}

/** Waits until nothing is on its way, then lets everybody fetch what was held for him. */
async function rest(
  town: Town,
  store: MemoryStore,
  people: readonly Person[],
  clock: Clock,
): Promise<void> {
  await quiet(town, store, people, clock);
  for (let round = 0; round < 60; round++) {
    const waiting: Person[] = [];
    for (const person of people) {
      const line = await lineOf(town, store, person.openid);
      if (line !== undefined && line.held.length > 0) waiting.push(person);
    }
    if (waiting.length === 0) return;
    await Promise.all(waiting.map((person) => person.says("more")));
    await quiet(town, store, people, clock);
  }
}

async function quiet(
  town: Town,
  store: MemoryStore,
  people: readonly Person[],
  clock: Clock,
): Promise<void> {
  for (let look = 0; look < 600; look++) {
    await sleep(clock, 1_000);
    const lines = await Promise.all(people.map(({ openid }) => lineOf(town, store, openid)));
    const busy = lines.some(
      (line) =>
        line !== undefined &&
        line.queue.length + line.chain.length + line.untaken.length + (line.inFlight ? 1 : 0) > 0,
    );
    if (!busy && town.delivery.inFlight === 0) return;
  }
}

/** A follower's line as the memory store exports it, as far as the judge looks. */
export interface StoredLine {
  readonly queue: readonly string[];
  readonly chain: readonly { readonly id: string }[];
  readonly untaken: readonly unknown[];
  readonly held: readonly { readonly id: string }[];
  readonly inFlight?: unknown;
}

export async function lineOf(
  { appId }: Town,
  store: MemoryStore,
  openid: string,
): Promise<StoredLine | undefined> {
  for await (const line of store.export({ appId, openid })) return line as StoredLine;
  return undefined;
}

/** Listens for refusals of the window or the count that are WeChat's own. */
function watchQuota({ simulator, appId }: Town): readonly string[] {
  const { platform } = simulator;
  const overdrawn: string[] = [];
  let struck = false;
  platform.timeline.subscribe((event) => {
    if (event.type === "api.called" && event.path.endsWith("/custom/send") && !struck) {
      if (event.errcode === 45047 || event.errcode === 45015) {
        const { touser } = JSON.parse(event.body) as { touser: string };
        // Who has just left gets 45015 too, and that is nobody's mistake.
        if (platform.follower(appId, touser).following)
          overdrawn.push(`${event.errcode} ${touser}`);
      }
    }
    if (event.type !== "fault.ordered") struck = event.type === "fault.struck";
  });
  return overdrawn;
}
