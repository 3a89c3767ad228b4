import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Store } from "#src/platform/eventstore/index.ts";
import { anyOf } from "./text.ts";

/** So many ids are looked up one by one; more are joined. */
const few = 1_000;

/**
 * A condition on what the rows of a list name, such as their user's display name. What fulfils it is sought first: mostly
 * that is little, and then it says how the rows are found. A join would be planned by what the database believes about
 * the sizes of both tables, and just after an import that is nothing.
 * @param ids selects the ids (one text column `id`) of what fulfils it
 * @param joined the same condition as a join, for when very many do
 * @returns the condition on the column that names it
 */
export async function whoseNamed(
  store: Pick<Store, "query">,
  ids: Sql,
  joined: (column: Sql) => Sql,
): Promise<(column: Sql) => Sql> {
  const found = await store.query<{ readonly id: string }>(sql`${ids} limit ${few + 1}`, { prepare: false });
  if (found.length > few) return joined;
  return (column) =>
    anyOf(
      column,
      found.map(({ id }) => id),
    );
}
