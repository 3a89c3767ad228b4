import { anyOf, type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { type Scope, scopeCondition } from "#src/platform/authz/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { goneIds, type Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Org, OrgDomain, type OrgDomainState, type OrgState } from "./state.ts";

/** @throws not_found ORG-Nf0nd */
export async function requireOrg(ctx: Ctx, orgId: string): Promise<Row<OrgState>> {
  const org = await ctx.config.row(Org, orgId);
  if (!org) throw notFound("QUERY-iTTGJ", "Errors.Org.NotFound");
  return org;
}

/** The organization that a verified domain belongs to. */
export async function verifiedDomainOwner(ctx: Ctx, domain: string): Promise<string | undefined> {
  const [row] = await ctx.store.select(
    OrgDomain,
    ctx.instanceId,
    sql`lower(t.domain) = ${domain.toLowerCase()} and t.verified`,
    sql``,
    { gather: true },
  );
  return row?.aggregateId;
}

/** The same within another slice's statement; no id where nobody has the domain. */
export const selectDomainOwner = ({ instanceId }: Pick<Ctx, "instanceId">, domain: string): Sql =>
  sql`(select d.aggregate_id from org_domains d where d.instance_id = ${instanceId}
    and lower(d.domain) = ${domain.toLowerCase()} and d.verified limit 1)`;

/** For other slices' lists: the organizations of these ids that there are, in one statement. */
export async function orgsByIds(
  ctx: Ctx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row<OrgState>>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.store.select(Org, ctx.instanceId, anyOf(sql`t.aggregate_id`, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.aggregateId, row]));
}

/**
 * The id of an organization named by id or by verified domain; undefined when there is none.
 * @param named.orDomain what is no organization's id may be a domain
 */
export async function orgByIdOrDomain(
  ctx: Ctx,
  named: { readonly id: string; readonly orDomain?: true } | { readonly domain: string },
): Promise<string | undefined> {
  if ("id" in named && (await ctx.config.row(Org, named.id))) return named.id;
  if ("id" in named && !named.orDomain) return undefined;
  const orgId = await verifiedDomainOwner(ctx, "id" in named ? named.id : named.domain);
  return orgId !== undefined && (await ctx.config.row(Org, orgId)) ? orgId : undefined;
}

/** @throws not_found for a domain that nobody has verified */
export async function orgByDomain(ctx: Ctx, domain: string): Promise<Row<OrgState>> {
  const orgId = await verifiedDomainOwner(ctx, domain);
  if (orgId === undefined) throw notFound("QUERY-DNms8", "Errors.Org.NotFound");
  return requireOrg(ctx, orgId);
}

/** Whether neither the name nor the verified domain is taken. */
export async function isNameFree(ctx: Ctx, name: string, domain: string): Promise<boolean> {
  const [named, owner] = await Promise.all([
    ctx.store.count(Org, ctx.instanceId, sql`lower(t.name) = ${name.trim().toLowerCase()}`),
    verifiedDomainOwner(ctx, domain),
  ]);
  return named === 0 && owner === undefined;
}

/** Expressions that lists of organizations may be sorted by. */
export const orgSorts = { name: sql`lower(t.name)`, created: sql`t.created_at` } as const;

/** Expressions that lists of domains may be sorted by. */
export const domainSorts = { name: sql`t.domain`, created: sql`t.created_at` } as const;

/**
 * The conditions that every API generation can set on a list of organizations. `method` is the text method,
 * `state` the contract's number: 0 any, 1 active, 2 inactive, 3 removed (never listed).
 */
export const orgFilters = {
  id: (id: string): Sql => sql`t.aggregate_id = ${id}`,
  ids: (ids: readonly string[]): Sql => anyOf(sql`t.aggregate_id`, ids),
  name: (name: string, method: number): Sql => textFilter(sql`t.name`, method, name),
  domain: (domain: string, method: number): Sql =>
    hasVerifiedDomain(sql`t.aggregate_id`, (column) => textFilter(column, method, domain)),
  state(state: number): Sql {
    if (state === 0) return sql`true`;
    if (state === 1) return sql`t.active`;
    return state === 2 ? sql`not t.active` : sql`false`;
  },
} as const;

/** For `living` of other slices' lists: what an organization that is gone owned is gone as well. */
export const notOfGoneOrg = (instanceId: string, owner: Sql): Sql =>
  sql`${owner} not in (${goneOrgs(instanceId)})`;

/** The ids of organizations that are gone and still named. */
export const goneOrgs = (instanceId: string): Sql => goneIds(Org, instanceId);

/**
 * As `notOfGoneOrg`, for a few rows and at any time.
 * @param of the relation that `owner` is of: PostgreSQL joins what speaks of one relation, else it asks row by row
 */
export const inLivingOrg = (owner: Sql, of: Sql = sql`t`): Sql =>
  sql`exists (select 1 from orgs o where o.instance_id = ${of}.instance_id and o.aggregate_id = ${owner} and o.entity_id = '')`;

/** For other slices' lists: the primary domain of an organization. @param of the relation that `owner` is of */
export const primaryDomainOf = (owner: Sql, of: Sql): Sql =>
  sql`(select o.primary_domain from orgs o where o.instance_id = ${of}.instance_id and o.aggregate_id = ${owner}
    and o.entity_id = '')`;

/** For other slices' lists: matches rows whose organization has a name that fits. */
export const hasOrgName = (owner: Sql, condition: (name: Sql) => Sql): Sql =>
  sql`exists (select 1 from orgs o where o.instance_id = t.instance_id and o.aggregate_id = ${owner}
    and o.entity_id = '' and ${condition(sql`o.name`)})`;

/** For other slices' lists: matches rows whose organization has a verified domain that fits. */
export const hasVerifiedDomain = (owner: Sql, condition: (domain: Sql) => Sql): Sql =>
  sql`exists (select 1 from org_domains d where d.instance_id = t.instance_id and d.aggregate_id = ${owner}
    and d.verified and ${condition(sql`d.domain`)})`;

/** As `hasVerifiedDomain`, where organizations are sought first and say how the rows are found. */
export const isOfOrgWithDomain = (instanceId: string, owner: Sql, condition: (domain: Sql) => Sql): Sql =>
  sql`${owner} = any(array(select d.aggregate_id from org_domains d where d.instance_id = ${instanceId}
    and d.verified and ${condition(sql`d.domain`)}))`;

/** As `isOfOrgWithDomain`, of the one that stands behind preferred login names. */
export const isOfOrgWithPrimaryDomain = (
  instanceId: string,
  owner: Sql,
  condition: (domain: Sql) => Sql,
): Sql =>
  sql`${owner} = any(array(select o.aggregate_id from orgs o where o.instance_id = ${instanceId}
    and o.entity_id = '' and ${condition(sql`o.primary_domain`)}))`;

/** A condition on a list of domains. */
export const domainNameFilter = (name: string, method: number): Sql =>
  textFilter(sql`t.domain`, method, name);

export function searchOrgs(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<OrgState>> {
  const visible = scopeCondition(scope, { org: sql`t.aggregate_id` });
  return search(ctx.store, Org, ctx.instanceId, { filters, scope: visible, page, sort });
}

export function searchDomains(
  ctx: Ctx,
  orgId: string,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<OrgDomainState>> {
  const own = sql`t.aggregate_id = ${orgId}`;
  return search(ctx.store, OrgDomain, ctx.instanceId, { filters: [own, ...filters], page, sort });
}
