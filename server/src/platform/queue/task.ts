/** A job as a worker has it. */
export interface TakenJob {
  /** Stays the same over all attempts: receivers tell duplicates by it. */
  readonly id: string;
  readonly instanceId: string;
  readonly task: string;
  /** As it was committed; the task's own shape. */
  readonly payload: object;
  /** Counted from 1. */
  readonly attempt: number;
}

export interface TaskContext {
  /** Ends shortly before the lease does: who goes on after it risks that another worker does the same. */
  readonly signal: AbortSignal;
}

/**
 * Does a job. At least once: after a crash in between it is done again.
 * @returns a note for the delivery record, such as "250 queued"; no personal data
 * @throws anything: the job is tried again later; GiveUp: it never will
 */
export type Task = (job: TakenJob, context: TaskContext) => Promise<string>;

/** Trying again would not help. The message is for the delivery record. */
export class GiveUp extends Error {
  override readonly name = "GiveUp";
}

/** Milliseconds until the next attempt: doubled each time up to an hour, spread by a random number between 0 and 1. */
export function backOffMs(attempt: number, random: number): number {
  const doubled = Math.min(5_000 * 2 ** (attempt - 1), 3_600_000);
  return Math.round(doubled * (0.5 + random));
}
