import type { Database } from "#src/platform/db/index.ts";
import type { TakenJob, Tasks } from "./model.ts";

export interface WorkerOptions {
  readonly database: Pick<Database, "query">;
  /** Jobs of other tasks are left to processes that know them. */
  readonly tasks: Tasks;
  /** How an attempt went, for metrics. */
  readonly onRun: (run: {
    readonly task: string;
    readonly outcome: "done" | "retry" | "dead";
    readonly durationMs: number;
  }) => void;
  /** An attempt failed, or (without a job) the database did not answer. */
  readonly onTrouble: (error: unknown, job?: TakenJob) => void;
  /** Milliseconds, for measuring. */
  readonly clock: () => number;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Jobs at once; 4 by default. */
  readonly concurrency?: number;
  /** After so long without a sign of life somebody else takes the job over; 60,000 by default. */
  readonly leaseMs?: number;
  /** How often to look for the work of other processes; 10,000 by default. */
  readonly pollMs?: number;
}

const defaultConcurrency = 4;
const defaultLeaseMs = 60_000;
const defaultPollMs = 10_000;

/** With every default in place. */
export type Settled = Required<Pick<WorkerOptions, "concurrency" | "leaseMs" | "pollMs">> & WorkerOptions;

export const settled = (options: WorkerOptions): Settled => ({
  concurrency: defaultConcurrency,
  leaseMs: defaultLeaseMs,
  pollMs: defaultPollMs,
  ...options,
});
