/** The commit lane: many units of work become one transaction, one batch in flight at a time. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Database, outOfRoom, sqlState } from "#src/platform/db/index.ts";
import { Failure, unavailable } from "#src/platform/failure/index.ts";
import {
  type Answer,
  type AttemptOptions,
  attempt,
  type Bump,
  isLost,
  type Sent,
  type SettledRow,
  type Verdict,
} from "./attempt.ts";
import { FairQueue } from "./fair-queue.ts";
import { findOutcome } from "./lost-reply.ts";
import { createLaneSession, type LaneSession } from "./session.ts";
import type { Unit } from "./unit.ts";

export interface LaneOptions extends AttemptOptions {
  readonly database: Database;
  readonly purpose: string;
  readonly maxBatch: number;
  /** Milliseconds since the epoch, for deadlines. */
  readonly localMs: () => number;
  /** After a commit, before its callers are answered. */
  readonly onCommit: (bumps: readonly Bump[], hasJobs: boolean) => void;
  readonly onRenewed: () => void;
  /** Takes units that are too large for this lane. */
  readonly overflow?: Lane;
}

export interface LaneStats {
  readonly waiting: number;
  readonly batches: number;
  readonly units: number;
  /** Lost races with other processes, each decided anew. */
  readonly conflicts: number;
  /** Units refused by the database: taken names, mostly. */
  readonly refused: number;
  readonly contended: number;
  /** Batches that had to be tried unit by unit. */
  readonly alone: number;
  readonly lostReplies: number;
}

interface Waiting {
  readonly unit: Unit;
  readonly deadline: number;
  readonly since: number;
  attempts: number;
  resolve(rows: readonly SettledRow[] | Promise<readonly SettledRow[]>): void;
  reject(reason: unknown): void;
}

const lockTimeout = "55P03";
const maxWaiting = 4096;
const maxAttempts = 10;
/** From this many lost races on, heads are locked before rows are read. */
const lockFirstFrom = 2;
/** How long work that was not sent yet waits for a database that is away. */
const patienceMs = 5_000;

const away = () => unavailable("CORE-Aw4yd", "Errors.Database.Unavailable");
const full = () => unavailable("CORE-Fu11l", "Errors.Busy");
const conflict = () => new Failure("aborted", "CORE-C0nfl", "Errors.Conflict");
const late = () => new Failure("deadline_exceeded", "CORE-L4te1", "Errors.DeadlineExceeded");

export class Lane {
  readonly #options: LaneOptions;
  readonly #queue = new FairQueue<Waiting>(({ unit }) => unit.writer.instanceId);
  readonly #session: LaneSession;
  readonly #counts = {
    batches: 0,
    units: 0,
    conflicts: 0,
    refused: 0,
    contended: 0,
    alone: 0,
    lostReplies: 0,
  };
  #isClosed = false;
  #working: Promise<void> | undefined;

  constructor(options: LaneOptions) {
    this.#options = options;
    this.#session = createLaneSession(options.database, options.purpose, options.onRenewed);
  }

  /**
   * @param deadline milliseconds since the epoch; a unit that is past it is not decided
   * @throws what the decision throws, and the failures that `Store.execute` speaks of
   */
  run(unit: Unit, deadline = Number.POSITIVE_INFINITY): Promise<readonly SettledRow[]> {
    if (this.#isClosed) return Promise.reject(away());
    if (this.#queue.size >= maxWaiting) return Promise.reject(full());
    return new Promise((resolve, reject) => {
      const since = this.#options.localMs();
      this.#queue.push({ unit, deadline, since, attempts: 0, resolve, reject });
      this.#wake();
    });
  }

  stats(): LaneStats {
    return { ...this.#counts, waiting: this.#queue.size };
  }

  /** Takes nothing more and finishes what is waiting, within a few seconds; then it ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.race([this.#working, sleep(patienceMs, undefined, { ref: false })]);
    await this.#session.close();
    await this.#working;
  }

  #wake(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (this.#queue.size > 0) this.#wake();
    });
  }

  /** Everything that was asked for in one turn of the event loop goes into one batch. */
  async #work(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.size > 0) {
      const batch = this.#queue.take(this.#options.maxBatch).filter((item) => this.#isInTime(item));
      if (batch.length > 0) await this.#commitAll(batch);
    }
  }

  #isInTime(item: Waiting): boolean {
    if (item.deadline >= this.#options.localMs()) return true;
    item.reject(late());
    return false;
  }

  /** Commits what can be committed; the others are refused, or queued to be decided anew. */
  async #commitAll(batch: readonly Waiting[]): Promise<void> {
    let left = batch;
    const connection = await this.#session.get(() => {
      left = this.#losePatience(left);
    });
    if (connection === undefined) return left.forEach(({ reject }) => reject(away()));
    if (left.length === 0) return;
    this.#counts.batches += 1;
    this.#counts.units += left.length;
    const attempts = Math.max(...left.map((item) => item.attempts));
    const haste = { distrustFresh: attempts > 0, lockFirst: attempts >= lockFirstFrom };
    const units = left.map(({ unit }) => unit);
    await this.#accept(left, await attempt(connection, units, haste, this.#options));
  }

  /** Work that was never sent does not wait for ever: nothing is stored of it. */
  #losePatience(batch: readonly Waiting[]): readonly Waiting[] {
    const now = this.#options.localMs();
    const isTired = ({ since, deadline }: Waiting) => Math.min(since + patienceMs, deadline) < now;
    for (const { reject } of [...this.#queue.drop(isTired), ...batch.filter(isTired)]) reject(away());
    return batch.filter((item) => !isTired(item));
  }

  async #accept(batch: readonly Waiting[], verdict: Verdict): Promise<void> {
    switch (verdict.kind) {
      case "committed":
        this.#options.onCommit(verdict.bumps, verdict.hasJobs);
        return this.#answer(batch, verdict.answers);
      case "conflict":
        this.#counts.conflicts += verdict.guilty.size;
        this.#retry(batch.filter(({ unit }) => verdict.guilty.has(unit)));
        return this.#commitWithout(batch, verdict.guilty);
      case "refused":
        this.#counts.refused += verdict.guilty.size;
        for (const { unit, reject } of batch) if (verdict.guilty.has(unit)) reject(verdict.guilty.get(unit));
        return this.#commitWithout(batch, verdict.guilty);
      case "contended":
        this.#counts.contended += 1;
        return this.#retry(batch);
      case "failed":
        return this.#isolate(batch, verdict.error);
      case "lost":
        return verdict.sent ? this.#findOut(batch, verdict.sent) : this.#retry(batch, away);
    }
  }

  async #commitWithout(batch: readonly Waiting[], guilty: { has(unit: Unit): boolean }): Promise<void> {
    const rest = batch.filter(({ unit }) => !guilty.has(unit));
    if (rest.length > 0) await this.#commitAll(rest);
  }

  #answer(batch: readonly Waiting[], answers: ReadonlyMap<Unit, Answer>): void {
    const deferred: Waiting[] = [];
    for (const item of batch) {
      const answer = answers.get(item.unit);
      if (answer?.kind === "written") item.resolve(answer.rows);
      else if (answer?.kind === "refused") item.reject(answer.reason);
      else if (answer?.kind === "tooLarge") this.#handOver(item);
      else deferred.push(item);
    }
    this.#queue.unshift(deferred);
  }

  #handOver({ unit, deadline, resolve, reject }: Waiting): void {
    const { overflow, maxEvents } = this.#options;
    if (overflow) resolve(overflow.run(unit, deadline));
    else reject(new Error(`a unit of more than ${maxEvents} events`));
  }

  /** @param tired what is said when it has been tried often enough */
  #retry(batch: readonly Waiting[], tired: () => Failure = conflict): void {
    for (const item of batch) {
      item.attempts += 1;
      if (item.attempts < maxAttempts) this.#queue.push(item);
      else item.reject(tired());
    }
  }

  /** An error that names nobody: each alone, so that only the guilty one fails. */
  async #isolate(batch: readonly Waiting[], error: unknown): Promise<void> {
    const refusal = outOfRoom(error);
    // Nobody is guilty, and none fares better alone.
    if (refusal !== undefined) return batch.forEach(({ reject }) => reject(refusal));
    if (batch.length === 1) return batch[0]?.reject(error);
    this.#counts.alone += 1;
    for (const item of batch) await this.#commitAll([item]);
  }

  /** The outcome is unknown until the database is back, however long that takes: it must not be called a failure. */
  async #findOut(batch: readonly Waiting[], sent: Sent): Promise<void> {
    this.#counts.lostReplies += 1;
    for (;;) {
      const connection = await this.#session.get(() => this.#losePatience([]));
      if (connection === undefined) return batch.forEach(({ reject }) => reject(away()));
      try {
        const answers = await findOutcome(connection, sent);
        if (answers === undefined) return this.#retry(batch, away);
        this.#options.onCommit([], true);
        return this.#answer(batch, answers);
      } catch (error) {
        if (!isLost(error) && sqlState(error) !== lockTimeout) return this.#isolate(batch, error);
      }
    }
  }
}
