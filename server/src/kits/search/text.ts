import { type Sql, sql } from "#src/platform/db/index.ts";
import { invalid } from "#src/platform/failure/index.ts";

/**
 * A text condition. `method` is `TextQueryMethod` of v1 and v2 or `TextFilterMethod` of filter/v2, which share
 * their numbers. The column is always compared as `lower(column)`, which an index on that serves, and where case
 * matters as it is as well.
 * @throws invalid_argument for a method that does not exist
 */
export function textFilter(column: Sql, method: number, value: string): Sql {
  const pattern = escapeLike(value);
  switch (method) {
    case 0:
      return sql`(lower(${column}) = lower(${value}::text) and ${column} = ${value})`;
    case 1:
      return sql`lower(${column}) = lower(${value}::text)`;
    case 2:
      return likeExactly(column, `${pattern}%`);
    case 3:
      return like(column, `${pattern}%`);
    case 4:
      return likeExactly(column, `%${pattern}%`);
    case 5:
      return like(column, `%${pattern}%`);
    case 6:
      return likeExactly(column, `%${pattern}`);
    case 7:
      return like(column, `%${pattern}`);
    default:
      throw invalid("SEARCH-Tm3th", "Errors.Query.InvalidComparison", { field: "method" });
  }
}

/** So much before an @ is rare; what stands behind one, often is not. */
const tellingLength = 8;

/**
 * Every piece of the pattern that is sought costs, most of all where it is in very many texts, as domains are: of what
 * goes across the @ of an address only the part before it is, and the rest compared with what was found.
 */
function like(column: Sql, pattern: string): Sql {
  const at = pattern.lastIndexOf("@");
  if (!pattern.startsWith("%") || at <= tellingLength || pattern.includes("Σ"))
    return sql`lower(${column}) like lower(${pattern}::text)`;
  return sql`(lower(${column}) like lower(${`${pattern.slice(0, at + 1)}%`}::text)
    and (lower(${column}) || '') like lower(${pattern}::text))`;
}

/** The small form of a sigma depends on what follows it, so a piece of a text is not always a piece of the small one. */
const likeExactly = (column: Sql, pattern: string): Sql =>
  pattern.includes("Σ")
    ? sql`${column} like ${pattern}`
    : sql`(${like(column, pattern)} and ${column} like ${pattern})`;

/** One of several values; none of none. */
export const anyOf = (column: Sql, values: readonly string[]): Sql => sql`${column} = any(${values}::text[])`;

/** As `anyOf`, of a text whose index has it in small letters. */
export const isOneOf = (column: Sql, values: readonly string[]): Sql =>
  sql`(lower(${column}) = any(array(select lower(v) from unnest(${values}::text[]) v)) and ${anyOf(column, values)})`;

/** Wildcards in what a user typed stand for themselves. */
const escapeLike = (value: string): string => value.replace(/[\\%_]/g, "\\$&");
