import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a run with one plain line that any CI can read: `N passed, N failed, N skipped`. Tests that passed only
 * at their second try are named before it.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      if (module.state() === "failed" && module.children.size === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state === "pending" ? "skipped" : state] += 1;
        if (test.diagnostic()?.flaky) {
          process.stdout.write(
            `passed at its second try: ${module.relativeModuleId} > ${test.fullName}\n`,
          );
        }
      }
    }
    process.stdout.write(
      `${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`,
    );
  }
}
