import { isRoleOf, type RoleKind, rolesOf, selfManagement } from "#src/platform/authz/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { MemberKind } from "./member.ts";

const roleKinds: Readonly<Record<MemberKind, RoleKind>> = {
  instance: "iam",
  org: "org",
  project: "project",
  project_grant: "project_grant",
};

/**
 * The roles as they are stored: each once, in the order given.
 * @param change `SELF_MANAGEMENT_GLOBAL` can be given to a new member of an organization, not to one there is
 * @throws invalid_argument without a role, or with one that is not made for this
 */
export function checkedRoles(kind: MemberKind, roles: readonly string[], change = false): readonly string[] {
  const known = (role: string) => isRoleOf(roleKinds[kind], role) && !(change && role === selfManagement);
  const role = roles.find((each) => !known(each));
  if (roles.length === 0 || role !== undefined) {
    const key = role === undefined ? "Errors.Member.RoleMissing" : "Errors.Member.RoleInvalid";
    const possible = rolesOf(roleKinds[kind]).filter(known).join(", ");
    throw invalid("MEMBER-R0les", key, { field: "roles", values: { role: role ?? "", roles: possible } });
  }
  return [...new Set(roles)];
}

/**
 * The roles that a list of roles to choose from shows.
 * @param inDefaultOrg whether the context organization is the instance's default one, whose projects everyone
 *   may be given a share of
 */
export function memberRoles(kind: MemberKind, inDefaultOrg: boolean): readonly string[] {
  const all = rolesOf(roleKinds[kind]);
  if (kind === "org" && !inDefaultOrg) return all.filter((role) => role !== selfManagement);
  if (kind === "project" && inDefaultOrg) return all.filter((role) => role.endsWith("_GLOBAL"));
  return all;
}
