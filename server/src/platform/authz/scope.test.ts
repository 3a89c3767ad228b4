import { expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import type { Membership } from "#src/platform/request/index.ts";
import { checkPermission } from "./require-permission.ts";
import matrix from "./role-permissions.json" with { type: "json" };
import { type Scope, scopeCondition, scopeOf } from "./scope.ts";

const orgOwner: Membership = { kind: "org", objectId: "org1", ownerId: "org1", roles: ["ORG_OWNER"] };
const projectOwner: Membership = {
  kind: "project",
  objectId: "p1",
  ownerId: "org2",
  roles: ["PROJECT_OWNER"],
};
const grantOwner: Membership = {
  kind: "project_grant",
  objectId: "g1",
  ownerId: "org3",
  grantedOrgId: "org1",
  roles: ["PROJECT_GRANT_OWNER"],
};

test("each kind of membership opens its own kind of thing", () => {
  expect(scopeOf("project.read", [orgOwner, projectOwner, grantOwner], "u1")).toEqual({
    all: false,
    orgIds: ["org1"],
    projectIds: ["p1"],
    grantIds: ["g1"],
    selfUserId: "u1",
  });
});

test("a role without the permission opens nothing", () => {
  expect(scopeOf("iam.read", [orgOwner, projectOwner])).toEqual({
    all: false,
    orgIds: [],
    projectIds: [],
    grantIds: [],
  });
});

test("what is narrowed to self opens no organization", () => {
  const creator: Membership = { ...orgOwner, roles: ["ORG_PROJECT_CREATOR"] };
  expect(scopeOf("project.read", [creator])).toMatchObject({ all: false, orgIds: [] });
});

test("a list shows exactly what reading one by one would allow", () => {
  const members = [orgOwner, projectOwner];
  const resources = ["org1", "org2"].flatMap((org) => ["p1", "p2"].map((project) => ({ org, project })));
  const passes = (permission: string, org: string, project: string) => {
    try {
      checkPermission(members, permission, { orgId: org, projectId: project });
      return true;
    } catch {
      return false;
    }
  };
  const shows = (scope: Scope, org: string, project: string) =>
    scope.all || scope.orgIds.includes(org) || scope.projectIds.includes(project);
  let seen = 0;
  for (const permission of new Set(Object.values(matrix).flat())) {
    for (const { org, project } of resources) {
      if (org === "org1" && project === "p1") continue; // p1 lies in org2
      const scope = scopeOf(permission, members);
      expect(shows(scope, org, project), `${permission} ${org}/${project}`).toBe(
        passes(permission, org, project),
      );
      seen++;
    }
  }
  expect(seen).toBeGreaterThan(300);
});

const columns = { org: sql`t.owner`, project: sql`t.project_id`, user: sql`t.aggregate_id` };

test("all is no condition", () => {
  expect(scopeCondition({ all: true }, columns)).toEqual({ text: "true", values: [] });
});

test("nothing matches nothing", () => {
  const nothing = { all: false, orgIds: [], projectIds: [], grantIds: [] } as const;
  expect(scopeCondition(nothing, columns)).toEqual({ text: "(false)", values: [] });
});

test("ids become parameters, and kinds without a column are left out", () => {
  const scope = { all: false, orgIds: ["o"], projectIds: ["p"], grantIds: ["g"], selfUserId: "u" } as const;
  expect(scopeCondition(scope, columns)).toEqual({
    text: "(t.owner = any($1::text[]) or t.project_id = any($2::text[]) or t.aggregate_id = $3)",
    values: [["o"], ["p"], "u"],
  });
});

test("grants alone match nothing in a list that has none", () => {
  const scope = { all: false, orgIds: [], projectIds: [], grantIds: ["g"] } as const;
  expect(scopeCondition(scope, columns).text).toBe("(false)");
});
