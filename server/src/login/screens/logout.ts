import { Failure } from "#src/platform/failure/index.ts";
import type { Account, LogoutRequest } from "../backend.ts";
import { endEverywhere } from "../house/logout.ts";
import { loggedOutPage } from "../pages/logged-out.ts";
import { allSessions, logoutPage } from "../pages/logout.ts";
import { link, paths } from "../routes.ts";
import { go, offersAccounts, show, type Turn } from "../turn.ts";
import { refusal } from "./failure.ts";

export async function showLogout(turn: Turn): Promise<Response> {
  const { ctx, backend, visit, frame } = turn;
  const request = await readRequest(turn);
  if (request === undefined) return badRequest(turn);
  if (request.sessionId !== undefined) {
    await backend.endSessions(ctx, visit, [request.sessionId]);
    return leave(turn, request);
  }
  const accounts = await backend.accounts(ctx, visit);
  if (accounts.length === 0) return leave(turn, request);
  const hidden = { ...frame.hidden, ...logoutQuery(turn) };
  const hinted = hintedFirst(accounts, turn.params.get("logout_hint"));
  const model = { action: paths.logout, accounts: hinted, stayHref: paths.success };
  return show(turn, logoutPage({ ...frame, hidden }, model), 200, request.redirectUri);
}

/** By a session, or the name or address that somebody logs in by (RP-Initiated Logout 1.0 section 2). */
function hintedFirst(accounts: readonly Account[], hint: string | undefined): readonly Account[] {
  const isMeant = ({ sessionId, loginName }: Account): boolean =>
    hint !== undefined && (sessionId === hint || loginName.toLowerCase() === hint.toLowerCase());
  return [...accounts.filter(isMeant), ...accounts.filter((account) => !isMeant(account))];
}

export async function logout(turn: Turn): Promise<Response> {
  const { ctx, backend, visit, params } = turn;
  const request = await readRequest(turn);
  if (request === undefined) return badRequest(turn);
  const chosen = params.sessionId;
  if (chosen === undefined) return go(turn, link(paths.logout, logoutQuery(turn)));
  const accounts = await backend.accounts(ctx, visit);
  const ended = accounts
    .filter(({ sessionId }) => chosen === allSessions || sessionId === chosen)
    .map(({ sessionId }) => sessionId);
  if (params.get("everywhere") === undefined) await backend.endSessions(ctx, visit, ended);
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
    return await turn.backend.readLogout(turn.ctx, turn.visit, {
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
