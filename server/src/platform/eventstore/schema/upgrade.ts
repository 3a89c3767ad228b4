/** What a new version of an entity asks of its table: older processes stop writing it, older rows are folded again. */
import { type Connection, type Database, identifier, sql } from "#src/platform/db/index.ts";
import { foldAggregate } from "../history/fold.ts";
import { updateOutdated } from "../history/row-writer.ts";
import { type HeadRecord, readHistories } from "../history/walk.ts";
import type { AnyEntity } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import { createRegistry, type PlainEntity, type Registry } from "../registry.ts";

export interface UpgradeOptions {
  readonly database: Database;
  readonly entities: readonly AnyEntity[];
  readonly secrets: SubjectSecrets;
  /** Hears how many rows of a table were folded again. */
  readonly onStep?: (table: string, rows: number) => void;
}

interface Known {
  readonly table_name: string;
  readonly min_version: number;
  readonly folded_version: number;
}

const chunk = 200;
const upgradeLock = 0x67683032;

/**
 * To be run after the migrations. Until it is done, and if it is broken off, rows of an older version are folded again
 * whenever they are read.
 */
export async function upgradeRows({ database, entities, secrets, onStep }: UpgradeOptions): Promise<void> {
  const registry = createRegistry(entities);
  const connection = await database.connect("upgrade rows", { lock_timeout: "10s" });
  try {
    await connection.query(sql`select pg_advisory_lock(${upgradeLock}) is null as locked`);
    const versions = await connection.query<Known>(
      sql`select table_name, min_version, folded_version from entity_versions`,
    );
    const byTable = new Map(versions.map((row) => [row.table_name, row]));
    for (const entity of registry.entities) {
      const known = byTable.get(entity.table);
      if ((known?.min_version ?? 0) < entity.version) await raiseVersion(connection, entity);
      if ((known?.folded_version ?? 0) >= entity.version) continue;
      const rows = await refoldTable(connection, registry, entity, secrets);
      if (rows > 0) onStep?.(entity.table, rows);
    }
  } finally {
    await connection.close();
  }
}

/** The lock waits for writers of the table; those that come after it see the new version and refuse. */
async function raiseVersion(connection: Connection, { table, version }: PlainEntity): Promise<void> {
  await connection.send([
    sql`begin`,
    sql`lock table ${identifier(table)} in share mode`,
    sql`insert into entity_versions (table_name, min_version) values (${table}, ${version})
      on conflict (table_name) do update set min_version = excluded.min_version
      where entity_versions.min_version < excluded.min_version`,
    sql`commit`,
  ]);
}

/** Goes through the table once, in the order of its key. */
async function refoldTable(
  connection: Connection,
  registry: Registry,
  entity: PlainEntity,
  secrets: SubjectSecrets,
): Promise<number> {
  let total = 0;
  for (let last: HeadRecord | undefined; ; ) {
    const outdated = await nextOutdated(connection, entity, last);
    last = outdated.at(-1);
    if (last === undefined) break;
    const histories = await readHistories(connection, secrets, outdated);
    const folded = histories.flatMap(({ events }) => foldAggregate(registry, events).rows);
    const rows = folded.filter((row) => row.entity === entity);
    await updateOutdated(connection, entity, rows);
    total += rows.length;
  }
  await connection.query(
    sql`update entity_versions set folded_version = ${entity.version} where table_name = ${entity.table}`,
  );
  return total;
}

/** `distinct on` follows the key's index and stops; a plain `distinct` gathers the whole table for every chunk. */
function nextOutdated(
  connection: Connection,
  { table, aggregate, version }: PlainEntity,
  last: HeadRecord | undefined,
): Promise<readonly HeadRecord[]> {
  const after =
    last === undefined
      ? sql``
      : sql`and (t.instance_id, t.aggregate_id) > (${last.instance_id}, ${last.aggregate_id})`;
  return connection.query<HeadRecord>(sql`
    select distinct on (t.instance_id, t.aggregate_id) t.instance_id, ${aggregate}::text as aggregate_type, t.aggregate_id, t.owner, 0 as sequence
    from ${identifier(table)} t where t.state_version < ${version} ${after}
    order by t.instance_id, t.aggregate_id limit ${chunk}`);
}
