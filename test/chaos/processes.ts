import { type ChildProcess, fork } from "node:child_process";
import { freePort } from "../helpers/redis.ts";
import type { ChildConfig } from "./plan.ts";

/** The processes behind one load balancer: each has a port, and comes back on it when it was killed. */
export class Processes {
  readonly ports: number[] = [];
  /** What they logged, with how often. */
  readonly logged = new Map<string, number>();
  readonly #config: Omit<ChildConfig, "port">;
  readonly #running = new Map<number, { child: ChildProcess; ready: boolean }>();
  #closing = false;

  constructor(config: Omit<ChildConfig, "port">) {
    this.#config = config;
  }

  async start(count: number): Promise<void> {
    for (let i = 0; i < count; i++) this.ports.push(await freePort());
    await Promise.all(this.ports.map((port) => this.#start(port)));
  }

  /** Kills one that serves, by its own pid, if another one is left. It starts again at once. */
  kill(random: () => number): boolean {
    const ready = [...this.#running].filter(([, one]) => one.ready);
    if (ready.length < 2) return false;
    const [port, { child }] = ready[Math.floor(random() * ready.length)] as (typeof ready)[number];
    child.kill("SIGKILL");
    this.#running.delete(port);
    void this.#start(port);
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
  }

  async #start(port: number): Promise<void> {
    const child = fork(new URL("child.ts", import.meta.url), {
      execArgv: [],
      env: { ...process.env, CHAOS_CHILD: JSON.stringify({ ...this.#config, port }) },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const state = { child, ready: false };
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
        if (signal !== "SIGKILL" && !this.#closing)
          this.#note(`ended by itself: ${code} ${signal}`);
        resolve();
      });
    });
  }

  #note(what: string): void {
    this.logged.set(what, (this.logged.get(what) ?? 0) + 1);
  }
}
