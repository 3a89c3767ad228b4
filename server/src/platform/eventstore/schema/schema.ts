import { type Connection, type SchemaArea, sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "../model.ts";
import { coreTables, historyIndexes } from "./core-tables.ts";
import { missingParts, type Present } from "./entity-table.ts";

/** The core's schema: its own tables by migrations, those of entities derived from their declarations. */
export const storeSchema = (entities: readonly AnyEntity[]): SchemaArea => ({
  area: "eventstore",
  migrations: [
    { number: 1, name: "history, heads, names, versions, keys and jobs", statements: coreTables },
    { number: 2, name: "history by creator, type, owner and time", statements: historyIndexes },
  ],
  async derive(connection) {
    const present = await readPresent(connection);
    return entities.flatMap((entity) => missingParts(entity, present));
  },
});

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
  };
}
