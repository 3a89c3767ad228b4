import { notOfGoneOrg, Org } from "#src/domains/org/index.ts";
import {
  isProjectNamed,
  ProjectGrant,
  type ProjectGrantState,
  projectById,
} from "#src/domains/project/index.ts";
import { anyOf, type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** The grant, unless it, its project or one of the two organizations are gone. */
export async function projectGrantById(
  ctx: Ctx,
  projectId: string,
  grantId: string,
): Promise<Row<ProjectGrantState> | undefined> {
  const [grant, project] = await Promise.all([
    ctx.config.row(ProjectGrant, projectId, grantId),
    projectById(ctx, projectId),
  ]);
  return grant && project && (await ctx.config.row(Org, grant.state.grantedOrgId)) ? grant : undefined;
}

/** What belongs to an organization that is gone, or was lent to one, is gone as well. */
const living = ({ instanceId }: Ctx): Sql =>
  sql`${notOfGoneOrg(instanceId, sql`t.owner`)} and ${notOfGoneOrg(instanceId, sql`t.granted_org_id`)}`;

/** Conditions on a list of project grants, shared by the API generations. */
export const grantFilters = {
  project: (projectId: string): Sql => sql`t.aggregate_id = ${projectId}`,
  projects: (ids: readonly string[]): Sql => anyOf(sql`t.aggregate_id`, ids),
  projectName: (like: string, method: number): Sql => isProjectNamed(sql`t.aggregate_id`, like, method),
  owner: (orgId: string): Sql => sql`t.owner = ${orgId}`,
  grantedTo: (orgId: string): Sql => sql`t.granted_org_id = ${orgId}`,
  role: (key: string, method: number): Sql =>
    sql`exists (select 1 from jsonb_array_elements_text(t.state -> 'roleKeys') as r(key)
      where ${textFilter(sql`r.key`, method, key)})`,
} as const;

/** Expressions that lists of project grants may be sorted by. */
export const grantSorts = {
  project: sql`t.aggregate_id`,
  created: sql`t.created_at`,
  changed: sql`t.changed_at`,
} as const;

/** Whoever manages the project, the grant, or one of the two organizations sees it. */
export function searchProjectGrants(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<ProjectGrantState>> {
  const asOwner = scopeCondition(scope, {
    org: sql`t.owner`,
    project: sql`t.aggregate_id`,
    grant: sql`t.entity_id`,
  });
  const asGranted = scopeCondition(scope, { org: sql`t.granted_org_id` });
  return search(ctx.store, ProjectGrant, ctx.instanceId, {
    filters,
    living: living(ctx),
    scope: sql`${asOwner} or ${asGranted}`,
    page,
    sort,
  });
}

/** Grants to an organization, also to one that is gone; so many at most. */
export const grantsToOrg = (
  ctx: Ctx,
  orgId: string,
  limit: number,
): Promise<readonly Row<ProjectGrantState>[]> =>
  ctx.store.select(ProjectGrant, ctx.instanceId, sql`t.granted_org_id = ${orgId}`, sql`limit ${limit}`);

/** @param before grants changed since then are left out: they have a newer role of that key */
export const grantsWithRole = (
  ctx: Ctx,
  projectId: string,
  key: string,
  limit: number,
  before: Date | undefined,
): Promise<readonly Row<ProjectGrantState>[]> =>
  ctx.store.select(
    ProjectGrant,
    ctx.instanceId,
    sql`t.aggregate_id = ${projectId} and jsonb_exists(t.state -> 'roleKeys', ${key}::text)
      and ${before === undefined ? sql`true` : sql`t.changed_at < ${before}`}`,
    sql`limit ${limit}`,
  );
