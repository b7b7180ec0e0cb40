import { describe, test, vi } from "vitest";
import {
  describeStore as describeRules,
  type OpenStoreUnderTest,
} from "../../src/testing/store/conformance.ts";

/** The suite of `/testing`, many rules at once: where time is real, they mostly wait. */
export function describeStore(name: string, open: OpenStoreUnderTest): void {
  vi.setConfig({ maxConcurrency: 16 });
  describeRules({ describe: describe.concurrent, it: test }, name, open);
}
