import type { Membership } from "#src/platform/request/index.ts";
import table from "./role-permissions.json" with { type: "json" };

/** What a manager role is held on. */
export type RoleKind = Membership["kind"];

/** Every role that there is. */
export type Role = keyof typeof table;

const permissions: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(table).map(([role, names]) => [role, new Set(names)]),
);

const none: ReadonlySet<string> = new Set();

/** Everything a role allows; nothing for a role that does not exist. */
export const permissionsOfRole = (role: string): ReadonlySet<string> => permissions.get(role) ?? none;

/** Accepted beside the `ORG_*` roles, for those who manage themselves in the instance's default organization. */
export const selfManagement = "SELF_MANAGEMENT_GLOBAL";

function kindOf(role: string): RoleKind {
  if (role.startsWith("SYSTEM_")) return "system";
  if (role.startsWith("IAM_")) return "iam";
  if (role.startsWith("PROJECT_GRANT_")) return "project_grant";
  return role.startsWith("PROJECT_") ? "project" : "org";
}

const roleNames: Readonly<Record<RoleKind, readonly string[]>> = {
  system: [...permissions.keys()].filter((role) => kindOf(role) === "system"),
  iam: [...permissions.keys()].filter((role) => kindOf(role) === "iam"),
  org: [...permissions.keys()].filter((role) => kindOf(role) === "org"),
  project: [...permissions.keys()].filter((role) => kindOf(role) === "project"),
  project_grant: [...permissions.keys()].filter((role) => kindOf(role) === "project_grant"),
};

/** The roles that can be given on that kind of thing, in the order in which lists show them. */
export const rolesOf = (kind: RoleKind): readonly string[] => roleNames[kind];

/**
 * True when a membership of that kind may carry the role. System users are configured with the roles of
 * instances too; everyone else's roles count only on what they are made for.
 */
export function isRoleOf(kind: RoleKind, role: string): boolean {
  return roleNames[kind].includes(role) || (kind === "system" && roleNames.iam.includes(role));
}
