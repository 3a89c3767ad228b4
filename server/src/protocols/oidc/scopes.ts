import { OAuthError } from "./errors.ts";
import { listParam, type Params } from "./params.ts";

/** Scopes that the product gives a meaning to (OIDC Core section 5.4, and its own). */
const fixed = new Set([
  "openid",
  "profile",
  "email",
  "phone",
  "address",
  "offline_access",
  "urn:zitadel:iam:user:metadata",
  "urn:zitadel:iam:user:resourceowner",
  "urn:zitadel:iam:org:projects:roles",
]);

const prefixes = {
  role: "urn:zitadel:iam:org:project:role:",
  projectId: "urn:zitadel:iam:org:project:id:",
  orgId: "urn:zitadel:iam:org:id:",
  primaryDomain: "urn:zitadel:iam:org:domain:primary:",
  rolesOfOrg: "urn:zitadel:iam:org:roles:id:",
  idp: "urn:zitadel:iam:org:idp:id:",
} as const;
const audienceSuffix = ":aud";

/** What the scopes of a request ask for. */
export interface Wishes {
  readonly openid: boolean;
  readonly profile: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  readonly offlineAccess: boolean;
  readonly metadata: boolean;
  readonly resourceOwner: boolean;
  /** Keys of roles of the client's project; when there are any, no others of it are given. */
  readonly roleKeys: readonly string[];
  /** Roles of every project in the audience. */
  readonly allProjectRoles: boolean;
  /** Projects to add to the audience; "zitadel" stands for the product's own. */
  readonly audienceProjects: readonly string[];
  readonly orgId: string | undefined;
  readonly primaryDomain: string | undefined;
  /** When there are any, only roles given in these organizations. */
  readonly roleOrgIds: readonly string[];
}

const after = (scope: string, prefix: string): string | undefined =>
  scope.startsWith(prefix) && scope.length > prefix.length ? scope.slice(prefix.length) : undefined;

const all = (scopes: readonly string[], prefix: string): readonly string[] =>
  scopes.flatMap((scope) => after(scope, prefix) ?? []);

export function wishesOf(scopes: readonly string[]): Wishes {
  const has = (scope: string) => scopes.includes(scope);
  return {
    openid: has("openid"),
    profile: has("profile"),
    email: has("email"),
    phone: has("phone"),
    offlineAccess: has("offline_access"),
    metadata: has("urn:zitadel:iam:user:metadata"),
    resourceOwner: has("urn:zitadel:iam:user:resourceowner"),
    roleKeys: all(scopes, prefixes.role),
    allProjectRoles: has("urn:zitadel:iam:org:projects:roles"),
    audienceProjects: all(scopes, prefixes.projectId)
      .filter((rest) => rest.endsWith(audienceSuffix) && rest !== audienceSuffix)
      .map((rest) => rest.slice(0, -audienceSuffix.length)),
    orgId: all(scopes, prefixes.orgId)[0],
    primaryDomain: all(scopes, prefixes.primaryDomain)[0],
    roleOrgIds: all(scopes, prefixes.rolesOfOrg),
  };
}

/** The scopes of a request. @throws invalid_scope for characters that RFC 6749 section 3.3 does not allow */
export function readScopes(params: Params): readonly string[] {
  const scopes = listParam(params, "scope");
  if (scopes.some((scope) => !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)))
    throw new OAuthError("invalid_scope", "OIDC-Sc3ch", "parameter scope holds characters that no scope has");
  return scopes;
}

/** Scopes that nobody gives a meaning to are dropped silently (OIDC Core section 3.1.2.1). */
export const knownScopes = (
  scopes: readonly string[],
  roleExists: (key: string) => boolean,
): readonly string[] =>
  scopes.filter((scope) => {
    const role = after(scope, prefixes.role);
    if (role !== undefined) return roleExists(role);
    return fixed.has(scope) || Object.values(prefixes).some((prefix) => after(scope, prefix) !== undefined);
  });

/** Scopes that name an organization other than the service user's own are dropped: it cannot be in another. */
export const withoutForeignOrgs = (
  scopes: readonly string[],
  own: { readonly orgId: string; readonly primaryDomain: string },
): readonly string[] =>
  scopes.filter((scope) => {
    const orgId = after(scope, prefixes.orgId);
    const domain = after(scope, prefixes.primaryDomain);
    return (orgId ?? own.orgId) === own.orgId && (domain ?? own.primaryDomain) === own.primaryDomain;
  });

export const roleScope = (key: string): string => `${prefixes.role}${key}`;

/** @throws invalid_scope when a refresh asks for more than was given (RFC 6749 section 6) */
export function narrowedScope(asked: readonly string[], given: readonly string[]): readonly string[] {
  if (asked.length === 0) return given;
  if (asked.some((scope) => !given.includes(scope)))
    throw new OAuthError("invalid_scope", "OIDC-Sc7mo", "parameter scope asks for more than was granted");
  return asked;
}
