import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OidcSessionEvent } from "./events.ts";
import { liveOidcSessionsOf } from "./queries.ts";
import { OidcSession, type OidcSessionState } from "./state.ts";

/** Revokes what is alive. */
function endOidcSession(session: OidcSessionState | undefined): readonly OidcSessionEvent[] {
  const events: OidcSessionEvent[] = [];
  if (session?.accessToken) events.push({ type: "oidc_session.access_token.revoked", payload: null });
  if (session?.refreshToken) events.push({ type: "oidc_session.refresh_token.revoked", payload: null });
  return events;
}

/** Follows the removal of a user. @returns how many OIDC sessions ended, `limit` at most */
export async function endOidcSessionsOf(ctx: Ctx, userId: string, limit: number): Promise<number> {
  const sessions = await liveOidcSessionsOf(ctx, userId, limit);
  const how = { lane: "bulk" } as const;
  await Promise.all(
    sessions.map(({ aggregateId }) =>
      ctx.store.execute(ctx, [ref(OidcSession, aggregateId)], ([before]) => [endOidcSession(before)], how),
    ),
  );
  return sessions.length;
}
