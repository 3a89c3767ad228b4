import { existsUser } from "#src/domains/user/index.ts";
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

/**
 * Over all instances: whose last token expired before `before`, or was revoked before then, and revoked ones of users
 * who are gone.
 */
export const isPastOidcSession = (before: Date): Sql =>
  sql`(t.expires_at < ${before} or (t.expires_at is null
    and (t.changed_at < ${before} or not ${existsUser(sql`t.user_id`)})))`;
