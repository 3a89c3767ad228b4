import { Failure } from "#src/platform/failure/index.ts";
import type { LogoutRequest } from "../backend.ts";
import { loggedOutPage } from "../pages/logged-out.ts";
import { allSessions, logoutPage } from "../pages/logout.ts";
import { paths } from "../routes.ts";
import { go, show, type Turn } from "../turn.ts";
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
  const page = logoutPage({ ...frame, hidden }, { action: paths.logout, accounts });
  return show(turn, page, 200, request.redirectUri);
}

export async function logout(turn: Turn): Promise<Response> {
  const { ctx, backend, visit } = turn;
  const request = await readRequest(turn);
  if (request === undefined) return badRequest(turn);
  const accounts = await backend.accounts(ctx, visit);
  const chosen = turn.params.sessionId;
  const ended = accounts.filter(({ sessionId }) => chosen === allSessions || sessionId === chosen);
  await backend.endSessions(
    ctx,
    visit,
    ended.map(({ sessionId }) => sessionId),
  );
  return leave(turn, request);
}

export function showLoggedOut(turn: Turn): Promise<Response> {
  return show(turn, loggedOutPage(turn.frame, { againHref: paths.entry }));
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
