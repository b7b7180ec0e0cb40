import type { Reporter, TestCase, TestModule } from "vitest/node";

/**
 * Ends a run with one plain line that any CI can read: `N passed, N failed, N skipped`. Before it stands which
 * tests passed only at their second try, and how many were not run where this machine has no Redis.
 */
export default class CountReporter implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): Promise<void> {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    let mayNeedRedis = 0;
    for (const module of modules) {
      if (module.state() === "failed" && module.children.size === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === "pending" ? "skipped" : state] += 1;
        if (state === "skipped" && mayNeed(test)) mayNeedRedis += 1;
        if (test.diagnostic()?.flaky) {
          write(`passed at its second try: ${module.relativeModuleId} > ${test.fullName}`);
        }
      }
    }
    if (mayNeedRedis > 0) await sayWithoutRedis(mayNeedRedis);
    write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}

/** Loaded only where something was skipped: it looks for the program. */
async function sayWithoutRedis(tests: number): Promise<void> {
  const { hasRedis, NO_REDIS } = await import("./redis.ts");
  if (!hasRedis) write(`*** ${NO_REDIS}: ${tests} tests not run ***`);
}

/** Where there is no Redis, nothing is skipped in these folders for another reason. */
function mayNeed({ module }: TestCase): boolean {
  return /^test\/(chaos|samples|store)\//.test(module.relativeModuleId);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
