/** Which account, when none is chosen yet (login-flows §2.3). */
import type { FlowFacts, SessionFacts, Step } from "./model.ts";
import { isSignedIn } from "./session.ts";
import { mandatory } from "./steps.ts";

/** The sessions of this browser that the requested organization admits. */
export function candidates(facts: FlowFacts): readonly SessionFacts[] {
  const { orgId } = facts.request;
  return facts.browserSessions.filter(
    (session) => !session.terminated && (orgId === undefined || session.userOrgId === orgId),
  );
}

export function chooseAccount(facts: FlowFacts): Step {
  const { prompts, hintUserId } = facts.request;
  const pick = prompts.includes("select_account");
  if (prompts.includes("create")) {
    return facts.settings.allowRegister
      ? mandatory("register", "request.prompt")
      : mandatory("login_name", "request.prompt");
  }
  if (!pick && (prompts.includes("login") || prompts.includes("consent"))) {
    return mandatory("login_name", "request.prompt");
  }
  const sessions = candidates(facts);
  if (sessions.length === 0 && !facts.knowsSignedOut) return mandatory("login_name", "session.none");
  if (pick) return mandatory("account_picker", "request.prompt");
  if (hintUserId !== undefined) return byHint(sessions, hintUserId);
  const [only, another] = sessions;
  if (only === undefined) return mandatory("account_picker", "session.signed_out");
  if (another !== undefined) return mandatory("account_picker", "session.several");
  return isSignedIn(only, facts.now)
    ? mandatory("reuse_session", "session.single", { sessionId: only.id })
    : mandatory("account_picker", "session.signed_out");
}

/** A hint names the user: their session, or the login name page, never somebody else's session. */
function byHint(sessions: readonly SessionFacts[], hintUserId: string): Step {
  const hinted = sessions.find((session) => session.userId === hintUserId);
  return hinted === undefined
    ? mandatory("login_name", "request.hint")
    : mandatory("reuse_session", "request.hint", { sessionId: hinted.id });
}
