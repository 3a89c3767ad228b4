import { goneOrgs } from "#src/domains/org/index.ts";
import { anyOf } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { goneParts, type Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  Project,
  ProjectGrant,
  type ProjectGrantState,
  ProjectRole,
  type ProjectRoleState,
  type ProjectState,
} from "./state.ts";

/** For other slices' lists: the projects of these ids that there are, in one statement. */
export async function projectsByIds(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row<ProjectState>>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.store.select(Project, ctx.instanceId, anyOf(sql`t.aggregate_id`, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.aggregateId, row]));
}

/** For other slices' lists: the roles of these projects that have one of these keys, in one statement. */
export async function rolesAmong(
  ctx: Ctx,
  projectIds: readonly string[],
  keys: readonly string[],
): Promise<readonly Row<ProjectRoleState>[]> {
  if (projectIds.length === 0 || keys.length === 0) return [];
  const where = sql`${anyOf(sql`t.aggregate_id`, projectIds)} and ${anyOf(sql`t.entity_id`, keys)}`;
  return ctx.store.select(ProjectRole, ctx.instanceId, where);
}

/** For other slices' lists: the grants of these projects that have one of these ids, in one statement. */
export async function grantsAmong(
  ctx: Ctx,
  projectIds: readonly string[],
  grantIds: readonly string[],
): Promise<readonly Row<ProjectGrantState>[]> {
  if (projectIds.length === 0 || grantIds.length === 0) return [];
  const where = sql`${anyOf(sql`t.aggregate_id`, projectIds)} and ${anyOf(sql`t.entity_id`, grantIds)}`;
  return ctx.store.select(ProjectGrant, ctx.instanceId, where);
}

/** The grant of a project to an organization; there is one at most. */
export async function grantToOrg(
  ctx: Ctx,
  projectId: string,
  orgId: string,
): Promise<Row<ProjectGrantState> | undefined> {
  const where = sql`t.aggregate_id = ${projectId} and t.granted_org_id = ${orgId}`;
  const [grant] = await ctx.store.select(ProjectGrant, ctx.instanceId, where);
  return grant;
}

/** For other slices' lists: whether there is such a grant of the project; `condition` speaks of it as `pg`. */
export const existsGrant = (projectId: Sql, grantId: Sql, condition: Sql = sql`true`): Sql =>
  sql`exists (select 1 from project_grants pg where pg.instance_id = t.instance_id
    and pg.aggregate_id = ${projectId} and pg.entity_id = ${grantId} and ${condition})`;

/** For `living` of other slices' lists: neither the project's grant nor the organization that it was given to is gone. */
export const isNoGoneGrant = (instanceId: string, projectId: Sql, grantId: Sql): Sql =>
  sql`(${projectId}, ${grantId}) not in (${goneParts(ProjectGrant, instanceId)}
    union all select pg.aggregate_id, pg.entity_id from project_grants pg where pg.instance_id = ${instanceId}
      and pg.granted_org_id = any(array(${goneOrgs(instanceId)})))`;

/** The organization that a grant was given to, for `existsGrant`. */
export const grantedOrg = sql`pg.granted_org_id`;
