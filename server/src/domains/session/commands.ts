import { withinMessageLimits } from "#src/domains/message/index.ts";
import { epochOf, type PasswordOutcome, User, userById } from "#src/domains/user/index.ts";
import { fresh, peek, type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  type ChallengeRequests,
  type MadeChallenges,
  makeChallenges,
  type ReturnedChallenges,
} from "./challenges.ts";
import { type Checks, runChecks } from "./checks.ts";
import {
  addSession,
  changeSession,
  requireAlive,
  requireSameUser,
  type SessionChange,
  terminateSession,
} from "./decisions.ts";
import type { UserAgent } from "./events.ts";
import { liveSessionsOf, overSessionsOf } from "./queries.ts";
import { Session, type SessionState } from "./state.ts";
import { sealSessionToken } from "./tokens.ts";
import { checkUser, type Tells } from "./user-check.ts";

export interface SessionInput {
  readonly checks: Checks;
  /** Made when all checks have succeeded. */
  readonly challenges?: ChallengeRequests | undefined;
  /** Values are base64; an empty one removes its key. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** 0 = without end. */
  readonly lifetimeSeconds?: number | undefined;
  /** Recorded of the user together with the session: of the password that `checks.passwordProven` speaks of. */
  readonly passwordOutcome?: PasswordOutcome | undefined;
}

export interface ChangedSession {
  readonly row: Written<SessionState>;
  /** The new bearer token; empty when nothing changed, and the old one goes on. */
  readonly token: string;
  readonly challenges: ReturnedChallenges;
}

/** What is stored of a request, and what goes with it. */
interface Prepared {
  readonly change: SessionChange;
  readonly made: MadeChallenges;
}

/** Runs the checks, makes the challenges, and says what is to be stored; nothing of the session is yet. */
async function prepare(
  ctx: Ctx,
  sessionId: string,
  session: SessionState | undefined,
  { checks, challenges = {}, metadata, lifetimeSeconds }: SessionInput,
  tells: Tells,
): Promise<Prepared> {
  if (lifetimeSeconds !== undefined && lifetimeSeconds < 0)
    throw invalid("COMMAND-asEG4", "Errors.Session.PositiveLifetime", { field: "lifetime" });
  const user = checks.user && (await checkUser(ctx, checks.user, tells));
  // Before any credential is compared: the token of one's own session must not open others to guessing.
  if (user) requireSameUser(session, user.aggregateId);
  const userId = user?.aggregateId ?? session?.factors.user?.id;
  const proofs = await runChecks(ctx, session, userId, checks);
  const made = await makeChallenges(ctx, sessionId, userId, challenges);
  const language = user?.state.kind === "human" ? user.state.human.preferredLanguage : "";
  const change: SessionChange = {
    user: user && {
      id: user.aggregateId,
      orgId: user.owner,
      ...(language === "" ? {} : { preferredLanguage: language }),
      epoch: Math.min(
        checks.passwordProven ?? Number.POSITIVE_INFINITY,
        checks.webAuthNProven?.epoch ?? Number.POSITIVE_INFINITY,
        epochOf(user.state),
      ),
    },
    epoch: session?.factors.user?.epoch ?? 0,
    proofs,
    challenges: made.events,
    metadata,
    lifetimeSeconds,
    tokenId: ctx.newId(),
    at: ctx.now.toISOString(),
  };
  return { change, made };
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
  const { change, made } = await prepare(ctx, sessionId, undefined, input, () => true);
  const refs = [fresh(Session, sessionId), userRef(change, undefined)] as const;
  const [row] = await withinMessageLimits(ctx, made.wanted, () =>
    ctx.store.execute(
      ctx,
      refs,
      ([session, user]) => [
        addSession(input.userAgent, change)(session, user),
        input.passwordOutcome?.(user) ?? [],
      ],
      { jobs: () => made.jobs },
    ),
  );
  return { row, token: sealSessionToken(ctx, sessionId, change.tokenId), challenges: made.returned };
}

/**
 * Whose user is locked or not active hears that, rather than that the session is over, which it is by that.
 * @throws what `checkUser` and `requireAlive` say
 */
async function requireGoesOn(ctx: Ctx, { state }: Row<SessionState>): Promise<void> {
  const userId = state.factors.user?.id;
  if (state.status === "terminated" && userId !== undefined && (await userById(ctx, userId)))
    await checkUser(ctx, { userId }, () => true);
  requireAlive(state, ctx.now.toISOString());
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
  await requireGoesOn(ctx, session);
  const { change, made } = await prepare(ctx, session.aggregateId, session.state, input, tells);
  const refs = [ref(Session, session.aggregateId), userRef(change, session.state)] as const;
  const [row] = await withinMessageLimits(ctx, made.wanted, () =>
    ctx.store.execute(
      ctx,
      refs,
      ([before, user]) => [
        changeSession(
          session.aggregateId,
          change,
          input.byToken ? session.state.tokenId : undefined,
        )(before, user),
        input.passwordOutcome?.(user) ?? [],
      ],
      { jobs: () => made.jobs },
    ),
  );
  const changed = row.sequence !== session.sequence && row.state?.tokenId === change.tokenId;
  const token = changed ? sealSessionToken(ctx, session.aggregateId, change.tokenId) : "";
  return { row, token, challenges: made.returned };
}

/** Ends a session; from the answer on neither its token nor any token issued for it is good. */
export async function terminate(ctx: Ctx, sessionId: string): Promise<Written<SessionState>> {
  const [row] = await ctx.store.execute(ctx, [ref(Session, sessionId)], ([before]) => [
    terminateSession(before),
  ]);
  return row;
}

/** Follows the removal of a user. @returns how many sessions ended, `limit` at most */
export const endSessionsOf = async (ctx: Ctx, userId: string, limit: number): Promise<number> =>
  endAll(ctx, await liveSessionsOf(ctx, userId, limit));

/**
 * Follows whatever ended logins of a user: their sessions are over by it already, and are forgotten in time once they are
 * written as ended.
 * @returns how many there were, `limit` at most
 */
export const endOverSessionsOf = async (ctx: Ctx, userId: string, limit: number): Promise<number> =>
  endAll(ctx, await overSessionsOf(ctx, userId, limit));

async function endAll(ctx: Ctx, sessions: readonly Row<SessionState>[]): Promise<number> {
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
