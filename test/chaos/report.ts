import { isLate } from "./judge.ts";
import type { Plan } from "./plan.ts";
import type { Outcome } from "./run.ts";
import type { PushFacts, Timeline } from "./timeline.ts";

/** What a run showed, by name. */
export function figuresOf({ plan, timeline, counts, broken }: Outcome): Record<string, number> {
  const { pushes } = timeline;
  const deliveries = pushes.flatMap((push) => push.deliveries);
  const ends = (end: string) => deliveries.filter((one) => one.end === end).length;
  return {
    seed: plan.seed,
    pushes: pushes.length,
    deliveries: deliveries.length,
    "answered finally": pushes.filter(({ answers }) => answers.length > 0).length,
    "503": ends("unavailable"),
    cut: ends("cut"),
    ...timeline.counts,
    ...counts,
    broken: broken.length,
  };
}

/** One table, a column a run; the last column is the sum. */
export function table(outcomes: readonly Outcome[]): string {
  const runs = outcomes.map(figuresOf);
  const names = Object.keys(runs[0] ?? {});
  const lines = names.map((name) => {
    const cells = runs.map((run) => run[name] ?? 0);
    const sum = name === "seed" ? "" : String(cells.reduce((a, b) => a + b, 0));
    return [name.padEnd(16), ...cells.map((cell) => String(cell).padStart(7)), sum.padStart(8)];
  });
  return `${lines.map((line) => `  ${line.join(" ")}`).join("\n")}\n`;
}

/** What the processes logged, with how often. */
export function logged({ logged: all }: Outcome): string {
  return [...all].map(([what, count]) => `  logged ${count} ×  ${what}\n`).join("");
}

/** The deliveries that came late, for whoever looks for the cause. */
export function lateOnes({ timeline, plan }: Outcome): string {
  const lines: string[] = timeline.pushes.flatMap((push) =>
    push.deliveries
      .filter((one) => isLate(one, push, timeline, plan.scale))
      .map((one) => {
        const took = Math.round((one.endedAt - one.startedAt) / plan.scale);
        const nth = push.deliveries.indexOf(one) + 1;
        const meanwhile = timeline.events
          .filter(({ at }) => at > one.startedAt - 2_000 && at < one.endedAt)
          .map(({ at, what }) => `${Math.round(at - one.startedAt)} ${what}`);
        const text = `late: ${push.token} try ${nth} ${one.end} after ${took} ms at ${one.port}`;
        return `  ${text}: ${meanwhile.join(", ")}`;
      }),
  );
  return lines.map((line) => `${line}\n`).join("");
}

/** What WeChat knows of the pushes that a broken promise names, and of those that lost an answer on the wire. */
export function stories({ broken, lost, timeline }: Outcome): string {
  const named = new Set([...broken, ...lost].join(" ").match(/\bt\d+\b/g));
  const pushes = timeline.pushes.filter(({ token }) => named.has(token));
  return pushes.map((push) => storyOf(push, timeline)).join("");
}

function storyOf(push: PushFacts, { pushes, seen, events }: Timeline): string {
  const { token, openid } = push;
  const from = (push.deliveries[0]?.startedAt ?? 0) - 1_000;
  const to = Math.max(...push.deliveries.map(({ endedAt }) => endedAt)) + 30_000;
  // What was lost may have been carried by the answer to a later push.
  const asked = pushes.filter((one) => one.openid === openid);
  const happened = [
    ...asked.flatMap((one) =>
      one.deliveries.flatMap(({ startedAt, endedAt, end, port }, i) => [
        { at: startedAt, what: `${one.token} try ${i + 1} at ${port}` },
        { at: endedAt, what: `${one.token} try ${i + 1} ${end}` },
      ]),
    ),
    ...seen
      .filter((one) => one.openid === openid)
      .map(({ at, by, token }) => ({ at, what: `${token} seen by ${by}` })),
    ...events,
  ].filter(({ at }) => at >= from && at <= to);
  const lines = happened
    .sort((a, b) => a.at - b.at)
    .map(
      ({ at, what }) => `    ${String(Math.round(at - from - 1_000)).padStart(6)} ms  ${what}\n`,
    );
  return `  ${token} of ${openid.slice(-4)}\n${lines.join("")}`;
}

/** What remains by the design must not grow unseen: the share of messages or pushes for each. */
export function excesses({ counts, plan, timeline }: Outcome): string[] {
  const pushes = timeline.pushes.length;
  const bounds: readonly (readonly [name: string, count: number, most: number])[] = [
    // One answer that is lost may have carried what three pushes said: over many runs see `lostOf`.
    [LOST, lostIn(counts, plan), bound(counts.messages, 0.003)],
    [CUT_CALLS, counts.unknown, 3 + troublesIn(timeline)],
    ["answers in another order", counts.swapped, bound(pushes, 0.008)],
    ["customer-service messages in another order", counts.overtaken, bound(pushes, 0.002)],
    // A process dies or stands still every three seconds: a bot that works for twenty loses four runs of five, and
    // has three. Half of these bots are that slow in a tenth of their turns. A turn of several messages apologises for
    // all of them.
    ["apologised", counts.apologised, bound(pushes, plan.quietMs === undefined ? 0.15 : 0.3)],
    ["apologised, though the bot was quick", counts.apologisedQuick, bound(pushes, 0.005)],
    ["late, though the process ran", counts.late, bound(pushes, 0.005)],
    ["forgotten by the failover", counts.forgotten, bound(pushes, 0.01)],
    ["over the quota", timeline.counts.overQuota, 0],
  ];
  return bounds
    .filter(([, count, most]) => count > most)
    .map(([name, count, most]) => `${name}: ${count}, at most ${most}`);
}

const LOST = "lost with an answer that was written and not read";
const CUT_CALLS = "calls of customer service whose end nobody knows";

/**
 * How often something stood between a process and the end of a call. Each time one call is in flight, on the average:
 * their number does not grow with that of the messages.
 */
function troublesIn({ counts }: Timeline): number {
  return counts.kills + counts.freezes + counts.redisKills + counts.halfOpen + counts.failovers;
}

/**
 * Over many runs less than a thousandth of all messages may be lost with an answer, and not more calls cut off than there
 * were troubles; undefined where it is so.
 */
export function lostOf(outcomes: readonly Outcome[]): string | undefined {
  const sum = (read: (outcome: Outcome) => number) =>
    outcomes.reduce((all, outcome) => all + read(outcome), 0);
  const lost = sum(({ counts, plan }) => lostIn(counts, plan));
  const messages = sum(({ counts }) => counts.messages);
  const most = bound(messages, 0.001);
  const cut = sum(({ counts }) => counts.unknown);
  const troubles = 3 + sum(({ timeline }) => troublesIn(timeline));
  const found = [
    ...(lost > most ? [`${LOST}: ${lost} of ${messages}, at most ${most}`] : []),
    ...(cut > troubles ? [`${CUT_CALLS}: ${cut}, at most ${troubles}`] : []),
  ];
  return found.length === 0 ? undefined : found.join("; ");
}

/** What was lost: messages, or, where many make one answer, answers. */
function lostIn({ wire, lostTurns, unread }: Outcome["counts"], { quietMs }: Plan): number {
  return quietMs === undefined ? wire + unread : lostTurns;
}

function bound(of: number, share: number): number {
  return Math.max(3, Math.round(of * share));
}
