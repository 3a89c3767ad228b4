import { expect, test } from "vitest";
import { Failure } from "#src/platform/failure/index.ts";
import type { Caller, Membership } from "#src/platform/request/index.ts";
import { requirePermission, requireSelfOr, type Where } from "./require-permission.ts";

const caller = (kind: Caller["kind"], ...memberships: Membership[]): Caller => ({
  kind,
  userId: kind === "anonymous" ? "" : "u1",
  orgId: "org1",
  scopes: [],
  memberships: async () => memberships,
});

const outcome = async (work: Promise<void>) => {
  try {
    await work;
    return "allowed";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.kind} ${error.id}`;
  }
};
const asking = (who: Caller, permission: string, where: Where) =>
  outcome(requirePermission({ caller: who }, permission, where));

const orgOwner: Membership = { kind: "org", objectId: "org1", ownerId: "org1", roles: ["ORG_OWNER"] };
const projectOwner: Membership = {
  kind: "project",
  objectId: "p1",
  ownerId: "org1",
  roles: ["PROJECT_OWNER"],
};

test("the resource's organization counts, not the one of the header", async () => {
  expect(await asking(caller("user", orgOwner), "user.write", { orgId: "org1" })).toBe("allowed");
  expect(await asking(caller("user", orgOwner), "user.write", { orgId: "org2" })).toBe(
    "not_found AUTHZ-cdgFk",
  );
});

test("without the permission", async () => {
  expect(await asking(caller("user", orgOwner), "iam.write", { orgId: "org1" })).toBe(
    "permission_denied AUTH-AWfge",
  );
});

test("narrowed to another resource, or to one where none is named", async () => {
  const who = caller("user", projectOwner);
  expect(await asking(who, "project.write", { orgId: "org1", projectId: "p1" })).toBe("allowed");
  expect(await asking(who, "project.write", { orgId: "org1", projectId: "p2" })).toBe(
    "permission_denied AUTH-Swrgg2",
  );
  expect(await asking(who, "project.write", { orgId: "org1" })).toBe("permission_denied AUTH-Swrgg2");
});

test("a grant's members reach their grant, its project's members reach it too", async () => {
  const grantOwner: Membership = {
    kind: "project_grant",
    objectId: "g1",
    ownerId: "org1",
    grantedOrgId: "org2",
    roles: ["PROJECT_GRANT_OWNER"],
  };
  const where: Where = { orgId: "org1", projectId: "p1", grantId: "g1" };
  expect(await asking(caller("user", grantOwner), "project.grant.read", where)).toBe("allowed");
  expect(await asking(caller("user", projectOwner), "project.grant.read", where)).toBe("allowed");
  const other: Where = { ...where, projectId: "p2", grantId: "g2" };
  expect(await asking(caller("user", grantOwner), "project.grant.read", other)).toBe(
    "permission_denied AUTH-Swrgg2",
  );
});

test("a project whose chosen id is that of a grant does not open the grant", async () => {
  const impostor: Membership = { ...projectOwner, objectId: "g1" };
  const where: Where = { orgId: "org1", projectId: "p1", grantId: "g1" };
  expect(await asking(caller("user", impostor), "project.grant.read", where)).toBe(
    "permission_denied AUTH-Swrgg2",
  );
});

test("what belongs to the instance takes a manager of the instance", async () => {
  const iam: Membership = { kind: "iam", objectId: "i1", ownerId: "i1", roles: ["IAM_LOGIN_CLIENT"] };
  expect(await asking(caller("user", iam), "session.write", { orgId: "i1" })).toBe("allowed");
  expect(await asking(caller("user", orgOwner), "session.write", { orgId: "i1" })).toBe(
    "not_found AUTHZ-cdgFk",
  );
});

test("anonymous callers are asked for a token", async () => {
  expect(await asking(caller("anonymous"), "user.read", { orgId: "org1" })).toBe(
    "unauthenticated AUTHZ-Rp4nm",
  );
});

test("everyone may do to themselves what others need a permission for", async () => {
  const self = (who: Caller, userId: string) =>
    outcome(requireSelfOr({ caller: who }, userId, "user.write", { orgId: "org1" }));
  expect(await self(caller("user"), "u1")).toBe("allowed");
  expect(await self(caller("user"), "u2")).toBe("not_found AUTHZ-cdgFk");
  expect(await self(caller("user", orgOwner), "u2")).toBe("allowed");
});

test("neither the anonymous caller nor a system user is a user of the same id", async () => {
  const self = (who: Caller, userId: string) =>
    outcome(requireSelfOr({ caller: who }, userId, "user.write", { orgId: "org1" }));
  expect(await self(caller("anonymous"), "")).toBe("unauthenticated AUTHZ-Rp4nm");
  expect(await self(caller("system"), "u1")).toBe("not_found AUTHZ-cdgFk");
});
