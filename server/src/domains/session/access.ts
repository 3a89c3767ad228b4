import { requirePermission } from "#src/platform/authz/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound, unauthenticated } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { ChallengeRequests } from "./challenges.ts";
import { sessionById } from "./queries.ts";
import type { SessionState } from "./state.ts";
import { isCurrentToken, requireCurrentToken } from "./tokens.ts";

/** Permission on a session is permission at its user's organization; at the instance as long as there is no user. */
const ownerOf = (ctx: Ctx, session: Row<SessionState>): { readonly orgId: string } => ({
  orgId: session.state.factors.user?.orgId ?? ctx.instanceId,
});

/**
 * @param token of the caller; nobody else vouches for one who came without any other, so that it has to be right
 * @throws not_found COMMAND-Flk37; unauthenticated SESSION-An4to
 */
async function requireSession(ctx: Ctx, sessionId: string, token: string): Promise<Row<SessionState>> {
  const session = await sessionById(ctx, sessionId);
  if (ctx.caller.kind === "anonymous" && !(session && isCurrentToken(ctx, session, token)))
    throw unauthenticated("SESSION-An4to", "Errors.Session.Token.Invalid");
  if (!session) throw notFound("COMMAND-Flk37", "Errors.Session.NotExisting");
  return session;
}

/** Who has the current token, or `session.write`, may change a session. A token that is given must be right. */
export async function sessionToChange(
  ctx: Ctx,
  sessionId: string,
  token: string,
): Promise<Row<SessionState>> {
  const session = await requireSession(ctx, sessionId, token);
  if (token !== "") requireCurrentToken(ctx, session, token);
  else await requirePermission(ctx, "session.write", ownerOf(ctx, session));
  return session;
}

/**
 * Whoever is handed a code proves nothing by it: that is for those alone who vouch for the person, who hold
 * `session.write`. The session's own token does not do.
 */
export async function requireMayBeHandedCodes(
  ctx: Ctx,
  session: Row<SessionState>,
  { otpSms, otpEmail }: ChallengeRequests,
): Promise<void> {
  if (otpSms?.kind === "return" || otpEmail?.kind === "return")
    await requirePermission(ctx, "session.write", ownerOf(ctx, session));
}

/** Who has the token, whose session it is, or who holds `session.delete`, may end a session. */
export async function sessionToEnd(ctx: Ctx, sessionId: string, token: string): Promise<Row<SessionState>> {
  const session = await requireSession(ctx, sessionId, token);
  if (token !== "" && session.state.status === "active") requireCurrentToken(ctx, session, token);
  else if (ctx.caller.userId !== session.state.factors.user?.id)
    await requirePermission(ctx, "session.delete", ownerOf(ctx, session));
  return session;
}

/** Like ending, and who made it or shares its user agent may read it as well. An ended session is gone for readers. */
export async function sessionToRead(ctx: Ctx, sessionId: string, token: string): Promise<Row<SessionState>> {
  const session = await requireSession(ctx, sessionId, token);
  if (session.state.status !== "active") throw notFound("SESSION-Gt8en", "Errors.Session.NotExisting");
  const { creator, factors, userAgent } = session.state;
  const { userId, userAgentId } = ctx.caller;
  if (token !== "") requireCurrentToken(ctx, session, token);
  else if (
    creator !== userId &&
    factors.user?.id !== userId &&
    (userAgentId === undefined || userAgent.fingerprint_id !== userAgentId)
  )
    await requirePermission(ctx, "session.read", ownerOf(ctx, session));
  return session;
}

/**
 * Who has the current token may finish a request with a session. An ended session has no token any more; it is given
 * as it stands, for the caller to refuse.
 * @throws not_found COMMAND-Flk38, permission_denied COMMAND-sGr42
 */
export async function sessionToLink(ctx: Ctx, sessionId: string, token: string): Promise<Row<SessionState>> {
  const session = await sessionById(ctx, sessionId);
  if (!session) throw notFound("COMMAND-Flk38", "Errors.Session.NotExisting");
  if (session.state.status === "active") requireCurrentToken(ctx, session, token);
  return session;
}
