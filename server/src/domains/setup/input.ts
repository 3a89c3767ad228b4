import type { SmtpInput } from "#src/domains/emailprovider/index.ts";
import type { GivenFeatures } from "#src/domains/feature/index.ts";
import type { RestrictionsState } from "#src/domains/instance/index.ts";
import type { LimitsState } from "#src/domains/limits/index.ts";
import type { QuotaTerms } from "#src/domains/quota/index.ts";
import type { StartingSettings } from "./policies.ts";

/** What the operator wants every new instance to start with. */
export interface InstanceDefaults {
  /** Where they differ from the built-in ones. */
  readonly settings?: StartingSettings | undefined;
  readonly restrictions?:
    | { readonly [K in keyof RestrictionsState]?: RestrictionsState[K] | undefined }
    | undefined;
  readonly features?: GivenFeatures | undefined;
  readonly limits?: LimitsState | undefined;
  /** Who sends its mails. */
  readonly smtp?: SmtpInput | undefined;
  readonly quotas?: readonly QuotaTerms[] | undefined;
  /** There is a pool of signing keys: a job fills it again. */
  readonly refillsPool?: boolean | undefined;
}

/** What is told about the instance to create. Undefined parts are left out. */
export interface NewInstance extends InstanceDefaults {
  readonly name: string;
  /** BCP 47 */
  readonly defaultLanguage: string;
  /** The host that the instance is reached under; without one it is reached under a generated one alone. */
  readonly domain?: string | undefined;
  /** What generated hosts end in; by default the host of the origin. */
  readonly externalDomain?: string | undefined;
  /** Public origin, such as `http://localhost:8080`. */
  readonly origin: string;
  readonly orgName: string;
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
  readonly password?: string | undefined;
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
  readonly sequence: number;
  readonly createdAt: Date;
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
