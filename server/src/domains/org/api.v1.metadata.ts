import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { listMetadata, metadataFilter, metadataV1, requireMetadata } from "#src/kits/metadata/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { orgMetadata } from "./metadata.ts";
import { requireOrg } from "./queries.ts";

/** What people store about the context organization. */
export const managementMetadataPart = part(ManagementService, {
  async setOrgMetadata({ key, value }, ctx) {
    return { details: details(await orgMetadata.set(ctx, ctx.orgId, [{ key, value }])) };
  },
  async bulkSetOrgMetadata({ metadata }, ctx) {
    return { details: changedV1(await orgMetadata.set(ctx, ctx.orgId, metadata)) };
  },
  async listOrgMetadata({ query, queries }, ctx) {
    await requireOrg(ctx, ctx.orgId);
    const wanted = { filters: queries.map(metadataFilter), page: listPage(query, ctx.pageLimits) };
    const { rows, total } = await listMetadata(ctx.store, ctx.instanceId, "org", ctx.orgId, wanted);
    return { details: listDetailsV1(total, ctx.now), result: rows.map(metadataV1) };
  },
  async getOrgMetadata({ key }, ctx) {
    return { metadata: metadataV1(await requireMetadata(ctx, "org", ctx.orgId, key)) };
  },
  async removeOrgMetadata({ key }, ctx) {
    return { details: changedV1(await orgMetadata.remove(ctx, ctx.orgId, [key])) };
  },
  async bulkRemoveOrgMetadata({ keys }, ctx) {
    return { details: changedV1(await orgMetadata.remove(ctx, ctx.orgId, keys)) };
  },
});
