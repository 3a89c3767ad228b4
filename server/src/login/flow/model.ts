/**
 * What the login flow decides about: plain facts, gathered by whoever asks (the hosted pages, `CreateCallback`,
 * `explain`). Lifetimes are in seconds, 0 means what each field says. Nothing here knows tables or the wire.
 */

export type Prompt = "none" | "login" | "consent" | "select_account" | "create";

/** A factor that a user has set up and can use now. */
export type Factor = "passkey" | SecondFactor;
export type SecondFactor = "totp" | "u2f" | "otp_sms" | "otp_email";

/**
 * How strong a login has to be. `mfa`: two factors, or a passkey, which is both. `phishing_resistant`: one of them is a
 * passkey or a security key.
 */
export type AuthLevel = "mfa" | "phishing_resistant";

/** The request that an application made, or a visit without one. */
export interface RequestFacts {
  readonly kind: "oidc" | "saml" | "device" | "visit";
  /** Of no account for a visit: that has no age to be measured by. */
  readonly createdAt: Date;
  readonly prompts: readonly Prompt[];
  readonly maxAgeSeconds?: number;
  /** The organization the application asked for; accounts of others are not offered. */
  readonly orgId?: string;
  /** From a valid id_token_hint, or from a login_hint that names exactly one user. */
  readonly hintUserId?: string;
  /** What the application demands by `acr_values` or an essential `acr`, whatever the policy says. */
  readonly requiredLevel?: AuthLevel;
  /** A native application whose settings ask for a last page before its callback. */
  readonly showSuccessPage: boolean;
}

/** When each check of a session succeeded last. */
export interface SessionChecks {
  readonly password?: Date;
  /** WebAuthn with user verification. */
  readonly passkey?: Date;
  /** WebAuthn without user verification. */
  readonly u2f?: Date;
  readonly totp?: Date;
  readonly otpSms?: Date;
  readonly otpEmail?: Date;
  readonly recoveryCode?: Date;
  /** A succeeded identity provider intent. */
  readonly externalIdp?: Date;
}

export interface SessionFacts {
  readonly id: string;
  readonly userId: string;
  /** The organization that the session's user belongs to. */
  readonly userOrgId: string;
  readonly terminated: boolean;
  /** Absent: the session has no end of its own. */
  readonly expiresAt?: Date;
  readonly checks: SessionChecks;
}

export interface UserFacts {
  readonly id: string;
  readonly orgId: string;
  readonly state: "active" | "initial" | "inactive" | "locked" | "suspended" | "removed";
  readonly kind: "human" | "machine";
  readonly orgActive: boolean;
  /** `unverified`: never confirmed; `changed`: an earlier address was confirmed, the present one not yet. */
  readonly email: "verified" | "unverified" | "changed";
  /** They made the account themselves, so that nobody else vouches for the address. */
  readonly selfRegistered?: boolean;
  readonly password?: { readonly changedAt: Date; readonly changeRequired: boolean };
  readonly factors: readonly Factor[];
  /** They were sent a code to register a passkey, and have nothing to log in with yet. */
  readonly passkeySetupRequested: boolean;
  readonly linkedToIdp: boolean;
  /** The name was taken by an organization that proved the domain. */
  readonly usernameChangeRequired: boolean;
  /** When the user last declined to set up a second factor or a passkey. */
  readonly mfaInitSkippedAt?: Date;
}

/** The policies in effect for the user (organization over instance). */
export interface FlowSettings {
  readonly allowUsernamePassword: boolean;
  readonly allowPasskeys: boolean;
  readonly allowExternalIdp: boolean;
  readonly allowRegister: boolean;
  readonly forceMfa: boolean;
  readonly forceMfaLocalOnly: boolean;
  readonly secondFactors: readonly SecondFactor[];
  readonly passwordCheckLifetime: number;
  readonly externalLoginCheckLifetime: number;
  readonly secondFactorCheckLifetime: number;
  readonly multiFactorCheckLifetime: number;
  /** 0: nobody is asked to set up a second factor or a passkey of their own accord. */
  readonly mfaInitSkipLifetime: number;
  /** 0: passwords do not age. */
  readonly passwordMaxAgeDays: number;
  /** Hosted pages let only those through whose address is confirmed; it is always asked of who registered themselves. */
  readonly requireVerifiedEmail: boolean;
}

/** What the application's project demands of users; both true when it demands nothing. */
export interface ProjectChecks {
  readonly orgMayUseProject: boolean;
  readonly userHasGrant: boolean;
}

export interface FlowFacts {
  /** `hosted`: our pages. `api`: a custom login finishing a request; only ARCHITECTURE §6's list blocks there. */
  readonly surface: "hosted" | "api";
  readonly now: Date;
  readonly request: RequestFacts;
  /** The session chosen for this request. */
  readonly session?: SessionFacts;
  /** The session's user, or one whose name was entered and who has no session yet. */
  readonly user?: UserFacts;
  /** All sessions of this browser that are not terminated, newest first; used when no session is chosen. */
  readonly browserSessions: readonly SessionFacts[];
  /** Somebody of the requested organization signed in in this browser before and has no session any more. */
  readonly knowsSignedOut?: boolean;
  readonly settings: FlowSettings;
  readonly project: ProjectChecks;
}

export type StepKind =
  | "login_name"
  | "account_picker"
  | "register"
  | "reuse_session"
  | "user_not_active"
  | "activate_user"
  | "org_not_active"
  | "session_expired"
  | "no_login_method"
  | "password_setup"
  | "passkey_setup"
  | "passkey"
  | "password"
  | "external_login"
  | "email_verification"
  | "mfa_check"
  | "mfa_setup"
  | "mfa_not_configured"
  | "mfa_prompt"
  | "passkey_prompt"
  | "password_change"
  | "username_change"
  | "project_required"
  | "grant_required";

/** What causes a step: a setting, a part of the request, or a fact of the user or session, by its contract name. */
export type Cause =
  | "request.prompt"
  | "request.max_age"
  | "request.acr_values"
  | "request.organization"
  | "request.hint"
  | "session.none"
  | "session.several"
  | "session.signed_out"
  | "session.single"
  | "session.expiration_date"
  | "session.terminated"
  | "session.no_check"
  | "user.state"
  | "user.type"
  | "user.password"
  | "user.second_factors"
  | "user.passkey"
  | "user.passkey_requested"
  | "user.email"
  | "user.password_change_required"
  | "user.username_change_required"
  | "org.state"
  | "login_policy.allow_username_password"
  | "login_policy.force_mfa"
  | "login_policy.force_mfa_local_only"
  | "login_policy.second_factors"
  | "login_policy.password_check_lifetime"
  | "login_policy.external_login_check_lifetime"
  | "login_policy.second_factor_check_lifetime"
  | "login_policy.multi_factor_check_lifetime"
  | "login_policy.mfa_init_skip_lifetime"
  | "password_age_policy.max_age_days"
  | "project.has_project_check"
  | "project.project_role_check";

export interface Step {
  readonly kind: StepKind;
  readonly weight: "mandatory" | "offered";
  /** Stable; the id of the error with which an API call is refused, and of the error page. */
  readonly id: string;
  readonly because: Cause;
  /** For `passkey`, `mfa_check`, `mfa_setup` and the prompts: the factors to choose from, the preferred one first. */
  readonly factors?: readonly Factor[];
  /** Steps that do as well, in the place of this one. */
  readonly alternatives?: readonly StepKind[];
  /** For `reuse_session`: which. */
  readonly sessionId?: string;
}

/**
 * `steps`: at least one is mandatory; the first is next, those after it are as things stand now.
 * `done`: nothing mandatory is left; `offered` may still be shown.
 * `refuse`: prompt=none and a person would be needed; the error goes back to the application.
 */
export type Decision =
  | { readonly outcome: "steps"; readonly steps: readonly [Step, ...Step[]] }
  | { readonly outcome: "done"; readonly offered: readonly Step[]; readonly successPage: boolean }
  | {
      readonly outcome: "refuse";
      readonly error: "login_required" | "interaction_required" | "access_denied";
      readonly step: Step;
    };
