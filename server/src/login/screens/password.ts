import { Failure } from "#src/platform/failure/index.ts";
import type { FlashError } from "../browser.ts";
import type { PasswordCheck } from "../house/sign-in.ts";
import { signIn } from "../house/sign-in.ts";
import { passwordPage } from "../pages/password.ts";
import { paths } from "../routes.ts";
import { formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";

const maxLength = 400;

export async function showPassword(turn: Turn): Promise<Response> {
  const { loaded, visit } = turn;
  const loginName = loaded.user?.loginName ?? visit.loginName;
  if (loginName === undefined) return go(turn, within(turn, paths.entry));
  const other = loaded.facts.browserSessions.length > 0 ? paths.accounts : paths.loginName;
  const errors = waitingErrors(turn);
  const content = passwordPage(turn.frame, {
    action: paths.password,
    loginName,
    displayName: loaded.user?.displayName,
    otherHref: within(turn, other),
    resetHref: loaded.settings.hidePasswordReset
      ? undefined
      : within(turn, paths.passwordReset, { sessionId: visit.sessionId, loginName: visit.loginName }),
    passkeyHref: hasPasskey(turn)
      ? within(turn, paths.passkey, { sessionId: visit.sessionId, loginName: visit.loginName })
      : undefined,
    errors,
  });
  return show(turn, content, formStatus(errors));
}

/** Of a name that was only typed it is told where names may be told. */
function hasPasskey({ loaded }: Turn): boolean {
  const { facts, settings, user } = loaded;
  const isTold = user !== undefined || !settings.ignoreUnknownUsernames;
  return isTold && facts.settings.allowPasskeys && facts.user?.factors.includes("passkey") === true;
}

export async function enterPassword(turn: Turn): Promise<Response> {
  const { visit, params } = turn;
  if (visit.loginName === undefined && turn.loaded.user === undefined)
    return go(turn, within(turn, paths.entry));
  const password = params.get("password") ?? "";
  if (password === "") return back(turn, { password: { key: "common.required" } });
  if (password.length > maxLength) return back(turn, { password: { key: "common.tooLong" } });
  const check = await checked(turn, password);
  if (check === "too_many") return back(turn, { form: { key: "password.errorTooMany" } });
  if (check.status === "ok") return go(turn, within(turn, paths.entry, { sessionId: check.sessionId }));
  return refused(turn, check.status);
}

async function checked(turn: Turn, password: string): Promise<PasswordCheck | "too_many"> {
  try {
    return await signIn(turn.ctx, turn.visit, password, turn.loaded.known);
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return "too_many";
    throw error;
  }
}

/** One and the same answer to every wrong try where unknown names are ignored: unknown, locked or only mistyped. */
function refused(turn: Turn, status: "wrong" | "locked" | "unknown_user"): Response {
  if (turn.loaded.settings.ignoreUnknownUsernames) {
    return back(turn, { password: { key: "password.errorNameOrPassword" } });
  }
  switch (status) {
    case "wrong":
      return back(turn, { password: { key: "password.errorWrong" } });
    case "locked":
      return back(turn, { form: { key: "password.errorLocked" } });
    case "unknown_user":
      return go(turn, within(turn, paths.loginName, { loginName: turn.visit.loginName }), {
        page: paths.loginName,
        errors: { loginName: { key: "loginName.errorUnknown" } },
      });
  }
}

function back(turn: Turn, errors: Readonly<Record<string, FlashError>>): Response {
  const { sessionId, loginName } = turn.visit;
  return go(turn, within(turn, paths.password, { sessionId, loginName }), { page: paths.password, errors });
}
