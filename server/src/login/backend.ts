/**
 * What the pages need from the rest of the house. Plain functions; the composition root fills them from the slices.
 * Every one may throw a `Failure`, which ends on the error page with its id (resource_exhausted: on the form).
 */
import type { Ctx } from "#src/platform/request/index.ts";
import type { Branding } from "./branding.ts";
import type { FlowFacts } from "./flow/index.ts";
import type { Registration } from "./house/registration.ts";
import type { OwnTexts, PageLanguage } from "./texts/index.ts";

/** Where somebody stands: which browser, for which request, with which of the browser's sessions or which name. */
export interface Visit {
  /** From the sealed cookie: the id of the user agent that sessions belong to. */
  readonly browserId: string;
  /** As in the query: `oidc_<id>`, `saml_<id>`; absent when nobody asked for this login. */
  readonly requestId?: string;
  /** Counts only when it is a session of this browser; another one is as good as none. */
  readonly sessionId?: string;
  /**
   * The id of the organization whose look and policy an address asks for, where the request names none itself; then
   * names are looked up in it alone. One that is not there is as good as none.
   */
  readonly organization?: string;
  /** As entered, trimmed. Ignored when the session is known. */
  readonly loginName?: string;
  /** From the sealed cookie: the users who signed in in this browser before, the last one first. */
  readonly knownUserIds?: readonly string[];
}

export interface PasswordRules {
  readonly minLength: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly number: boolean;
  readonly symbol: boolean;
}

/** Settings in effect for the pages: of the requested organization, else the user's, else the default one. */
export interface PageSettings {
  readonly branding: Branding;
  /** Allowed by the instance; the pages show those of them that they have texts for. */
  readonly languages: readonly string[];
  readonly defaultLanguage: string;
  /** The organization whose own texts the pages have; empty: the instance's alone. */
  readonly textsOf: string;
  readonly links: {
    readonly terms?: string;
    readonly privacy?: string;
    readonly help?: string;
    /** A page, or `mailto:` and an address. */
    readonly support?: string;
  };
  readonly ignoreUnknownUsernames: boolean;
  readonly loginWithEmail: boolean;
  readonly loginWithPhone: boolean;
  /** Nobody is offered a new password in the place of a forgotten one. */
  readonly hidePasswordReset?: boolean;
  /** People may sign in by a passkey without saying who they are. */
  readonly passkeys?: boolean;
  /** `@example.com`, shown behind the field when the organization was asked for by its domain. */
  readonly loginNameSuffix?: string;
  /** The name of the organization that was asked for. */
  readonly orgName?: string;
  readonly passwordRules: PasswordRules;
  /** Where a login without a request ends. */
  readonly defaultRedirectUri: string;
  /** Origins that may show these pages in a frame; empty: nobody. */
  readonly frameOrigins: readonly string[];
}

export interface RequestView {
  readonly appName?: string;
  readonly loginHint?: string;
  readonly uiLocales: readonly string[];
  /** Where the answer will go; only its origin or scheme is used, for the page's policy. */
  readonly redirectUri: string;
}

/** Who the page greets. Never given for a name that was only typed in. */
export interface UserView {
  readonly loginName: string;
  readonly displayName: string;
  readonly preferredLanguage?: string;
  /** Of their picture, within this origin. */
  readonly avatarUrl?: string;
}

/** Somebody who signed in in this browser before and has no session any more: no more than the name is told. */
export interface SignedOutAccount {
  readonly userId: string;
  readonly loginName: string;
}

export type RequestProblem = "not_found" | "expired" | "handled" | "other_browser";

export interface Loaded {
  readonly settings: PageSettings;
  /** The request named by the visit; absent together with `problem`, and for a visit without one. */
  readonly request?: RequestView;
  readonly problem?: RequestProblem;
  /** The user of the session; `facts.user` alone tells about a typed name. */
  readonly user?: UserView;
  readonly facts: Omit<FlowFacts, "surface" | "now">;
  /** Of those whom the visit names as known: still there, of the requested organization, without a session here. */
  readonly signedOut?: readonly SignedOutAccount[];
  /** Present where people may make themselves an account, in the organization asked for or else the default one. */
  readonly registration?: Registration;
}

export interface Account {
  readonly sessionId: string;
  readonly loginName: string;
  readonly displayName: string;
  /** Of their picture, within this origin. */
  readonly avatarUrl?: string;
  readonly signedIn: boolean;
  /** When it changed last: by a login, or by something proven again. */
  readonly lastUsed?: Date;
}

export type PasswordCheck =
  | { readonly status: "ok"; readonly sessionId: string }
  | { readonly status: "wrong" }
  /** Wrong once too often, now or before; only when the lockout policy says that it may be told. */
  | { readonly status: "locked" }
  | { readonly status: "unknown_user" };

export type PasswordRule = "minLength" | "lower" | "upper" | "number" | "symbol";

export type PasswordChange =
  | { readonly status: "ok" }
  | { readonly status: "wrong_current" }
  | { readonly status: "locked" }
  | { readonly status: "unchanged" }
  /** One that everybody tries first, or one of the person's own of before. */
  | { readonly status: "common" | "used_before" }
  | { readonly status: "rules"; readonly broken: readonly PasswordRule[] };

/** What somebody enters who makes an organization for themselves; the user name is the address when left out. */
export interface OrgForm {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly userName?: string;
  readonly password: string;
  readonly preferredLanguage: string;
}

export type OrgMistake =
  | "name_invalid"
  | "name_taken"
  | "email_invalid"
  | "user_name_taken"
  /** It ends in a domain of another organization. */
  | "user_name_reserved"
  | "password_common";

export type OrgRegistered =
  | { readonly status: "ok"; readonly sessionId: string }
  /** The instance lets nobody register an organization. */
  | { readonly status: "closed" }
  | { readonly status: "rules"; readonly broken: readonly PasswordRule[] }
  | { readonly status: "mistake"; readonly mistake: OrgMistake; readonly id: string };

export interface LogoutRequest {
  /** Where to go afterwards, checked against the application; absent: our own page. */
  readonly redirectUri?: string;
  /** A session that a signed logout token names and that this browser holds: ended without asking. */
  readonly sessionId?: string;
}

export interface LoginBackend {
  /** Everything a page and the flow need, in one go. A request that cannot be used is a `problem`, not a throw. */
  load(ctx: Ctx, visit: Visit): Promise<Loaded>;
  /** Texts that the instance or the organization has of its own. */
  texts(ctx: Ctx, orgId: string, language: PageLanguage): Promise<OwnTexts>;
  /** The browser's sessions that are not terminated, of the requested organization, newest first. */
  accounts(ctx: Ctx, visit: Visit): Promise<readonly Account[]>;
  /**
   * Checks the password and, when right, opens a session for the browser or renews the user's present one.
   * An unknown user costs the same time and the same limits as a wrong password.
   * @throws resource_exhausted after too many failures
   */
  checkPassword(ctx: Ctx, visit: Visit, password: string): Promise<PasswordCheck>;
  /** For the visit's session, whose user proves the current password again. It renews the session's password check. */
  changePassword(ctx: Ctx, visit: Visit, current: string, next: string): Promise<PasswordChange>;
  /** What the owner's password of an organization to be registered needs; undefined where nobody may register one. */
  orgPasswordRules(ctx: Ctx): Promise<PasswordRules | undefined>;
  /**
   * Makes an organization with its owner, and opens a session of theirs for the browser.
   * @throws resource_exhausted for an address that registers too often
   */
  registerOrg(ctx: Ctx, visit: Visit, form: OrgForm): Promise<OrgRegistered>;
  /** Ends those sessions that belong to the browser and leaves others alone. */
  endSessions(ctx: Ctx, visit: Visit, sessionIds: readonly string[]): Promise<void>;
  /** Gives the request its session; the URL that carries the answer. Refuses by `enforce` like the API. */
  finish(ctx: Ctx, visit: Visit): Promise<string>;
  /** Ends the request with an OAuth error; the URL that carries it. */
  refuse(
    ctx: Ctx,
    visit: Visit,
    error: "login_required" | "interaction_required" | "access_denied",
    stepId: string,
  ): Promise<string>;
  /** @param query `logout_token`, `post_logout_redirect` as they came. @throws invalid_argument when they do not hold */
  readLogout(
    ctx: Ctx,
    visit: Visit,
    query: { readonly logoutToken?: string; readonly postLogoutRedirect?: string },
  ): Promise<LogoutRequest>;
}
