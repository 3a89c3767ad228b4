import {
  type DeviceAuthState,
  deviceAuthByCode,
  expireDeviceAuth,
  isPastExpiry,
} from "#src/domains/deviceauth/index.ts";
import { type Grant, reasons, redeemDeviceCode } from "#src/domains/token/index.ts";
import { isUsable, requireUser } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { authenticateOidcClient, countOfPublic, type OidcClient } from "./client-auth.ts";
import { OAuthError, type OAuthErrorCode } from "./errors.ts";
import { lookOfClient } from "./looks.ts";
import { requireParam } from "./params.ts";
import { tellOfLogout } from "./tell-of-logout.ts";
import { tokenAnswer } from "./token-answer.ts";
import type { Answer, DeviceTimes, OidcParts, Turn } from "./turn.ts";

export const deviceCodeType = "urn:ietf:params:oauth:grant-type:device_code";
/** Among the numbers of an application's grant types. */
const deviceCode = 3;

/** Five minutes, and every five seconds, where nothing else is configured. */
export const deviceTimes = ({ devices }: Pick<OidcParts, "devices">): DeviceTimes => ({
  lifetime: devices?.lifetime ?? 300,
  pollInterval: devices?.pollInterval ?? 5,
});

/** @throws unauthorized_client for an application that no devices log in to */
export function requireDeviceGrant({ config }: OidcClient): void {
  if (config.grantTypes.includes(deviceCode)) return;
  throw new OAuthError(
    "unauthorized_client",
    "OIDC-Dv1gt",
    "parameter client_id: the device authorization grant is not set up for the client",
  );
}

const refused = (code: OAuthErrorCode, id: string, text: string) => new OAuthError(code, id, text);

/** Tokens for a device, once somebody has allowed them (RFC 8628 section 3.4). */
export async function deviceGrant(turn: Turn): Promise<Answer> {
  const { ctx, params } = turn;
  const client = await authenticateOidcClient(turn);
  requireDeviceGrant(client);
  const request = await deviceAuthByCode(ctx, requireParam(params, "device_code"));
  // Whose it is, strangers are not told.
  if (!request || request.state.clientId !== client.clientId)
    throw refused(
      "invalid_grant",
      "OIDC-Dv2cd",
      "parameter device_code is none that was issued to the client",
    );
  const login = await answerOf(turn, request);
  const user = await requireUser(ctx, login.userId);
  if (!(await isUsable(ctx, user)))
    throw refused(
      "invalid_grant",
      "OIDC-Dv3na",
      "parameter device_code: the user or their organization is not active",
    );
  await countOfPublic(turn, client);
  const oidcSessionId = `V2_${ctx.newId()}`;
  await tellOfLogout(ctx, client, { ...login, oidcSessionId });
  const grant = grantOf(request, login, client, user.owner);
  const issued = await redeemDeviceCode(ctx, request, grant, oidcSessionId);
  return tokenAnswer(ctx, issued, { user }, lookOfClient(client));
}

type Login = NonNullable<DeviceAuthState["login"]>;

/** @throws what the device is to do instead, as long as nobody has allowed it (RFC 8628 section 3.5) */
async function answerOf({ ctx, parts }: Turn, { aggregateId, state }: Row<DeviceAuthState>): Promise<Login> {
  const { status, login } = state;
  if (status === "denied") throw refused("access_denied", "OIDC-Dv4de", "the request was denied");
  if (status === "done")
    throw refused("invalid_grant", "OIDC-Dv5us", "parameter device_code was redeemed already");
  if (status === "expired" || isPastExpiry(state, ctx.now)) {
    if (status !== "expired") await expireDeviceAuth(ctx, aggregateId);
    throw refused("expired_token", "OIDC-Dv6ex", "parameter device_code has expired");
  }
  if (login) return login;
  const { instanceId } = ctx;
  const { pollInterval: intervalSeconds } = deviceTimes(parts);
  if (await parts.limits.pace({ instanceId, subject: aggregateId, intervalSeconds }))
    throw refused("authorization_pending", "OIDC-Dv7wa", "nobody has allowed the request yet");
  throw refused(
    "slow_down",
    "OIDC-Dv8sl",
    "polled too early: from now on the interval is five seconds longer",
  );
}

const grantOf = (
  { state }: Row<DeviceAuthState>,
  login: Login,
  client: OidcClient,
  userOrgId: string,
): Grant => ({
  userId: login.userId,
  userOrgId,
  sessionId: login.sessionId,
  clientId: client.clientId,
  audience: state.audience,
  scope: state.scope,
  authMethods: login.authMethods,
  authTime: login.authTime,
  reason: reasons.authRequest,
  withRefreshToken: state.needRefreshToken && client.config.grantTypes.includes(2),
});
