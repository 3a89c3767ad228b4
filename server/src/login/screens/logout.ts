import { Failure } from "#src/platform/failure/index.ts";
import type { LogoutRequest } from "../house/logout.ts";
import {
  endEverywhere,
  endSessions,
  mayEndEverywhere,
  readLogout as readLogoutRequest,
} from "../house/logout.ts";
import { accounts as accountsOf } from "../house/visit.ts";
import { loggedOutPage } from "../pages/logged-out.ts";
import { allSessions, logoutPage } from "../pages/logout.ts";
import { link, paths } from "../routes.ts";
import { go, offersAccounts, show, type Turn } from "../turn.ts";
import type { Account } from "../visit.ts";
import { refusal } from "./failure.ts";

export async function showLogout(turn: Turn): Promise<Response> {
  const { ctx, visit, frame } = turn;
  const request = await readRequest(turn);
  if (request === undefined) return badRequest(turn);
  if (request.sessionId !== undefined) {
    await endSessions(ctx, visit, [request.sessionId]);
    return leave(turn, request);
  }
  const accounts = await accountsOf(ctx, visit);
  if (accounts.length === 0) return leave(turn, request);
  const hidden = { ...frame.hidden, ...logoutQuery(turn) };
  const hinted = hintedFirst(accounts, turn.params.get("logout_hint"));
  const ids = accounts.map(({ sessionId }) => sessionId);
  const model = {
    action: paths.logout,
    accounts: hinted,
    mayEndEverywhere: await mayEndEverywhere(ctx, visit, ids),
    stayHref: paths.success,
  };
  return show(turn, logoutPage({ ...frame, hidden }, model), 200, request.redirectUri);
}

/** By a session, or the name or address that somebody logs in by (RP-Initiated Logout 1.0 section 2). */
function hintedFirst(accounts: readonly Account[], hint: string | undefined): readonly Account[] {
  const isMeant = ({ sessionId, loginName }: Account): boolean =>
    hint !== undefined && (sessionId === hint || loginName.toLowerCase() === hint.toLowerCase());
  return [...accounts.filter(isMeant), ...accounts.filter((account) => !isMeant(account))];
}

export async function logout(turn: Turn): Promise<Response> {
  const { ctx, visit, params } = turn;
  const request = await readRequest(turn);
  if (request === undefined) return badRequest(turn);
  const chosen = params.sessionId;
  if (chosen === undefined) return go(turn, link(paths.logout, logoutQuery(turn)));
  const accounts = await accountsOf(ctx, visit);
  const ended = accounts
    .filter(({ sessionId }) => chosen === allSessions || sessionId === chosen)
    .map(({ sessionId }) => sessionId);
  if (params.get("everywhere") === undefined) await endSessions(ctx, visit, ended);
  else await endEverywhere(ctx, visit, ended);
  return leave(turn, request);
}

export function showLoggedOut(turn: Turn): Promise<Response> {
  const otherHref = offersAccounts(turn.loaded) ? paths.accounts : undefined;
  return show(turn, loggedOutPage(turn.frame, { againHref: paths.entry, otherHref }));
}

const leave = (turn: Turn, { redirectUri }: LogoutRequest): Response =>
  go(turn, redirectUri ?? paths.loggedOut);

/** The request to log out, as it came and goes on with the form; it is checked again when the form comes back. */
function logoutQuery({ params }: Turn): Readonly<Record<string, string>> {
  const names = ["logout_token", "post_logout_redirect"];
  return Object.fromEntries(
    names.flatMap((name) => (params.get(name) ? [[name, params.get(name) ?? ""]] : [])),
  );
}

async function readRequest(turn: Turn): Promise<LogoutRequest | undefined> {
  const query = logoutQuery(turn);
  const { logout_token: logoutToken, post_logout_redirect: postLogoutRedirect } = query;
  try {
    return await readLogoutRequest(turn.ctx, turn.visit, {
      ...(logoutToken === undefined ? {} : { logoutToken }),
      ...(postLogoutRedirect === undefined ? {} : { postLogoutRedirect }),
    });
  } catch (error) {
    if (error instanceof Failure && error.kind === "invalid_argument") return undefined;
    throw error;
  }
}

const badRequest = (turn: Turn): Promise<Response> =>
  refusal(turn, { id: "LOGIN-l0Gt7", key: "error.logout", status: 400, startAgain: true });
