/** The tables of entities, derived from their declarations: forward only, and idempotent. */
import { type Connection, type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import { coreTables } from "./ddl.ts";
import type { AnyEntity } from "./model.ts";

const plain = (text: string): Sql => ({ text, values: [] });

function createTable({ table, columns = {} }: AnyEntity): Sql {
  const extracted = Object.entries(columns).map(([name, { type }]) => `, "${name}" ${type}`);
  return plain(`create table if not exists ${table} (
    instance_id text not null, aggregate_id text not null, entity_id text not null, sequence bigint not null,
    owner text not null, created_at timestamptz not null, changed_at timestamptz not null,
    state jsonb not null, state_version int not null${extracted.join("")},
    primary key (instance_id, aggregate_id, entity_id)) with (fillfactor = 85)`);
}

const addColumns = ({ table, columns = {} }: AnyEntity): readonly Sql[] =>
  Object.entries(columns).map(([name, { type }]) =>
    plain(`alter table ${table} add column if not exists "${name}" ${type}`),
  );

function createIndexes({ table, indexes = [] }: AnyEntity): readonly Sql[] {
  return indexes.map((expression) => {
    const name = `${table}_${expression.replace(/[^a-z_]+/g, "_").replace(/^_|_$/g, "")}`.slice(0, 60);
    return plain(`create index if not exists ${name} on ${table} (instance_id, ${expression})`);
  });
}

/** What one entity's table needs, whatever is there already. */
export const entityTable = (entity: AnyEntity): readonly Sql[] => [
  createTable(entity),
  ...addColumns(entity),
  ...createIndexes(entity),
];

/** Brings the core's tables and those of all entities up to date, one process at a time. */
export async function migrateStore(
  database: Database,
  entities: readonly AnyEntity[],
  extra: readonly Sql[],
): Promise<void> {
  const session = await database.connect("migrate", { lock_timeout: "10s" });
  try {
    await session.query(sql`select pg_advisory_lock(7262150913) is null as locked`);
    const [core] = await session.query<{ there: boolean }>(
      sql`select to_regclass('events') is not null as there`,
    );
    await inTransaction(session, [
      ...(core?.there ? [] : [...coreTables, ...extra]),
      ...entities.flatMap(entityTable),
    ]);
  } finally {
    await session.close();
  }
}

async function inTransaction(session: Connection, statements: readonly Sql[]): Promise<void> {
  await session.query(plain("begin"));
  try {
    for (const statement of statements) await session.query(statement);
    await session.query(plain("commit"));
  } catch (error) {
    await session.query(plain("rollback"));
    throw error;
  }
}

export const tableOf = (entity: AnyEntity): Sql => identifier(entity.table);
