import {
  type DomainSearchQuery,
  OrgFieldName,
  type OrgQuery,
  OrgState as State,
} from "#contract/zitadel/org_pb.ts";
import { emptyFilter } from "#src/kits/search/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { details } from "#src/platform/rpc/index.ts";
import { domainNameFilter, orgFilters, orgSorts } from "./queries.ts";
import { type OrgDomainState, type OrgState, validationTypeOf } from "./state.ts";

export const orgV1 = (row: Row<OrgState>) => ({
  id: row.aggregateId,
  details: details(row),
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  name: row.state.name,
  primaryDomain: row.state.primaryDomain,
});

export const domainV1 = (row: Row<OrgDomainState>, primaryDomain: string) => ({
  orgId: row.aggregateId,
  details: details(row),
  domainName: row.state.domain,
  isVerified: row.state.verified,
  isPrimary: row.state.domain === primaryDomain,
  validationType: validationTypeOf(row.state),
});

export const orgFilterV1 = ({ query }: OrgQuery): Sql => {
  switch (query.case) {
    case "nameQuery":
      return orgFilters.name(query.value.name, query.value.method);
    case "domainQuery":
      return orgFilters.domain(query.value.domain, query.value.method);
    case "stateQuery":
      return orgFilters.state(query.value.state);
    case "idQuery":
      return orgFilters.id(query.value.id);
    default:
      throw emptyFilter();
  }
};

export const orgSortV1 = (column: OrgFieldName): Sql | undefined =>
  column === OrgFieldName.NAME ? orgSorts.name : undefined;

export const domainFilterV1 = ({ query }: DomainSearchQuery): Sql => {
  if (query.case === undefined) throw emptyFilter();
  return domainNameFilter(query.value.name, query.value.method);
};
