import type { OrgState } from "#src/domains/org/index.ts";
import { requireTypeable, requireVisible } from "#src/kits/name/index.ts";
import { alreadyExists, invalid, precondition, required } from "#src/platform/failure/index.ts";
import type { ProjectEvent, ProjectRoleEvent, ProjectSettings } from "./events.ts";
import type { ProjectRoleState, ProjectState } from "./state.ts";

const gone = "Errors.Project.NotFound";

/**
 * A name as stored. One that a project has already is not looked at again.
 * @throws invalid_argument when nothing is left of it, or it has characters that nobody sees
 */
function projectName(input: string, before?: string): string {
  const name = input.trim();
  if (name === "") throw invalid("PROJECT-IOVCC", "Errors.Project.Invalid", { field: "name" });
  if (name !== before) requireVisible(name, "name");
  return name;
}

export const addProject =
  (name: string, settings: ProjectSettings) =>
  (org: OrgState | undefined, project: ProjectState | undefined): readonly ProjectEvent[] => {
    required(org, "PROJECT-Or6gn", "Errors.Org.NotFound");
    if (project) throw alreadyExists("PROJECT-opamwu", "Errors.Project.AlreadyExisting");
    return [{ type: "project.added", payload: { name: projectName(name), ...settings } }];
  };

/** Only what differs is recorded; an unset field stays as it is. */
export const changeProject =
  (wanted: ProjectSettings & { readonly name?: string }) =>
  (project: ProjectState | undefined): readonly ProjectEvent[] => {
    const before = required(project, "PROJECT-3M9sd", gone);
    const target =
      wanted.name === undefined ? wanted : { ...wanted, name: projectName(wanted.name, before.name) };
    const entries = Object.entries(target) as [keyof typeof target, string | boolean | number | undefined][];
    const changed = entries.filter(([field, value]) => value !== undefined && value !== before[field]);
    return changed.length === 0 ? [] : [{ type: "project.changed", payload: Object.fromEntries(changed) }];
  };

export const deactivateProject = (project: ProjectState | undefined): readonly ProjectEvent[] => {
  if (!required(project, "PROJECT-112M9", gone).active)
    throw precondition("PROJECT-mki55", "Errors.Project.NotActive");
  return [{ type: "project.deactivated", payload: null }];
};

export const reactivateProject = (project: ProjectState | undefined): readonly ProjectEvent[] => {
  if (required(project, "PROJECT-3M9bs", gone).active)
    throw precondition("PROJECT-5M9bs", "Errors.Project.NotInactive");
  return [{ type: "project.reactivated", payload: null }];
};

export const removeProject = (project: ProjectState | undefined): readonly ProjectEvent[] => {
  required(project, "PROJECT-3M9sf", gone);
  return [{ type: "project.removed", payload: null }];
};

export interface RoleFields {
  readonly key: string;
  readonly displayName: string;
  readonly group: string;
}

export interface RoleChange {
  readonly key: string;
  readonly displayName?: string | undefined;
  readonly group?: string | undefined;
}

export const addRole =
  ({ key, displayName, group }: RoleFields) =>
  (project: ProjectState | undefined, role: ProjectRoleState | undefined): readonly ProjectRoleEvent[] => {
    required(project, "PROJECT-Rl8pr", gone);
    if (key.trim() === "")
      throw invalid("PROJECT-4m9vS", "Errors.Project.Role.Invalid", { field: "roleKey" });
    requireTypeable(key, "roleKey");
    requireVisible(displayName, "displayName");
    if (role) throw alreadyExists("PROJECT-Rl8ex", "Errors.Project.Role.AlreadyExists");
    return [{ type: "project.role.added", payload: { key, displayName, group } }];
  };

/** Nothing happens when both texts are the same already; one that is left out stays as it is. */
export const changeRole =
  ({ key, ...wanted }: RoleChange) =>
  (role: ProjectRoleState | undefined): readonly ProjectRoleEvent[] => {
    const before = required(role, "PROJECT-vv83M", "Errors.Project.Role.NotExisting");
    const { displayName = before.displayName, group = before.group } = wanted;
    if (before.displayName === displayName && before.group === group) return [];
    if (before.displayName !== displayName) requireVisible(displayName, "displayName");
    return [{ type: "project.role.changed", payload: { key, displayName, group } }];
  };

export const removeRole =
  (key: string) =>
  (role: ProjectRoleState | undefined): readonly ProjectRoleEvent[] => {
    required(role, "PROJECT-m9vMf", "Errors.Project.Role.NotExisting");
    return [{ type: "project.role.removed", payload: { key } }];
  };
