import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Starts real servers and child processes; two at a time is what a small machine bears.
    maxWorkers: 2,
    testTimeout: 30_000,
    reporters: ["default", "./test/helpers/countReporter.ts"],
  },
});
