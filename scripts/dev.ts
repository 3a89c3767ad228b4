/**
 * `npm run dev`: the product from its sources, started again at every change, and the console built again at every
 * change. Arguments go to the server.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./gate/source.ts";

const node = process.execPath;
const children = [
  spawn(
    node,
    ["--watch", "--watch-preserve-output", "server/src/cli/main.ts", "start", ...process.argv.slice(2)],
    {
      cwd: root,
      stdio: "inherit",
    },
  ),
];
if (existsSync(join(root, "console/index.html"))) {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  children.push(spawn(node, [vite, "build", "--watch", "console"], { cwd: root, stdio: "inherit" }));
}
const stop = (signal: NodeJS.Signals): void => {
  for (const child of children) child.kill(signal);
};
process.on("SIGINT", () => undefined);
process.on("SIGTERM", () => stop("SIGTERM"));
for (const child of children) {
  child.once("exit", (code) => {
    process.exitCode ??= code ?? 1;
    stop("SIGTERM");
  });
}
