import { notOfGoneOrg, orgsByIds } from "#src/domains/org/index.ts";
import { type Page, tailOf, totalOf, upTo } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { projectsByIds } from "./published-queries.ts";
import { projectFilters } from "./queries.ts";
import type { ProjectState } from "./state.ts";

/** A project as its owner has it, or as an organization has it that it was granted to. */
export interface ListedProject {
  readonly project: Row<ProjectState>;
  readonly granted?: { readonly orgId: string; readonly orgName: string; readonly active: boolean };
}

interface Place {
  readonly aggregate_id: string;
  readonly granted_org_id: string | null;
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

/**
 * Projects, and their grants, alike; the entity id of a grant is its own, a project's is empty. Owners' managers see
 * the project, the managers of who was granted it see the grant. A grant goes with its project, so that they are joined
 * only where something is asked of the project, which counting mostly does not.
 */
const listed = (instanceId: string, scope: Scope, hasGone: boolean): readonly Sql[] => {
  const living = (owner: Sql): Sql => (hasGone ? notOfGoneOrg(instanceId, owner) : sql`true`);
  return [
    sql`select t.instance_id, t.aggregate_id, t.entity_id, t.owner, t.name, t.created_at, t.changed_at,
    null::text as granted_org_id, null::boolean as granted_active
  from projects t
  where t.instance_id = ${instanceId} and ${living(sql`t.owner`)}
    and ${scopeCondition(scope, { org: sql`t.owner`, project: sql`t.aggregate_id` })}`,
    sql`select t.instance_id, t.aggregate_id, t.entity_id, p.owner, p.name, p.created_at, p.changed_at,
    t.granted_org_id, t.active as granted_active
  from project_grants t left join projects p
    on p.instance_id = t.instance_id and p.aggregate_id = t.aggregate_id and p.entity_id = ''
  where t.instance_id = ${instanceId} and ${living(sql`p.owner`)} and ${living(sql`t.granted_org_id`)}
    and ${scopeCondition(scope, { org: sql`t.granted_org_id`, grant: sql`t.entity_id` })}`,
  ];
};

/** One page of the projects that organizations own or were granted, and how many there are. */
export async function searchListed(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<{ readonly rows: readonly ListedProject[]; readonly total: number }> {
  const conditions = filters.map((condition) => sql`(${condition})`);
  const where = join(conditions, " and ", "true");
  const parts = listed(ctx.instanceId, scope, await ctx.store.hasGone(ctx.instanceId));
  const both = (columns: Sql, tail: Sql): Sql =>
    join(
      parts.map((one) => sql`(select ${columns} from (${one}) t where ${where} ${tail})`),
      " union all ",
      "",
    );
  // No more of each is needed than the page reaches, which spares sorting all of them; what is sorted is narrow.
  const place = sort ?? sql`null`;
  const shown = both(
    sql`t.aggregate_id, t.entity_id, t.granted_org_id, t.granted_active, ${place} as place`,
    tailOf(upTo(page), sort),
  );
  const how = { prepare: false } as const;
  const places = await ctx.store.query<Place>(
    sql`select t.aggregate_id, t.granted_org_id, t.granted_active from (${shown}) t ${tailOf(page, sort && sql`t.place`)}`,
    how,
  );
  const count = async (): Promise<number> => {
    const each = both(sql`count(*) as n`, sql``);
    const [counted] = await ctx.store.query<{ readonly total: number }>(
      sql`select sum(n)::int as total from (${each}) c`,
      how,
    );
    return counted?.total ?? 0;
  };
  const [rows, total] = await Promise.all([hydrated(ctx, places), totalOf(page, places, count)]);
  return { rows, total };
}

async function hydrated(ctx: Ctx, places: readonly Place[]): Promise<readonly ListedProject[]> {
  const [projects, orgs] = await Promise.all([
    projectsByIds(
      ctx,
      places.map((place) => place.aggregate_id),
    ),
    orgsByIds(
      ctx,
      places.flatMap((place) => place.granted_org_id ?? []),
    ),
  ]);
  return places.flatMap(({ aggregate_id, granted_org_id: orgId, granted_active: active }) => {
    const project = projects.get(aggregate_id);
    if (!project) return [];
    if (orgId === null) return [{ project }];
    const orgName = orgs.get(orgId)?.state.name ?? "";
    return [{ project, granted: { orgId, orgName, active: active === true } }];
  });
}
