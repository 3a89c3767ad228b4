import type { ImprovedPerformance } from "#contract/zitadel/feature/v2/feature_pb.ts";

/** Where a feature is set. An instance's own value goes before the system's. */
export type Level = "system" | "instance";

/** Which login UI people are sent to. */
export interface LoginV2 {
  /** All applications use version 2 of the login. */
  readonly required: boolean;
  /** A login UI of one's own, absolute or a path below the issuer; empty: the hosted pages. */
  readonly baseUri: string;
}

export interface FeatureValues {
  readonly loginDefaultOrg: boolean;
  readonly userSchema: boolean;
  readonly oidcTokenExchange: boolean;
  readonly improvedPerformance: readonly ImprovedPerformance[];
  readonly debugOidcParentError: boolean;
  readonly oidcSingleV1SessionTermination: boolean;
  readonly disableUserTokenEvent: boolean;
  readonly enableBackChannelLogout: boolean;
  readonly loginV2: LoginV2;
  readonly permissionCheckV2: boolean;
  readonly consoleUseV2UserApi: boolean;
  readonly enableRelationalTables: boolean;
}

export type FeatureName = keyof FeatureValues;

/** What is in force where neither the instance nor the system says anything. */
export const unset: FeatureValues = {
  loginDefaultOrg: false,
  userSchema: false,
  oidcTokenExchange: false,
  improvedPerformance: [],
  debugOidcParentError: false,
  oidcSingleV1SessionTermination: false,
  disableUserTokenEvent: false,
  enableBackChannelLogout: false,
  loginV2: { required: false, baseUri: "" },
  permissionCheckV2: false,
  consoleUseV2UserApi: false,
  enableRelationalTables: false,
};

/** What a new instance starts with. */
export const started = {
  loginDefaultOrg: true,
  loginV2: { required: true, baseUri: "" },
} as const satisfies Partial<FeatureValues>;

interface Meaning {
  /** Its name in the types of events. */
  readonly event: string;
  /**
   * `switches`: it changes what this product does, from the answer on and on every process.
   * `always`: it chooses between two ways of doing the same, of which there is one here, the better one.
   * `stored`: it is kept for clients that read it; what it would switch on is not part of this product.
   */
  readonly effect: "switches" | "always" | "stored";
  readonly about: string;
}

/** Every feature of the contract, and what it means here. */
export const meanings = {
  loginDefaultOrg: {
    event: "login_default_org",
    effect: "switches",
    about:
      "Where no organization is asked for, the login follows the default organization's settings; else the instance's.",
  },
  loginV2: {
    event: "login_v2",
    effect: "switches",
    about:
      "Its base URI is where people log in, whatever their application says, when required; and where they log out.",
  },
  userSchema: {
    event: "user_schema",
    effect: "stored",
    about: "User schemas: none of their methods is answered.",
  },
  oidcTokenExchange: {
    event: "token_exchange",
    effect: "stored",
    about: "Token exchange (RFC 8693): applications decide by their grant types, not instances.",
  },
  enableBackChannelLogout: {
    event: "enable_back_channel_logout",
    effect: "always",
    about: "Back-channel logout: every application that names an address for it is told.",
  },
  improvedPerformance: {
    event: "improved_performance",
    effect: "always",
    about: "Every read is as quick as it gets.",
  },
  debugOidcParentError: {
    event: "debug_oidc_parent_error",
    effect: "always",
    about: "Refusals of OIDC carry their id and say what is wrong.",
  },
  oidcSingleV1SessionTermination: {
    event: "oidc_single_v1_session_termination",
    effect: "always",
    about: "A logout with an ID token ends that login and no other.",
  },
  disableUserTokenEvent: {
    event: "disable_user_token_event",
    effect: "always",
    about: "Tokens are in the history of their OIDC session, not of their user.",
  },
  permissionCheckV2: {
    event: "permission_check_v2",
    effect: "always",
    about: "Lists are filtered by permission in the database, so that pages and totals are right.",
  },
  consoleUseV2UserApi: {
    event: "console_use_v2_user_api",
    effect: "always",
    about: "All generations of the user API do the same.",
  },
  enableRelationalTables: {
    event: "enable_relational_tables",
    effect: "always",
    about: "Rows are written with the events, in one transaction.",
  },
} as const satisfies Record<FeatureName, Meaning>;

export const featureNames = Object.keys(meanings) as readonly FeatureName[]; // the keys of a constant
