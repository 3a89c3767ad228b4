/** A job as its handler gets it. */
export interface TakenJob {
  /** The same at every attempt: what a Message-ID or a delivery id is made of, so that a repetition shows. */
  readonly id: string;
  /** Empty for periodic tasks, which are everybody's. */
  readonly instanceId: string;
  readonly task: string;
  readonly payload: unknown;
  /** From 1. */
  readonly attempt: number;
}

/** How one attempt ended. "lost": its worker vanished, and somebody else took the job over. */
export type DeliveryOutcome = "done" | "retry" | "dead" | "lost";

export interface Task {
  /**
   * Does the work; must bear being done twice. Throwing means trying again later. "again" means that a part is done
   * and the rest follows as a new job, behind those that wait already.
   */
  run(job: TakenJob): Promise<"done" | "again">;
  /** Attempts before it is a dead letter; 15 by default. */
  readonly maxAttempts?: number;
  /** Runs by itself, so long after it has run last, in one process of all. */
  readonly everyMs?: number;
}

/** The kinds of jobs by name. */
export type Tasks = Readonly<Record<string, Task>>;

/** One attempt, as people see it. */
export interface Delivery {
  readonly jobId: string;
  readonly attempt: number;
  readonly task: string;
  readonly outcome: DeliveryOutcome;
  readonly error: string | undefined;
  readonly finishedAt: Date;
}
