import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mode } from "./account.ts";
import { contenders } from "./contenders.ts";
import type { Costs } from "./server.ts";

const LOAD_CORE = "0";
const SERVER_CORE = "1";
/** How long a server gets to itself before it is measured again: for its timers and for garbage of earlier rounds. */
const SETTLE_MS = 300;
const canPin = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Puts this process, the load, on a core of its own. Resolves to whether that was possible. */
export function pinLoad(): boolean {
  // All its threads, which exist already.
  if (canPin) execFileSync("taskset", ["-acp", LOAD_CORE, String(process.pid)]);
  return canPin;
}

/** A contender that serves. */
export class Server {
  readonly name: string;
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(name: string, port: number, child: ChildProcess) {
    this.name = name;
    this.port = port;
    this.#child = child;
  }

  static async start(name: string, mode: Mode): Promise<Server> {
    const index = contenders.findIndex((one) => one.name === name);
    // The old packages use Buffer's old constructor; the warning says nothing about speed.
    const script = ["--no-deprecation", join(import.meta.dirname, "server.ts"), `${index}`, mode];
    const command = canPin ? "taskset" : process.execPath;
    const args = canPin ? ["-c", SERVER_CORE, process.execPath, ...script] : script;
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const port = await Promise.race([once(child, "message"), once(child, "exit")]);
    if (child.exitCode !== null) throw new Error(`${name} (${mode}) did not start.`);
    child.kill("SIGSTOP");
    return new Server(name, port[0] as number, child);
  }

  /** What it has cost so far. */
  async costs(): Promise<Costs> {
    const reply = once(this.#child, "message");
    this.#child.send("costs");
    return (await reply)[0] as Costs;
  }

  /**
   * Measures this server while it alone runs. The servers share a core, and one that has nothing to do still collects
   * its garbage there: with nine of them one push in a hundred waited 70 ms and more for another server's collection.
   */
  async awake<T>(measured: () => Promise<T>): Promise<T> {
    this.#child.kill("SIGCONT");
    await this.costs();
    await sleep(SETTLE_MS);
    try {
      return await measured();
    } finally {
      this.#child.kill("SIGSTOP");
    }
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGCONT");
    this.#child.disconnect();
    await exit;
  }
}
