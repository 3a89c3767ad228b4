import { OrganizationState as State } from "#contract/zitadel/org/v2/org_pb.ts";
import {
  DomainFieldName,
  type DomainSearchFilter,
  OrganizationFieldName,
  type SearchQuery,
} from "#contract/zitadel/org/v2/query_pb.ts";
import { emptyFilter } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details, timestamp } from "#src/platform/rpc/index.ts";
import { domainNameFilter, domainSorts, orgFilters, orgSorts } from "./queries.ts";
import { type OrgDomainState, type OrgState, validationTypeOf } from "./state.ts";

/** The second generation's answer to a removal; without a date when there was nothing to remove. */
export const deletionOf = (removed: { readonly changedAt: Date } | undefined) =>
  removed === undefined ? {} : { deletionDate: timestamp(removed.changedAt) };

export const orgV2 = (row: Row<OrgState>) => ({
  id: row.aggregateId,
  details: details(row),
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  name: row.state.name,
  primaryDomain: row.state.primaryDomain,
});

/** @param defaultOrgId what `defaultQuery` means */
export const orgFilterV2 =
  (defaultOrgId: string) =>
  ({ query }: SearchQuery): Sql => {
    switch (query.case) {
      case "nameQuery":
        return orgFilters.name(query.value.name, query.value.method);
      case "domainQuery":
        return orgFilters.domain(query.value.domain, query.value.method);
      case "stateQuery":
        return orgFilters.state(query.value.state);
      case "idQuery":
        return orgFilters.id(query.value.id);
      case "defaultQuery":
        return orgFilters.id(defaultOrgId);
      default:
        throw emptyFilter();
    }
  };

export function orgSortV2(column: OrganizationFieldName): Sql | undefined {
  if (column === OrganizationFieldName.NAME) return orgSorts.name;
  return column === OrganizationFieldName.CREATION_DATE ? orgSorts.created : undefined;
}

export const domainV2 = (row: Row<OrgDomainState>, primaryDomain: string) => ({
  organizationId: row.aggregateId,
  domain: row.state.domain,
  isVerified: row.state.verified,
  isPrimary: row.state.domain === primaryDomain,
  validationType: validationTypeOf(row.state),
});

export const domainFilterV2 = ({ filter }: DomainSearchFilter): Sql => {
  if (filter.case === undefined) throw emptyFilter();
  return domainNameFilter(filter.value.domain, filter.value.method);
};

export function domainSortV2(column: DomainFieldName): Sql | undefined {
  if (column === DomainFieldName.NAME) return domainSorts.name;
  return column === DomainFieldName.CREATION_DATE ? domainSorts.created : undefined;
}
