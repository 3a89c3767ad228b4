import { type Connection, type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import { laneSettings } from "../lane/statements.ts";
import type { AnyEntity } from "../model.ts";
import { createRegistry, type Registry } from "../registry.ts";

export interface PurgeOptions {
  readonly database: Database;
  readonly entities: readonly AnyEntity[];
}

interface Place {
  readonly instance_id: string;
  readonly aggregate_id: string;
}

/** Aggregates per transaction: short, so that nobody waits for it. */
const chunk = 500;

/** Rebuilding and purging exclude each other, see rebuild.ts. */
export const maintenanceLock = 0x67683031;

export interface Past {
  /** Over the root's table as `t`; what one of its indexes finds within an instance. */
  readonly where: Sql;
  /** At most so many. */
  readonly limit: number;
  /** Of all instances without one. */
  readonly instanceId?: string | undefined;
}

/**
 * Forgets whole aggregates: events, head, rows, names and keys. For what has had its time, such as ended sessions and
 * expired tokens; history has gaps nowhere, since nothing of the aggregate is left. Goes from instance to instance,
 * since every index begins with it.
 * @param root the aggregates' root
 * @returns how many were forgotten; 0 also while a rebuild is under way
 */
export async function purge(
  { database, entities }: PurgeOptions,
  root: AnyEntity,
  { where, limit, instanceId }: Past,
): Promise<number> {
  const registry = createRegistry(entities);
  if (registry.ofAggregate(root.aggregate).some(({ config }) => config))
    throw new Error(`${root.aggregate} has configuration, which processes cache: it is removed, not purged`);
  const connection = await database.connect("purge", laneSettings);
  try {
    const instances = instanceId === undefined ? await instancesIn(connection, root) : [instanceId];
    let total = 0;
    for (const instance of instances)
      total += await purgeInstance(connection, registry, root, {
        where: sql`t.instance_id = ${instance} and (${where})`,
        limit: limit - total,
      });
    return total;
  } finally {
    await connection.close();
  }
}

/** Skips from instance to instance in the primary key. */
async function instancesIn(connection: Connection, { table }: AnyEntity): Promise<readonly string[]> {
  const first = (place: Sql): Sql =>
    sql`(select t.instance_id from ${identifier(table)} t where ${place} order by t.instance_id limit 1)`;
  const rows = await connection.query<{ id: string }>(sql`
    with recursive i (id) as (
      select ${first(sql`t.instance_id > ''`)}
      union all select ${first(sql`t.instance_id > i.id`)} from i where i.id is not null)
    select id from i where id is not null`);
  return rows.map(({ id }) => id);
}

async function purgeInstance(
  connection: Connection,
  registry: Registry,
  root: AnyEntity,
  { where, limit }: Past,
): Promise<number> {
  let total = 0;
  while (total < limit) {
    const wanted = Math.min(chunk, limit - total);
    const gone = await purgeChunk(connection, registry, root, where, wanted);
    total += gone;
    if (gone < wanted) break;
  }
  return total;
}

/** Heads that somebody works on are left for the next time. */
async function purgeChunk(
  connection: Connection,
  registry: Registry,
  root: AnyEntity,
  where: Sql,
  limit: number,
): Promise<number> {
  await connection.query(sql`begin`);
  try {
    const [lock] = await connection.query<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock_shared(${maintenanceLock}) as free`,
    );
    const places = lock?.free ? await lockPlaces(connection, root, where, limit) : [];
    if (places.length > 0) await connection.send(forget(registry, root, places));
    await connection.query(sql`commit`);
    return places.length;
  } catch (error) {
    await connection.query(sql`rollback`).catch(() => undefined);
    throw error;
  }
}

/** The condition is looked at once more under the lock: a session may just have been prolonged. */
async function lockPlaces(
  connection: Connection,
  { table, aggregate }: AnyEntity,
  where: Sql,
  limit: number,
): Promise<readonly Place[]> {
  const locked = await connection.query<Place>(sql`
    select h.instance_id, h.aggregate_id from heads h, ${identifier(table)} t
    where h.instance_id = t.instance_id and h.aggregate_type = ${aggregate} and h.aggregate_id = t.aggregate_id
      and t.entity_id = '' and (${where}) limit ${limit} for update of h skip locked`);
  return connection.query<Place>(sql`
    select t.instance_id, t.aggregate_id from ${placesOf(locked)}, ${identifier(table)} t
    where t.instance_id = x.i and t.aggregate_id = x.a and t.entity_id = '' and (${where})`);
}

const placesOf = (
  places: readonly Place[],
): Sql => sql`unnest(${places.map((place) => place.instance_id)}::text[],
  ${places.map((place) => place.aggregate_id)}::text[]) as x(i, a)`;

export function forget(
  registry: Registry,
  { aggregate }: Pick<AnyEntity, "aggregate">,
  places: readonly Place[],
): readonly Sql[] {
  const these = placesOf(places);
  return [
    sql`delete from events e using ${these}
      where e.instance_id = x.i and e.aggregate_type = ${aggregate} and e.aggregate_id = x.a`,
    ...registry.ofAggregate(aggregate).map(
      ({ table }) => sql`delete from ${identifier(table)} t using ${these}
        where t.instance_id = x.i and t.aggregate_id = x.a`,
    ),
    sql`delete from uniques u using ${these} where u.claimant_instance_id = x.i
      and u.aggregate_type = ${aggregate} and u.aggregate_id = x.a`,
    sql`delete from subject_keys k using ${these}
      where k.instance_id = x.i and k.subject_type = ${aggregate} and k.subject_id = x.a`,
    sql`delete from heads h using ${these}
      where h.instance_id = x.i and h.aggregate_type = ${aggregate} and h.aggregate_id = x.a`,
  ];
}
