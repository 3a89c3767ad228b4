import {
  type DomainSearchFilter,
  type OrganizationSearchFilter,
  OrgFieldName,
  OrgState as State,
} from "#contract/zitadel/org/v2beta/org_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { emptyFilter, filterPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { deactivate, reactivate, removeIfAny, removeOrgDomainIfAny, renameOrg } from "./commands.ts";
import { domainNameFilter, orgFilters, orgSorts, requireOrg, searchDomains, searchOrgs } from "./queries.ts";
import { type OrgState, validationTypeOf } from "./state.ts";
import { deletionOf } from "./translate.v2.ts";

const orgV2beta = (row: Row<OrgState>) => ({
  id: row.aggregateId,
  creationDate: timestamp(row.createdAt),
  changedDate: timestamp(row.changedAt),
  state: row.state.active ? State.ACTIVE : State.INACTIVE,
  name: row.state.name,
  primaryDomain: row.state.primaryDomain,
});

function orgFilter({ filter }: OrganizationSearchFilter): Sql {
  switch (filter.case) {
    case "nameFilter":
      return orgFilters.name(filter.value.name, filter.value.method);
    case "domainFilter":
      return orgFilters.domain(filter.value.domain, filter.value.method);
    case "stateFilter":
      return orgFilters.state(filter.value.state);
    case "idFilter":
      return orgFilters.id(filter.value.id);
    default:
      throw emptyFilter();
  }
}

function domainFilter({ filter }: DomainSearchFilter): Sql {
  if (filter.case === undefined) throw emptyFilter();
  return domainNameFilter(filter.value.name, filter.value.method);
}

function orgSort(column: OrgFieldName): Sql | undefined {
  if (column === OrgFieldName.NAME) return orgSorts.name;
  return column === OrgFieldName.CREATION_DATE ? orgSorts.created : undefined;
}

export const organizationBetaPart = part(OrganizationService, {
  async listOrganizations({ pagination, sortingColumn, filter }, ctx) {
    const scope = await callerScope(ctx, "org.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const { rows, total } = await searchOrgs(ctx, scope, filter.map(orgFilter), page, orgSort(sortingColumn));
    return {
      pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
      organizations: rows.map(orgV2beta),
    };
  },
  async updateOrganization({ id, name }, ctx) {
    await requirePermission(ctx, "org.write", { orgId: id });
    return { changeDate: timestamp((await renameOrg(ctx, id, name)).changedAt) };
  },
  async deactivateOrganization({ id }, ctx) {
    await requirePermission(ctx, "org.write", { orgId: id });
    return { changeDate: timestamp((await deactivate(ctx, id)).changedAt) };
  },
  async activateOrganization({ id }, ctx) {
    await requirePermission(ctx, "org.write", { orgId: id });
    return { changeDate: timestamp((await reactivate(ctx, id)).changedAt) };
  },
  async deleteOrganization({ id }, ctx) {
    await requirePermission(ctx, "org.delete", { orgId: id });
    return deletionOf(await removeIfAny(ctx, id));
  },
  async deleteOrganizationDomain({ organizationId: orgId, domain }, ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return deletionOf(await removeOrgDomainIfAny(ctx, orgId, domain));
  },
  async listOrganizationDomains({ organizationId: orgId, pagination, filters }, ctx) {
    await requirePermission(ctx, "org.read", { orgId });
    const page = filterPage(pagination, ctx.pageLimits);
    const { primaryDomain } = (await requireOrg(ctx, orgId)).state;
    const { rows, total } = await searchDomains(ctx, orgId, filters.map(domainFilter), page);
    return {
      pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
      domains: rows.map(({ state }) => ({
        organizationId: orgId,
        domainName: state.domain,
        isVerified: state.verified,
        isPrimary: state.domain === primaryDomain,
        validationType: validationTypeOf(state),
      })),
    };
  },
});
