import { roleDescriptions } from "./role-descriptions.ts";
import { permissionsOfRole, type RoleKind } from "./roles.ts";

/** Languages in which roles are described. */
export const roleLanguages = ["en", "de"] as const;
export type RoleLanguage = (typeof roleLanguages)[number];

/** A manager role as people choose it. */
export interface ManagerRole {
  readonly role: string;
  /** What it is held on. */
  readonly level: "system" | "instance" | "organization" | "project" | "project_grant";
  readonly description: string;
  readonly permissions: readonly string[];
}

const levels: Readonly<Record<RoleKind, ManagerRole["level"]>> = {
  system: "system",
  iam: "instance",
  org: "organization",
  project: "project",
  project_grant: "project_grant",
};

/** Every manager role with what it may do, in the order in which lists show them. */
export const managerRoles = (language: RoleLanguage): readonly ManagerRole[] =>
  Object.entries(roleDescriptions).map(([role, described]) => ({
    role,
    level: levels[described.kind],
    description: described[language],
    permissions: [...permissionsOfRole(role)],
  }));

const introduction = `# Manager roles

Who manages something has roles on it: on the instance, an organization, a project, or a project grant (a project that
another organization has). A role on an organization reaches everything in it, one on a project or grant that one alone.
Every user may look after their own account without any role.

Roles are given with \`CreateAdministrator\` and \`UpdateAdministrator\` of the internal permission service, or with the
member calls of the admin and management APIs. \`ListMyZitadelPermissions\` tells callers what they may do. Clients get
this list as JSON, without a token, from \`GET /gatehouse/v1/manager-roles\` (English or German, by \`Accept-Language\`):
\`{"roles": [{"role", "level", "description", "permissions"}]}\`. \`level\` is \`system\`, \`instance\`, \`organization\`,
\`project\` or \`project_grant\`; \`?level=organization\` lists the roles of one.

Roles of the system are not given to users: the configuration gives them to system users.

Nobody can act as somebody else yet: roles of impersonation are given and listed, and the security setting that allows
it is stored, without effect so far.

This page is generated from the texts that the API answers with; do not edit.
`;

const titles: readonly (readonly [ManagerRole["level"], string])[] = [
  ["instance", "Instance"],
  ["organization", "Organization"],
  ["project", "Project"],
  ["project_grant", "Project grant"],
  ["system", "System"],
];

/** `docs/manager-roles.md`, whole. */
export function documentManagerRoles(): string {
  const roles = managerRoles("en");
  const sections = titles.map(([level, title]) => {
    const rows = roles
      .filter((role) => role.level === level)
      .map(({ role, description, permissions }) => {
        const names = permissions.map((name) => `\`${name}\``).join(" ");
        return `| \`${role}\` | ${description} | ${names} |`;
      });
    return [`## ${title}`, "", "| role | what it is for | permissions |", "|---|---|---|", ...rows, ""].join(
      "\n",
    );
  });
  return [introduction, ...sections].join("\n");
}
