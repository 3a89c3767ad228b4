import { expect, test } from "vitest";
import { memberRoles } from "./roles.ts";

test("roles to choose from, by owner and organization", () => {
  expect(memberRoles("instance", false)).toContain("IAM_LOGIN_CLIENT");
  expect(memberRoles("org", false)).not.toContain("SELF_MANAGEMENT_GLOBAL");
  expect(memberRoles("org", true)).toContain("SELF_MANAGEMENT_GLOBAL");
  expect(memberRoles("project", true)).toEqual(["PROJECT_OWNER_GLOBAL", "PROJECT_OWNER_VIEWER_GLOBAL"]);
  expect(memberRoles("project", false)).toHaveLength(4);
  expect(memberRoles("project_grant", false)).toEqual(["PROJECT_GRANT_OWNER", "PROJECT_GRANT_OWNER_VIEWER"]);
});
