import { type Connection, type SchemaArea, type Sql, sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "../model.ts";
import {
  coreTables,
  goneTable,
  historyIndexes,
  narrowIndexes,
  newHeads,
  replacedIndexes,
  scopeIndex,
} from "./core-tables.ts";
import { missingParts, type Present } from "./entity-table.ts";

/** The core's schema: its own tables by migrations, those of entities derived from their declarations. */
export const storeSchema = (entities: readonly AnyEntity[]): SchemaArea => ({
  area: "eventstore",
  migrations: [
    { number: 1, name: "history, heads, names, versions, keys and jobs", statements: coreTables },
    { number: 2, name: "history by creator, type, owner and time", statements: historyIndexes },
    { number: 3, name: "what is gone and still named", statements: goneTable },
    { number: 4, name: "heads that must be new", statements: newHeads },
    { number: 5, name: "indexes of users that wider ones replace", statements: replacedIndexes },
    { number: 6, name: "indexes of users that have neither state nor kind", statements: narrowIndexes },
    { number: 7, name: "index of users by scope that does not say the organization", statements: scopeIndex },
  ],
  async derive(connection) {
    const present = await readPresent(connection);
    const missing = entities.flatMap((entity) => missingParts(entity, present));
    return missing.length > 0 && present.trigrams ? [...trigrams.map(createExtension), ...missing] : missing;
  },
});

/** Both are trusted: whoever may create something in the database may have them, without being its superuser. */
const trigrams = ["pg_trgm", "btree_gin"] as const;

const createExtension = (name: string): Sql => ({
  text: `create extension if not exists ${name}`,
  values: [],
});

/** Whether the extensions for trigrams are there, or the server has them and lets us have them. */
export async function mayHaveTrigrams(connection: Connection): Promise<boolean> {
  const [row] = await connection.query<{ readonly n: number }>(sql`
    select count(*)::int as n from pg_available_extensions e where e.name = any(${[...trigrams]}::text[])
      and (e.installed_version is not null or has_database_privilege(current_database(), 'create'))`);
  return Number(row?.n) === trigrams.length;
}

async function readPresent(connection: Connection): Promise<Present> {
  const columns = await connection.query<{ name: string }>(sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = current_schema()`);
  const indexes = await connection.query<{ name: string }>(
    sql`select indexname as name from pg_indexes where schemaname = current_schema()`,
  );
  return {
    columns: new Set(columns.map(({ name }) => name)),
    indexes: new Set(indexes.map(({ name }) => name)),
    trigrams: await mayHaveTrigrams(connection),
  };
}
