import { join, type Sql, sql } from "#src/platform/db/index.ts";
import { invalid } from "#src/platform/failure/index.ts";

/** A filter as a request has it: a condition, or a combination of further filters. */
export type Filter<Q> =
  | Sql
  | { readonly and: readonly Q[] }
  | { readonly or: readonly Q[] }
  | { readonly not: Q | undefined };

const maxDepth = 20;
const maxFilters = 1000;

/**
 * The conditions of a request's filters, all of which must hold. `read` says what one filter is, and is told `beside`:
 * itself and what must hold with it.
 * @throws invalid_argument USER-zsQ97 when they nest more than 20 levels deep, SEARCH-Mny1k above 1,000 filters,
 *   GRPC-Lqn0v for a filter that says nothing
 */
export function filterTree<Q>(
  queries: readonly Q[],
  read: (query: Q, beside: readonly Q[]) => Filter<Q> | undefined,
): Sql {
  let count = 0;
  const condition = (query: Q | undefined, depth: number, beside?: readonly Q[]): Sql => {
    if (depth > maxDepth) throw invalid("USER-zsQ97", "Errors.Query.TooManyNestingLevels");
    if (++count > maxFilters) throw invalid("SEARCH-Mny1k", "Errors.Query.TooManyFilters");
    const filter = query === undefined ? undefined : read(query, beside ?? [query]);
    if (filter === undefined) throw emptyFilter();
    if ("text" in filter) return filter;
    if ("and" in filter) return sql`(${all(filter.and, depth)})`;
    if ("or" in filter) return sql`(${join(each(filter.or, depth), " or ", "false")})`;
    return sql`((${condition(filter.not, depth + 1)}) is not true)`;
  };
  const each = (nested: readonly Q[], depth: number, beside?: readonly Q[]) =>
    nested.map((query) => condition(query, depth + 1, beside));
  const all = (nested: readonly Q[], depth: number) => join(each(nested, depth, nested), " and ", "true");
  return all(queries, 0);
}

/** A filter object in which no filter is set. */
export const emptyFilter = () => invalid("GRPC-Lqn0v", "List.Query.Invalid", { field: "queries" });
