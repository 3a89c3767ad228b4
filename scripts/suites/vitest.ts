import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../gate/source.ts";
import { run } from "../launcher/run.mjs";
import { type Tally, tally, type VitestReport } from "./tally.ts";

/** What whole runs start as processes of their own: what users start, in a third of the time that the sources take. */
const bundle = join(root, "server", "dist", "gatehouse.mjs");

/** Runs vitest in this checkout, its report on the screen, and counts what it came to. */
export async function runVitest(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-report-"));
  const file = join(folder, "report.json");
  const program = join(root, "node_modules", "vitest", "vitest.mjs");
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${file}`];
  try {
    const code = await run(process.execPath, [program, "run", ...reporters, ...args], {
      env: { ...env, GATEHOUSE_TEST_PROGRAM: bundle },
    });
    return tally(existsSync(file) ? readReport(file) : undefined, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** vitest's own format. */
const readReport = (file: string): VitestReport => JSON.parse(readFileSync(file, "utf8")) as VitestReport;
