import { standsWithUser, type UserState, userById, usersByIds } from "#src/domains/user/index.ts";
import { anyOf, type Found, type Page, search, timestampFilter } from "#src/kits/search/index.ts";
import type { Scope } from "#src/platform/authz/index.ts";
import { join, type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { asItStands } from "./standing.ts";
import { Session, type SessionState } from "./state.ts";

/** The session as it stands, ended or not. */
export async function sessionById(ctx: Ctx, sessionId: string): Promise<Row<SessionState> | undefined> {
  const row = await ctx.store.get(Session, ctx.instanceId, sessionId);
  const userId = row?.state.factors.user?.id;
  if (row === undefined || userId === undefined) return row;
  const user = await userById(ctx, userId);
  return { ...row, state: asItStands(row.state, sessionId, user?.state) };
}

/** The login is not over by anything that happened to its user. */
const stands = standsWithUser(sql`t.user_id`, sql`t.aggregate_id`, sql`coalesce(t.epoch, 0)`);

/** Conditions on a list of sessions, shared by the API generations. */
export const sessionFilters = {
  ids: (ids: readonly string[]): Sql => anyOf(sql`t.aggregate_id`, ids),
  user: (userId: string): Sql => sql`t.user_id = ${userId}`,
  creator: (creator: string): Sql => sql`t.creator = ${creator}`,
  userAgent: (fingerprintId: string): Sql => sql`t.user_agent_id = ${fingerprintId}`,
  created: (...args: [number, Parameters<typeof timestampFilter>[2]]): Sql =>
    timestampFilter(sql`t.created_at`, ...args),
  expires: (...args: [number, Parameters<typeof timestampFilter>[2]]): Sql =>
    timestampFilter(sql`t.expires_at`, ...args),
} as const;

export const sessionSorts = { created: sql`t.created_at` } as const;

/**
 * Sessions the caller may see: those they made, their own, those of the same user agent, and those of users of
 * organizations where they hold `session.read`. Ended sessions are not listed, nor those of users who are gone.
 */
function visibleTo(ctx: Ctx, scope: Scope): Sql {
  if (scope.all) return sql`true`;
  const { userId, userAgentId } = ctx.caller;
  return sql`(${join(
    [
      sql`t.creator = ${userId}`,
      sql`t.user_id = ${userId}`,
      ...(userAgentId ? [sessionFilters.userAgent(userAgentId)] : []),
      ...(scope.orgIds.length > 0 ? [sql`t.user_org_id = any(${scope.orgIds}::text[])`] : []),
    ],
    " or ",
    "false",
  )})`;
}

export function searchSessions(
  ctx: Ctx,
  scope: Scope,
  filters: readonly Sql[],
  page: Page,
  sort?: Sql,
): Promise<Found<SessionState>> {
  return search(ctx.store, Session, ctx.instanceId, {
    filters: [sql`t.status = 'active'`, sql`(t.user_id is null or ${stands})`, ...filters],
    scope: visibleTo(ctx, scope),
    page,
    sort,
  });
}

interface BrowserSessions {
  /** Those that live, newest first. */
  readonly sessions: readonly Row<SessionState>[];
  /** Whose they are, by id; without those who are gone. */
  readonly users: ReadonlyMap<string, Row<UserState>>;
}

/** The live sessions of one browser, and their users. */
export async function browserSessions(ctx: Ctx, fingerprintId: string): Promise<BrowserSessions> {
  const rows = await ctx.store.select(
    Session,
    ctx.instanceId,
    sql`t.user_agent_id = ${fingerprintId} and t.status = 'active' and t.user_id is not null`,
    sql`order by t.changed_at desc limit 50`,
    { gather: true },
  );
  const users = await usersByIds(
    ctx,
    rows.flatMap(({ state }) => state.factors.user?.id ?? []),
  );
  const standing = rows.map((row) => {
    const user = users.get(row.state.factors.user?.id ?? "");
    return { ...row, state: asItStands(row.state, row.aggregateId, user?.state) };
  });
  return { sessions: standing.filter(({ state }) => state.status === "active"), users };
}

/** The live sessions of one browser, newest first. */
export const sessionsOfUserAgent = async (
  ctx: Ctx,
  fingerprintId: string,
): Promise<readonly Row<SessionState>[]> => (await browserSessions(ctx, fingerprintId)).sessions;

/** So many at most. */
const activeOf = (
  ctx: Ctx,
  userId: string,
  which: Sql,
  limit: number,
): Promise<readonly Row<SessionState>[]> =>
  ctx.store.select(
    Session,
    ctx.instanceId,
    sql`t.user_id = ${userId} and t.status = 'active' and ${which}`,
    sql`limit ${limit}`,
  );

/** Live sessions of a user, also of one who is gone; so many at most. */
export const liveSessionsOf = (ctx: Ctx, userId: string, limit: number) =>
  activeOf(ctx, userId, sql`true`, limit);

/** Those of them that are over by something that happened to the user; so many at most. */
export const overSessionsOf = (ctx: Ctx, userId: string, limit: number) =>
  activeOf(ctx, userId, sql`not ${stands}`, limit);

/** That ended or expired before `before`. */
export const isPastSession = (before: Date): Sql => sql`t.ends_at < ${before}`;

/** A user's that are ended. */
export const isEndedSessionOf = (userId: string): Sql =>
  sql`t.user_id = ${userId} and t.status = 'terminated'`;
