import { signJwt } from "#src/domains/webkey/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** As short as the specification recommends: it is used at once. */
const lifetimeSeconds = 120;

interface Subject {
  readonly issuer: string;
  readonly clientId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** A logout token (Back-Channel Logout 1.0 section 2.4), another one at every attempt. */
export function signLogoutToken(ctx: Ctx, { issuer, clientId, userId, sessionId }: Subject): Promise<string> {
  const iat = Math.floor(ctx.now.getTime() / 1000);
  const claims = {
    iss: issuer,
    sub: userId,
    aud: clientId,
    iat,
    exp: iat + lifetimeSeconds,
    jti: ctx.newId(),
    events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    sid: sessionId,
  };
  return signJwt(ctx, claims, "logout+jwt");
}
