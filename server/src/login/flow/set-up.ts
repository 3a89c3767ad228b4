/** Who may add second factors to their account on the pages, or change its password (ADR 012). */
import { firstFactor } from "./first-factor.ts";
import type { FlowFacts } from "./model.ts";
import { nextStep } from "./next-step.ts";
import { hasFreshFactor, secondFactor } from "./second-factor.ts";
import { isExpired } from "./session.ts";

/**
 * Whether the session proves enough: everything that its login takes, or all but the factor that is to be set up; and
 * one of the factors that the account has, so that nobody with the password alone adds one beside them.
 */
export function maySetUp(facts: FlowFacts): boolean {
  const { user, session, settings } = facts;
  if (user === undefined || session === undefined) return false;
  const decision = nextStep(facts);
  if (decision.outcome === "refuse") return false;
  if (decision.outcome === "steps" && decision.steps[0].kind !== "mfa_setup") return false;
  const known = user.factors.filter((factor) =>
    factor === "passkey" ? settings.allowPasskeys : settings.secondFactors.includes(factor),
  );
  if (known.length === 0) return true;
  return firstFactor(facts, user).fresh?.includes("passkey") === true || hasFreshFactor(facts, user);
}

/** Whether the session has proven a second factor of its user recently. */
export const hasFreshSecondFactor = (facts: FlowFacts): boolean =>
  facts.user !== undefined && hasFreshFactor(facts, facts.user);

/**
 * Whether the account has a second factor that somebody with its password is still to prove: by the account alone, so
 * that no request opens a way past it, as one does that may show no page, that wants another organization or that
 * finds the password too old.
 */
export function isFactorOpen(facts: FlowFacts): boolean {
  const { session, user, now, ...rest } = facts;
  if (user === undefined) return false;
  const proven = { ...rest, user, now, ...(session && !isExpired(session, now) ? { session } : {}) };
  const fresh = firstFactor(proven, user).fresh ?? ["password"];
  return secondFactor(proven, user, fresh)?.kind === "mfa_check";
}
