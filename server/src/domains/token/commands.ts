import {
  AuthRequest,
  type AuthRequestState,
  codeUsed,
  exchangeCode,
  readCode,
} from "#src/domains/authrequest/index.ts";
import { reachAuthentication } from "#src/domains/milestone/index.ts";
import { effectiveOidcSettings } from "#src/domains/oidcsettings/index.ts";
import { methodsThatStand, Session, type SessionState } from "#src/domains/session/index.ts";
import { User, type UserState } from "#src/domains/user/index.ts";
import { fresh, ownedBy, type Row, ref } from "#src/platform/eventstore/index.ts";
import { Failure, invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OidcSessionEvent } from "./events.ts";
import { openBearer, sealBearer, type TokenText, tokenIdOf } from "./ids.ts";
import { standingMethods } from "./standing.ts";
import { OidcSession, type OidcSessionState, type ServiceProof } from "./state.ts";

const nanosPerSecond = 1_000_000_000;

/** Why tokens are issued; the numbers are stored. */
export const reasons = { authRequest: 1, refresh: 2, jwtProfile: 3, clientCredentials: 4 } as const;

export interface Grant {
  readonly userId: string;
  readonly userOrgId: string;
  /** Empty for service users. */
  readonly sessionId: string;
  readonly clientId: string;
  readonly audience: readonly string[];
  readonly scope: readonly string[];
  readonly authMethods: readonly number[];
  /** RFC 3339 */
  readonly authTime: string;
  readonly nonce?: string | undefined;
  /** The authentication contexts that the client asked for. */
  readonly acrValues?: readonly string[] | undefined;
  /** Of service users. */
  readonly provenBy?: ServiceProof | undefined;
  readonly reason: 1 | 3 | 4;
  readonly withRefreshToken: boolean;
}

export interface Issued {
  readonly session: OidcSessionState;
  readonly oidcSessionId: string;
  /** The access token's id, a JWT's `jti`. */
  readonly tokenId: string;
  /** Opaque form; a client that wants JWTs gets claims signed instead. */
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly expiresInSeconds: number;
}

interface Lifetimes {
  readonly access: number;
  readonly refresh: number;
  readonly idle: number;
}

export async function lifetimes(ctx: Ctx): Promise<Lifetimes> {
  const settings = await effectiveOidcSettings(ctx);
  return {
    access: settings.accessTokenLifetimeSeconds,
    refresh: settings.refreshTokenExpirationSeconds,
    idle: settings.refreshTokenIdleExpirationSeconds,
  };
}

const accessTokenAdded = (
  partId: string,
  scope: readonly string[],
  lifetimeSeconds: number,
  reason: 1 | 2 | 3 | 4,
): OidcSessionEvent => ({
  type: "oidc_session.access_token.added",
  payload: { id: partId, scope, lifetime: lifetimeSeconds * nanosPerSecond, reason },
});

const provenBy = ({ epoch, secretLosses, keyId }: ServiceProof = { epoch: 0, secretLosses: 0 }) => ({
  ...(epoch > 0 ? { epoch } : {}),
  ...(secretLosses > 0 ? { losses: secretLosses } : {}),
  ...(keyId === undefined ? {} : { keyID: keyId }),
});

export function granted(
  grant: Grant,
  access: string,
  refresh: string,
  times: Lifetimes,
): readonly OidcSessionEvent[] {
  const { nonce, acrValues } = grant;
  const events: OidcSessionEvent[] = [
    {
      type: "oidc_session.added",
      payload: {
        userID: grant.userId,
        userResourceOwner: grant.userOrgId,
        sessionID: grant.sessionId,
        clientID: grant.clientId,
        audience: grant.audience,
        scope: grant.scope,
        authMethods: grant.authMethods,
        authTime: grant.authTime,
        ...(nonce === undefined ? {} : { nonce }),
        ...(acrValues === undefined ? {} : { acrValues }),
        ...provenBy(grant.provenBy),
      },
    },
    accessTokenAdded(access, grant.scope, times.access, grant.reason),
  ];
  if (grant.withRefreshToken)
    events.push({
      type: "oidc_session.refresh_token.added",
      payload: {
        id: refresh,
        lifetime: times.refresh * nanosPerSecond,
        idleLifetime: times.idle * nanosPerSecond,
      },
    });
  return events;
}

export function issued(
  ctx: Ctx,
  oidcSessionId: string,
  session: OidcSessionState | undefined,
  parts: { readonly access: string; readonly refresh: string | undefined },
  times: Lifetimes,
): Issued {
  if (session === undefined) throw new Failure("internal", "OIDCS-Gn0ne", "Errors.Internal");
  const { userId, sessionId } = session;
  const text = (partId: string): TokenText => ({ oidcSessionId, partId, userId, sessionId });
  return {
    session,
    oidcSessionId,
    tokenId: tokenIdOf(text(parts.access)),
    accessToken: sealBearer(ctx, "access_token", text(parts.access)),
    ...(parts.refresh === undefined
      ? {}
      : { refreshToken: sealBearer(ctx, "refresh_token", text(parts.refresh)) }),
    expiresInSeconds: times.access,
  };
}

/** Issues tokens without a code: service users. The user is guarded, so that nobody being removed gets any. */
export async function issueTokens(ctx: Ctx, grant: Grant): Promise<Issued> {
  const times = await lifetimes(ctx);
  const oidcSessionId = `V2_${ctx.newId()}`;
  const access = `at_${ctx.newId()}`;
  const refresh = `rt_${ctx.newId()}`;
  const target = ownedBy(grant.userOrgId, fresh(OidcSession, oidcSessionId));
  const [row] = await ctx.store.execute(ctx, [target, ref(User, grant.userId)], ([, user]) => {
    if (user === undefined || user.status !== "active") throw invalid("OIDCS-Kcw0d", "Errors.User.NotActive");
    return [granted(grant, access, refresh, times), []];
  });
  const parts = { access, refresh: grant.withRefreshToken ? refresh : undefined };
  return issued(ctx, oidcSessionId, row.state, parts, times);
}

/**
 * Redeems a code: the request is marked as exchanged in the unit that issues the tokens, so that a code works once
 * even when it comes twice at the same moment. One that comes back, then or later, was stolen or replayed: what it gave
 * ends (RFC 6749 section 4.1.2, RFC 9700 section 4.5.3).
 * @param grantOf what the request is worth to the client that redeems it; throws to refuse
 * @throws invalid_argument OIDCS-Cd0iv for a code that is none; failed_precondition when it was redeemed before
 */
export async function redeemCode(
  ctx: Ctx,
  code: string,
  grantOf: (request: RequestWithLogin) => Promise<Grant>,
): Promise<Issued> {
  const requestRef = readCode(ctx, code);
  const stored = requestRef && (await ctx.store.get(AuthRequest, ctx.instanceId, requestRef.aggregateId));
  const login = stored?.state.login;
  if (!requestRef || !stored || !login)
    throw invalid("OIDCS-Cd0iv", "Errors.AuthRequest.NoCode", { field: "code" });
  const grant = await grantOf({ row: stored, login });
  // What a code gave bears the request's id, so that it can be found when the code comes back.
  const oidcSessionId = requestRef.aggregateId;
  const times = await lifetimes(ctx);
  const access = `at_${ctx.newId()}`;
  const refresh = `rt_${ctx.newId()}`;
  const target = ownedBy(grant.userOrgId, ref(OidcSession, oidcSessionId));
  const refs = [target, requestRef, ref(Session, login.sessionId), ref(User, grant.userId)] as const;
  let reused = false;
  const [row] = await ctx.store.execute(ctx, refs, ([given, request, session, user]) => {
    reused = request?.status === "exchanged";
    if (reused) return [endTokens(given), [], [], []];
    const authMethods = standingLogin(ctx, grant, session, user, "code");
    return [granted({ ...grant, authMethods }, access, refresh, times), exchangeCode(request), [], []];
  });
  if (reused) throw codeUsed();
  await reachAuthentication(ctx, grant.clientId);
  const parts = { access, refresh: grant.withRefreshToken ? refresh : undefined };
  return issued(ctx, oidcSessionId, row.state, parts, times);
}

/**
 * By what somebody who has logged in is proven at this moment.
 * @param field what is redeemed
 * @throws invalid_argument when the user is not active or the login is over
 */
export function standingLogin(
  ctx: Pick<Ctx, "now">,
  { sessionId, authMethods }: Pick<Grant, "sessionId" | "authMethods">,
  session: SessionState | undefined,
  user: UserState | undefined,
  field: string,
): readonly number[] {
  if (user?.status !== "active") throw invalid("OIDCS-Kcw0e", "Errors.User.NotActive", { field });
  const standing = session && methodsThatStand(authMethods, session, sessionId, user);
  if (!session || !standing) throw invalid("OIDCS-Sn0al", "Errors.Session.Terminated", { field });
  if (session.expiresAt !== undefined && session.expiresAt <= ctx.now.toISOString())
    throw invalid("OIDCS-Sn1ex", "Errors.Session.Expired", { field });
  return standing;
}

function endTokens(session: OidcSessionState | undefined): readonly OidcSessionEvent[] {
  // Revoking the refresh token takes the access token along.
  const kind = session?.refreshToken ? "refresh" : "access";
  const alive = session?.refreshToken ?? session?.accessToken;
  return alive ? [{ type: `oidc_session.${kind}_token.revoked`, payload: null }] : [];
}

/** An authorization request that somebody has logged in for. */
export interface RequestWithLogin {
  readonly row: Row<AuthRequestState>;
  readonly login: NonNullable<AuthRequestState["login"]>;
}

const refused = () =>
  invalid("OIDCS-JOI23", "Errors.OIDCSession.RefreshTokenInvalid", { field: "refresh_token" });

/**
 * Renews tokens (RFC 6749 section 6) and rotates the refresh token. One that was rotated away being used again
 * means that it was stolen or replayed: everything issued with it ends (RFC 9700 section 4.14.2).
 * @param check the client's own conditions, and the scope it asks for; throws to refuse
 */
export async function refreshTokens(
  ctx: Ctx,
  refreshToken: string,
  check: (session: Row<OidcSessionState>) => Promise<readonly string[]>,
): Promise<Issued> {
  const text = openBearer(ctx, "refresh_token", refreshToken);
  const row = text && (await ctx.store.get(OidcSession, ctx.instanceId, text.oidcSessionId));
  if (!text || !row) throw refused();
  const scope = await check(row);
  const times = await lifetimes(ctx);
  const access = `at_${ctx.newId()}`;
  const refresh = `rt_${ctx.newId()}`;
  const refs = [
    ref(OidcSession, row.aggregateId),
    ref(User, row.state.userId),
    ref(Session, row.state.sessionId),
  ] as const;
  let reused = false;
  let authMethods: readonly number[] | undefined;
  const [after] = await ctx.store.execute(ctx, refs, ([session, user, login]) => {
    const current = session?.refreshToken;
    if (!session || !current) throw refused();
    reused = current.id !== text.partId;
    if (reused) return [[{ type: "oidc_session.refresh_token.revoked", payload: null }], [], []];
    const now = ctx.now.toISOString();
    const over = current.expiresAt <= now || current.idleExpiresAt <= now;
    authMethods = user && standingMethods(session, login, user);
    if (over || !authMethods || user?.status !== "active") throw refused();
    return [
      [
        accessTokenAdded(access, scope, times.access, reasons.refresh),
        {
          type: "oidc_session.refresh_token.renewed",
          payload: { id: refresh, idleLifetime: times.idle * nanosPerSecond },
        },
      ],
      [],
      [],
    ];
  });
  if (reused || !after.state || !authMethods) throw refused();
  return issued(ctx, row.aggregateId, { ...after.state, authMethods }, { access, refresh }, times);
}

/** What a string that a client wants revoked is of (RFC 7009); undefined for anything not ours. */
export function revocable(
  ctx: Ctx,
  token: string,
): (TokenText & { readonly kind: "access" | "refresh" }) | undefined {
  const access = openBearer(ctx, "access_token", token);
  if (access) return { ...access, kind: "access" };
  const refresh = openBearer(ctx, "refresh_token", token);
  return refresh && { ...refresh, kind: "refresh" };
}

/** Revoking a refresh token ends what was issued with it; an access token ends alone. A dead token stays dead. */
export async function revokeToken(
  ctx: Ctx,
  token: TokenText & { readonly kind: "access" | "refresh" },
): Promise<void> {
  await ctx.store.execute(ctx, [ref(OidcSession, token.oidcSessionId)], ([session]) => {
    const current = token.kind === "access" ? session?.accessToken : session?.refreshToken;
    if (current?.id !== token.partId) return [[]];
    return [[{ type: `oidc_session.${token.kind}_token.revoked` as const, payload: null }]];
  });
}
