/** The credential that proves who the user is (login-flows §2.4, steps 1 and 2). */
import { type Lifetime, staleBecause } from "./freshness.ts";
import type { Cause, FlowFacts, SessionChecks, Step, StepKind, UserFacts } from "./model.ts";
import { mandatory } from "./steps.ts";

export type Credential = "passkey" | "password" | "external";

interface Candidate {
  readonly credential: Credential;
  readonly checkedAt: Date | undefined;
  readonly lifetime: Lifetime;
}

/** The credentials that the settings accept, with the newest check of each. */
function accepted(facts: FlowFacts, user: UserFacts, checks: SessionChecks): readonly Candidate[] {
  const { settings } = facts;
  const list: Candidate[] = [];
  if (settings.allowPasskeys && user.factors.includes("passkey")) {
    list.push({ credential: "passkey", checkedAt: checks.passkey, lifetime: multiFactorLifetime(facts) });
  }
  if (settings.allowUsernamePassword && user.password !== undefined) {
    const lifetime: Lifetime = {
      seconds: settings.passwordCheckLifetime,
      cause: "login_policy.password_check_lifetime",
    };
    list.push({ credential: "password", checkedAt: checks.password, lifetime });
  }
  if (settings.allowExternalIdp) {
    const lifetime: Lifetime = {
      seconds: settings.externalLoginCheckLifetime,
      cause: "login_policy.external_login_check_lifetime",
    };
    list.push({ credential: "external", checkedAt: checks.externalIdp, lifetime });
  }
  return list;
}

function multiFactorLifetime(facts: FlowFacts): Lifetime {
  return {
    seconds: facts.settings.multiFactorCheckLifetime,
    cause: "login_policy.multi_factor_check_lifetime",
  };
}

export type FirstFactor =
  | { readonly fresh: readonly [Credential, ...Credential[]] }
  | { readonly fresh: undefined; readonly step: Step };

/** Which credentials are fresh; when none is, the step that gets one. */
export function firstFactor(facts: FlowFacts, user: UserFacts): FirstFactor {
  const checks = facts.session?.checks ?? {};
  const candidates = accepted(facts, user, checks);
  const stale = (one: Candidate): Cause | undefined =>
    staleBecause(one.checkedAt, one.lifetime, facts.request, facts.now);
  const [first, ...rest] = candidates.filter((one) => stale(one) === undefined).map((one) => one.credential);
  if (first !== undefined) return { fresh: [first, ...rest] };
  const because = candidates.find((one) => one.checkedAt !== undefined);
  const cause = because === undefined ? "session.no_check" : (stale(because) ?? "session.no_check");
  return { fresh: undefined, step: obtain(facts, user, candidates, cause) };
}

/** Passkey before password before identity provider; without any of them, setting one up. */
function obtain(facts: FlowFacts, user: UserFacts, candidates: readonly Candidate[], cause: Cause): Step {
  const usable = candidates.map((one) => one.credential);
  const external: readonly StepKind[] =
    facts.settings.allowExternalIdp && user.linkedToIdp ? ["external_login"] : [];
  if (usable.includes("passkey")) {
    const alternatives = usable.includes("password") ? (["password", ...external] as const) : external;
    return mandatory("passkey", cause, { factors: ["passkey"], alternatives });
  }
  if (usable.includes("password"))
    return mandatory("password", cause, external.length === 0 ? {} : { alternatives: external });
  if (external.length > 0) return mandatory("external_login", cause);
  if (user.passkeySetupRequested && facts.settings.allowPasskeys) {
    return mandatory("passkey_setup", "user.passkey_requested");
  }
  if (facts.settings.allowUsernamePassword && user.password === undefined) {
    return mandatory("password_setup", "user.password");
  }
  if (facts.settings.allowExternalIdp) {
    return mandatory("external_login", "login_policy.allow_username_password");
  }
  return mandatory("no_login_method", "login_policy.allow_username_password");
}
