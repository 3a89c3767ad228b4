import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { listMetadata, metadataFilter, metadataV2 } from "#src/kits/metadata/index.ts";
import { filterPage } from "#src/kits/search/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { requireOnUser, requireSelfOrOnUser } from "./access.ts";
import { userMetadata } from "./metadata-commands.ts";

/** People read what is stored about them; storing it takes a manager, also about oneself. */
export const userMetadataPart = part(UserService, {
  async setUserMetadata({ userId, metadata }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { setDate: timestamp((await userMetadata.set(ctx, userId, metadata)).changedAt) };
  },
  async listUserMetadata({ userId, pagination, filters }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const page = filterPage(pagination, ctx.pageLimits);
    const { rows, total } = await listMetadata(ctx.store, ctx.instanceId, "user", userId, {
      filters: filters.map(metadataFilter),
      page,
    });
    return {
      pagination: { totalResult: BigInt(total), appliedLimit: BigInt(page.limit) },
      metadata: rows.map(metadataV2),
    };
  },
  async deleteUserMetadata({ userId, keys }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    const removed = await userMetadata.removeAny(ctx, userId, keys);
    return removed ? { deletionDate: timestamp(removed.changedAt) } : {};
  },
});
