import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { StoreUnavailable } from "../../src/errors.ts";
import { RedisStore } from "../../src/store/redis/redisStore.ts";
import { plan } from "../../src/testing/store/bench.ts";
import {
  hasRedis,
  type RedisServer,
  ask as run,
  skipWithoutRedis,
  startRedis,
  startRedisCluster,
} from "../helpers/redis.ts";
import { startProxy, type TcpProxy } from "../helpers/tcpProxy.ts";
import { SILENT } from "./openRedis.ts";

/*
 * Every way in which a Redis can be there and not serve. In each: whatever would write rejects with
 * `StoreUnavailable`, in time; and the same store serves again once the server does.
 */
interface Rig {
  readonly server: RedisServer;
  readonly proxy: TcpProxy;
  ask(...command: string[]): Promise<string>;
}

interface State {
  readonly name: string;
  readonly flags?: Readonly<Record<string, string | number>>;
  spoil(rig: Rig): Promise<unknown> | undefined;
  heal(rig: Rig): Promise<unknown> | undefined;
}

const DEADLINE_MS = 1_000;
/** What a busy machine may add to the deadline. */
const SLACK_MS = 2_000;
const FILE_BYTES = 200_000;

const STATES: readonly State[] = [
  {
    name: "stopped where it stands",
    spoil: ({ server }) => server.freeze(true),
    heal: ({ server }) => server.freeze(false),
  },
  {
    name: "behind a half-open connection",
    spoil: async ({ proxy }) => proxy.treat(() => "swallow"),
    heal: async ({ proxy }) => proxy.treat(() => 0),
  },
  {
    name: "killed, then started with its file",
    spoil: ({ server }) => server.kill(),
    heal: ({ server }) => server.start(),
  },
  {
    name: "READONLY: it became a replica",
    spoil: ({ ask }) => ask("REPLICAOF", "127.0.0.1", "1"),
    heal: ({ ask }) => ask("REPLICAOF", "NO", "ONE"),
  },
  {
    name: "LOADING its dataset",
    flags: {
      "enable-debug-command": "yes",
      "loading-process-events-interval-bytes": 1024,
      "key-load-delay": 2_000,
    },
    async spoil({ ask, server }) {
      await ask("DEBUG", "POPULATE", "1000");
      await ask("BGREWRITEAOF");
      await waitFor(async () => /aof_rewrite_in_progress:0/.test(await ask("INFO")));
      // Its reply comes when all is loaded.
      void run(server.url, "DEBUG", "LOADAOF").catch(() => {});
      await waitFor(async () => /loading:1/.test(await ask("INFO")));
    },
    heal: ({ ask }) => waitFor(async () => /loading:0/.test(await ask("INFO"))),
  },
  {
    name: "MISCONF: it cannot write its snapshots",
    flags: { save: "3600 1" },
    async spoil({ ask, server }) {
      rmSync(server.dir, { recursive: true });
      await ask("BGSAVE").catch(() => {});
      await waitFor(async () => /rdb_last_bgsave_status:err/.test(await ask("INFO")));
    },
    heal: ({ ask }) => ask("CONFIG", "SET", "stop-writes-on-bgsave-error", "no"),
  },
  {
    name: "MISCONF: its disk is full",
    async spoil({ ask, server }) {
      limitFiles(server, `${FILE_BYTES}:`);
      await waitFor(async () => {
        const more = ask("SET", "filler", "x".repeat(FILE_BYTES / 4));
        return /MISCONF/.test(await more.catch(String));
      });
    },
    heal: async ({ server }) => limitFiles(server, "unlimited:"),
  },
  {
    name: "OOM: its memory is full",
    spoil: ({ ask }) => ask("CONFIG", "SET", "maxmemory", "1"),
    heal: ({ ask }) => ask("CONFIG", "SET", "maxmemory", "0"),
  },
  {
    name: "NOREPLICAS: nobody copies it",
    spoil: ({ ask }) => ask("CONFIG", "SET", "min-replicas-to-write", "1"),
    heal: ({ ask }) => ask("CONFIG", "SET", "min-replicas-to-write", "0"),
  },
  {
    name: "its writes are paused",
    spoil: ({ ask }) => ask("CLIENT", "PAUSE", "60000", "WRITE"),
    heal: ({ ask }) => ask("CLIENT", "UNPAUSE"),
  },
];

/** As `ulimit -f`, from outside: a soft limit that the process may lift again. */
function limitFiles(server: RedisServer, limit: string): void {
  execFileSync("prlimit", ["--pid", String(server.pid()), `--fsize=${limit}`]);
}

async function waitFor(met: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 10_000; !(await met().catch(() => false)); ) {
    if (Date.now() > until) throw new Error("The state was not reached.");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const FOLLOWER = { appId: "wx0000000000000001", openid: "o1" };

function push(key: string) {
  return { key, kind: "push", body: "", createdAt: Date.now() } as const;
}

/** Every verb that writes, each under a name. */
function writes(store: RedisStore): Record<string, () => Promise<unknown>> {
  const lease = { follower: FOLLOWER, pushKey: "m", fence: 1, by: "p" };
  const change = { key: "k", value: "1", eTag: "e" };
  return {
    arrive: () => store.arrive({ follower: FOLLOWER, push: push("m2"), by: "p" }),
    step: () => store.step(lease, 0, plan({})),
    release: () => store.release({ follower: FOLLOWER, key: "m" }, "success"),
    wake: () => store.wake(FOLLOWER, "p"),
    sendNext: () => store.sendNext({ follower: FOLLOWER, by: "p", ask: 1 }),
    writeState: () => store.writeState("o1", [change]),
    claimRefresh: () => store.tokens.claimRefresh("t", "p", 1_000),
    probe: () => store.probe(),
  };
}

async function allUnavailable(store: RedisStore): Promise<void> {
  const began = performance.now();
  const verdicts = await Promise.all(
    Object.entries(writes(store)).map(async ([name, run]) => {
      const end = await run().then(
        () => "done",
        (error) => (error instanceof StoreUnavailable ? "unavailable" : String(error)),
      );
      return `${name}: ${end}`;
    }),
  );
  expect(verdicts).toEqual(Object.keys(writes(store)).map((name) => `${name}: unavailable`));
  expect(performance.now() - began).toBeLessThan(DEADLINE_MS + SLACK_MS);
}

async function allServed(store: RedisStore): Promise<void> {
  await waitFor(() => store.probe().then(() => true));
  for (const run of Object.values(writes(store))) await waitFor(() => run().then(() => true));
}

skipWithoutRedis("what happens while a Redis does not serve");

describe.runIf(hasRedis)("a Redis that does not serve", () => {
  for (const { name, flags, spoil, heal } of STATES) {
    test.concurrent(name, async () => {
      const server = await startRedis(flags);
      const proxy = await startProxy(server.port);
      const url = `redis://127.0.0.1:${proxy.port}`;
      const store = await RedisStore.open({ url, log: SILENT, deadlineMs: DEADLINE_MS });
      const ask = (...command: string[]) => run(server.url, ...command);
      const rig = { server, proxy, ask };
      try {
        await store.arrive({ follower: FOLLOWER, push: push("m"), by: "p" });
        await spoil(rig);
        await allUnavailable(store);
        await heal(rig);
        await allServed(store);
        // Nothing that was stored before is gone.
        const { work, answer } = await store.arrive({
          follower: FOLLOWER,
          push: push("m"),
          by: "p2",
          again: true,
        });
        expect(answer ?? work?.push.key).toBeDefined();
      } finally {
        await store.close();
        await proxy.close();
        await server.close();
      }
    });
  }

  test.concurrent("a replica takes over, and connections to the old primary are not cut", async () => {
    const [old, next] = await Promise.all([startRedis(), startRedis()]);
    const proxy = await startProxy(old.port);
    const url = `redis://127.0.0.1:${proxy.port}`;
    await run(next.url, "REPLICAOF", "127.0.0.1", String(old.port));
    const store = await RedisStore.open({ url, log: SILENT, deadlineMs: DEADLINE_MS });
    const heard: string[] = [];
    store.onWake("p", (key) => heard.push(key));
    try {
      await store.arrive({ follower: FOLLOWER, push: push("m"), by: "p" });
      await run(old.url, "WAIT", "1", "5000");
      await run(next.url, "REPLICAOF", "NO", "ONE");
      await run(old.url, "REPLICAOF", "127.0.0.1", String(next.port));
      proxy.target(next.port);
      await allUnavailable(store);
      await waitFor(() => store.probe().then(() => true));
      const known = await store.arrive({ follower: FOLLOWER, push: push("m"), by: "p" });
      expect(known).toMatchObject({ deliveries: 2 });
      await store.release({ follower: FOLLOWER, key: "m" }, "success");
      await waitFor(async () => heard.length > 0);
      // A wake is a hint: the old primary, a replica now, repeats it to whoever still listens there.
      expect([...new Set(heard)]).toEqual(["m"]);
    } finally {
      await store.close();
      await proxy.close();
      await Promise.all([old.close(), next.close()]);
    }
  });

  test.concurrent("CLUSTERDOWN: a node of three is gone", async () => {
    const cluster = await startRedisCluster(1_000);
    const store = await RedisStore.open({ url: cluster.url, log: SILENT, deadlineMs: DEADLINE_MS });
    const people = Array.from({ length: 12 }, (_, i) => ({ ...FOLLOWER, openid: `o${i}` }));
    const ask = () =>
      Promise.all(
        people.map((follower) =>
          store.arrive({ follower, push: push(`m${follower.openid}`), by: "p" }).then(
            () => "served",
            (error) => (error instanceof StoreUnavailable ? "unavailable" : String(error)),
          ),
        ),
      );
    try {
      await cluster.nodes[1]?.kill();
      const ends = await ask();
      expect([...new Set(ends)].sort()).toEqual(["served", "unavailable"]);
      const other = cluster.nodes[0]?.url ?? "";
      await waitFor(async () => /cluster_state:fail/.test(await run(other, "CLUSTER", "INFO")));
      expect(new Set(await ask())).toEqual(new Set(["unavailable"]));
      await cluster.nodes[1]?.start();
      await waitFor(async () => new Set(await ask()).size === 1 && (await ask())[0] === "served");
    } finally {
      await store.close();
      await cluster.close();
    }
  });
});
