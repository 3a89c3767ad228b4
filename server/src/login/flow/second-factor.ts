/** Second factors (login-flows §2.4 step 4, domain F6). */
import type { Credential } from "./first-factor.ts";
import { type Lifetime, staleBecause } from "./freshness.ts";
import type { Cause, Factor, FlowFacts, SecondFactor, SessionChecks, Step, UserFacts } from "./model.ts";
import { mandatory, offered } from "./steps.ts";

const checkOf: Readonly<Record<SecondFactor, keyof SessionChecks>> = {
  totp: "totp",
  u2f: "u2f",
  otp_sms: "otpSms",
  otp_email: "otpEmail",
};

/** The step that is open, or undefined. A passkey with user verification is two factors in one. */
export function secondFactor(
  facts: FlowFacts,
  user: UserFacts,
  fresh: readonly Credential[],
): Step | undefined {
  if (fresh.includes("passkey")) return undefined;
  const step = anyFactor(facts, user, fresh);
  return facts.request.requiredLevel === "phishing_resistant" ? strongFactor(facts, user, step) : step;
}

function anyFactor(facts: FlowFacts, user: UserFacts, fresh: readonly Credential[]): Step | undefined {
  const { settings } = facts;
  const usable = settings.secondFactors.filter((factor) => user.factors.includes(factor));
  const force = forcedBy(facts, fresh);
  const passkey: readonly Factor[] =
    settings.allowPasskeys && user.factors.includes("passkey") ? ["passkey"] : [];
  if (usable.length > 0) return checkFactor(facts, usable, passkey);
  if (force === undefined) return voluntary(facts, user);
  // Who knows only the password must not add a factor to an account that has a stronger one.
  if (passkey.length > 0) return mandatory("mfa_check", force, { factors: passkey });
  const factors: readonly Factor[] = settings.allowPasskeys
    ? [...settings.secondFactors, "passkey"]
    : settings.secondFactors;
  return factors.length === 0
    ? mandatory("mfa_not_configured", "login_policy.second_factors")
    : mandatory("mfa_setup", force, { factors });
}

/**
 * For a request that only a passkey or a security key will do for.
 * @param step what would be open without that demand: the factors that somebody has are proven before one is added
 */
function strongFactor(facts: FlowFacts, user: UserFacts, step: Step | undefined): Step | undefined {
  const { allowPasskeys, secondFactors } = facts.settings;
  const allowed: Factor[] = [];
  if (allowPasskeys) allowed.push("passkey");
  if (secondFactors.includes("u2f")) allowed.push("u2f");
  const present = allowed.filter((factor) => user.factors.includes(factor));
  const keyAt = present.includes("u2f") ? facts.session?.checks.u2f : undefined;
  if (staleBecause(keyAt, secondFactorLifetime(facts), facts.request, facts.now) === undefined)
    return undefined;
  if (present.length > 0) return mandatory("mfa_check", "request.acr_values", { factors: present });
  if (step?.kind === "mfa_check") return step;
  return allowed.length === 0
    ? mandatory("mfa_not_configured", "request.acr_values")
    : mandatory("mfa_setup", "request.acr_values", { factors: allowed });
}

const secondFactorLifetime = ({ settings }: FlowFacts): Lifetime => ({
  seconds: settings.secondFactorCheckLifetime,
  cause: "login_policy.second_factor_check_lifetime",
});

function forcedBy({ settings, request }: FlowFacts, fresh: readonly Credential[]): Cause | undefined {
  if (settings.forceMfaLocalOnly && !fresh.includes("external")) return "login_policy.force_mfa_local_only";
  if (settings.forceMfa && !settings.forceMfaLocalOnly) return "login_policy.force_mfa";
  return request.requiredLevel === undefined ? undefined : "request.acr_values";
}

/** Whether one of these, or a recovery code in the place of one, was checked recently. */
function isFresh(facts: FlowFacts, usable: readonly SecondFactor[]): boolean {
  const checks = facts.session?.checks ?? {};
  const lifetime = secondFactorLifetime(facts);
  const dates = [...usable.map((factor) => checks[checkOf[factor]]), checks.recoveryCode];
  return dates.some((at) => staleBecause(at, lifetime, facts.request, facts.now) === undefined);
}

/** Whether a second factor of the user, one that the policy knows, was checked recently. */
export function hasFreshFactor(facts: FlowFacts, user: UserFacts): boolean {
  const usable = facts.settings.secondFactors.filter((factor) => user.factors.includes(factor));
  return usable.length > 0 && isFresh(facts, usable);
}

/** A factor that is set up is always asked, forced or not, unless one was checked recently. */
function checkFactor(
  facts: FlowFacts,
  usable: readonly SecondFactor[],
  passkey: readonly Factor[],
): Step | undefined {
  if (isFresh(facts, usable)) return undefined;
  const checks = facts.session?.checks ?? {};
  const newestFirst = [...usable].sort(
    (a, b) => (checks[checkOf[b]]?.getTime() ?? 0) - (checks[checkOf[a]]?.getTime() ?? 0),
  );
  return mandatory("mfa_check", "user.second_factors", { factors: [...newestFirst, ...passkey] });
}

/** Offered now and then to users without any factor, the strongest first. */
function voluntary(facts: FlowFacts, user: UserFacts): Step | undefined {
  const { allowPasskeys, secondFactors } = facts.settings;
  const factors: readonly Factor[] = allowPasskeys ? ["passkey", ...secondFactors] : secondFactors;
  if (user.factors.length > 0 || factors.length === 0 || isResting(facts, user)) return undefined;
  return offered("mfa_prompt", "login_policy.mfa_init_skip_lifetime", { factors });
}

/** For who has other factors and just used a password: a passkey takes the place of both. */
export function passkeyOffer(
  facts: FlowFacts,
  user: UserFacts,
  fresh: readonly Credential[],
): Step | undefined {
  const isFitting = facts.settings.allowPasskeys && fresh.includes("password");
  const hasOthers = user.factors.length > 0 && !user.factors.includes("passkey");
  if (!isFitting || !hasOthers || isResting(facts, user)) return undefined;
  return offered("passkey_prompt", "login_policy.mfa_init_skip_lifetime", { factors: ["passkey"] });
}

/** Declining to set something up is remembered for `mfaInitSkipLifetime`. */
function isResting({ settings, now }: FlowFacts, { mfaInitSkippedAt }: UserFacts): boolean {
  if (settings.mfaInitSkipLifetime === 0) return true;
  if (mfaInitSkippedAt === undefined) return false;
  return now.getTime() < mfaInitSkippedAt.getTime() + settings.mfaInitSkipLifetime * 1000;
}
