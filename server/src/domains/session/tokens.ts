import type { Row } from "#src/platform/eventstore/index.ts";
import { denied } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { Session, type SessionState } from "./state.ts";

/** The bearer form of a session's current token. */
export const sealSessionToken = (ctx: Ctx, sessionId: string, tokenId: string): string =>
  ctx.secrets.sealToken("session_token", `sess_${sessionId}:${tokenId}`);

/** What a bearer token says when it is a session's: undefined for any other token. */
export function readSessionToken(
  ctx: Pick<Ctx, "secrets">,
  token: string,
): { readonly sessionId: string; readonly tokenId: string } | undefined {
  const text = ctx.secrets.openToken("session_token", token);
  const match = text === undefined ? null : /^sess_([^:]+):([^:]+)$/.exec(text);
  const [, sessionId, tokenId] = match ?? [];
  return sessionId === undefined || tokenId === undefined ? undefined : { sessionId, tokenId };
}

/** Whether a token is the session's current one. The token is sealed, so ids inside can be compared plainly. */
export function isCurrentToken(
  ctx: Pick<Ctx, "secrets">,
  session: Row<SessionState>,
  token: string,
): boolean {
  const read = readSessionToken(ctx, token);
  return (
    read !== undefined && read.sessionId === session.aggregateId && read.tokenId === session.state.tokenId
  );
}

/** @throws permission_denied COMMAND-sGr42 */
export function requireCurrentToken(
  ctx: Pick<Ctx, "secrets">,
  session: Row<SessionState>,
  token: string,
): void {
  if (!isCurrentToken(ctx, session, token)) throw denied("COMMAND-sGr42", "Errors.Session.Token.Invalid");
}

/** The session whose current token this is, not ended by itself; whether its user still stands by it is not asked. */
export async function sessionFromToken(
  ctx: Pick<Ctx, "secrets" | "store" | "instanceId">,
  token: string,
): Promise<Row<SessionState> | undefined> {
  const read = readSessionToken(ctx, token);
  const session = read && (await ctx.store.get(Session, ctx.instanceId, read.sessionId));
  return session && session.state.status === "active" && isCurrentToken(ctx, session, token)
    ? session
    : undefined;
}
