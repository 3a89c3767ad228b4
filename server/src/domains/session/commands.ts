import {
  checkPassword,
  findByLoginName,
  isUsable,
  User,
  type UserState,
  userById,
} from "#src/domains/user/index.ts";
import { fresh, peek, type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  addSession,
  changeSession,
  requireSameUser,
  type SessionChange,
  terminateSession,
} from "./decisions.ts";
import type { UserAgent } from "./events.ts";
import { liveSessionsOf } from "./queries.ts";
import { Session, type SessionState } from "./state.ts";
import { sealSessionToken } from "./tokens.ts";

/** What a request wants checked, in the order in which it is checked; the first failure ends it. */
export interface Checks {
  readonly user?: { readonly userId: string } | { readonly loginName: string } | undefined;
  readonly password?: string | undefined;
  /** The caller has just compared the user's password itself, and it was right. */
  readonly passwordProven?: true | undefined;
}

export interface SessionInput {
  readonly checks: Checks;
  /** Values are base64; an empty one removes its key. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** 0 = without end. */
  readonly lifetimeSeconds?: number | undefined;
}

export interface ChangedSession {
  readonly row: Written<SessionState>;
  /** The new bearer token; empty when nothing changed, and the old one goes on. */
  readonly token: string;
}

/** Whether a caller may be told that there is somebody who cannot log in at the moment, and why. */
type Tells = (user: Row<UserState>) => boolean;

/**
 * The user whom a check names.
 * @throws failed_precondition COMMAND-JLK35 or COMMAND-Us3na for who is locked or not active, by id and by name alike;
 *   by name not_found SESSION-Us4nf, as for nobody, for those who may not be told
 */
async function userOf(ctx: Ctx, wanted: NonNullable<Checks["user"]>, tells: Tells): Promise<Row<UserState>> {
  const byId = "userId" in wanted;
  const found = byId ? [await userById(ctx, wanted.userId)] : await findByLoginName(ctx, wanted.loginName);
  const [user] = found;
  if (user === undefined || found.length > 1)
    throw notFound("SESSION-Us4nf", "Errors.User.NotFound", { field: "checks.user" });
  if (await isUsable(ctx, user)) return user;
  const told = tells(user);
  if (!told && !byId) throw notFound("SESSION-Us4nf", "Errors.User.NotFound", { field: "checks.user" });
  if (told && user.state.status === "locked") throw precondition("COMMAND-JLK35", "Errors.User.Locked");
  throw precondition("COMMAND-Us3na", "Errors.User.NotActive");
}

/** Runs the checks and says what they prove. */
async function prove(
  ctx: Ctx,
  session: SessionState | undefined,
  { checks, metadata, lifetimeSeconds }: SessionInput,
  tells: Tells,
): Promise<SessionChange> {
  if (lifetimeSeconds !== undefined && lifetimeSeconds < 0)
    throw invalid("COMMAND-asEG4", "Errors.Session.PositiveLifetime", { field: "lifetime" });
  const user = checks.user && (await userOf(ctx, checks.user, tells));
  // Before any credential is compared: the token of one's own session must not open others to guessing.
  if (user) requireSameUser(session, user.aggregateId);
  const userId = user?.aggregateId ?? session?.factors.user?.id;
  if (checks.password !== undefined) {
    if (userId === undefined) throw precondition("COMMAND-Sfw3f", "Errors.User.UserIDMissing");
    await checkPassword(ctx, userId, checks.password);
  }
  const language = user?.state.kind === "human" ? user.state.human.preferredLanguage : "";
  return {
    user: user && {
      id: user.aggregateId,
      orgId: user.owner,
      ...(language === "" ? {} : { preferredLanguage: language }),
    },
    passwordChecked: checks.password !== undefined || checks.passwordProven === true,
    metadata,
    lifetimeSeconds,
    tokenId: ctx.newId(),
    at: ctx.now.toISOString(),
  };
}

/** A user who is named in a change is guarded with it, so that nobody who is being removed gets a session. */
const userRef = (change: SessionChange, session: SessionState | undefined) => {
  const userId = change.user?.id ?? session?.factors.user?.id;
  return userId === undefined
    ? peek(ref(User, ""), "there is no user yet, and nothing rests on one")
    : ref(User, userId);
};

/** For callers who may write sessions in the whole instance. */
export async function createSession(
  ctx: Ctx,
  input: SessionInput & { readonly userAgent?: UserAgent | undefined },
): Promise<ChangedSession> {
  const sessionId = ctx.newId();
  const change = await prove(ctx, undefined, input, () => true);
  const refs = [fresh(Session, sessionId), userRef(change, undefined)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([session, user]) => [
    addSession(input.userAgent, change)(session, user),
    [],
  ]);
  return { row, token: sealSessionToken(ctx, sessionId, change.tokenId) };
}

/** Adds proofs, metadata or a lifetime; every change makes a new token, and the one before is dead at once. */
export async function updateSession(
  ctx: Ctx,
  session: Row<SessionState>,
  input: SessionInput & {
    /** The caller came by the session's token, which must still be the current one when the change is made. */
    readonly byToken?: boolean | undefined;
  },
): Promise<ChangedSession> {
  const current = session.state.factors.user?.id;
  // Of a session without a user the permission is that on the instance.
  const tells: Tells = ({ aggregateId }) =>
    current === undefined ? input.byToken !== true : current === aggregateId;
  const change = await prove(ctx, session.state, input, tells);
  const refs = [ref(Session, session.aggregateId), userRef(change, session.state)] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([before, user]) => [
    changeSession(change, input.byToken ? session.state.tokenId : undefined)(before, user),
    [],
  ]);
  const changed = row.sequence !== session.sequence && row.state?.tokenId === change.tokenId;
  return { row, token: changed ? sealSessionToken(ctx, session.aggregateId, change.tokenId) : "" };
}

/** Ends a session; from the answer on neither its token nor any token issued for it is good. */
export async function terminate(ctx: Ctx, sessionId: string): Promise<Written<SessionState>> {
  const [row] = await ctx.store.execute(ctx, [ref(Session, sessionId)], ([before]) => [
    terminateSession(before),
  ]);
  return row;
}

/** Follows the removal of a user. @returns how many sessions ended, `limit` at most */
export async function endSessionsOf(ctx: Ctx, userId: string, limit: number): Promise<number> {
  const sessions = await liveSessionsOf(ctx, userId, limit);
  const how = { lane: "bulk" } as const;
  await Promise.all(
    sessions.map(({ aggregateId }) =>
      ctx.store.execute(
        ctx,
        [ref(Session, aggregateId)],
        ([before]) => [before ? terminateSession(before) : []],
        how,
      ),
    ),
  );
  return sessions.length;
}
