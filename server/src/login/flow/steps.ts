/** The catalogue of steps: the stable id of each, and whether it stops `CreateCallback` / `CreateResponse`. */
import type { Cause, Factor, Step, StepKind } from "./model.ts";

interface StepRule {
  readonly id: string;
  /** A custom login cannot finish the request while this step is open (ARCHITECTURE §6). */
  readonly blocksApi: boolean;
  /** What prompt=none answers when this step is open. */
  readonly silentError: "login_required" | "interaction_required" | "access_denied" | "none";
  readonly key: string;
}

const rule = (
  id: string,
  key: string,
  silentError: StepRule["silentError"],
  blocksApi: boolean,
): StepRule => ({ id, key, silentError, blocksApi });

/** `LOGIN-5Hm8s` is an id that clients know; the others are ours. Ids are never reused for another step. */
export const stepRules: Readonly<Record<StepKind, StepRule>> = {
  login_name: rule("LOGIN-n4mE1", "Errors.Login.UserRequired", "login_required", true),
  account_picker: rule("LOGIN-p1cK3", "Errors.Login.AccountChoiceRequired", "login_required", true),
  register: rule("LOGIN-r3Gs7", "Errors.Login.RegistrationRequired", "login_required", true),
  reuse_session: rule("LOGIN-u5eS2", "Errors.Login.SessionNotLinked", "none", true),
  user_not_active: rule("LOGIN-uA4c7", "Errors.User.NotActive", "login_required", true),
  activate_user: rule("LOGIN-aU6v3", "Errors.User.NotInitialised", "login_required", true),
  org_not_active: rule("LOGIN-oA9t2", "Errors.Org.NotActive", "login_required", true),
  session_expired: rule("LOGIN-sX8p5", "Errors.Session.Expired", "login_required", true),
  no_login_method: rule("LOGIN-n0M3t", "Errors.Login.NoMethod", "login_required", true),
  password_setup: rule("LOGIN-pS3t6", "Errors.User.Password.NotSet", "login_required", true),
  passkey_setup: rule("LOGIN-kS7t1", "Errors.Login.PasskeySetupRequired", "login_required", true),
  passkey: rule("LOGIN-kC2h8", "Errors.Login.PasskeyRequired", "login_required", true),
  password: rule("LOGIN-pC5h4", "Errors.Login.CredentialRequired", "login_required", true),
  external_login: rule("LOGIN-eL6g9", "Errors.Login.ExternalLoginRequired", "login_required", true),
  email_verification: rule("LOGIN-eV3r2", "Errors.User.Email.NotVerified", "interaction_required", false),
  mfa_check: rule("LOGIN-mC8h3", "Errors.Login.SecondFactorRequired", "login_required", true),
  mfa_setup: rule("LOGIN-mS4t5", "Errors.Login.SecondFactorSetupRequired", "interaction_required", true),
  mfa_not_configured: rule(
    "LOGIN-5Hm8s",
    "Errors.Login.LoginPolicy.MFA.ForceAndNotConfigured",
    "interaction_required",
    true,
  ),
  mfa_prompt: rule("LOGIN-mP2r7", "Errors.Login.SecondFactorOffered", "none", false),
  passkey_prompt: rule("LOGIN-kP6r2", "Errors.Login.SecondFactorOffered", "none", false),
  password_change: rule("LOGIN-pX7c1", "Errors.User.Password.ChangeRequired", "interaction_required", true),
  username_change: rule("LOGIN-nX9c4", "Errors.User.Username.ChangeRequired", "interaction_required", false),
  project_required: rule("LOGIN-jR5q8", "Errors.User.ProjectRequired", "access_denied", true),
  grant_required: rule("LOGIN-gR1q6", "Errors.User.GrantRequired", "access_denied", true),
};

interface StepExtras {
  readonly alternatives?: readonly StepKind[];
  readonly factors?: readonly Factor[];
  readonly sessionId?: string;
}

export const mandatory = (kind: StepKind, because: Cause, extras: StepExtras = {}): Step => ({
  kind,
  weight: "mandatory",
  id: stepRules[kind].id,
  because,
  ...extras,
});

export const offered = (kind: StepKind, because: Cause, extras: StepExtras = {}): Step => ({
  ...mandatory(kind, because, extras),
  weight: "offered",
});

/** Whether a custom login cannot finish a request while such a step is open. */
export const isBlockingApi = (kind: StepKind): boolean => stepRules[kind].blocksApi;
