import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const SCRIPT = `
  import { createClient } from "${new URL("../../src/client/client.ts", import.meta.url)}";
  const log = { info() {}, warn() {}, error() {} };
  // A port that browsers and people leave alone: nobody listens there.
  const apiBase = "http://127.0.0.1:1";
  const client = createClient({ appId: "wx0123456789abcdef", secret: "s".repeat(32), apiBase, log });
  for (const token of [false, true]) {
    try {
      await client.request("GET", "/cgi-bin/new/one", { token });
    } catch (error) {
      console.log(error.code, error.outcome);
    }
  }
`;

test("a script that does nothing but a call hears what became of it, pauses and all", async () => {
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "-e", SCRIPT]);
  // Node ends a script that waits for nothing with 13, and `run` would reject.
  expect((await run).stdout).toBe("api-unreachable not-sent\napi-no-token not-sent\n");
}, 30_000);
