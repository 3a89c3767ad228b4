import type { Sql } from "#src/platform/db/index.ts";
import type { PlainEntity } from "../registry.ts";

const plain = (text: string): Sql => ({ text, values: [] });

/** The columns and indexes that the database has. */
export interface Present {
  /** `table.column` */
  readonly columns: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
}

export const nothingPresent: Present = { columns: new Set(), indexes: new Set() };

/** The statements that an entity's table still needs: it only ever grows. @param schema such as "rebuild"; left out = the usual one */
export function missingParts(entity: PlainEntity, present: Present, schema?: string): readonly Sql[] {
  const { table, columns = {}, indexes = [] } = entity;
  const name = schema === undefined ? table : `${schema}.${table}`;
  const isThere = present.columns.has(`${table}.state`);
  const newColumns = Object.entries(columns)
    .filter(([column]) => isThere && !present.columns.has(`${table}.${column}`))
    .map(([column, { type }]) => plain(`alter table ${name} add column "${column}" ${type}`));
  const newIndexes = indexes
    .map((expression) => ({ expression, index: indexName(table, expression) }))
    .filter(({ index }) => !present.indexes.has(index))
    .map(({ expression, index }) => plain(`create index ${index} on ${name} (instance_id, ${expression})`));
  return [...(isThere ? [] : [createTable(entity, name)]), ...newColumns, ...newIndexes];
}

function createTable({ columns = {} }: PlainEntity, name: string): Sql {
  const extracted = Object.entries(columns).map(([column, { type }]) => `, "${column}" ${type}`);
  return plain(`create table ${name} (
    instance_id text not null, aggregate_id text not null, entity_id text not null, sequence bigint not null,
    owner text not null, created_at timestamptz not null, changed_at timestamptz not null,
    state jsonb not null, state_version int not null${extracted.join("")},
    primary key (instance_id, aggregate_id, entity_id)) with (fillfactor = 85)`);
}

/** PostgreSQL cuts names at 63 bytes. */
function indexName(table: string, expression: string): string {
  const words = expression.replace(/[^a-z_]+/g, "_").replace(/^_|_$/g, "");
  return `${table}_${words}`.slice(0, 63);
}
