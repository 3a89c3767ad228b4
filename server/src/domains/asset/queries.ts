/** Every statement about uploaded files. */
import { type Database, type Sql, sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

type Reading = Pick<Ctx, "store" | "instanceId">;

/** Where a file is kept: it is the owner's, and of the user `subject` where it is a person's. */
export interface AssetPlace {
  /** The organization or the instance. */
  readonly owner: string;
  readonly key: string;
  /** Empty for what no person comes with. */
  readonly subject: string;
}

export interface Asset {
  readonly type: string;
  /** Of a file name, such as `png`. */
  readonly ending: string;
  readonly bytes: Buffer;
}

/** Keeps a file for what is about to name it. The same once more is kept once. */
export async function offerAsset(
  { store, instanceId }: Reading,
  place: AssetPlace,
  asset: Asset,
): Promise<void> {
  await store.query(sql`
    insert into assets (instance_id, owner, key, subject, type, bytes)
    values (${instanceId}, ${place.owner}, ${place.key}, ${place.subject}, ${asset.type}, ${asset.bytes})
    on conflict (instance_id, owner, key) do update set kept_at = now()`);
}

/** Notes that something names the file now. @returns false when it was taken away meanwhile */
export async function confirmAsset(
  { store, instanceId }: Reading,
  { owner, key }: AssetPlace,
): Promise<boolean> {
  const rows = await store.query(sql`
    update assets set confirmed = true, kept_at = now() where instance_id = ${instanceId} and owner = ${owner} and key = ${key}
    returning 1 as one`);
  return rows.length > 0;
}

/**
 * @param isKnown the asker has the bytes already
 * @returns undefined where there is none; without its bytes when the asker has them
 */
export async function assetByKey(
  { store, instanceId }: Reading,
  owner: string,
  key: string,
  isKnown: boolean,
): Promise<{ readonly type: string; readonly bytes: Buffer | null } | undefined> {
  const [row] = await store.query<{ type: string; bytes: Buffer | null }>(sql`
    select type, case when ${isKnown}::boolean then null else bytes end as bytes from assets
    where instance_id = ${instanceId} and owner = ${owner} and key = ${key}`);
  return row;
}

/**
 * Forgets the files of a place that nothing names any more. One that is confirmed while this looks stays: then it is
 * younger than this statement, which may not have seen yet what names it.
 * @param uses conditions over the table, aliased `a`, that hold for what is named
 */
export async function forgetUnused(
  { store, instanceId }: Reading,
  { owner, subject }: Pick<AssetPlace, "owner" | "subject">,
  uses: Sql,
): Promise<void> {
  await store.query(sql`
    delete from assets a
    where a.instance_id = ${instanceId} and a.owner = ${owner} and a.subject = ${subject}
      and a.kept_at < now() and not (${uses})`);
}

/** Follows the removal of a user. */
export async function forgetAssetsOfUser({ store, instanceId }: Reading, userId: string): Promise<void> {
  await store.query(sql`delete from assets where instance_id = ${instanceId} and subject = ${userId}`);
}

/** Follows the removal of an organization. */
export async function forgetAssetsOfOwner({ store, instanceId }: Reading, owner: string): Promise<void> {
  await store.query(sql`delete from assets where instance_id = ${instanceId} and owner = ${owner}`);
}

/** Forgets files that were sent before then and that nothing came to name, of all instances. @returns how many */
export async function forgetAbandoned(
  database: Pick<Database, "query">,
  before: Date,
  limit: number,
  uses: Sql,
): Promise<number> {
  const rows = await database.query(sql`
    delete from assets where ctid = any(array(
      select a.ctid from assets a
      where not a.confirmed and a.kept_at < ${before} and not (${uses}) limit ${limit})) returning 1 as one`);
  return rows.length;
}
