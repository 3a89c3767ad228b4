import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that start processes and wait for them, or try everything on every RPC. */
const slow = /\/(faults|nodes|contract|embedded)\/[^/]*\.test\.ts$|\/golden\//;

/** The slow files first, so that no worker is left alone with one of them at the end. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSlow = ({ moduleId }: TestSpecification) => Number(slow.test(moduleId));
    return sorted.toSorted((left, right) => isSlow(right) - isSlow(left));
  }
}

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
    // One more than the smallest machine has cores: the slow files wait for processes, mostly.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // Only what hangs takes as long, on a busy machine too.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
  },
});
