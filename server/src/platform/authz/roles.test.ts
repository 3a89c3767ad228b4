import { expect, test } from "vitest";
import { isRoleOf, permissionsOfRole, rolesOf } from "./roles.ts";

test("the table has every role with its permissions", () => {
  const sizes = Object.fromEntries(
    (["system", "iam", "org", "project", "project_grant"] as const).map((kind) => [
      kind,
      Object.fromEntries(rolesOf(kind).map((role) => [role, permissionsOfRole(role).size])),
    ]),
  );
  expect(sizes).toEqual({
    system: { SYSTEM_OWNER: 17, SYSTEM_OWNER_VIEWER: 5 },
    iam: {
      IAM_OWNER: 95,
      IAM_OWNER_VIEWER: 34,
      IAM_ORG_MANAGER: 57,
      IAM_USER_MANAGER: 26,
      IAM_ADMIN_IMPERSONATOR: 2,
      IAM_END_USER_IMPERSONATOR: 1,
      IAM_LOGIN_CLIENT: 34,
    },
    org: {
      ORG_OWNER: 55,
      ORG_USER_MANAGER: 17,
      ORG_OWNER_VIEWER: 19,
      ORG_SETTINGS_MANAGER: 12,
      ORG_USER_PERMISSION_EDITOR: 14,
      ORG_PROJECT_PERMISSION_EDITOR: 16,
      ORG_PROJECT_CREATOR: 4,
      ORG_ADMIN_IMPERSONATOR: 2,
      ORG_END_USER_IMPERSONATOR: 1,
      SELF_MANAGEMENT_GLOBAL: 3,
      ORG_USER_SELF_MANAGER: 2,
    },
    project: {
      PROJECT_OWNER: 26,
      PROJECT_OWNER_VIEWER: 11,
      PROJECT_OWNER_GLOBAL: 19,
      PROJECT_OWNER_VIEWER_GLOBAL: 10,
    },
    project_grant: { PROJECT_GRANT_OWNER: 13, PROJECT_GRANT_OWNER_VIEWER: 8 },
  });
});

test("only the owner of an instance and the login client may create sessions", () => {
  const kinds = ["system", "iam", "org", "project", "project_grant"] as const;
  const holders = kinds.flatMap(rolesOf).filter((role) => permissionsOfRole(role).has("session.write"));
  expect(holders).toEqual(["IAM_OWNER", "IAM_LOGIN_CLIENT"]);
});

test("no role of an instance reaches the system", () => {
  const names = rolesOf("iam").flatMap((role) => [...permissionsOfRole(role)]);
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => name.startsWith("system."))).toEqual([]);
});

test("a role belongs to one kind, and system users may have those of instances", () => {
  expect(isRoleOf("org", "ORG_OWNER")).toBe(true);
  expect(isRoleOf("org", "SELF_MANAGEMENT_GLOBAL")).toBe(true);
  expect(isRoleOf("org", "IAM_OWNER")).toBe(false);
  expect(isRoleOf("project", "PROJECT_GRANT_OWNER")).toBe(false);
  expect(isRoleOf("system", "IAM_OWNER")).toBe(true);
  expect(isRoleOf("system", "ORG_OWNER")).toBe(false);
  expect(isRoleOf("iam", "toString")).toBe(false);
});
