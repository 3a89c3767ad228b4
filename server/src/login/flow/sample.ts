/** A plain case for the tests of this folder: an active user with a password and one session. */
import type { FlowFacts, FlowSettings, RequestFacts, SessionFacts, UserFacts } from "./model.ts";

export const now = new Date("2026-03-01T12:00:00Z");
export const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

export const request: RequestFacts = {
  kind: "oidc",
  createdAt: before(60),
  prompts: [],
  showSuccessPage: false,
};

export const session: SessionFacts = {
  id: "session-1",
  userId: "user-1",
  userOrgId: "org-1",
  terminated: false,
  checks: { password: before(3600) },
};

export const user: UserFacts = {
  id: "user-1",
  orgId: "org-1",
  state: "active",
  kind: "human",
  orgActive: true,
  email: "verified",
  password: { changedAt: before(86_400), changeRequired: false },
  factors: [],
  passkeySetupRequested: false,
  linkedToIdp: false,
  usernameChangeRequired: false,
};

/** The defaults of a new instance, except that nobody is prompted for a second factor. */
export const settings: FlowSettings = {
  allowUsernamePassword: true,
  allowPasskeys: true,
  allowExternalIdp: true,
  allowRegister: true,
  forceMfa: false,
  forceMfaLocalOnly: false,
  secondFactors: ["totp", "u2f"],
  passwordCheckLifetime: 864_000,
  externalLoginCheckLifetime: 864_000,
  secondFactorCheckLifetime: 64_800,
  multiFactorCheckLifetime: 43_200,
  mfaInitSkipLifetime: 0,
  passwordMaxAgeDays: 0,
  requireVerifiedEmail: true,
};

export const facts: FlowFacts = {
  surface: "hosted",
  now,
  request,
  session,
  user,
  browserSessions: [session],
  settings,
  project: { orgMayUseProject: true, userHasGrant: true },
};

/** Nobody chosen yet. */
export const fresh: Omit<FlowFacts, "session" | "user"> = {
  surface: "hosted",
  now,
  request,
  browserSessions: [],
  settings,
  project: facts.project,
};
