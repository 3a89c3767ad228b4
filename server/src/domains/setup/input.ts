import type { StartingSettings } from "./policies.ts";

/** What the first start is told about the instance to create. Undefined parts are left out. */
export interface NewInstance {
  readonly name: string;
  /** BCP 47 */
  readonly defaultLanguage: string;
  /** The host that the instance is reached under. */
  readonly domain: string;
  /** Public origin, such as `http://localhost:8080`. */
  readonly origin: string;
  readonly orgName: string;
  /** Where they differ from the built-in ones. */
  readonly settings?: StartingSettings | undefined;
  readonly human?: NewAdmin | undefined;
  readonly machine?: NewServiceAccount | undefined;
  /** The service account of a login UI of one's own. */
  readonly loginClient?: NewServiceAccount | undefined;
}

export interface NewAdmin {
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly nickName?: string | undefined;
  readonly displayName?: string | undefined;
  readonly preferredLanguage: string;
  /** The login name when left out. */
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  readonly phone?: string | undefined;
  readonly phoneVerified: boolean;
  readonly password: string;
  readonly passwordChangeRequired: boolean;
}

export interface NewServiceAccount {
  readonly userName: string;
  readonly name: string;
  /** A personal access token with this expiration. */
  readonly pat?: { readonly expirationDate?: Date | undefined } | undefined;
  /** A JSON key with this expiration. */
  readonly key?: { readonly expirationDate?: Date | undefined } | undefined;
}

/** What was made, and is shown once. */
export interface CreatedInstance {
  readonly instanceId: string;
  readonly orgId: string;
  readonly projectId: string;
  readonly consoleClientId: string;
  readonly admin?: { readonly userId: string; readonly loginName: string } | undefined;
  readonly machine?: CreatedAccount | undefined;
  readonly loginClient?: CreatedAccount | undefined;
}

export interface CreatedAccount {
  readonly userId: string;
  readonly token?: string | undefined;
  /** The key file's content (JSON). */
  readonly keyFile?: string | undefined;
}
