/** Statements about every decision, tried on tens of thousands of generated cases (fixed seed). */
import { expect, test } from "vitest";
import type { Decision, Factor, FlowFacts, SessionChecks, SessionFacts } from "./model.ts";
import { nextStep } from "./next-step.ts";
import { before, now } from "./sample.ts";
import { stepRules } from "./steps.ts";

const cases = 40_000;

/** A small linear congruential generator: the same cases on every run. */
function generator(seed: number): { one<T>(list: readonly T[]): T; yes(share?: number): boolean } {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    one: <T>(list: readonly T[]): T => {
      const value = list[Math.floor(next() * list.length)];
      if (value === undefined) throw new Error("an empty choice");
      return value;
    },
    yes: (share = 0.5) => next() < share,
  };
}

type Random = ReturnType<typeof generator>;
const factors: readonly Factor[] = ["passkey", "totp", "u2f", "otp_sms", "otp_email"];
const checkNames = [
  "password",
  "passkey",
  "u2f",
  "totp",
  "otpSms",
  "otpEmail",
  "recoveryCode",
  "externalIdp",
] as const;
const seconds = [0, 1, 60, 3600, 43_200, 864_000] as const;

function someSession(random: Random, id: string): SessionFacts {
  const checks: Record<string, Date> = {};
  for (const name of checkNames) {
    if (random.yes(0.4)) checks[name] = before(random.one([-60, 0, 5, 90, 3000, 50_000, 1_000_000]));
  }
  return {
    id,
    userId: random.one(["user-1", "user-2"]),
    userOrgId: random.one(["org-1", "org-2"]),
    terminated: random.yes(0.1),
    ...(random.yes(0.3) ? { expiresAt: before(random.one([-3600, 0, 10])) } : {}),
    checks: checks as SessionChecks,
  };
}

function someFacts(random: Random): FlowFacts {
  const chosen = random.yes(0.7) ? someSession(random, "session-1") : undefined;
  const secondFactors = (["totp", "u2f", "otp_sms", "otp_email"] as const).filter(() => random.yes(0.4));
  const known = chosen !== undefined || random.yes(0.3);
  return {
    surface: random.one(["hosted", "hosted", "api"]),
    now,
    request: {
      kind: random.one(["oidc", "saml", "device", "visit"]),
      createdAt: before(random.one([0, 30, 7200])),
      prompts: random.one([
        [],
        [],
        ["none"],
        ["login"],
        ["select_account"],
        ["login", "select_account"],
        ["create"],
        ["consent"],
      ]),
      ...(random.yes(0.3) ? { maxAgeSeconds: random.one(seconds) } : {}),
      ...(random.yes(0.2) ? { orgId: random.one(["org-1", "org-2"]) } : {}),
      ...(random.yes(0.2) ? { hintUserId: random.one(["user-1", "user-2", "user-3"]) } : {}),
      showSuccessPage: random.yes(0.2),
      ...(random.yes(0.3) ? { requiredLevel: random.one(["mfa", "phishing_resistant"] as const) } : {}),
    },
    ...(chosen === undefined ? {} : { session: chosen }),
    ...(known && random.yes(0.95)
      ? {
          user: {
            id: "user-1",
            orgId: "org-1",
            state: random.one(["active", "active", "active", "active", "locked", "initial", "inactive"]),
            kind: random.yes(0.95) ? "human" : "machine",
            orgActive: random.yes(0.95),
            email: random.one(["verified", "verified", "unverified", "changed"]),
            selfRegistered: random.yes(0.2),
            ...(random.yes(0.8)
              ? {
                  password: {
                    changedAt: before(random.one([60, 10_000_000])),
                    changeRequired: random.yes(0.1),
                  },
                }
              : {}),
            factors: factors.filter(() => random.yes(0.3)),
            passkeySetupRequested: random.yes(0.2),
            linkedToIdp: random.yes(0.2),
            usernameChangeRequired: random.yes(0.1),
            ...(random.yes(0.3) ? { mfaInitSkippedAt: before(random.one(seconds)) } : {}),
          },
        }
      : {}),
    browserSessions: ["session-1", "session-2", "session-3"]
      .filter(() => random.yes(0.5))
      .map((id) => someSession(random, id)),
    settings: {
      allowUsernamePassword: random.yes(0.8),
      allowPasskeys: random.yes(0.8),
      allowExternalIdp: random.yes(),
      allowRegister: random.yes(),
      forceMfa: random.yes(0.4),
      forceMfaLocalOnly: random.yes(0.3),
      secondFactors,
      passwordCheckLifetime: random.one(seconds),
      externalLoginCheckLifetime: random.one(seconds),
      secondFactorCheckLifetime: random.one(seconds),
      multiFactorCheckLifetime: random.one(seconds),
      mfaInitSkipLifetime: random.one(seconds),
      passwordMaxAgeDays: random.one([0, 0, 30]),
      requireVerifiedEmail: random.yes(),
    },
    project: { orgMayUseProject: random.yes(0.9), userHasGrant: random.yes(0.9) },
  };
}

function each(check: (facts: FlowFacts, decision: Decision) => boolean): number {
  const random = generator(20_260_301);
  let seen = 0;
  for (let i = 0; i < cases; i++) {
    const facts = someFacts(random);
    if (check(facts, nextStep(facts))) seen++;
  }
  return seen;
}

const firstKind = (decision: Decision): string =>
  decision.outcome === "steps" ? decision.steps[0].kind : decision.outcome;

/** Written down apart from the code under test: good at all under the most generous reading. */
function plausible(at: Date | undefined, lifetime: number, facts: FlowFacts): boolean {
  if (at === undefined || at.getTime() > now.getTime() + 1000) return false;
  const { request } = facts;
  const maxAge = request.prompts.includes("login") ? 0 : request.maxAgeSeconds;
  const recent = request.kind === "visit" || at > request.createdAt;
  if (maxAge !== undefined && at.getTime() <= request.createdAt.getTime() - maxAge * 1000) return false;
  return now.getTime() - at.getTime() < Math.max(lifetime, recent ? 600 : 0) * 1000;
}

test("never done without a fresh credential that the policy accepts", () => {
  const done = each((facts, decision) => {
    if (decision.outcome !== "done") return false;
    const { settings, session, user } = facts;
    const checks = session?.checks ?? {};
    const good =
      (settings.allowUsernamePassword &&
        user?.password !== undefined &&
        plausible(checks.password, settings.passwordCheckLifetime, facts)) ||
      (settings.allowPasskeys &&
        user?.factors.includes("passkey") === true &&
        plausible(checks.passkey, settings.multiFactorCheckLifetime, facts)) ||
      (settings.allowExternalIdp &&
        plausible(checks.externalIdp, settings.externalLoginCheckLifetime, facts));
    expect(good).toBe(true);
    expect(session?.userId).toBe(user?.id);
    expect([user?.state, user?.kind, user?.orgActive, session?.terminated]).toEqual([
      "active",
      "human",
      true,
      false,
    ]);
    return true;
  });
  expect(done).toBeGreaterThan(150);
});

test("an account is stopped for what the settings lack only where they permit nothing that would do", () => {
  const lacking = each((facts, decision) => {
    if (firstKind(decision) !== "mfa_not_configured") return false;
    const { allowPasskeys, secondFactors } = facts.settings;
    const isStrong = facts.request.requiredLevel === "phishing_resistant";
    const wouldDo = isStrong ? secondFactors.filter((factor) => factor === "u2f") : secondFactors;
    expect([allowPasskeys, wouldDo]).toEqual([false, []]);
    return true;
  });
  expect(lacking).toBeGreaterThan(5);
});

test("forced multi-factor is never skipped", () => {
  const forced = each((facts, decision) => {
    const { settings, session } = facts;
    if (decision.outcome !== "done" || !settings.forceMfa || settings.forceMfaLocalOnly) return false;
    const { password: _first, externalIdp: _other, ...strong } = session?.checks ?? {};
    const longest = Math.max(settings.secondFactorCheckLifetime, settings.multiFactorCheckLifetime);
    expect(Object.values(strong).some((at) => plausible(at, longest, facts))).toBe(true);
    return true;
  });
  expect(forced).toBeGreaterThan(15);
});

test("never done without the level that the request demands", () => {
  const seen = { mfa: 0, phishing_resistant: 0 };
  each((facts, decision) => {
    const { requiredLevel } = facts.request;
    if (decision.outcome !== "done" || requiredLevel === undefined) return false;
    const { settings, session, user } = facts;
    const { password: _first, externalIdp: _other, ...strong } = session?.checks ?? {};
    const longest = Math.max(settings.secondFactorCheckLifetime, settings.multiFactorCheckLifetime);
    const isGood = (at: Date | undefined): boolean => plausible(at, longest, facts);
    expect(Object.values(strong).some(isGood)).toBe(true);
    if (requiredLevel === "phishing_resistant") {
      const passkey = settings.allowPasskeys && user?.factors.includes("passkey") && isGood(strong.passkey);
      const key =
        settings.secondFactors.includes("u2f") && user?.factors.includes("u2f") && isGood(strong.u2f);
      expect(passkey || key).toBe(true);
    }
    seen[requiredLevel] += 1;
    return true;
  });
  expect(Math.min(seen.mfa, seen.phishing_resistant)).toBeGreaterThan(10);
});

test("a demand only adds: where it is met, the decision is that without it", () => {
  const met = each((facts, decision) => {
    if (decision.outcome !== "done" || facts.request.requiredLevel === undefined) return false;
    const { requiredLevel: _level, ...request } = facts.request;
    expect(nextStep({ ...facts, request })).toEqual(decision);
    return true;
  });
  expect(met).toBeGreaterThan(20);
});

test("prompt=none never yields a page", () => {
  const silent = each((facts, decision) => {
    if (facts.surface !== "hosted" || !facts.request.prompts.includes("none")) return false;
    if (decision.outcome === "done") expect([decision.successPage, decision.offered]).toEqual([false, []]);
    else expect(["reuse_session", "refuse"]).toContain(firstKind(decision));
    return true;
  });
  expect(silent).toBeGreaterThan(1500);
});

test("always an explanation: every step has its id and a cause, the first one is mandatory", () => {
  const explained = each((_facts, decision) => {
    const steps =
      decision.outcome === "steps"
        ? decision.steps
        : decision.outcome === "done"
          ? decision.offered
          : [decision.step];
    for (const step of steps) {
      expect(step.id).toBe(stepRules[step.kind].id);
      expect(step.because).toMatch(/^[a-z_]+\.[a-z_]+$/);
      if (step.kind === "mfa_check" || step.kind === "mfa_setup")
        expect(step.factors?.length).toBeGreaterThan(0);
    }
    if (decision.outcome === "steps") expect(decision.steps[0].weight).toBe("mandatory");
    return steps.length > 0;
  });
  expect(explained).toBeGreaterThan(cases / 2);
});

test("the API is stopped by its list only, and never let through where a page asks for a factor", () => {
  const list = new Set(Object.entries(stepRules).flatMap(([kind, rule]) => (rule.blocksApi ? [kind] : [])));
  const stopped = each((facts, _decision) => {
    const api = nextStep({ ...facts, surface: "api" });
    if (api.outcome === "steps") {
      for (const step of api.steps) expect(list.has(step.kind) === (step.weight === "mandatory")).toBe(true);
    }
    const hosted = nextStep({ ...facts, surface: "hosted" });
    if (["password", "passkey", "mfa_check", "mfa_setup", "password_change"].includes(firstKind(hosted))) {
      expect(api.outcome).toBe("steps");
    }
    return api.outcome === "steps";
  });
  expect(stopped).toBeGreaterThan(300);
});

/** What the world looks like after the user did what the step asks; undefined when the step says that it ends here. */
function after(facts: FlowFacts, decision: Decision): FlowFacts | undefined {
  if (decision.outcome !== "steps" || facts.user === undefined) return undefined;
  const { user } = facts;
  const step = decision.steps[0];
  const checked = (checks: SessionChecks): FlowFacts => ({
    ...facts,
    session: {
      id: "session-new",
      userId: user.id,
      userOrgId: user.orgId,
      terminated: false,
      checks: { ...(isUsable(facts) ? facts.session?.checks : {}), ...checks },
    },
  });
  const at = new Date(Math.max(now.getTime(), facts.request.createdAt.getTime() + 1));
  switch (step.kind) {
    case "password":
      return checked({ password: at });
    case "passkey":
      return checked({ passkey: at });
    case "external_login":
      return checked({ externalIdp: at });
    case "password_setup":
      return {
        ...checked({ password: at }),
        user: { ...user, password: { changedAt: now, changeRequired: false } },
      };
    case "passkey_setup":
      return { ...checked({ passkey: at }), user: { ...user, factors: ["passkey", ...user.factors] } };
    case "mfa_check":
      return checked(
        step.factors?.[0] === "passkey" ? { passkey: at } : { totp: at, u2f: at, otpSms: at, otpEmail: at },
      );
    case "mfa_setup": {
      const factor = step.factors?.[0];
      const added = { ...user, factors: factor === undefined ? user.factors : [...user.factors, factor] };
      const proof = factor === "passkey" ? { passkey: at } : { totp: at, u2f: at, otpSms: at, otpEmail: at };
      return { ...checked(proof), user: added };
    }
    case "email_verification":
      return { ...facts, user: { ...user, email: "verified" } };
    case "password_change":
      return { ...facts, user: { ...user, password: { changedAt: now, changeRequired: false } } };
    case "username_change":
      return { ...facts, user: { ...user, usernameChangeRequired: false } };
    default:
      return undefined;
  }
}

const isUsable = ({ session, user }: FlowFacts): boolean =>
  session !== undefined &&
  !session.terminated &&
  session.userId === user?.id &&
  (session.expiresAt === undefined || session.expiresAt > now);

test("never a loop, never a dead end: doing what is asked leads to done or to a stated reason within 9 steps", () => {
  const ends = new Set<string>();
  each((facts) => {
    let current: FlowFacts = { ...facts, surface: "hosted" };
    for (let steps = 0; steps <= 9; steps++) {
      const decision = nextStep(current);
      const next = after(current, decision);
      if (next === undefined) {
        ends.add(firstKind(decision));
        return true;
      }
      current = next;
    }
    throw new Error(`no end: ${JSON.stringify(facts)}`);
  });
  expect([...ends].sort()).toEqual([
    "account_picker",
    "activate_user",
    "done",
    "grant_required",
    "login_name",
    "mfa_not_configured",
    "no_login_method",
    "org_not_active",
    "project_required",
    "refuse",
    "register",
    "reuse_session",
    "user_not_active",
  ]);
});

test("a reused session is one of this browser's and choosing it is not asked again", () => {
  const reused = each((facts, decision) => {
    if (decision.outcome !== "steps" || decision.steps[0].kind !== "reuse_session") return false;
    const chosen = facts.browserSessions.find((one) => one.id === decision.steps[0].sessionId);
    if (chosen === undefined) throw new Error("a session from nowhere");
    expect(firstKind(nextStep({ ...facts, session: chosen }))).not.toBe("reuse_session");
    return true;
  });
  expect(reused).toBeGreaterThan(30);
});
