/** The schema of the core: its own tables by migrations, those of entities derived from their declarations. */
import { type Connection, type SchemaArea, type Sql, sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "../model.ts";
import { coreTables } from "./ddl.ts";

const plain = (text: string): Sql => ({ text, values: [] });

function createTable({ table, columns = {} }: AnyEntity): Sql {
  const extracted = Object.entries(columns).map(([name, { type }]) => `, "${name}" ${type}`);
  return plain(`create table if not exists ${table} (
    instance_id text not null, aggregate_id text not null, entity_id text not null, sequence bigint not null,
    owner text not null, created_at timestamptz not null, changed_at timestamptz not null,
    state jsonb not null, state_version int not null${extracted.join("")},
    primary key (instance_id, aggregate_id, entity_id)) with (fillfactor = 85)`);
}

/** PostgreSQL cuts names at 63 bytes. */
const indexName = (table: string, expression: string): string =>
  `${table}_${expression.replace(/[^a-z_]+/g, "_").replace(/^_|_$/g, "")}`.slice(0, 60);

interface Present {
  /** `table.column` */
  readonly columns: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
}

async function readSchema(connection: Connection): Promise<Present> {
  const columns = await connection.query<{ name: string }>(sql`
    select table_name || '.' || column_name as name from information_schema.columns where table_schema = current_schema()`);
  const indexes = await connection.query<{ name: string }>(
    sql`select indexname as name from pg_indexes where schemaname = current_schema()`,
  );
  return {
    columns: new Set(columns.map(({ name }) => name)),
    indexes: new Set(indexes.map(({ name }) => name)),
  };
}

/** What one entity's table still needs. */
function missing(entity: AnyEntity, present: Present): readonly Sql[] {
  const { table, columns = {}, indexes = [] } = entity;
  const there = present.columns.has(`${table}.state`);
  const addColumns = Object.entries(columns)
    .filter(([name]) => there && !present.columns.has(`${table}.${name}`))
    .map(([name, { type }]) => plain(`alter table ${table} add column "${name}" ${type}`));
  const addIndexes = indexes
    .filter((expression) => !present.indexes.has(indexName(table, expression)))
    .map((expression) =>
      plain(
        `create index if not exists ${indexName(table, expression)} on ${table} (instance_id, ${expression})`,
      ),
    );
  return [...(there ? [] : [createTable(entity)]), ...addColumns, ...addIndexes];
}

/** The core's schema, for the migrations' runner. Forward only: nothing is ever taken away. */
export const storeSchema = (entities: readonly AnyEntity[]): SchemaArea => ({
  area: "eventstore",
  migrations: [{ number: 1, name: "history, heads, names, versions, keys and jobs", statements: coreTables }],
  async derive(connection) {
    const present = await readSchema(connection);
    return entities.flatMap((entity) => missing(entity, present));
  },
});
