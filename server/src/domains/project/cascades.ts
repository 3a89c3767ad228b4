/** What follows, by job, from the removal of an organization. */
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { removeProject } from "./decisions.ts";
import { projectsOfOrg } from "./queries.ts";
import { Project } from "./state.ts";

/** Follows the removal of an organization. @returns how many of its projects are removed now, `limit` at most */
export async function removeProjectsOf(ctx: Ctx, orgId: string, limit: number): Promise<number> {
  const projects = await projectsOfOrg(ctx, orgId, limit);
  await Promise.all(
    projects.map(({ aggregateId }) =>
      ctx.store.execute(
        ctx,
        [ref(Project, aggregateId)],
        ([before]) => [before ? removeProject(before) : []],
        {
          lane: "bulk",
          jobs: ([before]) =>
            before ? [{ task: "project.cleanup", payload: { projectId: aggregateId } }] : [],
        },
      ),
    ),
  );
  return projects.length;
}
