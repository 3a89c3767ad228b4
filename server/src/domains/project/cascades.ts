/** What follows, by job, from the removal of organizations and roles. */
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { cascadeRemoveGrant, cascadeRemoveRole, removeProject } from "./decisions.ts";
import { grantsOfProject, grantsToOrg, projectsOfOrg } from "./queries.ts";
import { Project, ProjectGrant, ProjectRole } from "./state.ts";

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

/** A grant of a project that was given to an organization. */
export interface LentProject {
  readonly projectId: string;
  readonly grantId: string;
}

/** The grants that were given to an organization, also to one that is gone; so many at most. */
export async function projectsLentTo(
  ctx: Ctx,
  orgId: string,
  limit: number,
): Promise<readonly LentProject[]> {
  const grants = await grantsToOrg(ctx, orgId, limit);
  return grants.map(({ aggregateId, entityId }) => ({ projectId: aggregateId, grantId: entityId }));
}

/** Takes a grant back from an organization that is gone. */
export async function removeLent(ctx: Ctx, { projectId, grantId }: LentProject): Promise<void> {
  await ctx.store.execute(
    ctx,
    [ref(ProjectGrant, projectId, grantId)],
    ([before]) => [cascadeRemoveGrant(grantId)(before)],
    { lane: "bulk" },
  );
}

/**
 * Follows the removal of a role: takes it from the project's grants. Should there be a new role of the same key by
 * now, grants that were changed since keep it.
 * @returns how many lost it
 */
export async function removeRoleFromProjectGrants(ctx: Ctx, projectId: string, key: string): Promise<number> {
  const newer = await ctx.config.row(ProjectRole, projectId, key);
  const grants = (await grantsOfProject(ctx, projectId)).filter(
    ({ state, changedAt }) =>
      state.roleKeys.includes(key) && (newer === undefined || changedAt < newer.createdAt),
  );
  const how = { lane: "bulk" } as const;
  await Promise.all(
    grants.map(({ entityId }) =>
      ctx.store.execute(
        ctx,
        [ref(ProjectGrant, projectId, entityId)],
        ([before]) => [cascadeRemoveRole(entityId, key)(before)],
        how,
      ),
    ),
  );
  return grants.length;
}
