import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf, root, Stop, say, textOf, writeWhole } from "./base.mjs";
import { run } from "./run.mjs";

/**
 * @typedef {"contract" | "product" | "console"} Part
 * @typedef {{ readonly entry: string, readonly inputs: readonly string[], readonly output: string,
 *   readonly command: readonly string[] }} Recipe
 */

/** `entry`: without that file there is nothing to build. @type {Readonly<Record<Part, Recipe>>} */
const recipes = {
  contract: {
    entry: "server/contract/build.ts",
    inputs: ["server/contract", "package-lock.json"],
    output: "server/contract/generated",
    command: ["server/contract/build.ts"],
  },
  product: {
    entry: "server/src/cli/main.ts",
    inputs: ["server/src", "server/contract", "server/package.json", "scripts/build.ts", "package-lock.json"],
    output: "server/dist/gatehouse.mjs",
    command: ["scripts/build.ts", "product"],
  },
  console: {
    entry: "console/index.html",
    inputs: ["console", "server/contract", "scripts/build.ts", "package-lock.json"],
    output: "console/dist/index.html",
    command: ["scripts/build.ts", "console"],
  },
};

const skipped = new Set(["node_modules", "dist", "generated"]);

/** Every source file below a path, sorted; tests are no input of a build. @param {string} path @returns {string[]} */
export function filesBelow(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (/\.[a-z]+$/.test(path)) return [path];
  return readdirSync(full, { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inside = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(inside) : [inside];
    });
}

/** @param {Recipe} recipe */
function inputHash(recipe) {
  const files = recipe.inputs.flatMap(filesBelow);
  return hashOf(files.flatMap((file) => [file, readFileSync(join(root, file))]));
}

/** @param {Part} part */
const stampOf = (part) => join(root, ".gatehouse", "built", part);

/** True when the part's output was made from the inputs as they are now, or the part does not exist here. @param {Part} part */
export function isBuilt(part) {
  const recipe = recipes[part];
  if (!existsSync(join(root, recipe.entry))) return true;
  return existsSync(join(root, recipe.output)) && textOf(stampOf(part)) === inputHash(recipe);
}

/** Builds the part when it is out of date. Call it under the setup lock. @param {Part} part @param {string} node */
export async function build(part, node) {
  if (isBuilt(part)) return;
  const recipe = recipes[part];
  // Taken before the build: what changes meanwhile is built again next time.
  const hash = inputHash(recipe);
  say(`Building the ${part} …`);
  const code = await run(node, recipe.command, { quiet: true });
  if (code !== 0) throw new Stop(`The ${part} could not be built; the reason stands above.`);
  writeWhole(stampOf(part), hash);
}
