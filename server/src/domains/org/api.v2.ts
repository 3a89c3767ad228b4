import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { filterPage, listPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission } from "#src/platform/authz/index.ts";
import { listDetails, part, timestamp } from "#src/platform/rpc/index.ts";
import { deactivate, reactivate, removeIfAny, removeOrgDomainIfAny, renameOrg } from "./commands.ts";
import { requireOrg, searchDomains, searchOrgs } from "./queries.ts";
import {
  deletionOf,
  domainFilterV2,
  domainSortV2,
  domainV2,
  orgFilterV2,
  orgSortV2,
  orgV2,
} from "./translate.v2.ts";

/** Changes name the organization in the request, so the permission is asked at that one. */
export const organizationPart = part(OrganizationService, {
  async listOrganizations({ query, queries, sortingColumn }, ctx) {
    const { defaultOrgId } = await instanceOf(ctx);
    const scope = await callerScope(ctx, "org.read");
    const filters = queries.map(orgFilterV2(defaultOrgId));
    const { rows, total } = await searchOrgs(
      ctx,
      scope,
      filters,
      listPage(query, ctx.pageLimits),
      orgSortV2(sortingColumn),
    );
    return { details: listDetails(total, ctx.now), sortingColumn, result: rows.map(orgV2) };
  },
  async updateOrganization({ organizationId: orgId, name }, ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return { changeDate: timestamp((await renameOrg(ctx, orgId, name)).changedAt) };
  },
  async deactivateOrganization({ organizationId: orgId }, ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return { changeDate: timestamp((await deactivate(ctx, orgId)).changedAt) };
  },
  async activateOrganization({ organizationId: orgId }, ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return { changeDate: timestamp((await reactivate(ctx, orgId)).changedAt) };
  },
  async deleteOrganization({ organizationId: orgId }, ctx) {
    await requirePermission(ctx, "org.delete", { orgId });
    return deletionOf(await removeIfAny(ctx, orgId));
  },
  async deleteOrganizationDomain({ organizationId: orgId, domain }, ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return deletionOf(await removeOrgDomainIfAny(ctx, orgId, domain));
  },
  async listOrganizationDomains({ organizationId: orgId, pagination, filters, sortingColumn }, ctx) {
    await requirePermission(ctx, "org.read", { orgId });
    const page = filterPage(pagination, ctx.pageLimits);
    const { primaryDomain } = (await requireOrg(ctx, orgId)).state;
    const wanted = filters.map(domainFilterV2);
    const { rows, total } = await searchDomains(ctx, orgId, wanted, page, domainSortV2(sortingColumn));
    return {
      pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
      domains: rows.map((row) => domainV2(row, primaryDomain)),
    };
  },
});
