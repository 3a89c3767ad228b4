import { requestDeviceAuth } from "#src/domains/deviceauth/index.ts";
import { audienceOf } from "./audience.ts";
import { readScope, requireOrgs } from "./authorize.ts";
import { authenticateOidcClient } from "./client-auth.ts";
import { deviceTimes, requireDeviceGrant } from "./device-grant.ts";
import { deviceUrl } from "./login-url.ts";
import { paths } from "./paths.ts";
import { wishesOf } from "./scopes.ts";
import { type Answer, json, redirect, type Turn } from "./turn.ts";

/** What a device that names no scope wants: to know who somebody is. */
const usualScope = ["openid"];

/** The device authorization endpoint (RFC 8628 section 3.1). */
export async function deviceAuthorization(turn: Turn): Promise<Answer> {
  const { ctx } = turn;
  const client = await authenticateOidcClient(turn);
  requireDeviceGrant(client);
  const scope = await readScope(turn, client, usualScope);
  const wishes = wishesOf(scope);
  const [audience] = await Promise.all([audienceOf(ctx, client, wishes), requireOrgs(ctx, wishes)]);
  const { lifetime, pollInterval } = deviceTimes(turn.parts);
  const { deviceCode, userCode } = await requestDeviceAuth(ctx, {
    clientId: client.clientId,
    scope,
    audience,
    needRefreshToken: wishes.offlineAccess && client.config.grantTypes.includes(2),
    lifetimeSeconds: lifetime,
  });
  const page = `${ctx.origin}${paths.device}`;
  return json({
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${userCode}`,
    expires_in: lifetime,
    interval: pollInterval,
  });
}

/** From the short address to the page, which may be one of the instance's own. */
export async function devicePage(turn: Turn): Promise<Answer> {
  const feature = await turn.parts.loginFeature?.(turn.ctx);
  return redirect(turn, deviceUrl(turn.ctx.origin, turn.params.get("user_code"), feature));
}
