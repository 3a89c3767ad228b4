/** Logging out: which sessions end, and where it may lead. */
import { type Client, clientById } from "#src/domains/app/index.ts";
import { endSessionsOf, sessionsOfUserAgent, terminate } from "#src/domains/session/index.ts";
import { userById } from "#src/domains/user/index.ts";
import { type LogoutNotice, readLogout as readNotice } from "#src/domains/webkey/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isSignedIn, type SessionFacts } from "../flow/index.ts";
import type { Visit } from "../visit.ts";
import { sessionFacts } from "./session.ts";
import { flowSettings } from "./settings.ts";
import { asLogin } from "./sign-in.ts";
import { readUserFacts } from "./user.ts";

export interface LogoutRequest {
  /** Where to go afterwards, checked against the application; absent: our own page. */
  readonly redirectUri?: string;
  /** A session that a signed logout token names and that this browser holds: ended without asking. */
  readonly sessionId?: string;
}

/**
 * Ends those sessions that belong to the browser and leaves others alone. From the answer on neither the sessions nor
 * any token that was issued for them is good.
 */
export async function endSessions(ctx: Ctx, visit: Visit, sessionIds: readonly string[]): Promise<void> {
  const own = await sessionsOfUserAgent(ctx, visit.browserId);
  const ended = own.filter(({ aggregateId }) => sessionIds.includes(aggregateId));
  await Promise.all(ended.map(({ aggregateId }) => terminate(asLogin(ctx), aggregateId)));
}

/** Sessions in one go: the person waits for all of them. */
const chunk = 100;

/**
 * Ends those sessions that belong to the browser, and whatever other sessions their users have anywhere; for users who
 * are signed in by one of them, nobody else vouches for a person before the page.
 */
export async function endEverywhere(ctx: Ctx, visit: Visit, sessionIds: readonly string[]): Promise<void> {
  const { signedIn, proven } = await signedInBy(ctx, visit, sessionIds);
  await endSessions(ctx, visit, sessionIds);
  const users = signedIn.filter((_session, n) => proven[n]).map((session) => session.userId);
  for (const userId of new Set(users))
    while ((await endSessionsOf({ ...ctx, creator: userId }, userId, chunk)) === chunk);
}

/**
 * Whether to offer it: only where it would be done for everybody who is signed in by one of these sessions. Half of a
 * promise would be taken for all of it.
 */
export async function mayEndEverywhere(
  ctx: Ctx,
  visit: Visit,
  sessionIds: readonly string[],
): Promise<boolean> {
  const { proven } = await signedInBy(ctx, visit, sessionIds);
  return proven.length > 0 && proven.every((one) => one);
}

async function signedInBy(ctx: Ctx, visit: Visit, sessionIds: readonly string[]) {
  const own = await sessionsOfUserAgent(ctx, visit.browserId);
  const signedIn = own
    .filter(({ aggregateId }) => sessionIds.includes(aggregateId))
    .flatMap((session) => sessionFacts(session) ?? [])
    .filter((session) => isSignedIn(session, ctx.now));
  return { signedIn, proven: await Promise.all(signedIn.map((session) => provesFactor(ctx, session))) };
}

/** Checks that the password alone does not give. */
const strong = ["passkey", "u2f", "totp", "otpSms", "otpEmail", "recoveryCode"] as const;

/** Whoever knows the password alone of somebody with a second factor ends nothing of theirs elsewhere (ADR 012). */
async function provesFactor(ctx: Ctx, { userId, checks }: SessionFacts): Promise<boolean> {
  if (strong.some((check) => checks[check] !== undefined)) return true;
  const user = await userById(ctx, userId);
  if (user === undefined) return false;
  const [{ factors }, { secondFactors }] = await Promise.all([
    readUserFacts(ctx, user),
    flowSettings(ctx, user.owner),
  ]);
  return !secondFactors.some((factor) => factors.includes(factor));
}

/**
 * @param query `logout_token`, `post_logout_redirect` as they came
 * @throws invalid_argument when they do not hold
 */
export async function readLogout(
  ctx: Ctx,
  visit: Visit,
  query: { readonly logoutToken?: string; readonly postLogoutRedirect?: string },
): Promise<LogoutRequest> {
  const notice = query.logoutToken === undefined ? {} : await readToken(ctx, query.logoutToken);
  const redirectUri = query.postLogoutRedirect ?? notice.redirectUri;
  if (redirectUri !== undefined) {
    const client = notice.clientId === undefined ? undefined : await clientById(ctx, notice.clientId);
    if (!mayLeadTo(redirectUri, { origin: ctx.origin, notice, client }))
      throw invalid("LOGIN-lR8d1", "Errors.Login.LogoutInvalid", { field: "post_logout_redirect" });
  }
  return { ...(redirectUri === undefined ? {} : { redirectUri }), ...(await ownSession(ctx, visit, notice)) };
}

async function ownSession(
  ctx: Ctx,
  visit: Visit,
  { sessionId }: LogoutNotice,
): Promise<Pick<LogoutRequest, "sessionId">> {
  if (sessionId === undefined) return {};
  const own = await sessionsOfUserAgent(ctx, visit.browserId);
  return own.some(({ aggregateId }) => aggregateId === sessionId) ? { sessionId } : {};
}

async function readToken(ctx: Ctx, token: string): Promise<LogoutNotice> {
  const notice = await readNotice(ctx, token);
  if (notice) return notice;
  throw invalid("LOGIN-lT3k9", "Errors.Login.LogoutInvalid", { field: "logout_token" });
}

interface Trusted {
  readonly origin: string;
  readonly notice: LogoutNotice;
  readonly client: Client | undefined;
}

/** Where the token says, where the client has registered (with a `state` added), or to a page of this origin. */
export function mayLeadTo(target: string, { origin, notice, client }: Trusted): boolean {
  if (target === notice.redirectUri) return true;
  if (!URL.canParse(target)) return false;
  const url = new URL(target);
  // A blob: has the origin of who made it.
  if (url.origin === origin && url.href.startsWith(origin)) return true;
  const registered = client?.config.kind === "oidc" ? client.config.postLogoutRedirectUris : [];
  url.searchParams.delete("state");
  return registered.some((uri) => uri === target || (URL.canParse(uri) && new URL(uri).href === url.href));
}
