import { clientById } from "#src/domains/app/index.ts";
import { Session } from "#src/domains/session/index.ts";
import { isUsable, Pat, User, type UserState } from "#src/domains/user/index.ts";
import { verifyOwnJwt } from "#src/domains/webkey/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { openBearer, openPat, splitTokenId, type TokenText, tokenIdOf } from "./ids.ts";
import { standingMethods } from "./standing.ts";
import { OidcSession } from "./state.ts";

/** A living access token and whose it is. */
export interface TokenInfo {
  readonly kind: "access_token" | "pat";
  readonly tokenId: string;
  readonly user: Row<UserState>;
  /** Empty for personal access tokens. */
  readonly clientId: string;
  readonly audience: readonly string[];
  readonly scope: readonly string[];
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  readonly authTime: Date;
  /** Those alone that still count. */
  readonly authMethods: readonly number[];
  /** The authentication contexts that the client asked for. */
  readonly acrValues?: readonly string[] | undefined;
  /** Empty for service users. */
  readonly sessionId: string;
  /** The browser or device of the login session. */
  readonly userAgentId?: string | undefined;
}

/**
 * Whose an access token is: opaque, JWT or personal access token. Undefined unless the token, its login session,
 * its user, the user's organization and its application are all alive at this moment.
 * @param onUser hears whose token it would be, before anything is read
 */
export async function verifyAccessToken(
  ctx: Ctx,
  bearer: string,
  onUser: (userId: string) => void = () => undefined,
): Promise<TokenInfo | undefined> {
  const opaque = openBearer(ctx, "access_token", bearer);
  if (opaque) {
    onUser(opaque.userId);
    return verifyIssued(ctx, opaque);
  }
  const pat = openPat(ctx, bearer);
  if (pat) {
    onUser(pat.userId);
    return verifyPat(ctx, pat.tokenId, pat.userId);
  }
  if (bearer.split(".").length !== 3) return undefined;
  const claims = await verifyOwnJwt(ctx, bearer);
  const ids = claims?.jti === undefined ? undefined : splitTokenId(claims.jti);
  if (!ids || !claims?.sub) return undefined;
  onUser(claims.sub);
  return verifyIssued(ctx, { ...ids, userId: claims.sub, sessionId: undefined });
}

type Presented = Omit<TokenText, "sessionId"> & { readonly sessionId: string | undefined };

/** One round trip when the login session is known beforehand; a JWT does not carry it. */
async function verifyIssued(ctx: Ctx, token: Presented): Promise<TokenInfo | undefined> {
  const [oidc, user, named] = await Promise.all([
    ctx.store.get(OidcSession, ctx.instanceId, token.oidcSessionId),
    ctx.store.get(User, ctx.instanceId, token.userId),
    token.sessionId ? ctx.store.get(Session, ctx.instanceId, token.sessionId) : undefined,
  ]);
  const access = oidc?.state.accessToken;
  if (!oidc || !user || access?.id !== token.partId || oidc.state.userId !== token.userId) return undefined;
  const expiresAt = new Date(access.expiresAt);
  const { sessionId } = oidc.state;
  const unread = token.sessionId === undefined && sessionId !== "";
  const login = unread ? await ctx.store.get(Session, ctx.instanceId, sessionId) : named;
  const authMethods = standingMethods(oidc.state, login?.state, user.state);
  if (expiresAt <= ctx.now || authMethods === undefined || !(await isUsable(ctx, user))) return undefined;
  // Without a login it is a service user's, whose client is the service user itself.
  if (sessionId !== "" && !(await clientById(ctx, oidc.state.clientId))) return undefined;
  return {
    kind: "access_token",
    tokenId: tokenIdOf(token),
    user,
    clientId: oidc.state.clientId,
    audience: oidc.state.audience,
    scope: access.scope,
    issuedAt: new Date(access.issuedAt),
    expiresAt,
    authTime: new Date(oidc.state.authTime),
    authMethods,
    acrValues: oidc.state.acrValues,
    sessionId,
    userAgentId: login?.state.userAgent.fingerprint_id,
  };
}

async function verifyPat(ctx: Ctx, tokenId: string, userId: string): Promise<TokenInfo | undefined> {
  const [pat, user] = await Promise.all([
    ctx.store.get(Pat, ctx.instanceId, userId, tokenId),
    ctx.store.get(User, ctx.instanceId, userId),
  ]);
  if (!pat || !user || new Date(pat.state.expiration) <= ctx.now || !(await isUsable(ctx, user)))
    return undefined;
  return {
    kind: "pat",
    tokenId,
    user,
    clientId: "",
    audience: [],
    scope: pat.state.scopes,
    issuedAt: pat.createdAt,
    expiresAt: new Date(pat.state.expiration),
    authTime: pat.createdAt,
    authMethods: [],
    sessionId: "",
  };
}
