/** The queries that the system's service and v2beta have alike. */
import { emptyFilter } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import { hostFilters, instanceFilters } from "./search-queries.ts";

interface InstanceQuery {
  readonly query:
    | { readonly case: "idQuery"; readonly value: { readonly ids: readonly string[] } }
    | { readonly case: "domainQuery"; readonly value: { readonly domains: readonly string[] } }
    | { readonly case: undefined };
}

export function instanceFilter({ query }: InstanceQuery): Sql {
  switch (query.case) {
    case "idQuery":
      return instanceFilters.ids(query.value.ids);
    case "domainQuery":
      return instanceFilters.domains(query.value.domains);
    default:
      throw emptyFilter();
  }
}

interface HostQuery {
  readonly query:
    | { readonly case: "domainQuery"; readonly value: { readonly domain: string; readonly method: number } }
    | { readonly case: "generatedQuery"; readonly value: { readonly generated: boolean } }
    | { readonly case: "primaryQuery"; readonly value: { readonly primary: boolean } }
    | { readonly case: undefined };
}

export const hostFilter =
  (primaryDomain: string) =>
  ({ query }: HostQuery): Sql => {
    switch (query.case) {
      case "domainQuery":
        return hostFilters.domain(query.value.domain, query.value.method);
      case "generatedQuery":
        return hostFilters.generated(query.value.generated);
      case "primaryQuery":
        return hostFilters.primary(query.value.primary, primaryDomain);
      default:
        throw emptyFilter();
    }
  };
