import { create, type Message } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import {
  GetGrantedProjectByIDRequestSchema,
  GetProjectByIDRequestSchema,
  ListProjectRolesRequestSchema,
} from "#contract/zitadel/management_pb.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Caller, Membership } from "#src/platform/request/index.ts";
import type { AuthRule } from "#src/platform/rpc/index.ts";
import { authorizeMethod } from "./authorize-method.ts";

const caller = (kind: Caller["kind"], memberships: readonly Membership[] = []): Caller => ({
  kind,
  userId: kind === "anonymous" ? "" : "u1",
  orgId: "org1",
  scopes: [],
  memberships: async () => memberships,
});

const plain = create(GetProjectByIDRequestSchema, { id: "p1" });

const answer = async (rule: AuthRule, who: Caller, request: Message = plain, orgId = "org1") => {
  try {
    await authorizeMethod(rule, { caller: who, orgId }, request);
    return "allowed";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return `${error.kind} ${error.id}`;
  }
};

const on = (permission: string): AuthRule => ({ kind: "permission", permission });
const orgOwner: Membership = { kind: "org", objectId: "org1", ownerId: "org1", roles: ["ORG_OWNER"] };
const iamOwner: Membership = { kind: "iam", objectId: "i1", ownerId: "i1", roles: ["IAM_OWNER"] };
const projectOwner: Membership = {
  kind: "project",
  objectId: "p1",
  ownerId: "org1",
  roles: ["PROJECT_OWNER"],
};
const creator: Membership = { ...orgOwner, roles: ["ORG_PROJECT_CREATOR"] };

const projectField = ListProjectRolesRequestSchema.fields.find((field) => field.localName === "projectId");
const idField = GetProjectByIDRequestSchema.fields.find((field) => field.localName === "id");
const grantField = GetGrantedProjectByIDRequestSchema.fields.find((field) => field.localName === "grantId");
if (!projectField || !idField || !grantField) throw new Error("the contract lacks the fields");

test("public methods are open to everyone", async () => {
  expect(await answer({ kind: "public" }, caller("anonymous"))).toBe("allowed");
});

test("without a token everything else is refused", async () => {
  expect(await answer({ kind: "authenticated" }, caller("anonymous"))).toBe("unauthenticated AUTHZ-No4th");
  expect(await answer(on("org.read"), caller("anonymous", [orgOwner]))).toBe("unauthenticated AUTHZ-No4th");
});

test("authenticated asks for a caller and nothing more", async () => {
  expect(await answer({ kind: "authenticated" }, caller("user"))).toBe("allowed");
});

test("who manages nothing in the context gets not found", async () => {
  expect(await answer(on("org.read"), caller("user"))).toBe("not_found AUTHZ-cdgFk");
  expect(await answer(on("org.read"), caller("user", [orgOwner]), plain, "org2")).toBe(
    "not_found AUTHZ-cdgFk",
  );
});

test("who manages something else gets permission denied", async () => {
  expect(await answer(on("iam.write"), caller("user", [orgOwner]))).toBe("permission_denied AUTH-5mWD2");
  expect(await answer(on("system.instance.read"), caller("user", [iamOwner]))).toBe(
    "permission_denied AUTH-5mWD2",
  );
});

test("a manager of the instance passes in every organization", async () => {
  expect(await answer(on("org.write"), caller("user", [iamOwner]), plain, "org9")).toBe("allowed");
});

test("a narrowed permission passes for its own resource alone", async () => {
  const rule: AuthRule = { kind: "permission", permission: "project.role.read", checkField: projectField };
  const roles = (projectId: string) => create(ListProjectRolesRequestSchema, { projectId });
  expect(await answer(rule, caller("user", [projectOwner]), roles("p1"))).toBe("allowed");
  expect(await answer(rule, caller("user", [projectOwner]), roles("p2"))).toBe(
    "permission_denied AUTH-3jknH",
  );
  expect(await answer(rule, caller("user", [projectOwner]), roles(""))).toBe("permission_denied AUTH-3jknH");
  expect(await answer(rule, caller("user", [projectOwner, orgOwner]), roles("p2"))).toBe("allowed");
});

test("a grant's id is looked for among grants, not among projects", async () => {
  const rule: AuthRule = { kind: "permission", permission: "project.read", checkField: grantField };
  const request = create(GetGrantedProjectByIDRequestSchema, { projectId: "p1", grantId: "g1" });
  const grant: Membership = {
    ...projectOwner,
    kind: "project_grant",
    objectId: "g1",
    roles: ["PROJECT_GRANT_OWNER"],
  };
  expect(await answer(rule, caller("user", [grant]), request)).toBe("allowed");
  const impostor = { ...projectOwner, objectId: "g1" };
  expect(await answer(rule, caller("user", [impostor]), request)).toBe("permission_denied AUTH-3jknH");
});

test("a narrowed permission is enough where the method names no field", async () => {
  expect(await answer(on("project.read"), caller("user", [projectOwner]))).toBe("allowed");
});

test("a permission narrowed to self opens no project of that name", async () => {
  const rule: AuthRule = { kind: "permission", permission: "project.read", checkField: idField };
  const request = create(GetProjectByIDRequestSchema, { id: "self" });
  expect(await answer(rule, caller("user", [creator]), request)).toBe("permission_denied AUTH-3jknH");
  expect(await answer(on("project.read"), caller("user", [creator]))).toBe("allowed");
});

test("system users need no organization and reach the system only with its roles", async () => {
  const system: Membership = { kind: "system", objectId: "", ownerId: "", roles: ["SYSTEM_OWNER"] };
  expect(await answer(on("system.instance.write"), caller("system", [system]), plain, "")).toBe("allowed");
  expect(await answer(on("iam.write"), caller("system", [system]), plain, "")).toBe(
    "permission_denied AUTH-5mWD2",
  );
  const both = { ...system, roles: ["SYSTEM_OWNER", "IAM_OWNER"] };
  expect(await answer(on("iam.write"), caller("system", [both]), plain, "")).toBe("allowed");
});
