import type { Reporter, TestCase, TestModule } from "vitest/node";
import { hasRedis, NO_REDIS } from "./redis.ts";

/**
 * Ends a run with one plain line that any CI can read: `N passed, N failed, N skipped`. Before it stands which
 * tests passed only at their second try, and how many were not run where this machine has no Redis.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    let withoutRedis = 0;
    for (const module of modules) {
      if (module.state() === "failed" && module.children.size === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === "pending" ? "skipped" : state] += 1;
        if (state === "skipped" && needsRedis(test)) withoutRedis += 1;
        if (test.diagnostic()?.flaky) {
          write(`passed at its second try: ${module.relativeModuleId} > ${test.fullName}`);
        }
      }
    }
    if (withoutRedis > 0) write(`*** ${NO_REDIS}: ${withoutRedis} tests not run ***`);
    write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}

/** Where there is none, nothing else is skipped in these folders. */
function needsRedis({ module }: TestCase): boolean {
  return !hasRedis && /^test\/(chaos|samples|store)\//.test(module.relativeModuleId);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
