import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { tempFolder } from "../helpers/serversInChildren.ts";

const root = resolve(import.meta.dirname, "../..");
const KIT = join(root, "src/testing/index.ts");

/** Runs a written test as its owner does, with the sources in the place of the package. */
export function runWritten(
  code: string,
  { kit = KIT, env = {} }: { readonly kit?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<{ readonly exit: number | null; readonly told: string }> {
  const file = join(tempFolder(), "chat.test.mts");
  writeFileSync(file, code.replace("botbuilder-adapter-wechat/testing", kit));
  const child = spawn(process.execPath, ["--test", "--test-force-exit", file], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  let told = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      told += text;
    });
  }
  return new Promise((done) => child.once("close", (exit) => done({ exit, told })));
}
