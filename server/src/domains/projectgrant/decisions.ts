import type { OrgState } from "#src/domains/org/index.ts";
import type {
  ProjectGrantEvent,
  ProjectGrantState,
  ProjectRoleState,
  ProjectState,
} from "#src/domains/project/index.ts";
import { type Failure, invalid, notFound, precondition, required } from "#src/platform/failure/index.ts";

/** The refusal of a grant that is not there, or is none of the caller's business. */
export const noGrant = (): Failure => notFound("PROJECT-D8JxR", "Errors.Project.Grant.NotFound");

export interface NewProjectGrant {
  readonly grantId: string;
  readonly grantedOrgId: string;
  readonly roleKeys: readonly string[];
}

/** What a new grant stands on; every one of them must be there. */
export interface Ground {
  readonly projectOwner: string;
  readonly project: ProjectState | undefined;
  readonly grantedOrg: OrgState | undefined;
  /** In the order of the role keys. */
  readonly roles: readonly (ProjectRoleState | undefined)[];
}

const maxRoles = 200;
/** A state is one row and stays small, whatever length the keys have. */
const maxKeyBytes = 7_000;

/** Each key once. @throws invalid_argument for more than a grant can hold */
export function onceEach(roleKeys: readonly string[]): readonly string[] {
  const keys = [...new Set(roleKeys)];
  if (keys.length > maxRoles || Buffer.byteLength(JSON.stringify(keys)) > maxKeyBytes)
    throw invalid("PROJECT-Gr6ct", "Errors.Project.Role.Count", {
      field: "roleKeys",
      values: { max: maxRoles },
    });
  return keys;
}

/** What is lent must be the project's own. */
function requireRoles(roles: Ground["roles"]): void {
  if (roles.some((role) => role === undefined))
    throw precondition("COMMAND-6m9gd", "Errors.Project.Role.NotExisting", { field: "roleKeys" });
}

export const addProjectGrant =
  ({ grantId, grantedOrgId, roleKeys }: NewProjectGrant) =>
  ({ project, projectOwner, grantedOrg, roles }: Ground): readonly ProjectGrantEvent[] => {
    required(project, "COMMAND-m9gsd", "Errors.Project.NotFound");
    required(grantedOrg, "COMMAND-3m9gg", "Errors.Org.NotFound");
    if (grantedOrgId === projectOwner)
      throw precondition("PROJECT-Gr5ow", "Errors.Project.Grant.ToOwner", { field: "grantedOrganizationId" });
    requireRoles(roles);
    return [{ type: "project.grant.added", payload: { grantId, grantedOrgId, roleKeys } }];
  };

/** Replaces the roles; nothing happens when they are the same. */
export const changeProjectGrant =
  (grantId: string, roleKeys: readonly string[]) =>
  (grant: ProjectGrantState | undefined, roles: Ground["roles"]): readonly ProjectGrantEvent[] => {
    if (!grant) throw noGrant();
    requireRoles(roles);
    const before = grant.roleKeys;
    if (before.length === roleKeys.length && roleKeys.every((key) => before.includes(key))) return [];
    return [{ type: "project.grant.changed", payload: { grantId, roleKeys } }];
  };

/** The later generations let what is so already be so; the first refuses. */
export interface Repetition {
  readonly refuseUnchanged: boolean;
}

export const deactivateProjectGrant =
  (grantId: string, { refuseUnchanged }: Repetition) =>
  (grant: ProjectGrantState | undefined): readonly ProjectGrantEvent[] => {
    if (!grant) throw noGrant();
    if (grant.active) return [{ type: "project.grant.deactivated", payload: { grantId } }];
    if (refuseUnchanged) throw precondition("PROJECT-47fu8", "Errors.Project.Grant.NotActive");
    return [];
  };

export const reactivateProjectGrant =
  (grantId: string, { refuseUnchanged }: Repetition) =>
  (grant: ProjectGrantState | undefined): readonly ProjectGrantEvent[] => {
    if (!grant) throw noGrant();
    if (!grant.active) return [{ type: "project.grant.reactivated", payload: { grantId } }];
    if (refuseUnchanged) throw precondition("PROJECT-Gr7ni", "Errors.Project.Grant.NotInactive");
    return [];
  };

export const removeProjectGrant =
  (grantId: string) =>
  (grant: ProjectGrantState | undefined): readonly ProjectGrantEvent[] => {
    if (!grant) throw noGrant();
    return [{ type: "project.grant.removed", payload: { grantId } }];
  };

/** Follows the removal of a role; a grant that is gone or never had it is left alone. */
export const cascadeRemoveRole =
  (grantId: string, key: string) =>
  (grant: ProjectGrantState | undefined): readonly ProjectGrantEvent[] => {
    if (!grant?.roleKeys.includes(key)) return [];
    const roleKeys = grant.roleKeys.filter((other) => other !== key);
    return [{ type: "project.grant.cascade.changed", payload: { grantId, roleKeys } }];
  };

/** Follows the removal of the organization that it was given to. */
export const cascadeRemoveGrant =
  (grantId: string) =>
  (grant: ProjectGrantState | undefined): readonly ProjectGrantEvent[] =>
    grant ? [{ type: "project.grant.removed", payload: { grantId } }] : [];
