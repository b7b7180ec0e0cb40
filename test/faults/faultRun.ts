import { fastClock } from "./fastClock.ts";
import { type Judgement, judge } from "./judge.ts";
import { type Play, play } from "./play.ts";

export interface Tempo {
  /** Every time runs this much faster, WeChat's and ours alike. */
  readonly speed: number;
  /** Messages for each follower: the fewer, the more followers, and the shorter the run. */
  readonly perFollower: number;
}

export interface FaultRun {
  readonly name: string;
  readonly judgement: Judgement;
  readonly struck: { readonly [kind: string]: number };
  readonly codes: number;
}

/** Three towns: one in stormy weather, one whose right is doubted, one without the right. */
function plays(messages: number, seed: number, perFollower: number): readonly Play[] {
  const people = (share: number) => Math.max(4, Math.round((messages * share) / perFollower));
  const service = { type: "service" as const, verified: true };
  return [
    {
      name: "verified, everything goes wrong",
      simulated: service,
      customerService: true,
      climate: "stormy",
      messages: Math.round(messages * 0.7),
      followers: people(0.7),
      seed,
    },
    {
      name: "verified, its right is doubted now and then",
      simulated: service,
      customerService: "auto",
      climate: "doubted",
      messages: Math.round(messages * 0.15),
      followers: people(0.15),
      seed: seed + 1,
    },
    {
      name: "not verified",
      simulated: { type: "subscription", verified: false },
      customerService: "auto",
      climate: "stormy",
      messages: Math.round(messages * 0.15),
      followers: people(0.15),
      seed: seed + 2,
    },
  ];
}

export async function faultRun(
  messages: number,
  seed: number,
  { speed, perFollower }: Tempo,
): Promise<readonly FaultRun[]> {
  const clock = fastClock(speed);
  return Promise.all(
    plays(messages, seed, perFollower).map(async (one) => {
      const played = await play(one, clock);
      try {
        const { struck, codes } = played.weather;
        return { name: one.name, judgement: await judge(played), struck, codes: codes.size };
      } finally {
        await played.town.close();
      }
    }),
  );
}
