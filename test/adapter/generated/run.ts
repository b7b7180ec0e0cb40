/**
 * Holds many generated activities against the simulated platform.
 *
 *     node test/adapter/generated/run.ts [how many, default 100000] [seed]
 */
import fc from "fast-check";
import { anyActivity } from "./anyActivity.ts";
import { checkActivity } from "./checkActivity.ts";

const numRuns = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31));
const startedAt = performance.now();
let activities = 0;
let messages = 0;
console.log(`seed ${seed}`);
fc.assert(
  fc.property(anyActivity, fc.boolean(), (activity, afterEvent) => {
    activities += 1;
    messages += checkActivity(activity, afterEvent);
    if (activities % 10_000 === 0) console.log(`${activities} activities, ${messages} messages`);
  }),
  { numRuns, seed },
);
const seconds = Math.round((performance.now() - startedAt) / 1_000);
console.log(`${activities} activities became ${messages} messages; all are right. ${seconds} s.`);
