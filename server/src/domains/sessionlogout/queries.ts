import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { SessionLogout, type SessionLogoutState } from "./state.ts";

/** Sessions of a user with somebody left to tell, by their ids behind `after`; so many at most. */
export const openLogoutsOf = (
  ctx: Ctx,
  userId: string,
  after: string,
  limit: number,
): Promise<readonly Row<SessionLogoutState>[]> =>
  ctx.store.select(
    SessionLogout,
    ctx.instanceId,
    sql`t.user_id = ${userId} and t.closed_at is null and t.aggregate_id > ${after}`,
    sql`order by t.aggregate_id limit ${limit}`,
  );

/** Where everybody was told before `before`. */
export const isPastSessionLogout = (before: Date): Sql => sql`t.closed_at < ${before}`;
