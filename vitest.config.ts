import { defineConfig } from "vitest/config";

/** Tests in which processes, servers and browsers run by the clock on the wall. */
const REAL_TIME = [
  "test/{chaos,client,console,contract,deploys,linking,package,phone,road,samples,server,simulator,started}/**/*.test.ts",
  "test/store/{redis,sqlite}*.test.ts",
  "test/talk/redis.test.ts",
];

export default defineConfig({
  test: {
    // Starts real servers and child processes; two at a time is what a small machine bears.
    maxWorkers: 2,
    testTimeout: 30_000,
    reporters: ["default", "./test/helpers/countReporter.ts"],
    projects: [
      {
        extends: true,
        test: { name: "rules", include: ["test/**/*.test.ts"], exclude: REAL_TIME },
      },
      {
        extends: true,
        // The Agents SDK refuses in production what it allows elsewhere: its tests run twice.
        test: {
          name: "production",
          include: ["test/agents/**/*.test.ts"],
          env: { NODE_ENV: "production" },
        },
      },
      {
        extends: true,
        // A machine that stood still for a second is not our mistake: a test may prove it by passing at its
        // second try, and is named in the last lines of the run.
        test: {
          name: "real time",
          include: REAL_TIME,
          retry: 1,
          globalSetup: "./test/helpers/prepareOnce.ts",
        },
      },
    ],
  },
});
