import { completeDeviceAuth, DeviceAuth, type DeviceAuthState } from "#src/domains/deviceauth/index.ts";
import { reachAuthentication } from "#src/domains/milestone/index.ts";
import { Session } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import { fresh, ownedBy, type Row, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Grant, granted, type Issued, issued, lifetimes, standingLogin } from "./commands.ts";
import { OidcSession } from "./state.ts";

/**
 * Tokens for a device that somebody has logged in for (RFC 8628 section 3.5). Its code is used up in the unit that
 * issues them, so that of any number of polls at the same moment one alone gets any.
 * @param grant what the approved request is worth to its client
 * @param oidcSessionId of what the tokens will be part of
 * @throws failed_precondition DEVICE-Nc4ap when it was redeemed before; invalid_argument when the login is over
 */
export async function redeemDeviceCode(
  ctx: Ctx,
  request: Row<DeviceAuthState>,
  grant: Grant,
  oidcSessionId: string,
): Promise<Issued> {
  const times = await lifetimes(ctx);
  const access = `at_${ctx.newId()}`;
  const refresh = `rt_${ctx.newId()}`;
  const refs = [
    ownedBy(grant.userOrgId, fresh(OidcSession, oidcSessionId)),
    ref(DeviceAuth, request.aggregateId),
    ref(Session, grant.sessionId),
    ref(User, grant.userId),
  ] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([, device, session, user]) => {
    const done = completeDeviceAuth(ctx.now)(device);
    const authMethods = standingLogin(ctx, grant, session, user, "device_code");
    return [granted({ ...grant, authMethods }, access, refresh, times), done, [], []];
  });
  await reachAuthentication(ctx, grant.clientId);
  const parts = { access, refresh: grant.withRefreshToken ? refresh : undefined };
  return issued(ctx, oidcSessionId, row.state, parts, times);
}
