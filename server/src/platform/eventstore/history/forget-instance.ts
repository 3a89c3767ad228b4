import { type Connection, sql } from "#src/platform/db/index.ts";
import { laneSettings } from "../lane/statements.ts";
import { createRegistry, type Registry } from "../registry.ts";
import { forget, maintenanceLock, type PurgeOptions } from "./purge.ts";

interface Place {
  readonly instance_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
}

/** Aggregates per transaction. */
const chunk = 500;

export interface Forgotten {
  readonly forgotten: number;
  /** Aggregates that are still there. */
  readonly left: number;
}

/**
 * Forgets what an instance held that was removed, configuration too: no host leads there, so nobody reads it from a
 * cache. Only the history of one kind of aggregate stays.
 * @param kept the aggregate type that stays: it tells that the instance was there, and who removed it
 * @param limit at most so many aggregates
 */
export async function forgetInstance(
  { database, entities }: PurgeOptions,
  instanceId: string,
  { kept, limit }: { readonly kept: string; readonly limit: number },
): Promise<Forgotten> {
  const registry = createRegistry(entities);
  const connection = await database.connect("forget instance", laneSettings);
  try {
    let forgotten = 0;
    while (forgotten < limit) {
      const gone = await forgetChunk(connection, registry, instanceId, kept);
      forgotten += gone;
      if (gone === 0) break;
    }
    const [rest] = await connection.query<{ total: number }>(
      sql`select count(*) as total from heads where instance_id = ${instanceId} and aggregate_type <> ${kept}`,
    );
    return { forgotten, left: Number(rest?.total ?? 0) };
  } finally {
    await connection.close();
  }
}

/** Heads that somebody works on are left for the next time. */
async function forgetChunk(
  connection: Connection,
  registry: Registry,
  instanceId: string,
  kept: string,
): Promise<number> {
  await connection.query(sql`begin`);
  try {
    const [lock] = await connection.query<{ free: boolean }>(
      sql`select pg_try_advisory_xact_lock_shared(${maintenanceLock}) as free`,
    );
    const places = lock?.free
      ? await connection.query<Place>(sql`
          select instance_id, aggregate_type, aggregate_id from heads
          where instance_id = ${instanceId} and aggregate_type <> ${kept} limit ${chunk} for update skip locked`)
      : [];
    for (const [aggregate, of] of Map.groupBy(places, (place) => place.aggregate_type))
      await connection.send(forget(registry, { aggregate }, of));
    await connection.query(sql`commit`);
    return places.length;
  } catch (error) {
    await connection.query(sql`rollback`).catch(() => undefined);
    throw error;
  }
}
