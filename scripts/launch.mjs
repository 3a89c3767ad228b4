#!/usr/bin/env node
/**
 * The way into everything: `node scripts/launch.mjs <task> [arguments]`, called by the scripts of package.json
 * and by .ci/run. It brings the runtime, the packages and the built parts that the task needs, each only when
 * missing or out of date, then runs the task with the right Node and hands on signals and the exit code.
 *
 * This file and its folder `launcher/` run on Node 18 and use nothing but Node.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root, Stop, say } from "./launcher/base.mjs";
import { build, isBuilt } from "./launcher/built.mjs";
import { ensurePackages, packagesReady } from "./launcher/packages.mjs";
import { run } from "./launcher/run.mjs";
import { ensureRuntime, findRuntime } from "./launcher/runtime.mjs";
import { withLock } from "./launcher/setup-lock.mjs";

/**
 * @typedef {import("./launcher/built.mjs").Part} Part
 * @typedef {{ readonly run: readonly string[], readonly parts: readonly Part[] }} Task
 */

const bundle = "server/dist/gatehouse.mjs";

/** @type {Readonly<Record<string, Task>>} */
const tasks = {
  start: { run: [bundle, "start"], parts: ["contract", "product", "console"] },
  doctor: { run: [bundle, "doctor"], parts: ["contract", "product"] },
  cli: { run: [bundle], parts: ["contract", "product"] },
  build: { run: ["scripts/build.ts"], parts: ["contract"] },
  check: { run: ["scripts/check.ts"], parts: ["contract"] },
  test: { run: ["scripts/test.ts"], parts: ["contract", "product", "console"] },
  dev: { run: ["scripts/dev.ts"], parts: ["contract"] },
  bench: { run: ["bench/main.ts"], parts: ["contract", "product"] },
  soak: { run: ["bench/soak.ts"], parts: ["contract", "product"] },
};

/**
 * What is missing is brought under a lock, so that two starts do not meet in the middle of an installation.
 * @param {readonly Part[]} parts
 * @returns {Promise<string>} the Node to run with
 */
async function prepare(parts) {
  const runtime = findRuntime();
  if (runtime !== undefined && packagesReady() && parts.every(isBuilt)) return runtime;
  return withLock(join(root, ".gatehouse"), async () => {
    const node = await ensureRuntime();
    await ensurePackages(node);
    // The others are made of the contract.
    const [contract, ...rest] = parts;
    if (contract !== undefined) await build(contract, node);
    await Promise.all(rest.map((part) => build(part, node)));
    return node;
  });
}

/** @param {readonly string[]} argv */
async function main(argv) {
  const [name = "", ...rest] = argv;
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) throw new Stop(`Say what to do: one of ${Object.keys(tasks).join(", ")}.`);
  const node = await prepare(task.parts);
  const [entry = ""] = task.run;
  if (!existsSync(join(root, entry)))
    throw new Stop(`There is nothing to run: this checkout has no ${entry}.`);
  return run(node, [...task.run, ...rest]);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = 1;
}
