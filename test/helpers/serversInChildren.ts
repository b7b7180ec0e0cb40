import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { onTestFinished } from "vitest";

const BIN = resolve(import.meta.dirname, "../../bin/wechat.cjs");

/** A command of ours in a process of its own. */
export interface Child {
  readonly pid: number;
  readonly exited: Promise<number | null>;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
}

/** A new folder with these files, removed after the test. */
export function tempFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "wechat-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface ChildOptions {
  readonly cwd: string;
  /** The only `WECHAT_` and `PORT` variables it has. */
  readonly env?: Readonly<Record<string, string>>;
  /** Given to Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** Runs `bin/wechat.cjs` as `npm start` and `npm run push` do, until the test is over. */
export function runBin(args: readonly string[], options: ChildOptions): Child {
  const child = spawnBin(args, options);
  onTestFinished(() => child.kill("SIGKILL"));
  return child;
}

/** As {@link runBin}, for as long as the caller wants. */
export function spawnBin(
  args: readonly string[],
  { cwd, env = {}, nodeArgs = [] }: ChildOptions,
): Child {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [...nodeArgs, BIN, ...args], {
    cwd,
    env: { PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const heard = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (text) => {
      heard[name] += text;
    });
  }
  const exited = new Promise<number | null>((done) => child.once("close", done));
  return {
    pid: child.pid ?? 0,
    exited,
    stdout: () => heard.stdout,
    stderr: () => heard.stderr,
    kill: (signal) => void child.kill(signal),
  };
}
