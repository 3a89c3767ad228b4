/** Does the work that commits leave behind: each job at least once, in one process of all. */
import { setTimeout as sleep } from "node:timers/promises";
import { runAttempt } from "./attempt.ts";
import type { TakenJob } from "./model.ts";
import { type Settled, settled, type WorkerOptions } from "./options.ts";
import { renewLeases } from "./statements.ts";
import { createTaker } from "./taker.ts";

export interface Worker {
  /** There may be something to do: to be called after commits of this process. */
  wake(): void;
  /** Takes nothing more, lets what runs finish, within one lease. */
  stop(): Promise<void>;
}

/** Renewed so often within its time, a lease survives a failed renewal. */
const renewalsPerLease = 3;

export function startWorker(options: WorkerOptions): Worker {
  const worker = new QueueWorker(settled(options));
  worker.start();
  return worker;
}

class QueueWorker implements Worker {
  readonly #options: Settled;
  readonly #taker: ReturnType<typeof createTaker>;
  readonly #running = new Map<TakenJob, Promise<void>>();
  readonly #stopped = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #wake: () => void = () => undefined;
  /** Woken while it was looking: what came meanwhile may have been missed. */
  #isWoken = true;

  constructor(options: Settled) {
    this.#options = options;
    this.#taker = createTaker(options);
  }

  start(): void {
    this.#looking = this.#look();
    void this.#renew();
  }

  wake(): void {
    this.#isWoken = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.wake();
    const patience = sleep(this.#options.leaseMs, undefined, { ref: false });
    // Jobs that are just being taken are ours as well.
    const finished = this.#looking.then(() => Promise.all(this.#running.values()));
    await Promise.race([finished, patience]);
  }

  async #look(): Promise<void> {
    await this.#taker.plant();
    while (!this.#stopped.signal.aborted) {
      this.#isWoken = false;
      const pauseMs = await this.#takeAll().catch((error: unknown) => {
        this.#options.onTrouble(error);
        return this.#options.pollMs;
      });
      if (!this.#isWoken) await this.#pause(pauseMs);
    }
  }

  /** @returns how long there will be nothing to take, in milliseconds */
  async #takeAll(): Promise<number> {
    const free = this.#options.concurrency - this.#running.size;
    if (free <= 0) return this.#options.pollMs;
    const jobs = await this.#taker.take(free);
    for (const job of jobs) this.#begin(job);
    return jobs.length < free ? this.#taker.untilNext() : 0;
  }

  #begin(job: TakenJob): void {
    const run = runAttempt(this.#options, job).finally(() => {
      this.#running.delete(job);
      this.wake();
    });
    this.#running.set(job, run);
  }

  async #pause(ms: number): Promise<void> {
    if (ms === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = () => undefined;
  }

  /** Long work keeps its lease; work of a process that is gone loses it. */
  async #renew(): Promise<void> {
    const { database, leaseMs, onTrouble } = this.#options;
    while (!this.#stopped.signal.aborted || this.#running.size > 0) {
      await sleep(leaseMs / renewalsPerLease, undefined, { ref: false });
      const leases = [...this.#running.keys()];
      if (leases.length === 0) continue;
      await database.query(renewLeases(leases, leaseMs)).catch((error: unknown) => onTrouble(error));
    }
  }
}
