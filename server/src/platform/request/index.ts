/** What one request carries: who asks, of which tenant, from where, and the platform's parts it may use. */
import type { Secrets } from "#src/platform/crypto/index.ts";
import type { ConfigReader, Store } from "#src/platform/eventstore/index.ts";
import type { Limits } from "#src/platform/limits/index.ts";
import type { Outbound } from "#src/platform/outbound/index.ts";

/** A manager role that a user holds on something. `objectId` is the org, project or grant; the instance id for "iam". */
export interface Membership {
  readonly kind: "system" | "iam" | "org" | "project" | "project_grant";
  readonly objectId: string;
  /** Resource owner of the object: the org itself, the project's org; for a grant the granting org. */
  readonly ownerId: string;
  /** For project grants: the organization that was granted. */
  readonly grantedOrgId?: string;
  readonly roles: readonly string[];
}

/** Who calls. `kind` "anonymous" has an empty userId and no memberships. */
export interface Caller {
  readonly kind: "user" | "system" | "anonymous";
  readonly userId: string;
  /** The caller's resource owner. */
  readonly orgId: string;
  readonly clientId?: string;
  readonly tokenId?: string;
  readonly sessionId?: string;
  /** When the password was proven in the session whose own token this is (RFC 3339); tokens made for a session have none. */
  readonly passwordAt?: string;
  /** They proved the password there and not yet the second factor: good for what says that this will do, no more. */
  readonly isHalfway?: true;
  readonly userAgentId?: string;
  readonly scopes: readonly string[];
  /** Where the application that the token was issued to registered that people may be sent back to. */
  redirectOrigins?(): Promise<readonly string[]>;
  /** All memberships of the caller in this instance, read once per request. */
  memberships(): Promise<readonly Membership[]>;
}

/** What parts of the product write into events in the place of a user's id. No user has one of these as an id. */
export const serviceNames: readonly string[] = [
  "SYSTEM",
  "LOGIN",
  "OIDC",
  "SAML",
  "SCIM",
  "NOTIFICATION",
  "ACTION",
];

/** What the ids of users of the system begin with, before their names in the configuration. */
const systemUserPrefix = "SYSTEM:";

/** The id of a user of the system: no user of an instance has it, whatever they and the operator choose. */
export const systemUserId = (name: string): string => `${systemUserPrefix}${name}`;

/** Whether an id stands for a part of the product or a user of the system, and is no user's of an instance. */
export const isServiceId = (id: string): boolean =>
  serviceNames.includes(id) || id.startsWith(systemUserPrefix);

/** How those are shown who are no users of an instance: by the name that the product or the configuration has for them. */
export const serviceNameOf = (id: string): string =>
  id.startsWith(systemUserPrefix) ? id.slice(systemUserPrefix.length) : id;

/** How many results one answer has. */
export interface PageLimits {
  /** Where the request does not say it. */
  readonly default: number;
  /** The most that may be asked for. */
  readonly max: number;
  /** The most that the lists of v1 and v2 have which are whole without a limit. */
  readonly list: number;
}

export interface Ctx {
  readonly instanceId: string;
  /** Written into events: the id of the caller, of a user of the system too, or one of `serviceNames`. */
  readonly creator: string;
  readonly caller: Caller;
  /** The context organization: from the request, `x-zitadel-orgid`, or the caller's own. */
  readonly orgId: string;
  readonly now: Date;
  /** The public origin of the instance for this request, such as `https://id.example.com`. No trailing slash. */
  readonly origin: string;
  /** BCP 47 tags the client accepts, best first. */
  readonly languages: readonly string[];
  readonly requestId: string;
  /** The client's address, from trusted proxy headers only. */
  readonly ip: string;
  readonly userAgent: string;
  readonly store: Store;
  readonly config: ConfigReader;
  readonly secrets: Secrets;
  /** Slows down whoever guesses, or has too much made. */
  readonly limits: Pick<Limits, "check" | "fail" | "guard" | "take" | "giveBack">;
  /** Looks at what callers name on the internet, and nowhere else. */
  readonly outbound: Outbound;
  /** How far back the history is shown where the instance does not say it; undefined or 0 is all of it. */
  readonly auditRetentionSeconds?: number;
  /** Undefined is what is usual. */
  readonly pageLimits?: PageLimits | undefined;
  /** A new resource id (snowflake, decimal, sortable by time). */
  newId(): string;
}
