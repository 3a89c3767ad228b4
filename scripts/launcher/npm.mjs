import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { root, Stop } from "./base.mjs";
import { run } from "./run.mjs";

/**
 * npm's own program: named by npm when it runs us, otherwise the `npm` on the path, or the one beside Node.
 * Undefined when `npm` is a wrapper of some version manager, which then has to be called by name.
 * @param {NodeJS.ProcessEnv} env
 */
export function npmProgram(env) {
  const onPath = (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !folder.includes("node_modules"))
    .map((folder) => join(folder, "npm"));
  const beside = join(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js");
  return [env["npm_execpath"] ?? "", ...onPath, beside]
    .filter((path) => path !== "" && existsSync(path))
    .map((path) => realpathSync(path))
    .find((path) => path.endsWith("npm-cli.js"));
}

/**
 * Runs npm with the given Node, whatever Node it was installed with.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string }} [options]
 * @returns {Promise<number>} its exit code
 */
export async function npm(node, args, options = {}) {
  const program = npmProgram(process.env);
  const cwd = options.cwd ?? root;
  // Its output is progress, not the task's.
  if (program !== undefined) return run(node, [program, ...args], { cwd, quiet: true });
  try {
    return await run("npm", args, { cwd, quiet: true, node });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new Stop(
        "There is no npm on the path. Install npm 10 or later, then run the same command again.",
      );
    }
    throw error;
  }
}
