/** Who is to be told of the end of a session, and telling them: as jobs, each of its own, so that none waits for another. */
import { isOver, Session, sessionEndedTask } from "#src/domains/session/index.ts";
import { userById } from "#src/domains/user/index.ts";
import { type Job, type Row, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { SessionLogoutEvent } from "./events.ts";
import { openLogoutsOf } from "./queries.ts";
import { SessionLogout, type SessionLogoutState } from "./state.ts";

/** Tells one client. */
export const backChannelTask = "session.logout.back_channel";

interface Expected {
  readonly sessionId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly oidcSessionId: string;
  readonly uri: string;
}

/**
 * To be called before a client gets tokens in a session: from then on it hears of the session's end, once, however
 * often it gets tokens there.
 */
export async function expectLogout(ctx: Ctx, expected: Expected): Promise<void> {
  const { sessionId, clientId } = expected;
  const known = await ctx.store.get(SessionLogout, ctx.instanceId, sessionId);
  if (known?.state.clients[clientId]) return;
  const session = await ctx.store.get(Session, ctx.instanceId, sessionId);
  const expiresAt = session?.state.expiresAt;
  await ctx.store.execute(
    ctx,
    [ref(SessionLogout, sessionId)],
    ([before]) => [before?.clients[clientId] ? [] : [registered(expected, ctx.origin)]],
    {
      jobs: ([before]) => (before || expiresAt === undefined ? [] : [lookAgain(sessionId, expiresAt)]),
    },
  );
}

const registered = (
  { oidcSessionId, userId, clientId, uri }: Expected,
  issuer: string,
): SessionLogoutEvent => ({
  type: "session_logout.back_channel.registered",
  payload: {
    oidc_session_id: oidcSessionId,
    user_id: userId,
    client_id: clientId,
    back_channel_logout_uri: uri,
    issuer,
  },
});

/** A session that expires ends without anybody doing anything. */
const lookAgain = (sessionId: string, expiresAt: string): Job => ({
  task: sessionEndedTask,
  payload: { sessionId },
  runAt: new Date(expiresAt),
});

/** Jobs of one session and client run one after another, so that the second of two causes finds it told. */
const tell = ({ aggregateId: sessionId, state }: Row<SessionLogoutState>): readonly Job[] =>
  Object.entries(state.clients)
    .filter(([, { closed }]) => !closed)
    .map(([clientId]) => ({
      task: backChannelTask,
      payload: { sessionId, clientId },
      orderKey: `${backChannelTask} ${sessionId} ${clientId}`,
    }));

const enqueue = async (ctx: Ctx, jobs: readonly Job[]): Promise<void> => {
  if (jobs.length > 0) await ctx.store.execute(ctx, [], () => [], { jobs: () => jobs });
};

/** Follows the end of a session, by whatever. One that was prolonged is looked at again when it expires. */
export async function tellOfSession(ctx: Ctx, sessionId: string): Promise<void> {
  const row = await ctx.store.get(SessionLogout, ctx.instanceId, sessionId);
  if (row === undefined || row.state.closedAt !== undefined) return;
  const session = await ctx.store.get(Session, ctx.instanceId, sessionId);
  const user = await userById(ctx, row.state.userId);
  if (isOver(session, user?.state, ctx.now)) return enqueue(ctx, tell(row));
  const expiresAt = session?.state.expiresAt;
  if (expiresAt !== undefined) await enqueue(ctx, [lookAgain(sessionId, expiresAt)]);
}

/**
 * Follows whatever ended logins of a user: looks which of their sessions are over by it, so many at a time.
 * @param after the session that the run before came to
 * @returns the session that this run came to; undefined when there are no more
 */
export async function tellOfUser(
  ctx: Ctx,
  userId: string,
  after: string,
  limit: number,
): Promise<string | undefined> {
  const rows = await openLogoutsOf(ctx, userId, after, limit);
  const user = await userById(ctx, userId);
  const jobs = await Promise.all(
    rows.map(async (row) => {
      const session = await ctx.store.get(Session, ctx.instanceId, row.aggregateId);
      return isOver(session, user?.state, ctx.now) ? tell(row) : [];
    }),
  );
  await enqueue(ctx, jobs.flat());
  return rows.length < limit ? undefined : rows.at(-1)?.aggregateId;
}

/** Writes that a client was told, or why it was given up; once. */
export async function closeLogout(
  ctx: Ctx,
  sessionId: string,
  clientId: string,
  failure?: string,
): Promise<void> {
  await ctx.store.execute(ctx, [ref(SessionLogout, sessionId)], ([before]) => {
    const client = before?.clients[clientId];
    return [client === undefined || client.closed ? [] : [closed(client.oidcSessionId, clientId, failure)]];
  });
}

function closed(oidcSessionId: string, clientId: string, failure: string | undefined): SessionLogoutEvent {
  const payload = { oidc_session_id: oidcSessionId, client_id: clientId };
  return failure === undefined
    ? { type: "session_logout.back_channel.sent", payload }
    : { type: "session_logout.back_channel.failed", payload: { ...payload, reason: failure } };
}
