import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { requireOwnHuman, requireSelfHuman } from "#src/domains/user/index.ts";
import { listPage, type PageRequest } from "#src/kits/search/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { removeIdpLink } from "./commands.ts";
import { linksOf, providerNames } from "./queries.ts";

async function listV1(ctx: Ctx, userId: string, query: PageRequest | undefined) {
  const { rows, total } = await linksOf(ctx, userId, listPage(query, ctx.pageLimits));
  const nameOf = await providerNames(ctx, rows);
  const result = rows.map(({ state: { idpId, externalUserId, displayName } }) => ({
    userId,
    idpId,
    idpName: nameOf(idpId),
    providedUserId: externalUserId,
    providedUserName: displayName,
  }));
  return { details: listDetailsV1(total, ctx.now), result };
}

/** The accounts that one logs in with oneself. */
export const authPart = part(AuthService, {
  async listMyLinkedIDPs({ query }, ctx) {
    // Service users have none, which is an answer too.
    return listV1(ctx, ctx.caller.userId, query);
  },
  async removeMyLinkedIDP({ idpId, linkedUserId }, ctx) {
    const { aggregateId: userId } = await requireSelfHuman(ctx);
    return { details: changedV1(await removeIdpLink(ctx, userId, idpId, linkedUserId)) };
  },
});

/** Those of people of the context organization. */
export const managementPart = part(ManagementService, {
  async listHumanLinkedIDPs({ userId, query }, ctx) {
    await requireOwnHuman(ctx, userId);
    return listV1(ctx, userId, query);
  },
  async removeHumanLinkedIDP({ userId, idpId, linkedUserId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: changedV1(await removeIdpLink(ctx, userId, idpId, linkedUserId)) };
  },
});
