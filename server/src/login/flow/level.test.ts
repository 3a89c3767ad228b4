/** What a request demands of the login's strength: who is led where, and what passes. */
import { describe, expect, test } from "vitest";
import { enforce } from "./enforce.ts";
import type { AuthLevel, Factor, FlowFacts, SecondFactor, SessionChecks } from "./model.ts";
import { nextStep } from "./next-step.ts";
import { before, facts, request, session, settings, user } from "./sample.ts";

interface Case {
  readonly level?: AuthLevel;
  readonly has?: readonly Factor[];
  readonly checks?: SessionChecks;
  readonly allows?: readonly SecondFactor[];
  readonly passkeys?: boolean;
}

const justNow = before(30);
const password = { password: before(3600) };

const factsOf = ({
  level,
  has = [],
  checks = {},
  allows = ["totp", "u2f"],
  passkeys = true,
}: Case): FlowFacts => ({
  ...facts,
  request: { ...request, ...(level === undefined ? {} : { requiredLevel: level }) },
  user: { ...user, factors: has },
  session: { ...session, checks: { ...password, ...checks } },
  settings: { ...settings, secondFactors: allows, allowPasskeys: passkeys },
});

/** The first step with its factors and its cause. */
function outcome(one: FlowFacts): readonly unknown[] {
  const decision = nextStep(one);
  if (decision.outcome !== "steps") return [decision.outcome === "refuse" ? decision.error : "done"];
  const [{ kind, factors = [], because }] = decision.steps;
  return [kind, factors.join(" "), because];
}

const asked = "request.acr_values";

describe("two factors are demanded", () => {
  test.each<[string, Case, readonly unknown[]]>([
    ["who has none sets one up", {}, ["mfa_setup", "totp u2f passkey", asked]],
    ["no passkey where the policy has none", { passkeys: false }, ["mfa_setup", "totp u2f", asked]],
    ["a passkey where the policy has nothing else", { allows: [] }, ["mfa_setup", "passkey", asked]],
    [
      "nothing that could be set up",
      { allows: [], passkeys: false },
      ["mfa_not_configured", "", "login_policy.second_factors"],
    ],
    ["a factor is asked", { has: ["totp"] }, ["mfa_check", "totp", "user.second_factors"]],
    ["a fresh factor does", { has: ["totp"], checks: { totp: justNow } }, ["done"]],
    [
      "an old one does not",
      { has: ["totp"], checks: { totp: before(70_000) } },
      ["mfa_check", "totp", "user.second_factors"],
    ],
    ["a recovery code stands for it", { has: ["totp"], checks: { recoveryCode: justNow } }, ["done"]],
    [
      "a factor that is gone does not",
      { checks: { totp: justNow } },
      ["mfa_setup", "totp u2f passkey", asked],
    ],
    ["who has a passkey uses it", { has: ["passkey"] }, ["mfa_check", "passkey", asked]],
    ["a passkey is both", { has: ["passkey"], checks: { passkey: justNow } }, ["done"]],
  ])("%s", (_name, one, expected) => {
    expect(outcome(factsOf({ ...one, level: "mfa" }))).toEqual(expected);
  });
});

describe("a login that withstands phishing is demanded", () => {
  test.each<[string, Case, readonly unknown[]]>([
    ["who has nothing sets one up", {}, ["mfa_setup", "passkey u2f", asked]],
    ["of what the policy knows", { allows: ["totp"] }, ["mfa_setup", "passkey", asked]],
    [
      "nothing that could be set up",
      { allows: ["totp"], passkeys: false },
      ["mfa_not_configured", "", asked],
    ],
    ["the present factor comes first", { has: ["totp"] }, ["mfa_check", "totp", "user.second_factors"]],
    [
      "then the stronger one is set up",
      { has: ["totp"], checks: { totp: justNow } },
      ["mfa_setup", "passkey u2f", asked],
    ],
    [
      "where several are set up the strong ones are asked",
      { has: ["totp", "u2f", "passkey"], checks: { totp: justNow } },
      ["mfa_check", "passkey u2f", asked],
    ],
    ["a security key does", { has: ["u2f"], checks: { u2f: justNow } }, ["done"]],
    [
      "not one that the policy has no more",
      { has: ["u2f"], allows: ["totp"], checks: { u2f: justNow } },
      ["mfa_setup", "passkey", asked],
    ],
    ["nor a check of a key that is gone", { checks: { u2f: justNow } }, ["mfa_setup", "passkey u2f", asked]],
    ["nor a recovery code", { has: ["u2f"], checks: { recoveryCode: justNow } }, ["mfa_check", "u2f", asked]],
    ["a passkey does", { has: ["passkey"], checks: { passkey: justNow } }, ["done"]],
  ])("%s", (_name, one, expected) => {
    expect(outcome(factsOf({ ...one, level: "phishing_resistant" }))).toEqual(expected);
  });
});

test("without the demand each of those who have no factor passes", () => {
  for (const one of [{}, { passkeys: false }, { allows: [] }])
    expect(outcome(factsOf(one))).toEqual(["done"]);
});

test("prompt=none: somebody logged in needs a page, somebody who is not needs a login", () => {
  const silent = (one: Case, checks: SessionChecks = {}): FlowFacts => {
    const input = factsOf({ ...one, checks });
    return { ...input, request: { ...input.request, prompts: ["none"] } };
  };
  for (const level of ["mfa", "phishing_resistant"] as const) {
    expect(outcome(silent({ level }))).toEqual(["interaction_required"]);
    expect(outcome(silent({ level, has: ["totp"] }))).toEqual(["interaction_required"]);
    expect(outcome(silent({ level, has: ["passkey"] }))).toEqual(["interaction_required"]);
    expect(outcome(silent({ level, has: ["passkey"] }, { passkey: justNow }))).toEqual(["done"]);
    const stale = { password: before(9_000_000) };
    expect(outcome(silent({ level, has: ["totp"] }, stale))).toEqual(["login_required"]);
  }
  expect(outcome(silent({ has: ["totp"] }))).toEqual(["login_required"]);
});

test("a custom login cannot finish without it, and is told what is missing by a stable id", () => {
  const idOf = (one: Case): string | undefined => enforce(factsOf(one))?.id;
  expect(idOf({ level: "mfa" })).toBe("LOGIN-mS4t5");
  expect(idOf({ level: "mfa", has: ["passkey"] })).toBe("LOGIN-mC8h3");
  expect(idOf({ level: "phishing_resistant", has: ["totp"], checks: { totp: justNow } })).toBe("LOGIN-mS4t5");
  expect(idOf({ level: "phishing_resistant", allows: [], passkeys: false })).toBe("LOGIN-5Hm8s");
  expect(idOf({ level: "phishing_resistant", has: ["u2f"], checks: { u2f: justNow } })).toBeUndefined();
});
