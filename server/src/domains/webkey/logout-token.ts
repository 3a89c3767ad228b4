import type { JWTPayload } from "jose";
import type { Ctx } from "#src/platform/request/index.ts";
import { signJwt, verifyOwnJwt } from "./signer.ts";

/** What the end_session endpoint tells the pages where people log out, after it has checked it. */
export interface LogoutNotice {
  /** The session that the client has proved to be its user's. */
  readonly sessionId?: string | undefined;
  readonly clientId?: string | undefined;
  /** Where to go afterwards: registered by the client; with its `state`. */
  readonly redirectUri?: string | undefined;
}

/** As long as somebody may look at the page before they answer. */
const lifetimeSeconds = 3600;

/** Made for those pages alone: an ID token is signed by the same key and must not pass for one. */
const audience = ({ origin }: Ctx): string => `${origin}/ui/v2/login/logout`;

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** The `logout_token` of the logout page: a JWT of this instance. */
export function signLogout(ctx: Ctx, { sessionId, clientId, redirectUri }: LogoutNotice): Promise<string> {
  const iat = seconds(ctx.now);
  const claims = { sid: sessionId, client_id: clientId, post_logout_redirect_uri: redirectUri };
  const given = Object.entries(claims).filter(([, value]) => value !== undefined);
  return signJwt(ctx, {
    iss: ctx.origin,
    aud: audience(ctx),
    iat,
    exp: iat + lifetimeSeconds,
    ...Object.fromEntries(given),
  });
}

/** Undefined when the token is not ours, was made for something else, or has expired. */
export async function readLogout(ctx: Ctx, token: string): Promise<LogoutNotice | undefined> {
  const claims = await verifyOwnJwt(ctx, token);
  const isFresh = claims?.exp !== undefined && claims.exp > seconds(ctx.now);
  return isFresh && claims.aud === audience(ctx) ? noticeFrom(claims) : undefined;
}

function noticeFrom(claims: JWTPayload): LogoutNotice {
  const text = (name: string): string | undefined => {
    const value = claims[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    sessionId: text("sid"),
    clientId: text("client_id"),
    redirectUri: text("post_logout_redirect_uri"),
  };
}
