/** Which second factor is asked for: the flow's first, or the one that somebody chooses instead. */
import type { FlashError } from "../browser.ts";
import type { Factor, Step } from "../flow/index.ts";
import {
  type CheckOutcome,
  type Holder,
  hasRecoveryCodes,
  holderOf,
  sendCode,
} from "../house/second-factor.ts";
import { skipSetUp } from "../house/set-up.ts";
import type { ListedFactor } from "../pages/factor-list.ts";
import { mfaPage, type Ways } from "../pages/mfa.ts";
import { link, paths } from "../routes.ts";
import { decide, formStatus, go, show, type Turn, waitingErrors, within } from "../turn.ts";
import { refusal } from "./failure.ts";

const pages: Readonly<Record<ListedFactor, string>> = {
  passkey: paths.passkey,
  totp: paths.otpTime,
  u2f: paths.u2f,
  otp_sms: paths.otpSms,
  otp_email: paths.otpEmail,
  recovery_code: paths.recoveryCode,
};

const channels = { otp_sms: "otpSms", otp_email: "otpEmail" } as const;

/** The check that the login asks for now; undefined when it asks for something else, or for nothing. */
export function openCheck(turn: Turn): Step | undefined {
  if (turn.loaded.facts.session === undefined) return undefined;
  const decision = decide(turn);
  const [step] = decision.outcome === "steps" ? decision.steps : [];
  return step?.kind === "mfa_check" ? step : undefined;
}

/** Whether a recovery code ends this check: it stands for a second factor, not for a passkey, nor for what is demanded. */
const takesRecoveryCodes = (step: Step, holder: Holder): boolean =>
  step.because === "user.second_factors" && hasRecoveryCodes(holder);

/** All that would do, the preferred one first. */
function choices(step: Step, holder: Holder): readonly ListedFactor[] {
  const factors: readonly Factor[] = step.factors ?? [];
  return takesRecoveryCodes(step, holder) ? [...factors, "recovery_code"] : factors;
}

export const waysBeside = (step: Step, holder: Holder, present?: ListedFactor): Ways => ({
  action: paths.mfa,
  factors: choices(step, holder).filter((factor) => factor !== present),
});

export const isChoice = (step: Step, holder: Holder, factor: ListedFactor): boolean =>
  choices(step, holder).includes(factor);

/** For a flow that has come to the check: its page, with a code under way where it needs one. */
export function toSecondFactor(turn: Turn, step: Step): Promise<Response> {
  return toFactor(turn, step.factors?.[0] ?? "totp");
}

/** @param carry goes with the address */
export async function toFactor(
  turn: Turn,
  factor: ListedFactor,
  carry: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> {
  const { sessionId } = turn.visit;
  const to = within(turn, pages[factor], { sessionId, ...carry });
  if (factor !== "otp_sms" && factor !== "otp_email") return go(turn, to);
  const outcome = await sendCode(turn.ctx, turn.visit, channels[factor], false);
  if (outcome === "gone") return go(turn, within(turn, paths.entry));
  if (outcome === "unready") return backTo(turn, paths.mfa, { form: { key: "mfa.errorUnready" } });
  if (outcome !== "too_many") return go(turn, to);
  return go(turn, to, { page: pages[factor], errors: { form: { key: "mfa.errorSendTooMany" } } });
}

export const backTo = (
  turn: Turn,
  page: string,
  errors: Readonly<Record<string, FlashError>>,
  carry: Readonly<Record<string, string | undefined>> = {},
): Response => go(turn, within(turn, page, { sessionId: turn.visit.sessionId, ...carry }), { page, errors });

export const toEntry = (turn: Turn): Response =>
  go(turn, within(turn, paths.entry, { sessionId: turn.visit.sessionId }));

/** Whose factor the page asks for, and with which way to somebody else. */
export const whom = (turn: Turn) => ({
  loginName: turn.loaded.user?.loginName ?? "",
  displayName: turn.loaded.user?.displayName,
  otherHref: within(turn, paths.accounts),
});

export const lockedRefusal = (turn: Turn): Promise<Response> =>
  refusal(turn, {
    id: "LOGIN-mL7k2",
    key: "mfa.errorLocked",
    status: 403,
    otherAccount: true,
    backToApp: true,
  });

/**
 * After a check of something that was entered.
 * @param errors for the page, by outcome
 */
export async function afterCheck(
  turn: Turn,
  outcome: CheckOutcome,
  page: string,
  errors: { readonly wrong: FlashError; readonly expired: FlashError },
): Promise<Response> {
  const carry = { after: turn.params.get("after") };
  switch (outcome) {
    case "ok":
      return carry.after === "setup" ? afterSetUp(turn) : toEntry(turn);
    case "wrong":
      return backTo(turn, page, { code: errors.wrong }, carry);
    case "too_many":
      return backTo(turn, page, { form: { key: "mfa.errorTooMany" } }, carry);
    case "expired":
    case "none":
      return backTo(turn, page, { form: errors.expired }, carry);
    case "locked":
      return lockedRefusal(turn);
    case "gone":
      return toEntry(turn);
  }
}

/**
 * With a first factor comes the offer of recovery codes, once. Whoever chose this one was shown the passkey beside it,
 * and is not asked about that again at once.
 */
export async function afterSetUp(turn: Turn): Promise<Response> {
  const holder = await holderOf(turn.ctx, turn.visit);
  if (holder === undefined) return toEntry(turn);
  await skipSetUp(turn.ctx, holder);
  if (holder.human.factors?.recoveryCodes !== undefined) return toEntry(turn);
  return go(turn, within(turn, paths.recoveryCodes, { sessionId: turn.visit.sessionId }));
}

export async function showMfa(turn: Turn): Promise<Response> {
  const step = openCheck(turn);
  const holder = step && (await holderOf(turn.ctx, turn.visit));
  if (step === undefined || holder === undefined) return toEntry(turn);
  const errors = waitingErrors(turn);
  const content = mfaPage(turn.frame, { ...whom(turn), ways: waysBeside(step, holder), errors });
  return show(turn, content, formStatus(errors));
}

export async function chooseFactor(turn: Turn): Promise<Response> {
  const step = openCheck(turn);
  const holder = step && (await holderOf(turn.ctx, turn.visit));
  if (step === undefined || holder === undefined) return toEntry(turn);
  const wanted = choices(step, holder).find((factor) => factor === turn.params.get("factor"));
  return wanted === undefined
    ? go(turn, link(paths.mfa, { ...turn.frame.hidden, csrf: undefined }))
    : toFactor(turn, wanted);
}
