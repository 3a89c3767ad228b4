import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { instanceOf, setDefaultOrg } from "#src/domains/instance/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import {
  deactivate,
  reactivate,
  remove,
  removeOrgDomain,
  renameOrg,
  setPrimaryOrgDomain,
} from "./commands.ts";
import { isNameFree, orgByDomain, requireOrg, searchDomains, searchOrgs } from "./queries.ts";
import { Org } from "./state.ts";
import { domainFilterV1, domainV1, orgFilterV1, orgSortV1, orgV1 } from "./translate.v1.ts";

/** Organizations as their own managers see them: everything concerns the context organization. */
export const managementPart = part(ManagementService, {
  async getMyOrg(_request, ctx) {
    return { org: orgV1(await requireOrg(ctx, ctx.orgId)) };
  },
  async getOrgByDomainGlobal({ domain }, ctx) {
    return { org: orgV1(await orgByDomain(ctx, domain)) };
  },
  async updateOrg({ name }, ctx) {
    return { details: changedV1(await renameOrg(ctx, ctx.orgId, name, { refuseUnchanged: true })) };
  },
  async deactivateOrg(_request, ctx) {
    return { details: changedV1(await deactivate(ctx, ctx.orgId)) };
  },
  async reactivateOrg(_request, ctx) {
    return { details: changedV1(await reactivate(ctx, ctx.orgId)) };
  },
  async removeOrg(_request, ctx) {
    return { details: changedV1(await remove(ctx, ctx.orgId)) };
  },
  async listOrgDomains({ query, queries }, ctx) {
    const filters = queries.map(domainFilterV1);
    const { rows, total } = await searchDomains(ctx, ctx.orgId, filters, listPage(query, ctx.pageLimits));
    const { primaryDomain } = (await requireOrg(ctx, ctx.orgId)).state;
    return {
      details: listDetailsV1(total, ctx.now),
      result: rows.map((row) => domainV1(row, primaryDomain)),
    };
  },
  async removeOrgDomain({ domain }, ctx) {
    return { details: changedV1(await removeOrgDomain(ctx, ctx.orgId, domain)) };
  },
  async setPrimaryOrgDomain({ domain }, ctx) {
    return { details: changedV1(await setPrimaryOrgDomain(ctx, ctx.orgId, domain)) };
  },
});

/** Organizations as the instance's managers see them. */
export const adminPart = part(AdminService, {
  async getOrgByID({ id }, ctx) {
    return { org: orgV1(await requireOrg(ctx, id)) };
  },
  async listOrgs({ query, queries, sortingColumn }, ctx) {
    const { rows, total } = await searchOrgs(
      ctx,
      { all: true },
      queries.map(orgFilterV1),
      listPage(query, ctx.pageLimits),
      orgSortV1(sortingColumn),
    );
    return { details: listDetailsV1(total, ctx.now), sortingColumn, result: rows.map(orgV1) };
  },
  async isOrgUnique({ name, domain }, ctx) {
    return { isUnique: await isNameFree(ctx, name, domain) };
  },
  async getDefaultOrg(_request, ctx) {
    return { org: orgV1(await requireOrg(ctx, (await instanceOf(ctx)).defaultOrgId)) };
  },
  async setDefaultOrg({ orgId }, ctx) {
    await requireOrg(ctx, orgId);
    return { details: changedV1(await setDefaultOrg(ctx, orgId, ref(Org, orgId))) };
  },
  async removeOrg({ orgId }, ctx) {
    return { details: changedV1(await remove(ctx, orgId)) };
  },
});
