import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { type Finding, root, show } from "./source.ts";

/** One check of the gate. `output` is shown when it failed, and when there is a word to say all the same. */
export interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

export interface Outcome {
  readonly ok: boolean;
  readonly output: string;
}

export interface Result extends Outcome {
  readonly name: string;
  readonly seconds: number;
}

/** A program of node_modules/.bin, run with this Node. */
export function program(name: string, args: readonly string[], cwd = root): () => Promise<Outcome> {
  return async () => {
    const path = [dirname(process.execPath), join(root, "node_modules", ".bin"), process.env["PATH"]].join(
      ":",
    );
    const child = spawn(name, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, PATH: path },
    });
    const pieces: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (piece: Buffer) => pieces.push(piece));
    const ok = await new Promise<boolean>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code === 0));
    });
    return { ok, output: Buffer.concat(pieces).toString("utf8").trim() };
  };
}

/** A check of our own: fine when it finds nothing. */
export function findings(
  find: () => readonly Finding[] | Promise<readonly Finding[]>,
): () => Promise<Outcome> {
  return async () => {
    const found = await find();
    return { ok: found.length === 0, output: found.map(show).join("\n") };
  };
}

/** Runs all steps, as many at a time as there are cores, and reports each when it ends. */
export async function runSteps(
  steps: readonly Step[],
  report: (result: Result) => void,
): Promise<readonly Result[]> {
  const waiting = [...steps];
  const results: Result[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await timed(step);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return results;
}

async function timed(step: Step): Promise<Result> {
  const start = performance.now();
  const outcome = await step.run().catch((error: unknown): Outcome => ({ ok: false, output: String(error) }));
  return { name: step.name, seconds: (performance.now() - start) / 1000, ...outcome };
}
