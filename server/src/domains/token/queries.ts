import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { OidcSession, type OidcSessionState } from "./state.ts";

/** OIDC sessions of a user with a token that is not revoked, also of a user who is gone; so many at most. */
export const liveOidcSessionsOf = (
  ctx: Ctx,
  userId: string,
  limit: number,
): Promise<readonly Row<OidcSessionState>[]> =>
  ctx.store.select(
    OidcSession,
    ctx.instanceId,
    sql`t.user_id = ${userId} and t.expires_at is not null`,
    sql`limit ${limit}`,
  );

/** OIDC sessions of a user that tokens can be renewed in, as far as they say it themselves; newest first, so many at most. */
export const renewableOidcSessionsOf = (
  ctx: Ctx,
  userId: string,
  limit: number,
): Promise<readonly Row<OidcSessionState>[]> =>
  ctx.store.select(
    OidcSession,
    ctx.instanceId,
    sql`t.user_id = ${userId} and t.expires_at > ${ctx.now} and t.state ? 'refreshToken'
      and t.state->'refreshToken'->>'idleExpiresAt' > ${ctx.now.toISOString()}`,
    sql`order by t.created_at desc limit ${limit}`,
  );

/** Whose last token expired, or was revoked, before `before`. */
export const isPastOidcSession = (before: Date): Sql => sql`t.ends_at < ${before}`;

/** A user's whose tokens are all revoked. */
export const isEndedOidcSessionOf = (userId: string): Sql =>
  sql`t.user_id = ${userId} and t.expires_at is null`;
