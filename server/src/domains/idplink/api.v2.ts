import { type AddIDPLinkRequest, UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceV2beta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { idpLinkFrom, requireMayGiveCredentials, requireSelfOrOnUser } from "#src/domains/user/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetails, part, type Wire } from "#src/platform/rpc/index.ts";
import { addIdpLink, removeIdpLink } from "./commands.ts";
import { linksOf } from "./queries.ts";

/** Who has the account can be the person from then on. */
async function addIDPLink({ userId, idpLink }: Wire<AddIDPLinkRequest>, ctx: Ctx) {
  await requireSelfOrOnUser(ctx, userId, "user.write");
  await requireMayGiveCredentials(ctx, userId);
  if (!idpLink) throw invalid("IDPLINK-Em1pt", "Errors.Invalid.Argument", { field: "idpLink" });
  return { details: details(await addIdpLink(ctx, userId, idpLinkFrom(idpLink))) };
}

export const userPart = part(UserService, {
  addIDPLink,
  async listIDPLinks({ userId, query }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const { rows, total } = await linksOf(ctx, userId, listPage(query, ctx.pageLimits));
    const result = rows.map(({ state: { idpId, externalUserId, displayName } }) => ({
      idpId,
      userId: externalUserId,
      userName: displayName,
    }));
    return { details: listDetails(total, ctx.now), result };
  },
  async removeIDPLink({ userId, idpId, linkedUserId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await removeIdpLink(ctx, userId, idpId, linkedUserId)) };
  },
});

export const userBetaPart = part(UserServiceV2beta, { addIDPLink });
