import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { listMetadata, type MetadataEntry, metadataFilter, metadataV2 } from "#src/kits/metadata/index.ts";
import { filterPage, type PageRequest } from "#src/kits/search/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { orgMetadata } from "./metadata.ts";
import { requireOrg } from "./queries.ts";

interface OfOrg {
  readonly organizationId: string;
}

async function list(ctx: Ctx, orgId: string, pagination: PageRequest | undefined, filters: readonly Sql[]) {
  await requirePermission(ctx, "org.read", { orgId });
  await requireOrg(ctx, orgId);
  const page = filterPage(pagination, ctx.pageLimits);
  const { rows, total } = await listMetadata(ctx.store, ctx.instanceId, "org", orgId, { filters, page });
  return {
    pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
    metadata: rows.map(metadataV2),
  };
}

/** What v2 and v2beta have in common. */
const changes = {
  async setOrganizationMetadata(
    { organizationId: orgId, metadata }: OfOrg & { readonly metadata: readonly MetadataEntry[] },
    ctx: Ctx,
  ) {
    await requirePermission(ctx, "org.write", { orgId });
    return { setDate: timestamp((await orgMetadata.set(ctx, orgId, metadata)).changedAt) };
  },
  async deleteOrganizationMetadata(
    { organizationId: orgId, keys }: OfOrg & { readonly keys: readonly string[] },
    ctx: Ctx,
  ) {
    await requirePermission(ctx, "org.write", { orgId });
    const removed = await orgMetadata.removeAny(ctx, orgId, keys);
    return removed ? { deletionDate: timestamp(removed.changedAt) } : {};
  },
};

export const organizationMetadataPart = part(OrganizationService, {
  ...changes,
  listOrganizationMetadata: ({ organizationId, pagination, filters }, ctx) =>
    list(ctx, organizationId, pagination, filters.map(metadataFilter)),
});

export const organizationMetadataBetaPart = part(OrganizationServiceBeta, {
  ...changes,
  listOrganizationMetadata: ({ organizationId, pagination, filter }, ctx) =>
    list(ctx, organizationId, pagination, filter.map(metadataFilter)),
});
