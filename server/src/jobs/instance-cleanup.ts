import type { Forgotten } from "#src/platform/eventstore/index.ts";
import type { Task } from "#src/platform/queue/index.ts";

export interface InstanceForgetting {
  /** Forgets a part of what a removed instance held. @param limit at most so many aggregates */
  readonly forget: (instanceId: string, limit: number) => Promise<Forgotten>;
  /** Forgets what is kept beside history: counts, and work that nobody waits for. */
  readonly forgetRest: (instanceId: string) => Promise<unknown>;
  /** Hears how far it has come. */
  readonly onProgress: (instanceId: string, progress: Forgotten) => void;
}

/** Aggregates in one run, so that others have their turn. */
const perRun = 5_000;

/** What follows from the removal of an instance, which nobody can reach any more. */
export const instanceCleanup = ({ forget, forgetRest, onProgress }: InstanceForgetting): Task => ({
  async run({ instanceId }) {
    await forgetRest(instanceId);
    const progress = await forget(instanceId, perRun);
    if (progress.forgotten > 0) onProgress(instanceId, progress);
    return progress.forgotten >= perRun ? "again" : "done";
  },
});
