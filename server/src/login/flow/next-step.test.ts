import { describe, expect, test } from "vitest";
import { enforce } from "./enforce.ts";
import type { Decision, FlowFacts, FlowSettings } from "./model.ts";
import { nextStep } from "./next-step.ts";
import { before, facts, fresh, request, session, settings, user } from "./sample.ts";

const kinds = (decision: Decision): readonly string[] =>
  decision.outcome === "steps"
    ? decision.steps.map((step) => step.kind)
    : [decision.outcome === "refuse" ? decision.error : "done"];
const first = (input: FlowFacts): string | undefined => kinds(nextStep(input))[0];
const because = (input: FlowFacts): string | undefined => {
  const decision = nextStep(input);
  return decision.outcome === "steps" ? decision.steps[0].because : undefined;
};
const noSession = (): FlowFacts => {
  const { session: _none, ...rest } = facts;
  return rest;
};

describe("choosing the account", () => {
  const other = { ...session, id: "session-2", userId: "user-2" };
  const signedOut = { ...session, checks: {} };
  const withPrompt = (...prompts: FlowFacts["request"]["prompts"]) => ({ ...request, prompts });

  test.each<[string, Partial<FlowFacts>, string]>([
    ["no session: login name", {}, "login_name"],
    ["one signed in session is used", { browserSessions: [session] }, "reuse_session"],
    ["one signed out session: picker", { browserSessions: [signedOut] }, "account_picker"],
    ["nobody signed in, but known from before: picker", { knowsSignedOut: true }, "account_picker"],
    ["several sessions: picker", { browserSessions: [session, other] }, "account_picker"],
    ["prompt=login: login name", { request: withPrompt("login"), browserSessions: [session] }, "login_name"],
    [
      "prompt=consent: login name",
      { request: withPrompt("consent"), browserSessions: [session] },
      "login_name",
    ],
    [
      "prompt=select_account: picker",
      { request: withPrompt("select_account"), browserSessions: [session] },
      "account_picker",
    ],
    [
      "prompt=login select_account: picker",
      { request: withPrompt("login", "select_account"), browserSessions: [session] },
      "account_picker",
    ],
    [
      "prompt=select_account without sessions: login name",
      { request: withPrompt("select_account") },
      "login_name",
    ],
    ["prompt=create: register", { request: withPrompt("create") }, "register"],
    [
      "prompt=create where registration is off: login name",
      { request: withPrompt("create"), settings: { ...settings, allowRegister: false } },
      "login_name",
    ],
    [
      "a hint picks its session among several",
      { request: { ...request, hintUserId: "user-2" }, browserSessions: [session, other] },
      "reuse_session",
    ],
    [
      "a hint never picks another user's session",
      { request: { ...request, hintUserId: "user-9" }, browserSessions: [session] },
      "login_name",
    ],
    [
      "sessions of other organizations do not count",
      { request: { ...request, orgId: "org-9" }, browserSessions: [session] },
      "login_name",
    ],
    ["prompt=none without a session", { request: withPrompt("none") }, "login_required"],
    [
      "prompt=none with several sessions",
      { request: withPrompt("none"), browserSessions: [session, other] },
      "login_required",
    ],
    [
      "prompt=none with one session uses it",
      { request: withPrompt("none"), browserSessions: [session] },
      "reuse_session",
    ],
  ])("%s", (_name, change, expected) => {
    expect(first({ ...fresh, ...change })).toBe(expected);
  });
});

describe("the credential", () => {
  test.each<[string, Partial<FlowFacts>, string, string?]>([
    ["a fresh password is enough", {}, "done"],
    [
      "password lifetime over",
      { settings: { ...settings, passwordCheckLifetime: 3600 } },
      "password",
      "login_policy.password_check_lifetime",
    ],
    [
      "checked before the request allows",
      { request: { ...request, maxAgeSeconds: 600 } },
      "password",
      "request.max_age",
    ],
    ["checked within max_age", { request: { ...request, maxAgeSeconds: 3600 } }, "done"],
    [
      "prompt=login wants a check after the request",
      { request: { ...request, prompts: ["login"] } },
      "password",
      "request.prompt",
    ],
    [
      "prompt=login is content with a later one",
      {
        request: { ...request, prompts: ["login"] },
        session: { ...session, checks: { password: before(10) } },
      },
      "done",
    ],
    [
      "a check from the future does not count",
      { session: { ...session, checks: { password: before(-60) } } },
      "password",
    ],
    ["lifetime 0 means every login", { settings: { ...settings, passwordCheckLifetime: 0 } }, "password"],
    [
      "lifetime 0 does not ask for ever",
      {
        settings: { ...settings, passwordCheckLifetime: 0 },
        session: { ...session, checks: { password: before(5) } },
      },
      "done",
    ],
    [
      "passkey before password",
      { user: { ...user, factors: ["passkey"] }, session: { ...session, checks: {} } },
      "passkey",
    ],
    [
      "no passkeys by policy: password",
      {
        user: { ...user, factors: ["passkey"] },
        session: { ...session, checks: {} },
        settings: { ...settings, allowPasskeys: false },
      },
      "password",
    ],
    [
      "a password that the policy forbids does not count",
      { settings: { ...settings, allowUsernamePassword: false } },
      "external_login",
    ],
    [
      "nothing is allowed: said so",
      { settings: { ...settings, allowUsernamePassword: false, allowExternalIdp: false } },
      "no_login_method",
      "login_policy.allow_username_password",
    ],
    ["another user's session does not count", { session: { ...session, userId: "user-2" } }, "password"],
    ["an expired session: sign in again", { session: { ...session, expiresAt: before(1) } }, "password"],
    ["a terminated session: sign in again", { session: { ...session, terminated: true } }, "password"],
  ])("%s", (_name, change, expected, cause) => {
    const input = { ...facts, ...change };
    expect(first(input)).toBe(expected);
    if (cause !== undefined) expect(because(input)).toBe(cause);
  });

  test("a user without any credential sets one up", () => {
    const { password: _none, ...bare } = user;
    const input: FlowFacts = { ...noSession(), user: bare };
    expect(first(input)).toBe("password_setup");
    expect(first({ ...input, user: { ...bare, passkeySetupRequested: true } })).toBe("passkey_setup");
    expect(first({ ...input, user: { ...bare, linkedToIdp: true } })).toBe("external_login");
  });

  test.each<[string, FlowFacts["user"], string]>([
    ["locked", { ...user, state: "locked" }, "user_not_active"],
    ["inactive", { ...user, state: "inactive" }, "user_not_active"],
    ["initial", { ...user, state: "initial" }, "activate_user"],
    ["machine", { ...user, kind: "machine" }, "user_not_active"],
    ["organization inactive", { ...user, orgActive: false }, "org_not_active"],
  ])("%s users do not get in", (_name, someone, expected) => {
    if (someone === undefined) throw new Error("no user");
    expect(first({ ...facts, user: someone })).toBe(expected);
  });
});

describe("second factors", () => {
  const totp = { ...user, factors: ["totp"] as const };
  const forced = { ...settings, forceMfa: true };
  const localOnly = { ...settings, forceMfaLocalOnly: true };
  const byIdp = { ...session, checks: { externalIdp: before(60) } };

  test.each<[string, Partial<FlowFacts>, string]>([
    ["a factor that is set up is asked without being forced", { user: totp }, "mfa_check"],
    [
      "fresh factor",
      { user: totp, session: { ...session, checks: { password: before(60), totp: before(60) } } },
      "done",
    ],
    [
      "factor lifetime over",
      { user: totp, session: { ...session, checks: { password: before(60), totp: before(64_800) } } },
      "mfa_check",
    ],
    [
      "a recovery code stands for the factor",
      { user: totp, session: { ...session, checks: { password: before(60), recoveryCode: before(60) } } },
      "done",
    ],
    [
      "a factor that the policy does not list is not asked",
      { user: { ...user, factors: ["otp_sms"] } },
      "done",
    ],
    ["forced and not set up", { settings: forced }, "mfa_setup"],
    ["forced, and only passkeys allowed", { settings: { ...forced, secondFactors: [] } }, "mfa_setup"],
    [
      "forced, nothing allowed",
      { settings: { ...forced, secondFactors: [], allowPasskeys: false } },
      "mfa_not_configured",
    ],
    ["forced for local logins: password", { settings: localOnly }, "mfa_setup"],
    ["forced for local logins: identity provider", { settings: localOnly, session: byIdp }, "done"],
    ["forced for all: identity provider too", { settings: { ...forced }, session: byIdp }, "mfa_setup"],
    [
      "a passkey is two factors",
      {
        settings: forced,
        user: { ...totp, factors: ["passkey", "totp"] },
        session: { ...session, checks: { passkey: before(60) } },
      },
      "done",
    ],
    [
      "who has a passkey checks it instead of adding a factor",
      { settings: forced, user: { ...user, factors: ["passkey"] } },
      "mfa_check",
    ],
  ])("%s", (_name, change, expected) => {
    expect(first({ ...facts, ...change })).toBe(expected);
  });

  test("where a factor is forced a passkey does as well, and alone where the policy knows nothing else", () => {
    const asked = (secondFactors: FlowSettings["secondFactors"], allowPasskeys: boolean) => {
      const decision = nextStep({ ...facts, settings: { ...forced, secondFactors, allowPasskeys } });
      return decision.outcome === "steps" ? decision.steps[0].factors : decision.outcome;
    };
    expect(asked(["totp"], true)).toEqual(["totp", "passkey"]);
    expect(asked([], true)).toEqual(["passkey"]);
    expect(asked(["totp"], false)).toEqual(["totp"]);
  });

  test("the voluntary prompt is offered, rests after a skip, and never stops the login", () => {
    const asking = { ...facts, settings: { ...settings, mfaInitSkipLifetime: 3600 } };
    expect(nextStep(asking)).toMatchObject({ outcome: "done", offered: [{ kind: "mfa_prompt" }] });
    const skipped = { ...asking, user: { ...user, mfaInitSkippedAt: before(60) } };
    expect(nextStep(skipped)).toMatchObject({ outcome: "done", offered: [] });
    const long = { ...asking, user: { ...user, mfaInitSkippedAt: before(3600) } };
    expect(nextStep(long)).toMatchObject({ outcome: "done", offered: [{ kind: "mfa_prompt" }] });
  });

  test("who has none is offered a passkey before second factors, who has others a passkey alone", () => {
    const asking = { ...facts, settings: { ...settings, mfaInitSkipLifetime: 3600 } };
    const offers = (input: FlowFacts) => {
      const decision = nextStep(input);
      return decision.outcome === "done" ? decision.offered.map(({ kind, factors }) => [kind, factors]) : [];
    };
    expect(offers(asking)).toEqual([["mfa_prompt", ["passkey", "totp", "u2f"]]]);
    const checked = { ...session, checks: { password: before(60), totp: before(60) } };
    const other: FlowFacts = { ...asking, user: totp, session: checked };
    expect(offers(other)).toEqual([["passkey_prompt", ["passkey"]]]);
    expect(offers({ ...other, user: { ...totp, mfaInitSkippedAt: before(60) } })).toEqual([]);
    expect(offers({ ...other, settings: { ...asking.settings, allowPasskeys: false } })).toEqual([]);
    expect(offers({ ...other, user: { ...totp, factors: ["passkey", "totp"] } })).toEqual([]);
  });
});

describe("after the factors", () => {
  test("all open steps are listed in their order", () => {
    const input: FlowFacts = {
      ...noSession(),
      user: {
        ...user,
        email: "unverified",
        usernameChangeRequired: true,
        password: { changedAt: before(86_400 * 91), changeRequired: false },
      },
      settings: { ...settings, forceMfa: true, passwordMaxAgeDays: 90 },
      project: { orgMayUseProject: false, userHasGrant: false },
    };
    expect(kinds(nextStep(input))).toEqual([
      "password",
      "email_verification",
      "mfa_setup",
      "password_change",
      "username_change",
      "project_required",
      "grant_required",
    ]);
  });

  test("a changed address is confirmed after the password, a new one before the second factor", () => {
    const input = { ...facts, user: { ...user, email: "changed", factors: ["totp"] } } as const;
    expect(kinds(nextStep(input))).toEqual(["mfa_check", "email_verification"]);
  });

  test("an address is to be confirmed where the settings say so, and always by who registered themselves", () => {
    const asked = (requireVerifiedEmail: boolean, selfRegistered: boolean) =>
      (["unverified", "changed", "verified"] as const).map((email) =>
        kinds(
          nextStep({
            ...facts,
            user: { ...user, email, selfRegistered },
            settings: { ...settings, requireVerifiedEmail },
          }),
        ).includes("email_verification"),
      );
    expect(asked(false, false)).toEqual([false, false, false]);
    for (const [setting, self] of [
      [true, false],
      [false, true],
    ] as const)
      expect(asked(setting, self)).toEqual([true, true, false]);
  });

  test("a native application gets its last page once nothing is open", () => {
    const native = { ...facts, request: { ...request, showSuccessPage: true } };
    expect(nextStep(native)).toMatchObject({ outcome: "done", successPage: true });
    expect(nextStep({ ...native, surface: "api" })).toMatchObject({ outcome: "done", successPage: false });
  });
});

describe("enforce: what stops a custom login", () => {
  test.each<[string, Partial<FlowFacts>, string]>([
    ["user not active", { user: { ...user, state: "locked" } }, "LOGIN-uA4c7"],
    ["organization not active", { user: { ...user, orgActive: false } }, "LOGIN-oA9t2"],
    ["session expired", { session: { ...session, expiresAt: before(1) } }, "LOGIN-sX8p5"],
    ["no fresh credential", { session: { ...session, checks: {} } }, "LOGIN-pC5h4"],
    ["max_age", { request: { ...request, maxAgeSeconds: 1 } }, "LOGIN-pC5h4"],
    ["prompt=login", { request: { ...request, prompts: ["login"] } }, "LOGIN-pC5h4"],
    ["forceMfa unmet", { settings: { ...settings, forceMfa: true } }, "LOGIN-mS4t5"],
    ["a factor that is not fresh", { user: { ...user, factors: ["totp"] } }, "LOGIN-mC8h3"],
    [
      "password must change",
      { user: { ...user, password: { changedAt: before(1), changeRequired: true } } },
      "LOGIN-pX7c1",
    ],
  ])("%s", (_name, change, id) => {
    const failure = enforce({ ...facts, ...change });
    expect(failure).toMatchObject({ kind: "failed_precondition", id });
    expect(failure?.details.values).toHaveProperty("step");
  });

  test.each<[string, FlowFacts["project"], string]>([
    ["project check", { orgMayUseProject: false, userHasGrant: true }, "LOGIN-jR5q8"],
    ["role check", { orgMayUseProject: true, userHasGrant: false }, "LOGIN-gR1q6"],
  ])("%s is a lack of permission", (_name, project, id) => {
    expect(enforce({ ...facts, project })).toMatchObject({ kind: "permission_denied", id });
  });

  test.each<[string, Partial<FlowFacts>]>([
    ["set-up prompts", { settings: { ...settings, mfaInitSkipLifetime: 3600 } }],
    ["email verification", { user: { ...user, email: "unverified" } }],
    ["a user name to change", { user: { ...user, usernameChangeRequired: true } }],
    ["the last page of native applications", { request: { ...request, showSuccessPage: true } }],
  ])("%s do not", (_name, change) => {
    expect(enforce({ ...facts, ...change })).toBeUndefined();
  });
});
