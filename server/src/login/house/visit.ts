/** Who stands before the pages: the request, session and user of a visit, and what a page needs of them. */

import { Org } from "#src/domains/org/index.ts";
import { browserSessions as readSessions, type SessionState } from "#src/domains/session/index.ts";
import {
  loginNamesOf,
  lookUpName,
  ofLivingOrg,
  type TypedName,
  type UserState,
  userById,
  usersByIds,
} from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { evenTime } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isSignedIn } from "../flow/index.ts";
import type {
  Account,
  AnsweredApp,
  Loaded,
  RequestProblem,
  RequestView,
  SignedOutAccount,
  Visit,
} from "../visit.ts";
import { gatherFacts, type Known } from "./facts.ts";
import { orgOfNobody } from "./org.ts";
import { pageSettings } from "./page-settings.ts";
import { registrationIn } from "./registration.ts";
import { type OpenRequest, type RequestedOrg, readRequest, requestView } from "./request.ts";
import { sessionFacts } from "./session.ts";
import { userByName, userView } from "./user.ts";

export interface KnownVisit extends Known {
  /** The name that was typed, where it has a domain. */
  readonly typedName: TypedName | undefined;
  readonly signedOut: readonly Row<UserState>[];
  readonly problem: RequestProblem | undefined;
  readonly answered: AnsweredApp | undefined;
}

/** A session counts only when it is a live one of this very browser. */
export async function readVisit(ctx: Ctx, visit: Visit): Promise<KnownVisit> {
  const [read, typedName, { sessions: browserSessions, users }] = await Promise.all([
    visit.requestId === undefined ? undefined : readRequest(ctx, visit.requestId, visit),
    typedIn(ctx, visit),
    readSessions(ctx, visit.browserId),
    // Everything below rests on settings: their versions are asked for with these.
    orgOfNobody(ctx),
  ]);
  const unusable = read && "problem" in read ? read : undefined;
  const request = read && "row" in read ? read : undefined;
  const session = browserSessions.find(({ aggregateId }) => aggregateId === visit.sessionId);
  const org = request?.org ?? (await addressedOrg(ctx, visit));
  const userId = session?.state.factors.user?.id;
  const named = session === undefined ? visit.loginName : undefined;
  const user =
    userId === undefined
      ? named === undefined
        ? undefined
        : await userByName(ctx, named, org, typedName)
      : await ofLivingOrg(ctx, users.get(userId));
  const signedOut = await readSignedOut(ctx, visit, org?.id, browserSessions);
  return {
    request,
    typedName,
    problem: unusable?.problem,
    answered: unusable?.answered,
    session,
    user,
    browserSessions,
    signedOut,
    ...(org === undefined ? {} : { org }),
  };
}

/** At once, before it is known which organization is meant: few have the same address, however many have an "admin". */
const typedIn = async (ctx: Ctx, { sessionId, loginName }: Visit): Promise<TypedName | undefined> =>
  sessionId === undefined && loginName?.includes("@") ? lookUpName(ctx, loginName) : undefined;

const addressedOrg = async (ctx: Ctx, { organization }: Visit): Promise<RequestedOrg | undefined> =>
  organization !== undefined && (await ctx.config.row(Org, organization)) ? { id: organization } : undefined;

/** Who is gone, with or without their organization, is not offered; nor is whoever has a session here. */
async function readSignedOut(
  ctx: Ctx,
  { knownUserIds = [] }: Visit,
  orgId: string | undefined,
  browserSessions: readonly Row<SessionState>[],
): Promise<readonly Row<UserState>[]> {
  const present = new Set(browserSessions.map(({ state }) => state.factors.user?.id));
  const absent = knownUserIds.filter((id) => !present.has(id));
  const users = await usersByIds(ctx, absent);
  const found = absent.map((id) => users.get(id)).filter((user) => user !== undefined);
  const orgs = await Promise.all(found.map(({ owner }) => ctx.config.row(Org, owner)));
  return found.filter(({ owner }, n) => orgs[n] !== undefined && (orgId === undefined || owner === orgId));
}

const signedOutAccount = async (ctx: Ctx, user: Row<UserState>): Promise<SignedOutAccount> => ({
  userId: user.aggregateId,
  loginName: (await loginNamesOf(ctx, user)).preferred,
});

/** Well above what reading takes, and little beside the time in which a page is read. */
const readStepMs = 20;

/**
 * Everything a page and the flow need, in one go. A request that cannot be used is a `problem`, not a throw. Where
 * unknown names are ignored, the time it takes does not tell whether somebody has the name that was typed or hinted at.
 */
export const load = (ctx: Ctx, visit: Visit): Promise<Loaded> =>
  evenTime(
    readStepMs,
    () => read(ctx, visit),
    ({ settings, user, request }) =>
      settings.ignoreUnknownUsernames &&
      user === undefined &&
      (visit.loginName ?? request?.loginHint) !== undefined,
  );

async function read(ctx: Ctx, visit: Visit): Promise<Loaded> {
  const known = await readVisit(ctx, visit);
  const { request, problem, answered, session, user } = known;
  const [facts, settings, signedOut, registration] = await Promise.all([
    gatherFacts(ctx, known),
    pageSettings(ctx, {
      org: known.org,
      client: request?.client,
      userOrgId: session?.state.factors.user?.orgId,
    }),
    Promise.all(known.signedOut.map((one) => signedOutAccount(ctx, one))),
    registrationIn(ctx, known.org),
  ]);
  return {
    known,
    settings,
    facts,
    signedOut,
    ...(request === undefined ? {} : { request: await viewOf(ctx, request) }),
    ...(problem === undefined ? {} : { problem }),
    ...(answered === undefined ? {} : { answered }),
    ...(registration === undefined ? {} : { registration }),
    ...(session === undefined || user === undefined
      ? {}
      : { user: shown(await userView(ctx, user), session) }),
  };
}

/** The picture of somebody who was only named, and proved nothing here, stays theirs. */
function shown<V extends { readonly avatarUrl?: string }>(view: V, session: Row<SessionState>): V {
  const isProven = Object.keys(sessionFacts(session)?.checks ?? {}).length > 0;
  if (isProven || view.avatarUrl === undefined) return view;
  const { avatarUrl: _theirs, ...rest } = view;
  // All but what is optional.
  return rest as V;
}

/** An id_token_hint names its user as a login_hint does, unless there is one as well. */
async function viewOf(ctx: Ctx, request: OpenRequest): Promise<RequestView> {
  const view = requestView(request);
  if (request.kind !== "oidc") return view;
  const hinted = request.row.state.request.hint_user_id;
  const user = view.loginHint === undefined && hinted ? await userById(ctx, hinted) : undefined;
  return user === undefined ? view : { ...view, loginHint: (await userView(ctx, user)).loginName };
}

/** The browser's sessions that are not terminated, of the requested organization, newest first. */
export async function accounts(ctx: Ctx, visit: Visit): Promise<readonly Account[]> {
  const { org, browserSessions } = await readVisit(ctx, visit);
  const orgId = org?.id;
  const offered = browserSessions.filter(
    ({ state }) => orgId === undefined || state.factors.user?.orgId === orgId,
  );
  const read = await Promise.all(offered.map((session) => account(ctx, session)));
  return read.filter((one) => one !== undefined);
}

async function account(ctx: Ctx, session: Row<SessionState>): Promise<Account | undefined> {
  const facts = sessionFacts(session);
  const user = facts && (await userById(ctx, facts.userId));
  if (facts === undefined || user === undefined) return undefined;
  const { loginName, displayName, avatarUrl } = shown(await userView(ctx, user), session);
  return {
    sessionId: facts.id,
    loginName,
    displayName,
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    signedIn: isSignedIn(facts, ctx.now),
    lastUsed: session.changedAt,
  };
}
