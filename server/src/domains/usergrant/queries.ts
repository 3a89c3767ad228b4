import { clientById } from "#src/domains/app/index.ts";
import { Org } from "#src/domains/org/index.ts";
import {
  grantToOrg,
  Project,
  ProjectGrant,
  ProjectRole,
  type ProjectState,
  projectById,
} from "#src/domains/project/index.ts";
import { anyOf } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
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
 * the project with its role, its grant to the organization, and that organization.
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
  const [org, project, lent, roles] = await Promise.all([
    ctx.config.row(Org, owner),
    activeProject(ctx, projectId),
    projectGrantId === "" ? undefined : ctx.config.row(ProjectGrant, projectId, projectGrantId),
    ctx.config.rows(ProjectRole, projectId),
  ]);
  const reachable = projectGrantId === "" || lent?.state.active === true;
  if (!org?.state.active || !project || !reachable) return [];
  // What was removed from the project, or is lent no longer, counts no more even before grants are tidied up.
  const there = new Set(roles.map(({ state: { key } }) => key));
  const living = roleKeys.filter((key) => there.has(key) && (lent?.state.roleKeys.includes(key) ?? true));
  return [{ projectId, orgId: owner, orgPrimaryDomain: org.state.primaryDomain, roleKeys: living }];
}

/** The project, when it and the organization that owns it are active. */
async function activeProject(ctx: Ctx, projectId: string): Promise<Row<ProjectState> | undefined> {
  const project = await ctx.config.row(Project, projectId);
  const owner = project?.state.active ? await ctx.config.row(Org, project.owner) : undefined;
  return owner?.state.active ? project : undefined;
}

/** The organizations that give a user roles on a project at this moment. */
export async function orgsGrantingTo(
  ctx: Ctx,
  userId: string,
  projectId: string,
): Promise<readonly string[]> {
  return (await rolesOf(ctx, userId, [projectId])).map(({ orgId }) => orgId);
}

/** The project of the client that the caller's token was issued to; undefined for tokens of no client. */
export async function projectOfCaller(ctx: Ctx): Promise<string | undefined> {
  const { clientId } = ctx.caller;
  return clientId === undefined ? undefined : (await clientById(ctx, clientId))?.projectId;
}

/** The grant that an organization has a project by: none, for the project's own. */
export async function throughGrant(ctx: Ctx, projectId: string, orgId: string): Promise<string | undefined> {
  if ((await projectById(ctx, projectId))?.owner === orgId) return "";
  return (await grantToOrg(ctx, projectId, orgId))?.entityId;
}

/** The grants of these ids that there are. */
export const grantsByIds = (ctx: Ctx, ids: readonly string[]): Promise<readonly Row<UserGrantState>[]> =>
  ctx.store.select(UserGrant, ctx.instanceId, anyOf(sql`t.aggregate_id`, ids));

/** What user grants go away with. */
export type GrantGround =
  | { readonly userId: string }
  | { readonly projectId: string; readonly projectGrantId?: string }
  | { readonly orgId: string };

function standsOn(ground: GrantGround): Sql {
  if ("userId" in ground) return sql`t.user_id = ${ground.userId}`;
  if ("orgId" in ground) return sql`t.owner = ${ground.orgId}`;
  const ofProject = sql`t.project_id = ${ground.projectId}`;
  return ground.projectGrantId === undefined
    ? ofProject
    : sql`${ofProject} and t.project_grant_id = ${ground.projectGrantId}`;
}

/** The grants that stand on something, also where it is gone; so many at most. */
export const grantsOn = (
  ctx: Ctx,
  ground: GrantGround,
  limit: number,
): Promise<readonly Row<UserGrantState>[]> =>
  ctx.store.select(UserGrant, ctx.instanceId, standsOn(ground), sql`limit ${limit}`);

/** @param before grants changed since then are left out: they have a newer role of that key */
export const grantsWithRole = (
  ctx: Ctx,
  ground: Extract<GrantGround, { readonly projectId: string }>,
  key: string,
  limit: number,
  before: Date | undefined,
): Promise<readonly Row<UserGrantState>[]> =>
  ctx.store.select(
    UserGrant,
    ctx.instanceId,
    sql`${standsOn(ground)} and ${key} = any(t.role_keys)
      and ${before === undefined ? sql`true` : sql`t.changed_at < ${before}`}`,
    sql`limit ${limit}`,
  );
