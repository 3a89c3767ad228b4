import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import type { MetadataQuery } from "#contract/zitadel/metadata_pb.ts";
import { listMetadata, metadataFilter, metadataV1, requireMetadata } from "#src/kits/metadata/index.ts";
import { listPage, type PageRequest } from "#src/kits/search/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { userMetadata } from "./metadata-commands.ts";
import { requireOwnUser, requireSelf } from "./own.ts";

interface Asked {
  readonly query?: PageRequest | undefined;
  readonly queries: readonly MetadataQuery[];
}

async function list(ctx: Ctx, userId: string, { query, queries }: Asked) {
  const wanted = { filters: queries.map(metadataFilter), page: listPage(query, ctx.pageLimits) };
  const { rows, total } = await listMetadata(ctx.store, ctx.instanceId, "user", userId, wanted);
  return { details: listDetailsV1(total, ctx.now), result: rows.map(metadataV1) };
}

/** What managers store about users of their organization. */
export const managementMetadataPart = part(ManagementService, {
  async setUserMetadata({ id, key, value }, ctx) {
    await requireOwnUser(ctx, id);
    return { id, details: details(await userMetadata.set(ctx, id, [{ key, value }])) };
  },
  async bulkSetUserMetadata({ id, metadata }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await userMetadata.set(ctx, id, metadata)) };
  },
  async listUserMetadata({ id, ...asked }, ctx) {
    await requireOwnUser(ctx, id);
    return list(ctx, id, asked);
  },
  async getUserMetadata({ id, key }, ctx) {
    await requireOwnUser(ctx, id);
    return { metadata: metadataV1(await requireMetadata(ctx, "user", id, key)) };
  },
  async removeUserMetadata({ id, key }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await userMetadata.remove(ctx, id, [key])) };
  },
  async bulkRemoveUserMetadata({ id, keys }, ctx) {
    await requireOwnUser(ctx, id);
    return { details: changedV1(await userMetadata.remove(ctx, id, keys)) };
  },
});

/** What is stored about the caller; they read it and do not write it. */
export const authMetadataPart = part(AuthService, {
  async listMyMetadata(asked, ctx) {
    const { aggregateId } = await requireSelf(ctx);
    return list(ctx, aggregateId, asked);
  },
  async getMyMetadata({ key }, ctx) {
    const { aggregateId } = await requireSelf(ctx);
    return { metadata: metadataV1(await requireMetadata(ctx, "user", aggregateId, key)) };
  },
});
