/**
 * The whole gate: `npm run check`. `-- --changed` looks at the changed files where a check can, and leaves dead code
 * to the whole run; `-- --write` formats and brings generated documents up to date first.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ownSteps, writeGenerated } from "./gate/own-steps.ts";
import { root } from "./gate/source.ts";
import { program, type Result, runSteps, type Step } from "./gate/step.ts";
import { ensurePackages } from "./launcher/packages.mjs";

const { values } = parseArgs({
  options: { changed: { type: "boolean" }, write: { type: "boolean" }, warnings: { type: "boolean" } },
});

const has = (path: string): boolean => existsSync(join(root, path));

/** Has packages of its own, so its types are checked by themselves. */
const protocols = "server/test/protocols";

/** oxlint without a path lints node_modules too, so the folders are named. */
const folders = ["server", "console", "testkit", "scripts", "bench", "examples"].filter(has);

function changedFiles(): readonly string[] {
  const git = (...args: readonly string[]): readonly string[] =>
    execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n");
  const names = [
    ...git("diff", "--name-only", "--diff-filter=d", "HEAD"),
    ...git("ls-files", "--others", "--exclude-standard"),
  ];
  return names.filter((name) => /\.(ts|tsx|mjs|js|json|css)$/.test(name));
}

function toolSteps(): readonly Step[] {
  const changed = values.changed === true ? changedFiles() : undefined;
  const code = changed?.filter((name) => /\.(ts|tsx|mjs|js)$/.test(name)) ?? folders;
  const projects = [
    "tsconfig.json",
    "scripts/tsconfig.json",
    "console/tsconfig.json",
    `${protocols}/tsconfig.json`,
  ].filter(has);
  const steps: Step[] = projects.map((project) => ({
    name: `types (${project})`,
    run: program("tsc", ["--noEmit", "-p", project]),
  }));
  if (code.length > 0) {
    const quiet = values.warnings === true ? [] : ["--quiet"];
    steps.push({ name: "lint", run: program("oxlint", ["--type-aware", ...quiet, ...code]) });
  }
  if (changed === undefined || changed.length > 0) {
    const formatted = ["check", "--error-on-warnings", "--no-errors-on-unmatched", ...(changed ?? ["."])];
    steps.push({ name: "format", run: program("biome", formatted) });
  }
  // What is dead can only be told from the product's entry.
  if (changed === undefined && has("server/src/cli/main.ts")) {
    steps.push({ name: "dead code", run: program("knip", ["--no-config-hints"]) });
  }
  return steps;
}

function report(result: Result): void {
  console.log(
    `${result.ok ? "ok    " : "FAILED"} ${result.name.padEnd(32)} ${result.seconds.toFixed(1).padStart(6)} s`,
  );
  if (!result.ok || (values.warnings === true && result.output !== "")) console.log(result.output);
}

if (values.write === true) {
  writeGenerated();
  await program("biome", ["check", "--write", "--no-errors-on-unmatched", "."])();
}
if (has(`${protocols}/package-lock.json`)) await ensurePackages(process.execPath, join(root, protocols));
const start = performance.now();
const results = await runSteps([...toolSteps(), ...ownSteps()], report);
const failed = results.filter((result) => !result.ok);
console.log(
  `Gate: ${results.length - failed.length} passed, ${failed.length} failed in ${((performance.now() - start) / 1000).toFixed(1)} s`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
