import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import {
  inviteOf,
  inviteUser,
  requireMayGiveCredentials,
  requireOnUser,
  requireUser,
  resendInvite,
} from "#src/domains/user/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part } from "#src/platform/rpc/index.ts";
import { type Method, readyMethods } from "./methods.ts";

/** Enough to log in with, without another. */
const primary: ReadonlySet<Method> = new Set(["password", "passkey", "idp"]);

/**
 * Who can log in already needs no invitation. Who registers a passkey at this very moment may still get one, which
 * proves their address and no more.
 * @throws failed_precondition COMMAND-EF34g
 */
async function requireNoMethod(ctx: Ctx, userId: string): Promise<void> {
  const methods = await readyMethods(ctx, await requireUser(ctx, userId));
  if (methods.some((method) => primary.has(method)))
    throw precondition("COMMAND-EF34g", "Errors.User.AlreadyInitialised");
}

/** Invitations of people who have no way to log in yet. */
export const userInvitePart = part(UserService, {
  async createInviteCode({ userId, verification }, ctx) {
    const { wanted, applicationName } = inviteOf(verification);
    await requireOnUser(ctx, userId, "user.write");
    // It proves the address, and begins the account.
    if (wanted.kind === "return") await requireMayGiveCredentials(ctx, userId);
    await requireNoMethod(ctx, userId);
    const { row, code } = await inviteUser(ctx, userId, wanted, applicationName);
    return { details: details(row), inviteCode: code };
  },
  async resendInviteCode({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    await requireNoMethod(ctx, userId);
    return { details: details(await resendInvite(ctx, userId)) };
  },
});
