import { type Sql, sql } from "#src/platform/db/index.ts";
import { invalid } from "#src/platform/failure/index.ts";

/**
 * A text condition. `method` is `TextQueryMethod` of v1 and v2 or `TextFilterMethod` of filter/v2, which share
 * their numbers. Where case is ignored the column is compared as `lower(column)`, so an index on that serves it.
 * @throws invalid_argument for a method that does not exist
 */
export function textFilter(column: Sql, method: number, value: string): Sql {
  const pattern = escapeLike(value);
  switch (method) {
    case 0:
      return sql`${column} = ${value}`;
    case 1:
      return sql`lower(${column}) = lower(${value}::text)`;
    case 2:
      return sql`${column} like ${`${pattern}%`}`;
    case 3:
      return sql`lower(${column}) like lower(${`${pattern}%`}::text)`;
    case 4:
      return sql`${column} like ${`%${pattern}%`}`;
    case 5:
      return sql`lower(${column}) like lower(${`%${pattern}%`}::text)`;
    case 6:
      return sql`${column} like ${`%${pattern}`}`;
    case 7:
      return sql`lower(${column}) like lower(${`%${pattern}`}::text)`;
    default:
      throw invalid("SEARCH-Tm3th", "Errors.Query.InvalidComparison", { field: "method" });
  }
}

/** One of several values; none of none. */
export const anyOf = (column: Sql, values: readonly string[]): Sql => sql`${column} = any(${values}::text[])`;

/** Wildcards in what a user typed stand for themselves. */
const escapeLike = (value: string): string => value.replace(/[\\%_]/g, "\\$&");
