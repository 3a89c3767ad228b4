import { countUsersOf } from "#src/domains/user/index.ts";
import type { Task, Tasks } from "#src/platform/queue/index.ts";
import { type ContextFor, textOf } from "./job.ts";

/** How far the tidying up after a removed organization has come. */
export interface OrgProgress {
  readonly orgId: string;
  readonly usersLeft: number;
}

/** The same tasks; of a removed organization's it is told after every run how much is left. */
export function withOrgProgress(
  tasks: Tasks,
  contextFor: ContextFor,
  onProgress: (instanceId: string, progress: OrgProgress) => void,
): Tasks {
  const cleanUp = tasks["org.cleanup"];
  if (cleanUp === undefined) throw new Error("nobody tidies up after organizations");
  const told: Task = {
    ...cleanUp,
    async run(job) {
      const result = await cleanUp.run(job);
      const orgId = textOf(job, "orgId");
      onProgress(job.instanceId, { orgId, usersLeft: await countUsersOf(contextFor(job.instanceId), orgId) });
      return result;
    },
  };
  return { ...tasks, "org.cleanup": told };
}
