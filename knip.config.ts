import { existsSync } from "node:fs";
import type { KnipConfig } from "knip";

/** Alive is what the product's entry, the tests or a script reach. `!` marks what counts in production. */
const config: KnipConfig = {
  workspaces: {
    ".": {
      entry: [
        "scripts/*.{ts,mjs}",
        "scripts/**/*.test.ts",
        "bench/*.ts",
        "bench/peer/provider.ts",
        "vitest*.config.ts",
      ],
      project: ["scripts/**/*.{ts,mjs}", "bench/**/*.ts"],
      // Programs that scripts start by their file, or that another program loads.
      ignoreDependencies: ["@biomejs/biome", "oxlint", "oxlint-tsgolint", "playwright-core"],
    },
    server: {
      entry: [
        "src/cli/main.ts!",
        // What a room or a slice publishes is its interface, also where nobody uses all of it yet.
        "src/*/*/index.ts",
        "contract/build.ts",
        // Started as a process of its own by the tests.
        "test/harness/embedded-process.ts",
        "src/**/*.test.ts",
        "contract/**/*.test.ts",
        "test/!(protocols)/**/*.test.ts",
      ],
      project: [
        "src/**/*.ts!",
        "contract/**/*.ts",
        "test/**/*.ts",
        "!test/protocols/**",
        "!contract/generated/**",
        "!src/**/*.{test,fixture}.ts!",
      ],
      // Read by the contract build, which looks for them by name.
      ignoreDependencies: ["@zitadel/proto", "@bufbuild/protoc-gen-es"],
    },
    ...(existsSync("server/test/protocols/package.json") && {
      "server/test/protocols": { entry: ["**/*.test.ts"], project: ["**/*.ts"], ignoreDependencies: [".*"] },
    }),
    console: existsSync("console/index.html") ? {} : { ignoreDependencies: [".*"] },
  },
  ignoreExportsUsedInFile: true,
  ignoreBinaries: ["useradd", "openssl", "apt-get"],
  exclude: ["types"],
};

export default config;
