import type { Sql } from "#src/platform/db/index.ts";
import type { PlainEntity } from "../registry.ts";

const plain = (text: string): Sql => ({ text, values: [] });

/** The columns and indexes that the database has. */
export interface Present {
  /** `table.column` */
  readonly columns: ReadonlySet<string>;
  readonly indexes: ReadonlySet<string>;
  /** Whether there are trigrams, or may be (pg_trgm and btree_gin). */
  readonly trigrams: boolean;
}

export const nothingPresent: Omit<Present, "trigrams"> = { columns: new Set(), indexes: new Set() };

/** The statements that an entity's table still needs: it only ever grows. @param schema such as "rebuild"; left out = the usual one */
export function missingParts(entity: PlainEntity, present: Present, schema?: string): readonly Sql[] {
  const { table, columns = {}, indexes = [], few } = entity;
  const name = schema === undefined ? table : `${schema}.${table}`;
  const isThere = present.columns.has(`${table}.state`);
  const newColumns = Object.entries(columns)
    .filter(([column]) => isThere && !present.columns.has(`${table}.${column}`))
    .map(([column, { type }]) => plain(`alter table ${name} add column "${column}" ${type}`));
  const newIndexes = [
    ...indexes.map((expression) => ({ expression, index: indexName(table, expression), of: "" })),
    ...(few?.indexes ?? []).map((expression) => ({
      expression,
      index: indexName(`${table}_few`, expression),
      of: ` where ${few?.where}`,
    })),
  ]
    .filter(({ index }) => !present.indexes.has(index))
    .map(({ expression, index, of }) =>
      plain(`create index ${index} on ${name} (instance_id, ${expression})${of}`),
    );
  const newPieces = present.trigrams && !present.indexes.has(`${table}_pieces`) ? piecesOf(entity, name) : [];
  return [...(isThere ? [] : [createTable(entity, name)]), ...newColumns, ...newIndexes, ...newPieces];
}

/** What is written waits in a list that every search reads: kept at 512 kB, it takes a few milliseconds at most. */
function piecesOf({ table, pieces = [] }: PlainEntity, name: string): readonly Sql[] {
  if (pieces.length === 0) return [];
  const trigrams = pieces.map((expression) => `${expression} gin_trgm_ops`).join(", ");
  return [
    plain(
      `create index ${table}_pieces on ${name} using gin (instance_id, ${trigrams}) with (gin_pending_list_limit = 512)`,
    ),
  ];
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
