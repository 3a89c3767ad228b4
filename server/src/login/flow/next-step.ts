/**
 * The one decision of the login: what is still needed before a request may be finished. The hosted pages render it,
 * `enforce` refuses by it, `explain` prints it. Order and conditions: login-flows §2.3 and §2.4.
 */
import { chooseAccount } from "./choose-account.ts";
import { firstFactor } from "./first-factor.ts";
import type { Decision, FlowFacts, Step, UserFacts } from "./model.ts";
import { passkeyOffer, secondFactor } from "./second-factor.ts";
import { isExpired } from "./session.ts";
import { isBlockingApi, mandatory, offered, stepRules } from "./steps.ts";

const dayMs = 86_400_000;

export function nextStep(facts: FlowFacts): Decision {
  const steps = facts.surface === "api" ? openSteps(facts).map(asSeenByApi) : openSteps(facts);
  const [first, ...rest] = steps.filter((step) => step.weight === "mandatory");
  const optional = steps.filter((step) => step.weight === "offered");
  if (first === undefined) {
    const successPage = facts.surface === "hosted" && facts.request.showSuccessPage && !isSilent(facts);
    return { outcome: "done", offered: isSilent(facts) ? [] : optional, successPage };
  }
  const silent = silentErrorOf(first, facts);
  if (isSilent(facts) && silent !== "none") return { outcome: "refuse", error: silent, step: first };
  return { outcome: "steps", steps: [first, ...rest, ...optional] };
}

/** Somebody is logged in, and the level that the request demands takes something that only a page can ask for. */
const silentErrorOf = ({ kind }: Step, { request }: FlowFacts) =>
  kind === "mfa_check" && request.requiredLevel !== undefined
    ? "interaction_required"
    : stepRules[kind].silentError;

const isSilent = (facts: FlowFacts): boolean =>
  facts.surface === "hosted" && facts.request.prompts.includes("none");

function asSeenByApi(step: Step): Step {
  return isBlockingApi(step.kind) ? step : { ...step, weight: "offered" };
}

/** Every open step in its order, as things stand now. */
function openSteps(facts: FlowFacts): readonly Step[] {
  const { session, user } = facts;
  if (session === undefined && user === undefined) return [chooseAccount(facts)];
  if (user === undefined) return [mandatory("user_not_active", "user.state")];
  const { orgId } = facts.request;
  if (facts.surface === "hosted" && orgId !== undefined && orgId !== user.orgId) {
    return [mandatory("login_name", "request.organization")];
  }
  const standing = unfitAccount(user);
  if (standing !== undefined) return [standing];
  const ended = endedSession(facts);
  if (ended === undefined) return accountSteps(facts, user);
  // A page signs the same user in again; an API call is told that its session is over.
  return facts.surface === "api" ? [ended] : accountSteps(withoutSession(facts), user);
}

function unfitAccount(user: UserFacts): Step | undefined {
  if (user.kind !== "human") return mandatory("user_not_active", "user.type");
  if (user.state === "initial") return mandatory("activate_user", "user.state");
  if (user.state !== "active") return mandatory("user_not_active", "user.state");
  return user.orgActive ? undefined : mandatory("org_not_active", "org.state");
}

function endedSession({ session, user, now }: FlowFacts): Step | undefined {
  if (session === undefined) return undefined;
  if (session.terminated || session.userId !== user?.id) {
    return mandatory("session_expired", "session.terminated");
  }
  return isExpired(session, now) ? mandatory("session_expired", "session.expiration_date") : undefined;
}

function withoutSession(facts: FlowFacts): FlowFacts {
  const { session: _ended, ...rest } = facts;
  return rest;
}

function accountSteps(facts: FlowFacts, user: UserFacts): readonly Step[] {
  const first = firstFactor(facts, user);
  const second = secondFactorAfter(facts, user, first);
  return [
    first.fresh === undefined ? first.step : undefined,
    user.email === "unverified" ? verifyEmail(facts, user) : undefined,
    second,
    first.fresh === undefined ? undefined : passkeyOffer(facts, user, first.fresh),
    passwordChange(facts, user),
    user.email === "changed" ? verifyEmail(facts, user) : undefined,
    user.usernameChangeRequired ? mandatory("username_change", "user.username_change_required") : undefined,
    facts.project.orgMayUseProject ? undefined : mandatory("project_required", "project.has_project_check"),
    facts.project.userHasGrant ? undefined : mandatory("grant_required", "project.project_role_check"),
  ].filter((step) => step !== undefined);
}

/** While the first factor is open, what would follow it: a passkey needs no second factor, a password may. */
function secondFactorAfter(
  facts: FlowFacts,
  user: UserFacts,
  first: ReturnType<typeof firstFactor>,
): Step | undefined {
  if (first.fresh !== undefined) return secondFactor(facts, user, first.fresh);
  switch (first.step.kind) {
    case "passkey":
      return secondFactor(facts, user, ["passkey"]);
    case "external_login":
      return secondFactor(facts, user, ["external"]);
    default:
      return secondFactor(facts, user, ["password"]);
  }
}

function verifyEmail({ settings }: FlowFacts, user: UserFacts): Step {
  return settings.requireVerifiedEmail || user.selfRegistered
    ? mandatory("email_verification", "user.email")
    : offered("email_verification", "user.email");
}

function passwordChange({ settings, now }: FlowFacts, user: UserFacts): Step | undefined {
  const { password } = user;
  if (password === undefined || !settings.allowUsernamePassword) return undefined;
  if (password.changeRequired) return mandatory("password_change", "user.password_change_required");
  const days = settings.passwordMaxAgeDays;
  return days > 0 && password.changedAt.getTime() + days * dayMs < now.getTime()
    ? mandatory("password_change", "password_age_policy.max_age_days")
    : undefined;
}
