import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname, isAbsolute } from "node:path";
import { root } from "./base.mjs";

/**
 * Runs a program in the foreground; signals reach it, and its end is ours.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ readonly cwd?: string, readonly quiet?: boolean, readonly node?: string, readonly env?: Readonly<Record<string, string>> }} [options]
 *   `quiet`: its standard output goes to our standard error. `node`: the Node that `node` means inside
 *   (default: the program itself). `env`: added to our environment.
 * @returns {Promise<number>} its exit code; 128 + n when signal n ended it
 */
export function run(program, args, options = {}) {
  const node = options.node ?? (isAbsolute(program) ? program : process.execPath);
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    stdio: ["inherit", options.quiet === true ? 2 : "inherit", "inherit"],
    env: { ...process.env, ...options.env, PATH: [dirname(node), process.env["PATH"] ?? ""].join(delimiter) },
  });
  const forward = forwardSignals((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  }).finally(forward.stop);
}

/**
 * On a terminal, Ctrl-C goes to every process of the foreground group, so the child has it already: forwarding
 * it once more would look like an impatient second Ctrl-C.
 * @param {(signal: NodeJS.Signals) => void} send
 */
function forwardSignals(send) {
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  /** @param {NodeJS.Signals} signal */
  const on = (signal) => {
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    send(signal);
  };
  for (const signal of signals) process.on(signal, on);
  return {
    stop: () => {
      for (const signal of signals) process.off(signal, on);
    },
  };
}
