/** Does the jobs that commits leave behind: lease, back-off, dead letters, order where asked. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#src/platform/db/index.ts";
import { buryJob, type DeliveryInput, finishJob, type JobRow, postponeJob, takeJobs } from "./queries.ts";
import { backOffMs, GiveUp, type TakenJob, type Task } from "./task.ts";

export interface WorkerOptions {
  readonly database: Database;
  /** By the name in `Job.task`. */
  readonly tasks: Readonly<Record<string, Task>>;
  /** Jobs at once; 4 by default. */
  readonly concurrency?: number;
  /** How long a job may take before another worker may have it, in milliseconds; 60,000 by default. */
  readonly leaseMs?: number;
  /** How often to look without being woken, in milliseconds; 10,000 by default. */
  readonly pollMs?: number;
  /** After so many attempts a job is a dead letter; 10 by default. */
  readonly maxAttempts?: number;
  /** A number between 0 and 1, to spread attempts. */
  readonly random: () => number;
  readonly onTrouble: (message: string, error: unknown) => void;
}

export interface Worker {
  /** There may be something to do; called after commits of this process. */
  wake(): void;
  /** Takes nothing more and lets what is under way finish, within the lease. */
  close(): Promise<void>;
}

const defaults = { concurrency: 4, leaseMs: 60_000, pollMs: 10_000, maxAttempts: 10 };
/** Of the lease: a task is told to stop while its lease still holds. */
const signalShare = 0.8;
const maxDetail = 500;

export function startWorker(options: WorkerOptions): Worker {
  const worker = new JobWorker({ ...defaults, ...options });
  worker.wake();
  return worker;
}

class JobWorker implements Worker {
  readonly #options: Required<WorkerOptions>;
  readonly #tasks: readonly string[];
  readonly #running = new Set<Promise<void>>();
  #isClosed = false;
  #isLooking = false;
  /** Woken while looking: what came meanwhile may have been missed. */
  #lookAgain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Required<WorkerOptions>) {
    this.#options = options;
    this.#tasks = Object.keys(options.tasks);
  }

  wake(): void {
    if (this.#isClosed) return;
    this.#lookAgain = true;
    if (!this.#isLooking) void this.#look();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    const patience = sleep(this.#options.leaseMs, undefined, { ref: false });
    await Promise.race([Promise.all(this.#running), patience]);
  }

  /** Takes until nothing is due or all hands are full; who finishes looks again. */
  async #look(): Promise<void> {
    this.#isLooking = true;
    clearTimeout(this.#timer);
    try {
      while (this.#lookAgain && !this.#isClosed) {
        this.#lookAgain = false;
        await this.#take();
      }
    } catch (error) {
      this.#options.onTrouble("cannot look for jobs", error);
    } finally {
      this.#isLooking = false;
      this.#wakeIn(this.#options.pollMs);
    }
  }

  async #take(): Promise<void> {
    const { database, concurrency, leaseMs } = this.#options;
    const free = concurrency - this.#running.size;
    if (free <= 0) return;
    const rows = await database.query<JobRow>(takeJobs(this.#tasks, free, leaseMs));
    for (const row of rows) this.#start(toJob(row));
  }

  #start(job: TakenJob): void {
    const running = this.#run(job)
      .catch((error: unknown) => this.#options.onTrouble(`cannot record job ${job.id}`, error))
      .finally(() => {
        this.#running.delete(running);
        this.wake();
      });
    this.#running.add(running);
  }

  async #run(job: TakenJob): Promise<void> {
    const { database, tasks, leaseMs, maxAttempts, random, onTrouble } = this.#options;
    const record = (outcome: DeliveryInput["outcome"], detail: string): DeliveryInput => ({
      id: job.id,
      attempt: job.attempt,
      outcome,
      detail: detail.replaceAll("\0", "").toWellFormed().slice(0, maxDetail),
    });
    try {
      const signal = AbortSignal.timeout(leaseMs * signalShare);
      const note = (await tasks[job.task]?.(job, { signal })) ?? "";
      await database.query(finishJob(record("done", note)));
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (error instanceof GiveUp || job.attempt >= maxAttempts) {
        onTrouble(`job ${job.id} (${job.task}) is a dead letter`, error);
        await database.query(buryJob(record("dead", detail)));
      } else {
        const ms = backOffMs(job.attempt, random());
        await database.query(postponeJob(record("failed", detail), ms));
        this.#wakeIn(ms);
      }
    }
  }

  /** The nearest of all reasons to wake up counts. */
  #wakeIn(ms: number): void {
    if (this.#isClosed || ms > this.#options.pollMs) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), ms);
    this.#timer.unref();
  }
}

const toJob = (row: JobRow): TakenJob => ({
  id: String(row.id),
  instanceId: row.instance_id,
  task: row.task,
  payload: row.payload,
  attempt: row.attempts,
});
