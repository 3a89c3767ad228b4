import { expect, test } from "vitest";
import type { Membership } from "#src/platform/request/index.ts";
import { held, inContext, permissionNames } from "./permissions.ts";
import matrix from "./role-permissions.json" with { type: "json" };

const membership = (kind: Membership["kind"], objectId: string, ...roles: string[]): Membership => ({
  kind,
  objectId,
  ownerId: kind === "project" || kind === "project_grant" ? "org1" : objectId,
  ...(kind === "project_grant" ? { grantedOrgId: "org2" } : {}),
  roles,
});

const kindByLetters = (role: string): Membership["kind"] =>
  role.startsWith("SYSTEM_")
    ? "system"
    : role.startsWith("IAM_")
      ? "iam"
      : role.startsWith("PROJECT_GRANT_")
        ? "project_grant"
        : role.startsWith("PROJECT_")
          ? "project"
          : "org";

const allPermissions = [...new Set(Object.values(matrix).flat())].map((name) => name.split(":")[0] ?? "");

test("every role holds exactly its permissions, narrowed to the object where it has one", () => {
  let seen = 0;
  for (const [role, names] of Object.entries(matrix)) {
    const kind = kindByLetters(role);
    const one = [membership(kind, "thing", role)];
    for (const permission of allPermissions) {
      const reach = held(one, permission);
      const whole = kind !== "project" && kind !== "project_grant";
      expect(reach.everywhere, `${role} ${permission}`).toBe(whole && names.includes(permission));
      const narrowedTo = { project: [...reach.projectIds], project_grant: [...reach.grantIds] };
      expect(narrowedTo, `${role} ${permission}`).toEqual({
        project: kind === "project" && names.includes(permission) ? ["thing"] : [],
        project_grant: kind === "project_grant" && names.includes(permission) ? ["thing"] : [],
      });
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(3000);
});

test("more memberships never take a permission away", () => {
  const members = Object.keys(matrix).map((role) => membership(kindByLetters(role), `on-${role}`, role));
  for (const permission of allPermissions) {
    const sum = held(members, permission);
    for (const one of members.map((each) => held([each], permission))) {
      if (one.everywhere) expect(sum.everywhere).toBe(true);
      for (const id of one.projectIds) expect(sum.projectIds.has(id)).toBe(true);
      for (const id of one.grantIds) expect(sum.grantIds.has(id)).toBe(true);
    }
  }
});

test("a role on something it is not made for counts for nothing", () => {
  expect(held([membership("org", "org1", "IAM_OWNER")], "iam.write").everywhere).toBe(false);
  expect(held([membership("project", "p1", "ORG_OWNER")], "org.write").narrowed).toBe(false);
});

test("self is the only suffix in the table", () => {
  const suffixed = Object.values(matrix)
    .flat()
    .filter((name) => name.includes(":"));
  expect(suffixed).toEqual(["project.read:self"]);
});

test("read:self narrows to no resource, not even to one whose id is self", () => {
  const reach = held([membership("org", "org1", "ORG_PROJECT_CREATOR")], "project.read");
  expect(reach).toEqual({ everywhere: false, narrowed: true, projectIds: new Set(), grantIds: new Set() });
});

test("the context counts its organization, the instance, and grants given to it", () => {
  const iam = membership("iam", "instance1", "IAM_OWNER_VIEWER");
  const org = membership("org", "org1", "ORG_OWNER");
  const project = membership("project", "p1", "PROJECT_OWNER");
  const grant = membership("project_grant", "g1", "PROJECT_GRANT_OWNER");
  const all = [iam, org, project, grant];
  expect(inContext(all, "org1")).toEqual([iam, org, project, grant]);
  expect(inContext(all, "org2")).toEqual([iam, grant]);
  expect(inContext(all, "org3")).toEqual([iam]);
});

test("names are unique and carry the object", () => {
  const names = permissionNames([
    membership("org", "org1", "ORG_USER_SELF_MANAGER"),
    membership("org", "org1", "ORG_USER_SELF_MANAGER", "SELF_MANAGEMENT_GLOBAL"),
    membership("project_grant", "g1", "PROJECT_GRANT_OWNER_VIEWER"),
  ]);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("user.self.delete");
  expect(names).toContain("project.grant.read:g1");
  expect(names).not.toContain("project.grant.read");
});
