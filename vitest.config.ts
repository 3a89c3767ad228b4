import { defineConfig } from "vitest/config";

/** One worker pool of threads without isolation: a fresh tenant per file is the isolation. */
export default defineConfig({
  test: {
    include: [
      "server/**/*.test.ts",
      "testkit/**/*.test.ts",
      "console/src/**/*.test.ts",
      "scripts/**/*.test.ts",
    ],
    // They have a configuration of their own, vitest.outside.config.ts.
    exclude: ["**/node_modules/**", "server/test/{protocols,journeys}/**"],
    globalSetup: ["server/test/harness/postgres.ts"],
    pool: "threads",
    isolate: false,
    // By default one core is left idle; most tests wait for PostgreSQL, which has that one.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
