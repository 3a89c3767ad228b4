import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { Source } from "#contract/zitadel/feature/v2/feature_pb.ts";
import { FeatureService } from "#contract/zitadel/feature/v2/feature_service_pb.ts";
import { FeatureService as FeatureServiceBeta } from "#contract/zitadel/feature/v2beta/feature_service_pb.ts";
import { SystemService } from "#contract/zitadel/system_pb.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { featureOf } from "./queries.ts";

let tenant: Tenant;
let owner: Client<typeof FeatureService>;
let operator: Client<typeof FeatureService>;
beforeAll(async () => {
  tenant = await createTenant();
  owner = createClient(FeatureService, tenant.transport(tenant.ownerToken));
  operator = createClient(FeatureService, tenant.systemTransport());
});
afterAll(() => tenant.close());

test("the instance's value goes before the system's, and the source says whose it is", async () => {
  expect(await owner.getInstanceFeatures({})).toMatchObject({
    details: { resourceOwner: tenant.created.instanceId },
    loginDefaultOrg: { enabled: true, source: Source.INSTANCE },
    loginV2: { required: true, source: Source.INSTANCE },
    userSchema: { enabled: false, source: Source.UNSPECIFIED },
  });
  const baseUri = "https://login.example";
  const set = await operator.setSystemFeatures({
    userSchema: true,
    loginDefaultOrg: false,
    loginV2: { required: true, baseUri },
    improvedPerformance: [2],
  });
  expect(set.details).toMatchObject({ resourceOwner: "SYSTEM" });
  expect(await owner.getSystemFeatures({})).toMatchObject({
    userSchema: { enabled: true, source: Source.SYSTEM },
    loginDefaultOrg: { enabled: false, source: Source.SYSTEM },
    loginV2: { required: true, baseUri, source: Source.SYSTEM },
    permissionCheckV2: { enabled: false, source: Source.UNSPECIFIED },
  });
  expect(await owner.getInstanceFeatures({ inheritance: true })).toMatchObject({
    userSchema: { enabled: true, source: Source.SYSTEM },
    improvedPerformance: { executionPaths: [2], source: Source.SYSTEM },
    loginDefaultOrg: { enabled: true, source: Source.INSTANCE },
  });
  expect((await owner.getInstanceFeatures({})).userSchema?.source).toBe(Source.UNSPECIFIED);
  expect(await featureOf(tenant.ctx(), "loginV2")).toEqual({ required: true, baseUri: "" });

  await owner.resetInstanceFeatures({});
  expect(await owner.getInstanceFeatures({})).toMatchObject({
    details: { resourceOwner: tenant.created.instanceId },
    loginDefaultOrg: { enabled: false, source: Source.UNSPECIFIED },
  });
  expect(await featureOf(tenant.ctx(), "loginV2")).toEqual({ required: true, baseUri });
  await operator.resetSystemFeatures({});
  expect(await featureOf(tenant.ctx(), "loginV2")).toEqual({ required: false, baseUri: "" });
});

test("what is set already is not set again, and nothing is no request", async () => {
  const first = await owner.setInstanceFeatures({ permissionCheckV2: true });
  const again = await owner.setInstanceFeatures({ permissionCheckV2: true });
  expect(again.details?.sequence).toBe(first.details?.sequence);
  await expect(owner.setInstanceFeatures({})).rejects.toThrow("COMMAND-Vigh1");
  await expect(operator.setSystemFeatures({})).rejects.toThrow("COMMAND-Dul8I");
  await expect(
    owner.setInstanceFeatures({ loginV2: { required: true, baseUri: "javascript:a" } }),
  ).rejects.toMatchObject({ code: Code.InvalidArgument });
});

test("v2beta and the first generation set and show the same features", async () => {
  const beta = createClient(FeatureServiceBeta, tenant.transport(tenant.ownerToken));
  await beta.setInstanceFeatures({ debugOidcParentError: true });
  expect((await owner.getInstanceFeatures({})).debugOidcParentError?.enabled).toBe(true);
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  await admin.activateFeatureLoginDefaultOrg({});
  expect((await beta.getInstanceFeatures({})).loginDefaultOrg?.enabled).toBe(true);

  const system = createClient(SystemService, tenant.systemTransport());
  const { instanceId } = tenant.created;
  const value = { case: "bool", value: false } as const;
  await system.setInstanceFeature({ instanceId, featureId: 1, value });
  expect(await featureOf(tenant.ctx(), "loginDefaultOrg")).toBe(false);
  await expect(system.setInstanceFeature({ instanceId: "1", featureId: 1, value })).rejects.toMatchObject({
    code: Code.NotFound,
  });
  await expect(system.setInstanceFeature({ instanceId, featureId: 0, value })).rejects.toMatchObject({
    code: Code.InvalidArgument,
  });
});

test("managers of an instance do not set the system's features, nor another instance's", async () => {
  await expect(owner.setSystemFeatures({ userSchema: true })).rejects.toMatchObject({
    code: Code.PermissionDenied,
  });
  const other = await tenant.another("other.test");
  await owner.setInstanceFeatures({ consoleUseV2UserApi: true });
  expect(await featureOf({ ...tenant.ctx(), ...elsewhere(other.instanceId) }, "consoleUseV2UserApi")).toBe(
    false,
  );
});

const elsewhere = (instanceId: string) => ({ instanceId, config: tenant.store.config(instanceId) });

test("organizations and users have no features", async () => {
  const organizationId = tenant.created.orgId;
  const unimplemented = { code: Code.Unimplemented };
  await expect(owner.setOrganizationFeatures({ organizationId })).rejects.toMatchObject(unimplemented);
  await expect(owner.getOrganizationFeatures({ organizationId })).rejects.toMatchObject(unimplemented);
  await expect(owner.resetUserFeatures({ userId: "1" })).rejects.toMatchObject(unimplemented);
});
