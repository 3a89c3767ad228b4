/** Who comes to a page, and what is known there: of the settings, the request, the user and the browser. */
import type { Branding } from "./branding.ts";
import type { FlowFacts } from "./flow/index.ts";
import type { Registration } from "./house/registration.ts";
import type { KnownVisit } from "./house/visit.ts";

/** Where somebody stands: which browser, for which request, with which of the browser's sessions or which name. */
export interface Visit {
  /** From the sealed cookie: the id of the user agent that sessions belong to. */
  readonly browserId: string;
  /** Ids of tabs of it that opened at once: requests of theirs are its own. */
  readonly otherBrowserIds?: readonly string[];
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

export type PasswordRule = "minLength" | "lower" | "upper" | "number" | "symbol";

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
  /** Heads the pages where no logo does; absent: our own. */
  readonly brandName?: string;
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

/** An application that has its answer already, and where its pages begin. */
export interface AnsweredApp {
  readonly name: string;
  readonly href: string;
}

export interface Loaded {
  /** The rows behind it. */
  readonly known: KnownVisit;
  readonly settings: PageSettings;
  /** The request named by the visit; absent together with `problem`, and for a visit without one. */
  readonly request?: RequestView;
  readonly problem?: RequestProblem;
  /** For a request that is handled: this browser's own, of an application on the web. */
  readonly answered?: AnsweredApp;
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
