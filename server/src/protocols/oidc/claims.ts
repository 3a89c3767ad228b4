import type { UserState } from "#src/domains/user/index.ts";
import type { Roles } from "#src/domains/usergrant/index.ts";
import type { Wishes } from "./scopes.ts";

/** Which claims an answer is to hold; made from the scopes and the settings of the client. */
export interface ClaimPlan {
  readonly profile: boolean;
  readonly email: boolean;
  readonly phone: boolean;
  readonly metadata: boolean;
  /** The three claims about the organization that the user belongs to. */
  readonly resourceOwner: boolean;
  readonly orgId: string | undefined;
  readonly primaryDomain: string | undefined;
  readonly roles: RolePlan | undefined;
}

export interface RolePlan {
  readonly projectIds: readonly string[];
  /** The client's own project, whose roles stand in the older claim too. Undefined for service users. */
  readonly clientProjectId: string | undefined;
  /** When there are any, no others. */
  readonly onlyKeys: readonly string[];
  /** When there are any, only what these organizations gave. */
  readonly onlyOrgIds: readonly string[];
}

/** The project that roles are looked at from: the client's. */
export interface RoleView {
  readonly projectId: string;
  readonly projectRoleAssertion: boolean;
}

/**
 * Which roles are given out: those that scopes ask for, else the client's project's where it says so.
 * @param requested the projects in the audience because of scopes
 * @param currentOnly nothing but the client's project: for introspection
 */
export function planRoles(
  wishes: Wishes,
  client: RoleView | undefined,
  requested: readonly string[],
  currentOnly = false,
): RolePlan | undefined {
  const { allProjectRoles, roleKeys, roleOrgIds } = wishes;
  const asked = allProjectRoles || roleKeys.length > 0 || client?.projectRoleAssertion === true;
  const projectIds = asked ? projectsOf(allProjectRoles && !currentOnly, client, requested) : [];
  if (projectIds.length === 0) return undefined;
  return {
    projectIds,
    clientProjectId: client?.projectId,
    onlyKeys: allProjectRoles ? [] : roleKeys,
    onlyOrgIds: roleOrgIds,
  };
}

/** A service user has no project of its own: what it asks for is of the projects it names. */
function projectsOf(
  all: boolean,
  client: RoleView | undefined,
  requested: readonly string[],
): readonly string[] {
  if (client === undefined) return [...new Set(requested)];
  return all ? [...new Set([...requested, client.projectId])] : [client.projectId];
}

/** @param aboutPerson whether profile, email and phone may be told here */
export function planClaims(wishes: Wishes, aboutPerson: boolean, roles: RolePlan | undefined): ClaimPlan {
  const { orgId, primaryDomain } = wishes;
  return {
    profile: aboutPerson && wishes.profile,
    email: aboutPerson && wishes.email,
    phone: aboutPerson && wishes.phone,
    metadata: wishes.metadata,
    resourceOwner: wishes.resourceOwner || orgId !== undefined,
    orgId,
    primaryDomain,
    roles,
  };
}

/** What is known of a user; parts that the plan does not need may be left out. */
export interface ClaimFacts {
  readonly user?: { readonly state: UserState };
  readonly preferredLoginName?: string;
  /** Where their picture is; empty without one. */
  readonly picture?: string;
  readonly org?: { readonly id: string; readonly name: string; readonly primaryDomain: string };
  /** Values are base64. */
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
  readonly roles?: readonly Roles[];
}

type Claims = Readonly<Record<string, unknown>>;

/** The claims of a plan, without `sub`. */
export function claimsOf(plan: ClaimPlan, facts: ClaimFacts): Claims {
  return {
    ...(plan.profile ? profileClaims(facts) : {}),
    ...(plan.email ? emailClaims(facts) : {}),
    ...(plan.phone ? phoneClaims(facts) : {}),
    ...orgClaims(plan, facts),
    ...(plan.metadata ? metadataClaims(facts) : {}),
    ...(plan.roles ? roleClaims(plan.roles, facts.roles ?? []) : {}),
  };
}

/** By the numbers of the contract. */
const genders = [undefined, "female", "male", "diverse"];
const millisPerSecond = 1000;

const filled = (claims: Readonly<Record<string, string | undefined>>): Claims =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && value !== ""));

function profileClaims({ user, preferredLoginName, picture }: ClaimFacts): Claims {
  if (user === undefined) return {};
  const { state } = user;
  const updated = { updated_at: Math.floor(Date.parse(state.profileChangedAt) / millisPerSecond) };
  if (state.kind === "machine")
    return { ...filled({ name: state.machine.name, preferred_username: preferredLoginName }), ...updated };
  const { displayName, firstName, lastName, nickName, gender, preferredLanguage } = state.human;
  const texts = {
    name: displayName,
    given_name: firstName,
    family_name: lastName,
    nickname: nickName,
    gender: genders[gender],
    locale: preferredLanguage,
    picture,
    preferred_username: preferredLoginName,
  };
  return { ...filled(texts), ...updated };
}

function emailClaims({ user }: ClaimFacts): Claims {
  if (user?.state.kind !== "human" || user.state.human.email === "") return {};
  return { email: user.state.human.email, email_verified: user.state.human.emailVerified };
}

function phoneClaims({ user }: ClaimFacts): Claims {
  if (user?.state.kind !== "human" || user.state.human.phone === "") return {};
  return { phone_number: user.state.human.phone, phone_number_verified: user.state.human.phoneVerified };
}

/** An organization that a scope names is confirmed only when it is the user's. */
function orgClaims(plan: ClaimPlan, { org }: ClaimFacts): Claims {
  if (org === undefined) return {};
  const owner = {
    "urn:zitadel:iam:user:resourceowner:id": org.id,
    "urn:zitadel:iam:user:resourceowner:name": org.name,
    "urn:zitadel:iam:user:resourceowner:primary_domain": org.primaryDomain,
  };
  return {
    ...(plan.resourceOwner ? owner : {}),
    ...(plan.orgId === org.id ? { "urn:zitadel:iam:org:id": org.id } : {}),
    ...(plan.primaryDomain !== undefined && plan.primaryDomain === org.primaryDomain
      ? { "urn:zitadel:iam:org:domain:primary": org.primaryDomain }
      : {}),
  };
}

function metadataClaims({ metadata = [] }: ClaimFacts): Claims {
  if (metadata.length === 0) return {};
  const values = metadata.map(
    ({ key, value }) => [key, Buffer.from(value, "base64").toString("base64url")] as const,
  );
  return { "urn:zitadel:iam:user:metadata": Object.fromEntries(values) };
}

/** Role key → organization → its primary domain. Built as maps: role keys are anybody's words, `__proto__` too. */
function roleClaims(plan: RolePlan, roles: readonly Roles[]): Claims {
  const byProject = new Map<string, Map<string, Map<string, string>>>();
  for (const { projectId, orgId, orgPrimaryDomain, roleKeys } of roles) {
    const allowed = roleKeys.filter((key) => plan.onlyKeys.length === 0 || plan.onlyKeys.includes(key));
    for (const key of allowed) {
      const keys = byProject.get(projectId) ?? new Map<string, Map<string, string>>();
      byProject.set(
        projectId,
        keys.set(key, (keys.get(key) ?? new Map<string, string>()).set(orgId, orgPrimaryDomain)),
      );
    }
  }
  const claims: Record<string, unknown> = {};
  for (const [projectId, keys] of byProject) {
    const claim = Object.fromEntries([...keys].map(([key, orgs]) => [key, Object.fromEntries(orgs)]));
    claims[`urn:zitadel:iam:org:project:${projectId}:roles`] = claim;
    if (projectId === plan.clientProjectId) claims["urn:zitadel:iam:org:project:roles"] = claim;
  }
  return claims;
}
