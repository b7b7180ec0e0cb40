import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { freePort } from "../helpers/redis.ts";
import type { ChildConfig } from "./child.ts";

/** What every process of a fleet is told, beside its release and its port. */
export type Settings = Omit<ChildConfig, "release" | "port">;

/** What a process, or the primary about one, says. */
interface Said {
  readonly ready?: number;
  readonly gone?: number;
  readonly log?: string;
}

/** Processes of a bot that are replaced one after the other, as a deploy does it. */
export interface Fleet {
  /** Where they listen. */
  readonly ports: readonly number[];
  /** Replaces every process by one of this release; the one of that number is killed, the others end by themselves. */
  deploy(release: number, killed?: number): Promise<void>;
  /** Kills one process, and starts it again with its release. */
  kill(index: number): Promise<void>;
  close(): Promise<void>;
}

/** What is logged of a process that was told to end, and had to be killed. */
export const STUCK = "a process did not end by itself";

/** How long a process may take to begin or to end, in milliseconds. */
const PATIENCE_MS = 60_000;

/** What the processes are made of is compiled once, and not at every start: half of the time that a start takes. */
const ENVIRONMENT = {
  ...process.env,
  NODE_COMPILE_CACHE: join(import.meta.dirname, "../../node_modules/.cache/deploys"),
};

abstract class Processes implements Fleet {
  abstract readonly ports: readonly number[];
  readonly #releases: number[] = [];
  readonly #pids: number[] = [];
  readonly #waiting = new Map<string, () => void>();
  readonly #logged: (line: string) => void;

  constructor(logged: (line: string) => void) {
    this.#logged = logged;
  }

  async begin(count: number, release: number): Promise<this> {
    await this.prepare(count);
    for (let index = 0; index < count; index += 1) await this.#start(index, release);
    return this;
  }

  async deploy(release: number, killed?: number): Promise<void> {
    for (const index of this.#pids.keys()) {
      await this.#end(index, index === killed ? "SIGKILL" : "SIGTERM");
      await this.#start(index, release);
    }
  }

  async kill(index: number): Promise<void> {
    await this.#end(index, "SIGKILL");
    await this.#start(index, this.#releases[index] ?? 1);
  }

  async close(): Promise<void> {
    await Promise.all(this.#pids.map((_pid, index) => this.#end(index, "SIGKILL")));
  }

  /** What must be there before the first process. */
  protected async prepare(_count: number): Promise<void> {}

  /** Begins a process; it says when it is ready. */
  protected abstract fork(index: number, release: number): void;

  protected hear({ ready, gone, log }: Said): void {
    if (log !== undefined) this.#logged(log);
    this.#waiting.get(ready === undefined ? `gone ${gone}` : "ready")?.();
    if (ready !== undefined) this.#pids[this.#starting] = ready;
  }

  #starting = 0;

  async #start(index: number, release: number): Promise<void> {
    this.#starting = index;
    this.#releases[index] = release;
    const ready = this.#wait("ready");
    this.fork(index, release);
    await ready;
  }

  async #end(index: number, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const pid = this.#pids[index];
    if (pid === undefined) return;
    try {
      await this.#signal(pid, signal);
    } catch (error) {
      if (signal === "SIGKILL") throw error;
      this.#logged(STUCK);
      await this.#signal(pid, "SIGKILL");
    }
  }

  async #signal(pid: number, signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const gone = this.#wait(`gone ${pid}`);
    try {
      process.kill(pid, signal);
    } catch {
      // Gone already.
      this.hear({ gone: pid });
    }
    await gone;
  }

  #wait(what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nothing heard: ${what}`)), PATIENCE_MS);
      this.#waiting.set(what, () => {
        clearTimeout(late);
        this.#waiting.delete(what);
        resolve();
      });
    });
  }
}

/** Each process has a port of its own, behind a balancer. */
class Forked extends Processes {
  readonly ports: number[] = [];
  readonly #settings: Settings;

  constructor(settings: Settings, logged: (line: string) => void) {
    super(logged);
    this.#settings = settings;
  }

  protected override async prepare(count: number): Promise<void> {
    while (this.ports.length < count) this.ports.push(await freePort());
  }

  protected fork(index: number, release: number): void {
    const config = { ...this.#settings, release, port: this.ports[index] };
    const child = fork(join(import.meta.dirname, "child.ts"), {
      execArgv: [],
      env: { ...ENVIRONMENT, DEPLOYS_CHILD: JSON.stringify(config) },
    });
    child.on("message", (said: Said) => this.hear(said));
    child.once("exit", () => this.hear({ gone: child.pid ?? 0 }));
  }
}

/** Workers of node:cluster, on one port. */
class Clustered extends Processes {
  readonly ports: number[] = [];
  readonly #settings: Settings;
  #primary: ChildProcess | undefined;

  constructor(settings: Settings, logged: (line: string) => void) {
    super(logged);
    this.#settings = settings;
  }

  protected override async prepare(): Promise<void> {
    this.ports.push(await freePort());
    const primary = join(import.meta.dirname, "primary.ts");
    this.#primary = fork(primary, { execArgv: [], env: ENVIRONMENT });
    this.#primary.on("message", (said: Said) => this.hear(said));
  }

  protected fork(_index: number, release: number): void {
    const begin = JSON.stringify({ ...this.#settings, release, port: this.ports[0] });
    this.#primary?.send({ begin });
  }

  override async close(): Promise<void> {
    await super.close();
    this.#primary?.disconnect();
  }
}

/** So many processes of a release: each by itself, or as workers of node:cluster. */
export function startFleet(
  kind: "processes" | "cluster",
  settings: Settings,
  count: number,
  logged: (line: string) => void,
): Promise<Fleet> {
  const fleet = kind === "cluster" ? new Clustered(settings, logged) : new Forked(settings, logged);
  return fleet.begin(count, 1);
}
