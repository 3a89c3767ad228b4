import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryFiles, root } from "../gate/source.ts";
import { ensurePackages } from "../launcher/packages.mjs";
import { run } from "../launcher/run.mjs";
import { apache, chromium, curl, type Requirement } from "./requirements.ts";
import type { Tally } from "./tally.ts";
import { runVitest } from "./vitest.ts";

/** One part of `npm test`. `needs` are Debian packages without which it cannot run. */
export interface Suite {
  readonly name: string;
  readonly needs: readonly Requirement[];
  readonly run: () => Promise<Tally>;
}

const protocols = "server/test/protocols";
const journeys = "server/test/journeys";
/** The rooms whose tests are run on the oldest supported PostgreSQL too. */
const core = [
  "server/src/platform/db",
  "server/src/platform/eventstore",
  "server/src/platform/queue",
  "server/src/kits",
];

/** Its tests start servers of their own, always of the newest. */
const supervisor = "server/src/platform/db/embedded/**";

const hasTests = (...folders: readonly string[]): boolean =>
  repositoryFiles(...folders).some((path) => path.endsWith(".test.ts"));

const newest = { GATEHOUSE_TEST_PG: "18" };

async function gate(): Promise<Tally> {
  const code = await run(process.execPath, ["scripts/check.ts"]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Suites with foreign programs in them: a configuration of their own. */
function outside(folder: string): Promise<Tally> {
  return runVitest(["--config", "vitest.outside.config.ts", "--dir", folder], newest);
}

/** Foreign clients are judges of both. */
async function judged(folder: string): Promise<Tally> {
  // Their peers clash with ours, so they have a package.json and a node_modules of their own.
  if (existsSync(join(root, protocols, "package-lock.json")))
    await ensurePackages(process.execPath, join(root, protocols));
  return outside(folder);
}

/**
 * What this checkout has, in the order in which a failure is cheapest to learn of. Suites of one group run side by side:
 * together they still leave a core of two some time.
 */
export function suites(): readonly (readonly Suite[])[] {
  const oldest: Suite = {
    name: "core on PostgreSQL 15",
    needs: [],
    run: () => runVitest([...core, "--exclude", supervisor], { GATEHOUSE_TEST_PG: "15" }),
  };
  const foreign: Suite = {
    name: "protocols",
    needs: [chromium, curl, ...apache],
    run: () => judged(protocols),
  };
  const journey: Suite = { name: "journeys", needs: [chromium], run: () => judged(journeys) };
  return [
    [{ name: "gate", needs: [], run: gate }],
    [{ name: "product on PostgreSQL 18", needs: [curl], run: () => runVitest([], newest) }],
    [oldest, ...(hasTests(protocols) ? [foreign] : [])],
    hasTests(journeys) ? [journey] : [],
  ];
}
