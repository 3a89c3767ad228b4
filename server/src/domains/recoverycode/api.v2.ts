import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { requireMayGiveCredentials, requireSelfOrOnUser } from "#src/domains/user/index.ts";
import { details, part } from "#src/platform/rpc/index.ts";
import { generateRecoveryCodes, removeRecoveryCodesOf } from "./commands.ts";

/** Codes on paper, for whoever has lost the other factors. */
export const userPart = part(UserService, {
  async generateRecoveryCodes({ userId, count }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.credential.write");
    await requireMayGiveCredentials(ctx, userId);
    const { row, codes } = await generateRecoveryCodes(ctx, userId, count);
    return { details: details(row), recoveryCodes: [...codes] };
  },
  async removeRecoveryCodes({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await removeRecoveryCodesOf(ctx, userId)) };
  },
});
