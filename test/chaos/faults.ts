import { ask, type RedisServer } from "../helpers/redis.ts";
import type { TcpProxy } from "../helpers/tcpProxy.ts";
import type { Plan } from "./plan.ts";
import type { Processes } from "./processes.ts";
import type { Timeline } from "./timeline.ts";

/** Lets everything of a plan go wrong that concerns processes and Redis, until the returned function is called. */
export function startFaults(
  { faults, scale, pushes, perSecond }: Plan,
  processes: Processes,
  redis: { primary: RedisServer; replica?: RedisServer },
  timeline: Timeline,
  random: () => number,
): () => Promise<void> {
  const { counts } = timeline;
  const timers: NodeJS.Timeout[] = [];
  const running: Promise<void>[] = [];
  let primary = redis.primary;
  let busy = false;

  function every(ms: number, run: () => void): void {
    if (ms > 0) timers.push(setInterval(run, ms * scale));
  }

  every(faults.killEveryMs, () => {
    if (processes.kill(random)) counts.kills += 1;
  });
  every(faults.freezeEveryMs, () => {
    const [from, to] = faults.freezeMs;
    if (processes.freeze(random, (from + random() * (to - from)) * scale)) counts.freezes += 1;
  });
  every(faults.halfOpenEveryMs, () => {
    const wire = processes.wires[Math.floor(random() * processes.wires.length)];
    wire?.treat(() => "swallow");
    timeline.note(`half-open ${processes.ports[processes.wires.indexOf(wire as TcpProxy)]}`);
    counts.halfOpen += 1;
  });
  if (faults.slowShare > 0 || faults.halfOpenEveryMs > 0) {
    // Connections that are half-open by then stay so; new ones are good.
    every(1_000, () => {
      for (const wire of processes.wires) {
        const slow = random() < faults.slowShare ? faults.slowMs * scale : 0;
        wire.treat(() => slow);
      }
    });
  }
  every(faults.redisKillEveryMs, () => {
    if (busy) return;
    counts.redisKills += 1;
    timeline.note("kill Redis");
    running.push(primary.kill().then(() => primary.start()));
  });

  async function failOver(replica: RedisServer): Promise<void> {
    busy = true;
    await Promise.all(running);
    if (faults.failover === "planned") {
      // Nobody writes until the replica has everything and is the primary.
      await ask(primary.url, "CLIENT", "PAUSE", "2000", "WRITE");
      await caughtUp(primary, replica);
    }
    timeline.failedOverAt = performance.now();
    await primary.kill();
    await ask(replica.url, "REPLICAOF", "NO", "ONE");
    primary = replica;
    for (const wire of processes.wires) wire.target(replica.port);
    counts.failovers += 1;
    busy = false;
  }
  const { replica } = redis;
  if (faults.failover !== undefined && replica !== undefined) {
    const middleMs = ((pushes / perSecond) * 1_000 * scale) / 2;
    timers.push(setTimeout(() => running.push(failOver(replica)), middleMs));
  }

  return async () => {
    for (const timer of timers) clearInterval(timer);
    for (const wire of processes.wires) wire.treat(() => 0);
    await Promise.all(running);
  };
}

async function caughtUp(primary: RedisServer, replica: RedisServer): Promise<void> {
  const offset = async (server: RedisServer) =>
    /master_repl_offset:(\d+)/.exec(await ask(server.url, "INFO", "replication"))?.[1];
  while ((await offset(primary)) !== (await offset(replica))) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
