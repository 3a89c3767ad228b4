import { defineConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** For server/test/protocols and journeys: foreign programs, browsers and real waiting times. */
export default defineConfig({
  test: {
    ...base.test,
    include: ["**/*.test.ts"],
    exclude: ["**/node_modules/**"],
    // Browsers take both cores.
    maxWorkers: 2,
  },
});
