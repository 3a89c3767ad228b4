import { type Found, type Page, search } from "#src/kits/search/index.ts";
import { identifier, join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row, Store } from "#src/platform/eventstore/index.ts";
import { invalid, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type MetadataOwner, type MetadataState, metadataEntity } from "./metadata.ts";

/** Where a filter on keys compares. */
export const metadataKey: Sql = sql`t.key`;

/**
 * A condition on values. `method` is `ByteFilterMethod` of filter/v2.
 * @param value as it was set
 * @throws invalid_argument for a method that does not exist
 */
export function metadataValueFilter(method: number, value: Uint8Array): Sql {
  const text = Buffer.from(value).toString("base64");
  const stored = sql`t.state ->> 'value'`;
  switch (method) {
    case 0:
      // An index has the hash alone: values are long.
      return sql`(hashtextextended(${stored}, 0) = hashtextextended(${text}::text, 0) and ${stored} = ${text})`;
    case 1:
      return sql`${stored} <> ${text}`;
    default:
      throw invalid("META-Bm3th", "Errors.Query.InvalidComparison", { field: "method" });
  }
}

/** That an owner, as `t`, has an entry of which all of this holds. */
export const hasEntry = (owner: MetadataOwner, instanceId: string, conditions: readonly Sql[]): Sql =>
  sql`t.aggregate_id in (select t.aggregate_id from ${identifier(metadataEntity(owner).table)} t
    where t.instance_id = ${instanceId} and ${join(conditions, " and ", "true")})`;

/** The metadata of one owner, a page of it and how many entries there are. */
export function listMetadata(
  store: Store,
  instanceId: string,
  owner: MetadataOwner,
  ownerId: string,
  { filters = [], page }: { readonly filters?: readonly Sql[]; readonly page: Page },
): Promise<Found<MetadataState>> {
  const mine = sql`t.aggregate_id = ${ownerId}`;
  return search(store, metadataEntity(owner), instanceId, { filters: [mine, ...filters], page });
}

/** @throws not_found when the owner has no such entry */
export async function requireMetadata(
  ctx: Ctx,
  owner: MetadataOwner,
  ownerId: string,
  key: string,
): Promise<Row<MetadataState>> {
  const entry = await ctx.store.get(metadataEntity(owner), ctx.instanceId, ownerId, key);
  if (!entry) throw notFound("META-Gt0nf", "Errors.Metadata.NotFound");
  return entry;
}

/** Whether the owner has any of these entries. */
export async function hasMetadata(
  ctx: Ctx,
  owner: MetadataOwner,
  ownerId: string,
  keys: readonly string[],
): Promise<boolean> {
  const filters = [sql`t.key = any(${[...keys]}::text[])`];
  const page = { offset: 0, limit: 1, asc: true };
  return (await listMetadata(ctx.store, ctx.instanceId, owner, ownerId, { filters, page })).total > 0;
}

/** An entry's value as it was set. */
export const valueOf = ({ value }: MetadataState): Uint8Array => Buffer.from(value, "base64");
