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
    return mayRegister(facts)
      ? mandatory("register", "request.prompt")
      : mandatory("login_name", "request.prompt");
  }
  if (!pick && (prompts.includes("login") || prompts.includes("consent"))) {
    return mandatory("login_name", "request.prompt");
  }
  const sessions = candidates(facts);
  if (sessions.length === 0 && !facts.knowsSignedOut) return mandatory("login_name", "session.none");
  if (pick) return mandatory("account_picker", "request.prompt");
  if (hintUserId !== undefined) return byHint(sessions, hintUserId, facts.now);
  const [only, another] = sessions;
  if (only === undefined) return mandatory("account_picker", "session.signed_out");
  if (another !== undefined) return mandatory("account_picker", "session.several");
  return isSignedIn(only, facts.now)
    ? mandatory("reuse_session", "session.single", { sessionId: only.id })
    : mandatory("account_picker", "session.signed_out");
}

/** With a password; identity providers will be another way. */
const mayRegister = ({ settings }: FlowFacts): boolean =>
  settings.allowRegister && settings.allowUsernamePassword;

/** A hint names the user: the session that they are signed in by before another of theirs, or the login name page, never somebody else's session. */
function byHint(sessions: readonly SessionFacts[], hintUserId: string, now: Date): Step {
  const theirs = sessions.filter((session) => session.userId === hintUserId);
  const hinted = theirs.find((session) => isSignedIn(session, now)) ?? theirs[0];
  return hinted === undefined
    ? mandatory("login_name", "request.hint")
    : mandatory("reuse_session", "request.hint", { sessionId: hinted.id });
}
