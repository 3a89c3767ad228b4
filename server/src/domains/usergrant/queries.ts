import { Org } from "#src/domains/org/index.ts";
import { Project, ProjectGrant } from "#src/domains/project/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { UserGrant, type UserGrantState } from "./state.ts";

/** Roles of one project that a user has from one organization. */
export interface Roles {
  readonly projectId: string;
  /** The organization that gave them. */
  readonly orgId: string;
  /** Empty until it has one. */
  readonly orgPrimaryDomain: string;
  readonly roleKeys: readonly string[];
}

/**
 * The roles a user has at this moment on these projects. What gives them must be active all the way up: the grant,
 * the project, its grant to the organization, and that organization.
 * @param orgIds only roles given in these organizations; any when left out or empty
 */
export async function rolesOf(
  ctx: Ctx,
  userId: string,
  projectIds: readonly string[],
  orgIds: readonly string[] = [],
): Promise<readonly Roles[]> {
  if (projectIds.length === 0) return [];
  const rows = await ctx.store.select(
    UserGrant,
    ctx.instanceId,
    sql`t.user_id = ${userId} and t.project_id = any(${projectIds}::text[]) and t.active
      and (${orgIds.length === 0} or t.owner = any(${orgIds}::text[]))`,
    sql`order by t.created_at`,
  );
  return (await Promise.all(rows.map((row) => livingRoles(ctx, row)))).flat();
}

async function livingRoles(ctx: Ctx, { owner, state }: Row<UserGrantState>): Promise<readonly Roles[]> {
  const { projectId, projectGrantId, roleKeys } = state;
  const [org, project, lent] = await Promise.all([
    ctx.config.row(Org, owner),
    ctx.config.row(Project, projectId),
    projectGrantId === "" ? undefined : ctx.config.row(ProjectGrant, projectId, projectGrantId),
  ]);
  const reachable = projectGrantId === "" || lent?.state.active === true;
  if (!org?.state.active || !project?.state.active || !reachable) return [];
  return [{ projectId, orgId: owner, orgPrimaryDomain: org.state.primaryDomain, roleKeys }];
}

/** The organizations that give a user roles on a project at this moment. */
export async function orgsGrantingTo(
  ctx: Ctx,
  userId: string,
  projectId: string,
): Promise<readonly string[]> {
  return (await rolesOf(ctx, userId, [projectId])).map(({ orgId }) => orgId);
}
