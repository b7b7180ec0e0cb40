import cluster from "node:cluster";
import { join } from "node:path";

/*
 * The primary of node:cluster: its workers share one port, and each may be of another release. The test says which
 * worker begins, and ends them itself, by their pids.
 */
cluster.setupPrimary({ exec: join(import.meta.dirname, "child.ts"), execArgv: [] });

process.on("message", ({ begin }: { begin: string }) => {
  cluster.fork({ DEPLOYS_CHILD: begin });
});
cluster.on("message", (_worker, message) => void process.send?.(message));
cluster.on("exit", (worker, code, signal) => {
  process.send?.({ gone: worker.process.pid, code, signal });
});
process.on("disconnect", () => {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
  process.exit();
});
