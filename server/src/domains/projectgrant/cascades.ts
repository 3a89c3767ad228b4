/** What follows, by job, from the removal of organizations and roles. */
import { ProjectGrant, type ProjectGrantState, ProjectRole } from "#src/domains/project/index.ts";
import { type Row, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { cascadeRemoveGrant, cascadeRemoveRole } from "./decisions.ts";
import { grantsToOrg, grantsWithRole } from "./queries.ts";

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
 * @returns how many lost it, `limit` at most
 */
export async function removeRoleFromProjectGrants(
  ctx: Ctx,
  projectId: string,
  key: string,
  limit: number,
): Promise<number> {
  const newer = await ctx.config.row(ProjectRole, projectId, key);
  const grants = await grantsWithRole(ctx, projectId, key, limit, newer?.createdAt);
  await Promise.all(grants.map((grant) => loseRole(ctx, grant, key)));
  return grants.length;
}

const loseRole = (ctx: Ctx, { aggregateId, entityId }: Row<ProjectGrantState>, key: string) =>
  ctx.store.execute(
    ctx,
    [ref(ProjectGrant, aggregateId, entityId)],
    ([before]) => [cascadeRemoveRole(entityId, key)(before)],
    { lane: "bulk" },
  );
