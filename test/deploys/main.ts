/**
 * Two releases of a bot beside each other, at full length: each store, processes and node:cluster.
 *
 *     npm run test:deploys                                 20 deploys of 1,000 conversations on each
 *     npm run test:deploys -- --only redis-cluster         one of sqlite-processes, sqlite-cluster, redis-processes, …
 *     npm run test:deploys -- --deploys 6 --people 200     shorter
 */
import { parseArgs } from "node:util";
import { type Plan, reportOf, runDeploys } from "./run.ts";

const { values } = parseArgs({
  options: {
    deploys: { type: "string", default: "20" },
    people: { type: "string", default: "1000" },
    think: { type: "string", default: "20000" },
    processes: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});

let failed = false;
for (const store of ["sqlite", "redis"] as const) {
  for (const fleet of ["processes", "cluster"] as const) {
    if (values.only !== undefined && values.only !== `${store}-${fleet}`) continue;
    const plan: Plan = {
      ...{ store, fleet, seed: Number(values.seed), thinkMs: Number(values.think) },
      ...{ deploys: Number(values.deploys), people: Number(values.people) },
      processes: Number(values.processes),
    };
    // One that ends with the newer release: what only that one knows comes to its end.
    const outcome = await runDeploys({ ...plan, deploys: plan.deploys | 1 });
    failed ||= outcome.broken.length > 0;
    process.stdout.write(`${reportOf(plan, outcome)}\n\n`);
  }
}
process.exit(failed ? 1 : 0);
