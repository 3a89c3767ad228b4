import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let projects: Client<typeof ProjectService>;
let management: Client<typeof ManagementService>;
let organizationId: string;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  projects = createClient(ProjectService, transport);
  management = createClient(ManagementService, transport);
  organizationId = tenant.created.orgId;
});
afterAll(() => tenant.close());

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "done",
    (error: unknown) => Code[ConnectError.from(error).code],
  );

test("names at their limits, and names that are taken", async () => {
  const longest = "𝒏".repeat(200);
  const create = (name: string, org = organizationId) =>
    outcome(projects.createProject({ organizationId: org, name }));
  expect(await create(longest)).toBe("done");
  expect(await create(`${longest}𝒏`)).toBe("InvalidArgument");
  expect(await create("")).toBe("InvalidArgument");
  expect(await create("   ")).toBe("InvalidArgument");
  expect(await create(longest)).toBe("AlreadyExists");
  expect(await outcome(management.addProject({ name: longest }))).toBe("AlreadyExists");
  const { aggregateId: other } = await createOrg(tenant.ctx(), "Other");
  expect(await create(longest, other)).toBe("done");
  const { projectId } = await projects.createProject({ organizationId, name: "Second" });
  expect(await outcome(projects.updateProject({ projectId, name: longest }))).toBe("AlreadyExists");
});

test("an id of the caller's choice is free, was never anyone's, and is another instance's own affair", async () => {
  const projectId = "chosen-project";
  const { aggregateId: elsewhere } = await createOrg(tenant.ctx(), "Elsewhere");
  const create = (name: string, org = organizationId) =>
    projects.createProject({ organizationId: org, projectId, name });
  expect((await create("Chosen")).projectId).toBe(projectId);
  expect(await outcome(create("Same id"))).toBe("AlreadyExists");
  expect(await outcome(create("Same id", elsewhere))).toBe("AlreadyExists");
  await projects.deleteProject({ projectId });
  await expect(create("Gone id")).rejects.toMatchObject({
    code: Code.AlreadyExists,
    rawMessage: expect.stringContaining("PROJECT-Id5us"),
  });
  const foreign = await tenant.another("foreign.test");
  await expect(
    projects.createProject({ organizationId, projectId: foreign.projectId, name: "Foreign id" }),
  ).resolves.toMatchObject({ projectId: foreign.projectId });
});

test("role keys at their limits, taken ones, and any characters that text can have", async () => {
  const { projectId } = await projects.createProject({ organizationId, name: "Roles" });
  const add = (roleKey: string) =>
    outcome(projects.addProjectRole({ projectId, roleKey, displayName: "Role" }));
  const keys = ["k".repeat(200), "a b", "__proto__", "constructor", "ä/ö:%_\\", "'\"<>&{}", "長い鍵"];
  for (const key of keys) expect([key, await add(key)]).toEqual([key, "done"]);
  for (const key of keys) expect([key, await add(key)]).toEqual([key, "AlreadyExists"]);
  expect(await add("k".repeat(201))).toBe("InvalidArgument");
  for (const key of ["", "   ", "a\0b"]) expect([key, await add(key)]).toEqual([key, "InvalidArgument"]);
  const { result } = await management.listProjectRoles({ projectId });
  expect(result.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
  for (const roleKey of keys) await projects.removeProjectRole({ projectId, roleKey });
  expect((await management.listProjectRoles({ projectId })).result).toEqual([]);
});
