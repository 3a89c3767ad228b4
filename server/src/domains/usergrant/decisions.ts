import type { OrgState } from "#src/domains/org/index.ts";
import type { ProjectGrantState, ProjectRoleState, ProjectState } from "#src/domains/project/index.ts";
import type { UserState } from "#src/domains/user/index.ts";
import { alreadyExists, precondition, required } from "#src/platform/failure/index.ts";
import type { UserGrantEvent, UserGrantState } from "./state.ts";

const gone = "Errors.UserGrant.NotFound";

/** What a new grant stands on; every one of them must be there. */
export interface Ground {
  readonly orgId: string;
  readonly org: OrgState | undefined;
  readonly user: UserState | undefined;
  readonly project: ProjectState | undefined;
  readonly projectOwner: string;
  /** The grant of the project to the organization, where it is not the organization's own. */
  readonly lent: ProjectGrantState | undefined;
  /** In the order of the role keys. */
  readonly roles: readonly (ProjectRoleState | undefined)[];
}

export interface NewUserGrant {
  readonly userId: string;
  readonly projectId: string;
  /** Empty in the project's own organization. */
  readonly projectGrantId: string;
  readonly roleKeys: readonly string[];
}

/** Each role must be one of the project's and, through a project grant, one of those that were lent. */
function requireRoles(
  roleKeys: readonly string[],
  roles: Ground["roles"],
  lent: ProjectGrantState | undefined,
): void {
  const refusal = (missing: string) => precondition("COMMAND-mm9F4", missing, { field: "roleKeys" });
  roleKeys.forEach((key, n) => {
    if (!roles[n]) throw refusal("Errors.Project.Role.NotExisting");
    if (lent && !lent.roleKeys.includes(key)) throw refusal("Errors.Project.Grant.RoleNotExisting");
  });
}

export const addUserGrant =
  ({ userId, projectId, projectGrantId, roleKeys }: NewUserGrant) =>
  (ground: Ground, grant: UserGrantState | undefined): readonly UserGrantEvent[] => {
    required(ground.org, "USERGRANT-Ad1or", "Errors.Org.NotFound");
    required(ground.user, "USERGRANT-Ad2us", "Errors.User.NotFound");
    required(ground.project, "USERGRANT-Ad3pr", "Errors.Project.NotFound");
    if (grant) throw alreadyExists("USERGRANT-Ad4ex", "Errors.UserGrant.AlreadyExists");
    const isOwn = projectGrantId === "" && ground.projectOwner === ground.orgId;
    if (!isOwn && ground.lent?.grantedOrgId !== ground.orgId)
      throw precondition("COMMAND-4m9ff", "Errors.Project.Grant.NotFound", { field: "projectGrantId" });
    requireRoles(roleKeys, ground.roles, ground.lent);
    const through = projectGrantId === "" ? {} : { grantId: projectGrantId };
    return [{ type: "user.grant.added", payload: { userId, projectId, ...through, roleKeys } }];
  };

/** Replaces the roles; nothing happens when they are the same. */
export const changeUserGrant =
  (roleKeys: readonly string[]) =>
  (
    grant: UserGrantState | undefined,
    roles: Ground["roles"],
    lent: ProjectGrantState | undefined,
  ): readonly UserGrantEvent[] => {
    const { userId, roleKeys: before } = required(grant, "USERGRANT-Ch1nf", gone);
    requireRoles(roleKeys, roles, lent);
    const same = before.length === roleKeys.length && roleKeys.every((key) => before.includes(key));
    return same ? [] : [{ type: "user.grant.changed", payload: { userId, roleKeys } }];
  };

export const deactivateUserGrant = (grant: UserGrantState | undefined): readonly UserGrantEvent[] => {
  if (!required(grant, "USERGRANT-De1nf", gone).active)
    throw precondition("USERGRANT-De2na", "Errors.UserGrant.NotActive");
  return [{ type: "user.grant.deactivated", payload: null }];
};

export const reactivateUserGrant = (grant: UserGrantState | undefined): readonly UserGrantEvent[] => {
  if (required(grant, "USERGRANT-Re1nf", gone).active)
    throw precondition("USERGRANT-Re2ni", "Errors.UserGrant.NotInactive");
  return [{ type: "user.grant.reactivated", payload: null }];
};

export const removeUserGrant = (grant: UserGrantState | undefined): readonly UserGrantEvent[] => {
  const { userId, projectId, projectGrantId } = required(grant, "USERGRANT-Rm1nf", gone);
  const through = projectGrantId === "" ? {} : { grantId: projectGrantId };
  return [{ type: "user.grant.removed", payload: { userId, projectId, ...through } }];
};

/** Follows the removal of what the grant stood on; one that is gone is left alone. */
export const cascadeRemoveUserGrant = (grant: UserGrantState | undefined): readonly UserGrantEvent[] =>
  grant ? [{ type: "user.grant.cascade.removed", payload: null }] : [];

/** Follows the removal of a role from the project, or from the project's grant. */
export const cascadeRemoveRole =
  (key: string) =>
  (grant: UserGrantState | undefined): readonly UserGrantEvent[] => {
    if (!grant?.roleKeys.includes(key)) return [];
    const roleKeys = grant.roleKeys.filter((other) => other !== key);
    return [{ type: "user.grant.cascade.changed", payload: { userId: grant.userId, roleKeys } }];
  };
