import { inLivingOrg } from "#src/domains/org/index.ts";
import { anyOf, type Page, tailOf } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { projectFilters } from "./queries.ts";
import { Project, type ProjectState } from "./state.ts";

/** A project as its owner has it, or as an organization has it that it was granted to. */
export interface ListedProject {
  readonly project: Row<ProjectState>;
  readonly granted?: { readonly orgId: string; readonly orgName: string; readonly active: boolean };
}

interface Place {
  readonly aggregate_id: string;
  readonly granted_org_id: string | null;
  readonly granted_org_name: string | null;
  readonly granted_active: boolean | null;
}

/** Conditions on the list; a project that is granted stands in it once more for each grant. */
export const listedFilters = {
  ids: projectFilters.ids,
  name: projectFilters.name,
  ownedBy: (orgId: string): Sql => sql`t.owner = ${orgId} and t.entity_id = ''`,
  grantedTo: (orgId: string): Sql => sql`t.granted_org_id = ${orgId}`,
  /** Owned by the organization or granted to it. */
  of: (orgId: string): Sql => sql`(${listedFilters.ownedBy(orgId)} or ${listedFilters.grantedTo(orgId)})`,
} as const;

/** Projects and their grants in one relation; the entity id of a grant is its own, a project's is empty. */
const listed = (instanceId: string): Sql => sql`(
  select p.instance_id, p.aggregate_id, p.entity_id, p.owner, p.name, p.created_at, p.changed_at,
    null::text as granted_org_id, null::boolean as granted_active
  from projects p where p.instance_id = ${instanceId} and p.entity_id = ''
  union all
  select g.instance_id, g.aggregate_id, g.entity_id, p.owner, p.name, p.created_at, p.changed_at,
    g.granted_org_id, g.active as granted_active
  from project_grants g join projects p
    on p.instance_id = g.instance_id and p.aggregate_id = g.aggregate_id and p.entity_id = ''
  where g.instance_id = ${instanceId}) t`;

const living = sql`${inLivingOrg(sql`t.owner`)}
  and (t.granted_org_id is null or ${inLivingOrg(sql`t.granted_org_id`)})`;

/** Owners' managers see the project, the managers of who was granted it see the grant. */
const visibleTo = (scope: Scope): Sql => sql`(
  t.entity_id = '' and ${scopeCondition(scope, { org: sql`t.owner`, project: sql`t.aggregate_id` })}
  or t.entity_id <> '' and ${scopeCondition(scope, { org: sql`t.granted_org_id`, grant: sql`t.entity_id` })})`;

/** One page of the projects that organizations own or were granted, and how many there are. */
export async function searchListed(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<{ readonly rows: readonly ListedProject[]; readonly total: number }> {
  const from = listed(ctx.instanceId);
  const conditions = [living, visibleTo(scope), ...filters].map((condition) => sql`(${condition})`);
  const where = join(conditions, " and ", "true");
  const [places, [counted]] = await Promise.all([
    ctx.store.query<Place>(
      sql`select t.aggregate_id, t.granted_org_id, t.granted_active,
        (select o.name from orgs o where o.instance_id = t.instance_id and o.aggregate_id = t.granted_org_id
          and o.entity_id = '') as granted_org_name
        from ${from} where ${where} ${tailOf(page, sort)}`,
    ),
    ctx.store.query<{ readonly total: number }>(
      sql`select count(*)::int as total from ${from} where ${where}`,
    ),
  ]);
  const rows = await hydrated(ctx, places);
  const total = counted?.total ?? 0;
  return { rows, total: rows.length === 0 ? total : Math.max(total, page.offset + rows.length) };
}

async function hydrated(ctx: Ctx, places: readonly Place[]): Promise<readonly ListedProject[]> {
  if (places.length === 0) return [];
  const ids = [...new Set(places.map(({ aggregate_id }) => aggregate_id))];
  const projects = await ctx.store.select(Project, ctx.instanceId, anyOf(sql`t.aggregate_id`, ids));
  const byId = new Map(projects.map((project) => [project.aggregateId, project]));
  return places.flatMap((place) => {
    const project = byId.get(place.aggregate_id);
    if (!project) return [];
    const { granted_org_id: orgId, granted_org_name: orgName, granted_active: active } = place;
    return [
      orgId === null
        ? { project }
        : { project, granted: { orgId, orgName: orgName ?? "", active: active === true } },
    ];
  });
}
