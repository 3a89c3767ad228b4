import { anyOf, type Found, type Page, search, textFilter } from "#src/kits/search/index.ts";
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  Instance,
  InstanceDomain,
  type InstanceDomainState,
  type InstanceState,
  TrustedDomain,
  type TrustedDomainState,
} from "./state.ts";

/** An instance with the hosts it is reached by. */
export interface ShownInstance {
  readonly row: Row<InstanceState>;
  readonly domains: readonly Row<InstanceDomainState>[];
}

/** Conditions on a list of instances. */
export const instanceFilters = {
  ids: (ids: readonly string[]): Sql => anyOf(sql`t.aggregate_id`, ids),
  domains: (domains: readonly string[]): Sql => sql`exists (select 1 from instance_domains d
    where d.instance_id = t.instance_id and ${anyOf(
      sql`d.domain`,
      domains.map((domain) => domain.toLowerCase()),
    )})`,
} as const;

/** By the contract's numbers, which all generations share: 1 id, 2 name, 3 creation date. */
const instanceSorts: Readonly<Record<number, Sql>> = {
  1: sql`t.aggregate_id`,
  2: sql`lower(t.name)`,
  3: sql`t.created_at`,
};

/** Over all tenants, for users of the system alone. */
export async function searchInstances(
  { store }: Pick<Ctx, "store">,
  filters: readonly Sql[],
  page: Page,
  column: number,
): Promise<{ readonly instances: readonly ShownInstance[]; readonly total: number }> {
  const where = join(
    filters.map((filter) => sql`(${filter})`),
    " and ",
    "true",
  );
  const order = instanceSorts[column] ?? sql`t.aggregate_id`;
  const direction = page.asc || instanceSorts[column] === undefined ? sql`asc` : sql`desc`;
  const [found, counted] = await Promise.all([
    store.query<{ readonly id: string }>(sql`select t.aggregate_id as id from instances t where ${where}
      order by ${order} ${direction}, t.aggregate_id ${direction} limit ${page.limit ?? null} offset ${page.offset}`),
    store.query<{ readonly total: number }>(sql`select count(*) as total from instances t where ${where}`),
  ]);
  const shown = await Promise.all(found.map(({ id }) => shownInstance({ store, instanceId: id })));
  const instances = shown.filter((instance) => instance !== undefined);
  return { instances, total: Math.max(Number(counted[0]?.total ?? 0), instances.length) };
}

/** Through the cache: no query for what has not changed, but one of versions for all together. */
export async function shownInstance({
  store,
  instanceId,
}: Pick<Ctx, "store" | "instanceId">): Promise<ShownInstance | undefined> {
  const config = store.config(instanceId);
  const [row, domains] = await Promise.all([
    config.row(Instance, instanceId),
    config.rows(InstanceDomain, instanceId),
  ]);
  return row && { row, domains };
}

/** Conditions on a list of an instance's hosts. */
export const hostFilters = {
  domain: (domain: string, method: number): Sql => textFilter(sql`t.domain`, method, domain),
  generated: (generated: boolean): Sql => sql`t.generated = ${generated}`,
  primary: (primary: boolean, primaryDomain: string): Sql => sql`(t.domain = ${primaryDomain}) = ${primary}`,
} as const;

/** By the contract's numbers: 1 domain, 2 primary, 3 generated, 4 creation date. */
const hostSort = (column: number, primaryDomain: string): Sql | undefined => {
  if (column === 1) return sql`t.domain`;
  if (column === 2) return sql`(t.domain = ${primaryDomain})`;
  if (column === 3) return sql`t.generated`;
  return column === 4 ? sql`t.created_at` : undefined;
};

export const searchHosts = (
  { store, instanceId }: Pick<Ctx, "store" | "instanceId">,
  { primaryDomain }: InstanceState,
  filters: readonly Sql[],
  page: Page,
  column: number,
): Promise<Found<InstanceDomainState>> =>
  search(store, InstanceDomain, instanceId, { filters, page, sort: hostSort(column, primaryDomain) });

export const trustedFilter = (domain: string, method: number): Sql =>
  textFilter(sql`t.entity_id`, method, domain);

/** By the contract's numbers: 1 domain, 2 creation date. */
const trustedSort = (column: number): Sql | undefined => {
  if (column === 1) return sql`t.entity_id`;
  return column === 2 ? sql`t.created_at` : undefined;
};

export const searchTrusted = (
  { store, instanceId }: Pick<Ctx, "store" | "instanceId">,
  filters: readonly Sql[],
  page: Page,
  column: number,
): Promise<Found<TrustedDomainState>> =>
  search(store, TrustedDomain, instanceId, { filters, page, sort: trustedSort(column) });

/** Whether any instance of the deployment has the host. */
export async function existsHost({ store }: Pick<Ctx, "store">, domain: string): Promise<boolean> {
  const [found] = await store.query<{ readonly there: boolean }>(
    sql`select exists (select 1 from uniques where instance_id = '' and kind = 'instance_domain'
      and value = ${domain.trim().toLowerCase()}) as there`,
  );
  return found?.there ?? false;
}
