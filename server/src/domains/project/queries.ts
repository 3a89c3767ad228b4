import { goneOrgs, notOfGoneOrg, Org } from "#src/domains/org/index.ts";
import { anyOf, type Found, type Page, search, textFilter, whoseNamed } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { goneIds, type Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Project, ProjectRole, type ProjectRoleState, type ProjectState } from "./state.ts";

/** The project, unless it or its organization are gone. */
export async function projectById(ctx: Ctx, projectId: string): Promise<Row<ProjectState> | undefined> {
  const project = await ctx.config.row(Project, projectId);
  return project && (await ctx.config.row(Org, project.owner)) ? project : undefined;
}

/** @throws not_found QUERY-WP728 */
export async function requireProject(ctx: Ctx, projectId: string): Promise<Row<ProjectState>> {
  const project = await projectById(ctx, projectId);
  if (!project) throw notFound("QUERY-WP728", "Errors.Project.NotFound");
  return project;
}

/** Conditions on a list of projects, shared by the API generations. */
export const projectFilters = {
  id: (id: string): Sql => sql`t.aggregate_id = ${id}`,
  ids: (ids: readonly string[]): Sql => sql`t.aggregate_id = any(${ids}::text[])`,
  name: (name: string, method: number): Sql => textFilter(sql`t.name`, method, name),
  owner: (orgId: string): Sql => sql`t.owner = ${orgId}`,
} as const;

/** Expressions that lists of projects may be sorted by. */
export const projectSorts = {
  id: sql`t.aggregate_id`,
  name: sql`lower(t.name)`,
  created: sql`t.created_at`,
  changed: sql`t.changed_at`,
} as const;

const ofProject = (projectId: Sql, condition: Sql): Sql =>
  sql`exists (select 1 from projects p where p.instance_id = t.instance_id and p.aggregate_id = ${projectId}
    and p.entity_id = '' and ${condition})`;

/** For `living` of other slices' lists: neither the project nor its organization is gone. */
export const isNoGoneProject = (instanceId: string, projectId: Sql): Sql =>
  sql`${projectId} not in (${goneIds(Project, instanceId)}
    union all select p.aggregate_id from projects p where p.instance_id = ${instanceId} and p.entity_id = ''
      and p.owner = any(array(${goneOrgs(instanceId)})))`;

/** For other slices' lists: whether the project's name fits. */
export const isProjectNamed = (projectId: Sql, like: string, method: number): Sql =>
  ofProject(projectId, textFilter(sql`p.name`, method, like));

/** For lists that may be long: as `isProjectNamed`, as a condition on who names the project. */
export const whoseProjectIsNamed = (
  ctx: Ctx,
  like: string,
  method: number,
): Promise<(projectId: Sql) => Sql> =>
  whoseNamed(
    ctx.store,
    sql`select p.aggregate_id as id from projects p
      where p.instance_id = ${ctx.instanceId} and p.entity_id = '' and ${textFilter(sql`p.name`, method, like)}`,
    (projectId) => isProjectNamed(projectId, like, method),
  );

/** For lists that may be long: whether an organization owns the project. */
export const whoseProjectIsOwnedBy = (ctx: Ctx, orgId: string): Promise<(projectId: Sql) => Sql> => {
  const owned = sql`select p.aggregate_id as id from projects p
    where p.instance_id = ${ctx.instanceId} and p.owner = ${orgId} and p.entity_id = ''`;
  return whoseNamed(ctx.store, owned, (projectId) => sql`${projectId} in (${owned})`);
};

/** By the number of later generations: id, creation, change, name. */
export const projectSort = (column: number): Sql | undefined =>
  [undefined, projectSorts.id, projectSorts.created, projectSorts.changed, projectSorts.name][column];

export function searchProjects(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<ProjectState>> {
  const visible = scopeCondition(scope, { org: sql`t.owner`, project: sql`t.aggregate_id` });
  return search(ctx.store, Project, ctx.instanceId, {
    filters,
    living: notOfGoneOrg(ctx.instanceId, sql`t.owner`),
    scope: visible,
    page,
    sort,
  });
}

export const roleByKey = (
  ctx: Ctx,
  projectId: string,
  key: string,
): Promise<Row<ProjectRoleState> | undefined> => ctx.config.row(ProjectRole, projectId, key);

/** Conditions on a list of roles. */
export const roleFilters = {
  key: (key: string, method: number): Sql => textFilter(sql`t.key`, method, key),
  keys: (keys: readonly string[]): Sql => anyOf(sql`t.key`, keys),
  displayName: (name: string, method: number): Sql => textFilter(sql`t.display_name`, method, name),
} as const;

export const roleSorts = {
  key: sql`t.key`,
  displayName: sql`lower(t.display_name)`,
  group: sql`lower(t.group_name)`,
  created: sql`t.created_at`,
  changed: sql`t.changed_at`,
} as const;

export function searchRoles(
  ctx: Ctx,
  projectId: string,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<ProjectRoleState>> {
  const own = sql`t.aggregate_id = ${projectId}`;
  return search(ctx.store, ProjectRole, ctx.instanceId, { filters: [own, ...filters], page, sort });
}

/** Projects of an organization, also of one that is gone; so many at most. */
export const projectsOfOrg = (
  ctx: Ctx,
  orgId: string,
  limit: number,
): Promise<readonly Row<ProjectState>[]> =>
  ctx.store.select(Project, ctx.instanceId, sql`t.owner = ${orgId}`, sql`limit ${limit}`);
