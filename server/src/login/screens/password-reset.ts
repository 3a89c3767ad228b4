/** A forgotten password: a code goes to whoever it may go to, and the answer is the same for every name. */
import { codeSubject } from "../house/code-subject.ts";
import { askForCode, wayIn } from "../house/send-code.ts";
import { passwordResetPage } from "../pages/password-reset.ts";
import { paths } from "../routes.ts";
import { formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";
import { askingFor } from "./asked-code.ts";

const maxLength = 200;

export async function showPasswordReset(turn: Turn): Promise<Response> {
  const { loaded, visit } = turn;
  if (loaded.settings.hidePasswordReset) return go(turn, within(turn, paths.entry));
  const errors = waitingErrors(turn);
  const { sessionId } = visit;
  const loginName = loaded.user?.loginName ?? visit.loginName;
  const content = passwordResetPage(turn.frame, {
    action: paths.passwordReset,
    loginName,
    displayName: loaded.user?.displayName,
    otherHref: within(turn, paths.passwordReset),
    backHref: within(turn, loginName === undefined ? paths.entry : paths.password, {
      sessionId: loaded.user && sessionId,
      loginName: visit.loginName,
    }),
    errors,
  });
  return show(turn, content, formStatus(errors));
}

/** Also asks for another code, from the form that takes it. */
export async function enterPasswordReset(turn: Turn): Promise<Response> {
  const { visit, params } = turn;
  const userId = params.get("userId");
  const { loginName = "" } = visit;
  if (loginName.length > maxLength) return back(turn, "common.tooLong");
  const subject = await codeSubject(turn.ctx, visit, userId);
  if (subject === undefined) return back(turn, "common.required");
  await askForCode(turn.ctx, subject.user, (user) => wayIn(turn.ctx, user));
  const sent = params.get("resend");
  const query = { userId, sessionId: visit.sessionId, loginName: visit.loginName, sent };
  return go(askingFor(turn), within(turn, paths.passwordSet, query));
}

const back = (turn: Turn, key: "common.required" | "common.tooLong"): Response =>
  go(turn, within(turn, paths.passwordReset), {
    page: paths.passwordReset,
    errors: { loginName: { key } },
  });
