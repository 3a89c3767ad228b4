/** Addresses are proven by codes from mails. A link only fills the form in: mail scanners open links as well. */
import { userById } from "#src/domains/user/index.ts";
import type { FlashError } from "../browser.ts";
import { codeSubject } from "../house/code-subject.ts";
import { permittedUser } from "../house/passkey-setup.ts";
import { mayChooseFirst, proofToSend, redeemCode } from "../house/redeem-code.ts";
import { askForCode } from "../house/send-code.ts";
import { flowSettings } from "../house/settings.ts";
import { authenticatorPage } from "../pages/authenticator.ts";
import { type VerifyPage, verifiedPage, verifyPage } from "../pages/verify.ts";
import { paths } from "../routes.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";
import { askedIn, askingFor, landed, linkedCode } from "./asked-code.ts";

const maxCodeLength = 100;

export async function showVerify(turn: Turn): Promise<Response> {
  const elsewhere = landed(turn, askedIn(turn));
  if (elsewhere) return elsewhere;
  const { loaded, visit, params } = turn;
  const userId = params.get("userId");
  const named = loaded.user ?? (visit.loginName === undefined ? undefined : { loginName: visit.loginName });
  if (userId === undefined && named === undefined) return go(turn, within(turn, paths.entry));
  // Who has signed in and has nothing left to prove is not kept here.
  if (userId === undefined && isOver(turn))
    return go(turn, within(turn, paths.entry, { sessionId: visit.sessionId }));
  const errors = waitingErrors(turn);
  const content = verifyPage(turn.frame, {
    action: paths.verify,
    reason: reasonOf(turn),
    code: linkedCode(turn) ?? "",
    wasSent: params.get("sent") !== undefined,
    hidden: idsOf(turn),
    person: userId === undefined ? named : undefined,
    otherHref: within(turn, loaded.facts.browserSessions.length > 0 ? paths.accounts : paths.loginName),
    errors,
  });
  return show(turn, content, formStatus(errors));
}

/** A session of this browser, and no step that a code from a mail would be for. */
function isOver(turn: Turn): boolean {
  if (turn.loaded.user === undefined) return false;
  const decision = decide(turn);
  const kinds =
    decision.outcome === "steps" ? decision.steps : decision.outcome === "done" ? decision.offered : [];
  return !kinds.some(({ kind }) => ["activate_user", "email_verification", "password_setup"].includes(kind));
}

function reasonOf({ params }: Turn): VerifyPage["reason"] {
  if (params.get("invite") === "true") return "invite";
  return params.get("activate") === "true" ? "activate" : "verify";
}

/** Goes with both forms of the page. */
function idsOf({ visit, params }: Turn): Readonly<Record<string, string>> {
  const all = {
    userId: params.get("userId"),
    loginName: visit.loginName,
    invite: params.get("invite"),
    activate: params.get("activate"),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export async function enterVerify(turn: Turn): Promise<Response> {
  const { ctx, visit, params } = turn;
  const subject = await codeSubject(ctx, visit, params.get("userId"));
  if (subject === undefined) return go(turn, within(turn, paths.entry));
  if (params.get("resend") !== undefined) {
    const sent = await askForCode(ctx, subject.user, async ({ state }) => proofToSend(state));
    // Whoever is signed in here may know that nothing more is sent for a while; others learn nothing.
    if (sent === "too_many" && turn.loaded.user !== undefined && params.get("userId") === undefined)
      return back(turn, { form: { key: "verify.errorTooMany" } });
    return go(askingFor(turn), again(turn, { sent: "true" }));
  }
  const code = params.get("code") ?? "";
  if (code === "") return back(turn, { code: { key: "common.required" } });
  if (code.length > maxCodeLength) return back(turn, { code: { key: "common.tooLong" } });
  const result = await redeemCode(ctx, visit, subject, { code, invited: params.get("invite") === "true" });
  if (result.status === "too_many") return back(turn, { form: { key: "password.errorTooMany" } });
  if (result.status === "wrong")
    return isOver(turn) ? onward(turn) : back(turn, { code: { key: "verify.errorCode" } });
  const { permit, sessionId, loginName } = result;
  if (permit !== undefined) return go(turn, within(turn, paths.authenticatorSet, { permit }));
  return sessionId === undefined
    ? go(turn, within(turn, paths.verified, { loginName }))
    : go(turn, within(turn, paths.entry, { sessionId }));
}

/** Sent twice: what the code was for is done. */
const onward = (turn: Turn): Response =>
  go(turn, within(turn, paths.entry, { sessionId: turn.visit.sessionId }));

const again = (turn: Turn, more: Readonly<Record<string, string>> = {}): string =>
  within(turn, paths.verify, { ...idsOf(turn), sessionId: turn.visit.sessionId, ...more });

const back = (turn: Turn, errors: Readonly<Record<string, FlashError>>): Response =>
  go(turn, again(turn), { page: paths.verify, errors });

/** The way on for who proved an address without being signed in here. */
export function showVerified(turn: Turn): Promise<Response> {
  const { loginName } = turn.visit;
  const href = within(turn, loginName === undefined ? paths.entry : paths.loginName, { loginName });
  return show(turn, verifiedPage(turn.frame, { href }));
}

/** What to log in with from now on, for who has nothing yet: a choice where the policy leaves one. */
export async function showAuthenticators(turn: Turn): Promise<Response> {
  const { ctx, visit, params } = turn;
  const permit = params.get("permit") ?? "";
  const userId = permittedUser(ctx, visit, "first", permit);
  const user = userId === undefined ? undefined : await userById(ctx, userId);
  if (user === undefined || !(await mayChooseFirst(ctx, user))) return go(turn, within(turn, paths.entry));
  const { allowUsernamePassword, allowPasskeys } = await flowSettings(ctx, user.owner);
  const password = within(turn, paths.passwordSet, { permit });
  const passkey = within(turn, paths.passkeySet, { permit });
  if (!allowPasskeys) return go(turn, allowUsernamePassword ? password : within(turn, paths.entry));
  return allowUsernamePassword
    ? show(turn, authenticatorPage(turn.frame, { password, passkey }))
    : go(turn, passkey);
}
