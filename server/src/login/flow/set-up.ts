/** Who may add second factors to their account on the pages (ADR 012). */
import { firstFactor } from "./first-factor.ts";
import type { FlowFacts } from "./model.ts";
import { nextStep } from "./next-step.ts";
import { hasFreshFactor } from "./second-factor.ts";

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
