import { type Found, type Page, search } from "#src/kits/search/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row, Store } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type MetadataOwner, type MetadataState, metadataEntity } from "./metadata.ts";

/** Where a filter on keys compares. */
export const metadataKey: Sql = sql`t.key`;

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
