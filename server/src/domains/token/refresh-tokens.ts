import { Session } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import { type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OidcSessionEvent } from "./events.ts";
import { renewableOidcSessionsOf } from "./queries.ts";
import { standingMethods } from "./standing.ts";
import { OidcSession, type OidcSessionState } from "./state.ts";

/** An OIDC session whose tokens can be renewed. */
export type Renewable = Row<OidcSessionState & Required<Pick<OidcSessionState, "refreshToken">>>;

const revoked: OidcSessionEvent = { type: "oidc_session.refresh_token.revoked", payload: null };

/** Of one person at once; who has more logs in by program. */
const maxListed = 1_000;

/** The refresh tokens of a user that would be taken: not expired, and still logged in. */
export async function refreshTokensOf(ctx: Ctx, userId: string): Promise<readonly Renewable[]> {
  const rows = await renewableOidcSessionsOf(ctx, userId, maxListed);
  const [user, logins] = await Promise.all([
    ctx.store.get(User, ctx.instanceId, userId),
    Promise.all(rows.map(({ state }) => ctx.store.get(Session, ctx.instanceId, state.sessionId))),
  ]);
  return rows.flatMap((row, at) => {
    const { refreshToken } = row.state;
    const loggedIn = user !== undefined && standingMethods(row.state, logins[at]?.state, user.state);
    return refreshToken && loggedIn ? [{ ...row, state: { ...row.state, refreshToken } }] : [];
  });
}

/**
 * Ends what was issued with a user's refresh token.
 * @param oidcSessionId which it keeps however often it is renewed
 * @throws not_found when it is another's, or not there any more
 */
export async function revokeRefreshToken(
  ctx: Ctx,
  userId: string,
  oidcSessionId: string,
): Promise<Written<OidcSessionState>> {
  const [session] = await ctx.store.execute(ctx, [ref(OidcSession, oidcSessionId)], ([before]) => {
    if (before?.userId !== userId || before.refreshToken === undefined)
      throw notFound("OIDCS-Rt0nf", "Errors.OIDCSession.RefreshTokenNotFound");
    return [[revoked]];
  });
  return session;
}

/** Ends everything that a user's refresh tokens were issued for; somebody else may have been faster at some. */
export async function revokeRefreshTokensOf(ctx: Ctx, userId: string): Promise<void> {
  for (;;) {
    const rows = await renewableOidcSessionsOf(ctx, userId, maxListed);
    await Promise.all(
      rows.map(({ aggregateId }) =>
        ctx.store.execute(
          ctx,
          [ref(OidcSession, aggregateId)],
          ([before]) => [before?.refreshToken ? [revoked] : []],
          { lane: "bulk" },
        ),
      ),
    );
    if (rows.length < maxListed) return;
  }
}
