/** Signing in by a passkey: of somebody whose name is known, or of whoever the authenticator says. */
import type { FlashError } from "../browser.ts";
import { answerPasskey, askForPasskey, type PasskeyLogin } from "../house/passkey.ts";
import { passkeyPage } from "../pages/passkey.ts";
import { paths } from "../routes.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";

interface Asked {
  readonly userId: string;
  readonly loginName: string;
  readonly displayName?: string;
}

/**
 * Whose passkey is asked for: the session's user, or one whose name was typed. Where unknown names are ignored nobody
 * is meant by a typed name, or the question would tell who has a passkey.
 */
function askedUser({ loaded, visit }: Turn): Asked | undefined {
  const { facts, user, settings } = loaded;
  if (facts.user === undefined) return undefined;
  if (user !== undefined && facts.session !== undefined) return { userId: facts.user.id, ...user };
  const hasOne = facts.user.factors.includes("passkey") && facts.settings.allowPasskeys;
  const isTold = !settings.ignoreUnknownUsernames && hasOne;
  return isTold && visit.loginName !== undefined
    ? { userId: facts.user.id, loginName: visit.loginName }
    : undefined;
}

export async function showPasskey(turn: Turn): Promise<Response> {
  const { ctx, visit } = turn;
  const who = askedUser(turn);
  const errors = waitingErrors(turn);
  const content = passkeyPage(turn.frame, {
    action: paths.passkey,
    question: await askForPasskey(ctx, visit, who?.userId),
    carry: visit.loginName === undefined ? {} : { loginName: visit.loginName },
    who,
    otherHref: within(turn, otherAccount(turn)),
    ...waysInstead(turn, who),
    errors,
  });
  return show(turn, content, formStatus(errors));
}

const otherAccount = ({ loaded }: Turn): string =>
  loaded.facts.browserSessions.length > 0 ? paths.accounts : paths.loginName;

function waysInstead(turn: Turn, who: Asked | undefined) {
  const { loaded, visit } = turn;
  const { sessionId, loginName } = visit;
  const password = within(turn, paths.password, { sessionId, loginName });
  if (who === undefined) {
    const isNamed = loginName !== undefined && loaded.settings.ignoreUnknownUsernames;
    return isNamed ? { passwordHref: password } : { loginNameHref: within(turn, paths.loginName) };
  }
  const decision = decide(turn);
  const step = decision.outcome === "steps" ? decision.steps[0] : undefined;
  return {
    passwordHref: step?.alternatives?.includes("password") ? password : undefined,
    factorsHref:
      step?.kind === "mfa_check" && (step.factors ?? []).length > 1
        ? within(turn, paths.mfa, { sessionId })
        : undefined,
  };
}

export async function enterPasskey(turn: Turn): Promise<Response> {
  const { ctx, visit, params } = turn;
  const result = await answerPasskey(ctx, visit, {
    challenge: params.get("challenge") ?? "",
    answer: params.get("credential") ?? "",
  });
  return result.status === "ok"
    ? go(turn, within(turn, paths.entry, { sessionId: result.sessionId }))
    : refused(turn, result);
}

const errorKeys = {
  stale: "passkey.errorStale",
  refused: "passkey.errorRefused",
  copied: "passkey.errorCopied",
  not_allowed: "passkey.errorNotAllowed",
  other_org: "passkey.errorOtherOrg",
  too_many: "password.errorTooMany",
} as const;

/** The page says the same of every passkey that proves nothing; `forgotten` is for whoever keeps it alone. */
function refused(turn: Turn, result: Exclude<PasskeyLogin, { status: "ok" }>): Response {
  const { sessionId, loginName } = turn.visit;
  const form: FlashError = { key: errorKeys[result.status] };
  const isForgotten = result.status === "refused" && result.forgotten;
  return go(turn, within(turn, paths.passkey, { sessionId, loginName }), {
    page: paths.passkey,
    errors: isForgotten ? { form, forgotten: form } : { form },
  });
}
