/** The terminals in which a guide's reader types. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { collect } from "./server.ts";

export const repository = join(import.meta.dirname, "..", "..", "..");

export interface Terminal {
  readonly child: ChildProcess;
  readonly output: () => string;
}

/** A terminal of its own in the repository's folder, which ends at the first command that fails. */
export function open(script: string): Terminal {
  const { GATEHOUSE_TEST_PG: _chosen, ...env } = process.env;
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd: repository,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env,
  });
  return { child, output: collect(child) };
}

const hasEnded = ({ child }: Terminal): boolean => child.exitCode !== null || child.signalCode !== null;

/** What Ctrl-C does: everything that runs in the terminal is interrupted. */
export async function interrupt(terminal: Terminal): Promise<void> {
  const { child } = terminal;
  if (hasEnded(terminal) || child.pid === undefined) return;
  const exit = new Promise<void>((done) => child.once("exit", () => done()));
  process.kill(-child.pid, "SIGINT");
  await exit;
}

/** What it has printed, once everything in it has ended; undefined until then. */
export const lastWords = (terminal: Terminal) => (): string | undefined =>
  hasEnded(terminal) ? terminal.output() : undefined;
