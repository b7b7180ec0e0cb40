import { type ChildProcess, fork } from "node:child_process";
import { freePort } from "../helpers/redis.ts";
import { startProxy, type TcpProxy } from "../helpers/tcpProxy.ts";
import { type Accounts, type ChildConfig, childConfig, type Plan, sleep } from "./plan.ts";
import type { Timeline } from "./timeline.ts";

interface Running {
  readonly child: ChildProcess;
  ready: boolean;
  frozen: boolean;
}

/** The processes behind one load balancer: each has a port, and comes back on it when it was killed. */
export class Processes {
  readonly ports: number[] = [];
  /** Each process's own wire to Redis. */
  readonly wires: TcpProxy[] = [];
  /** What they logged, with how often. */
  readonly logged = new Map<string, number>();
  readonly #configs: ChildConfig[] = [];
  readonly #running = new Map<number, Running>();
  readonly #timeline: Timeline;
  #closing = false;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** `store`: the port of a Redis, or the path of a file. */
  async start(accounts: Accounts, plan: Plan, store: number | string, api: string): Promise<void> {
    for (let index = 0; index < plan.processes; index++) {
      const port = await freePort();
      const way = typeof store === "string" ? { file: store } : await this.#wire(store);
      this.ports.push(port);
      this.#configs.push(childConfig(accounts, plan, { port, index, api, ...way }));
    }
    await Promise.all(this.ports.map((port) => this.#start(port)));
  }

  async #wire(redis: number): Promise<{ readonly redis: string }> {
    const wire = await startProxy(redis);
    this.wires.push(wire);
    return { redis: `redis://127.0.0.1:${wire.port}` };
  }

  /** Kills one that serves, by its own pid, if another one is left. It starts again at once. */
  kill(random: () => number): boolean {
    const found = this.#any(random);
    if (found === undefined) return false;
    const [port, { child }] = found;
    const trouble = this.#timeline.trouble(port, performance.now());
    this.#timeline.note(`kill ${port}`);
    child.kill("SIGKILL");
    this.#running.delete(port);
    void this.#start(port).then(() => {
      trouble.to = performance.now();
    });
    return true;
  }

  /** Stops one that serves where it stands, for so long, if another one is left. */
  freeze(random: () => number, ms: number): boolean {
    const found = this.#any(random);
    if (found === undefined) return false;
    const [port, running] = found;
    const trouble = this.#timeline.trouble(port, performance.now());
    this.#timeline.note(`freeze ${port} for ${Math.round(ms)} ms`);
    running.frozen = true;
    running.child.kill("SIGSTOP");
    void sleep(ms).then(() => {
      running.child.kill("SIGCONT");
      running.frozen = false;
      trouble.to = performance.now();
    });
    return true;
  }

  async close(): Promise<void> {
    this.#closing = true;
    const gone = [...this.#running.values()].map(
      ({ child }) =>
        new Promise((resolve) => {
          if (child.exitCode !== null || child.signalCode !== null) resolve(undefined);
          else child.once("exit", resolve);
          child.kill("SIGKILL");
        }),
    );
    await Promise.all(gone);
    await Promise.all(this.wires.map((wire) => wire.close()));
  }

  #any(random: () => number): [number, Running] | undefined {
    const serving = [...this.#running].filter(([, { ready, frozen }]) => ready && !frozen);
    if (serving.length < 2) return undefined;
    return serving[Math.floor(random() * serving.length)];
  }

  async #start(port: number): Promise<void> {
    const config = this.#configs[this.ports.indexOf(port)];
    const child = fork(new URL("child.ts", import.meta.url), {
      execArgv: [],
      env: { ...process.env, CHAOS_CHILD: JSON.stringify(config) },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const state = { child, ready: false, frozen: false };
    this.#running.set(port, state);
    child.stderr?.on("data", (text: Buffer) =>
      this.#note(`stderr: ${text.toString().slice(0, 300)}`),
    );
    await new Promise<void>((resolve) => {
      child.on("message", (message: { ready?: true; log?: string; facts?: { error?: string } }) => {
        if (message.ready) {
          state.ready = true;
          resolve();
        } else if (message.log) this.#note(`${message.log} ${message.facts?.error ?? ""}`.trim());
      });
      child.once("exit", (code, signal) => {
        if (this.#running.get(port) === state) this.#running.delete(port);
        resolve();
        if (signal === "SIGKILL" || this.#closing) return;
        this.#note(`ended by itself: ${code} ${signal}`);
        // As a supervisor does: it could not reach Redis when it started.
        void this.#start(port);
      });
    });
  }

  #note(what: string): void {
    this.logged.set(what, (this.logged.get(what) ?? 0) + 1);
  }
}
