import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppService } from "#contract/zitadel/app/v2beta/app_service_pb.ts";
import { ApplicationService } from "#contract/zitadel/application/v2/application_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { ProjectService } from "#contract/zitadel/project/v2/project_service_pb.ts";
import { sql } from "#src/platform/db/index.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { AppKey } from "./state.ts";

let tenant: Tenant;
let management: Client<typeof ManagementService>;
let apps: Client<typeof ApplicationService>;
let beta: Client<typeof AppService>;
let projectId: string;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  management = createClient(ManagementService, transport);
  apps = createClient(ApplicationService, transport);
  beta = createClient(AppService, transport);
  const { orgId: organizationId } = tenant.created;
  const projects = createClient(ProjectService, transport);
  ({ projectId } = await projects.createProject({ organizationId, name: "Apps" }));
});
afterAll(() => tenant.close());

const web = { redirectUris: ["https://web.test/callback"], grantTypes: [0 as const] };

test("an application of v1 is the same over v2beta and v2, counted as each counts", async () => {
  const made = await management.addOIDCApp({ projectId, name: "Web", ...web, responseTypes: [0] });
  expect(made).toMatchObject({ noneCompliant: false });
  expect(made.clientSecret).toHaveLength(64);
  const { appId } = made;
  const v1 = (await management.getAppByID({ projectId, appId })).app;
  const old = (await beta.getApplication({ id: appId })).app;
  const v2 = (await apps.getApplication({ applicationId: appId })).application;
  expect(v1?.config.value).toMatchObject({ clientId: made.clientId, responseTypes: [0] });
  expect(old?.config.value).toMatchObject({ clientId: made.clientId, responseTypes: [1] });
  expect(v2?.configuration.value).toMatchObject({ allowedOrigins: ["https://web.test"], responseTypes: [1] });
});

test("a configuration against good practice is kept and reported in words", async () => {
  const request = { projectId, name: "Spa", ...web, appType: 1 as const, responseTypes: [0 as const] };
  const { noneCompliant, complianceProblems } = await management.addOIDCApp(request);
  expect(noneCompliant).toBe(true);
  expect(complianceProblems.map(({ key }) => key)).toContain(
    "Application.OIDC.V1.UserAgent.AuthMethodType.NotNone",
  );
  expect(complianceProblems.every(({ key, localizedMessage }) => localizedMessage !== key)).toBe(true);
});

test("a change of v2 leaves alone what it does not name; v1 refuses one that changes nothing", async () => {
  const { appId } = await management.addOIDCApp({ projectId, name: "Keep", ...web, responseTypes: [0] });
  await apps.updateApplication({
    projectId,
    applicationId: appId,
    name: "Kept",
    applicationType: { case: "oidcConfiguration", value: { developmentMode: true } },
  });
  const { app } = await management.getAppByID({ projectId, appId });
  expect(app).toMatchObject({
    name: "Kept",
    config: { value: { devMode: true, redirectUris: web.redirectUris } },
  });
  const same = await refusal(management.updateApp({ projectId, appId, name: "Kept" }));
  expect(same.rawMessage).toContain("COMMAND-2m8vx");
});

test("keys are for applications that sign, and belong to one of them", async () => {
  const basic = await management.addAPIApp({ projectId, name: "Basic" });
  const refused = await refusal(management.addAppKey({ projectId, appId: basic.appId, type: 1 }));
  expect(refused.rawMessage).toContain("COMMAND-Dff54");
  const { appId, clientSecret } = await management.addAPIApp({ projectId, name: "Jwt", authMethodType: 1 });
  expect(clientSecret).toBe("");
  const { id: keyId, keyDetails } = await management.addAppKey({ projectId, appId, type: 1 });
  expect(JSON.parse(Buffer.from(keyDetails).toString())).toMatchObject({ type: "application", keyId, appId });
  expect((await management.listAppKeys({ projectId, appId })).result.map(({ id }) => id)).toEqual([keyId]);
  const other = await refusal(management.getAppKey({ projectId, appId: basic.appId, keyId }));
  expect(other.code).toBe(Code.NotFound);
  await apps.deleteApplicationKey({ projectId, applicationId: appId, keyId });
  expect(
    (await apps.deleteApplicationKey({ projectId, applicationId: appId, keyId })).deletionDate,
  ).toBeUndefined();
});

test("lists filter by kind and show what the caller may see", async () => {
  const filters = [{ filter: { case: "apiAppOnly" as const, value: true } }];
  const { applications } = await beta.listApplications({ projectId, filters });
  expect(applications.map(({ name }) => name).sort()).toEqual(["Basic", "Jwt"]);
  const { userId } = await management.addMachineUser({ userName: "nosy", name: "Nosy" });
  const { token } = await management.addPersonalAccessToken({ userId });
  const nosy = createClient(ApplicationService, tenant.transport(token));
  expect((await nosy.listApplications({})).applications).toEqual([]);
});

test("SAML applications are refused openly", async () => {
  const call = apps.createApplication({
    projectId,
    name: "Saml",
    applicationType: {
      case: "samlConfiguration",
      value: { metadata: { case: "metadataUrl", value: "https://sp.test/metadata" } },
    },
  });
  expect((await refusal(call)).code).toBe(Code.Unimplemented);
});

test("names at their limits, and taken in one project alone", async () => {
  const longest = "a".repeat(200);
  await management.addAPIApp({ projectId, name: longest });
  for (const [name, code] of [
    [`${longest}a`, Code.InvalidArgument],
    ["", Code.InvalidArgument],
    [longest, Code.AlreadyExists],
  ] as const)
    expect((await refusal(management.addAPIApp({ projectId, name }))).code).toBe(code);
  const { id } = await management.addProject({ name: "Names" });
  await management.addAPIApp({ projectId: id, name: longest });
});

test("nobody takes the id of another's application, so that none hides behind a twin", async () => {
  const { appId } = await management.addAPIApp({ projectId, name: "First" });
  const { orgId: organizationId } = tenant.created;
  const projects = createClient(ProjectService, tenant.transport(tenant.ownerToken));
  const other = await projects.createProject({ organizationId, name: "Twins" });
  const twin = (applicationId: string) =>
    apps.createApplication({
      projectId: other.projectId,
      applicationId,
      name: "Twin",
      applicationType: { case: "apiConfiguration", value: {} },
    });
  const { code, rawMessage } = await refusal(twin(appId));
  expect(code).toBe(Code.AlreadyExists);
  expect(rawMessage).toContain("APP-Id5tk");
  expect((await apps.getApplication({ applicationId: appId })).application?.name).toBe("First");
  expect((await twin("chosen-app")).applicationId).toBe("chosen-app");
});

test("the keys of an application go with it, and are not those of another one of its id", async () => {
  const signing = { authMethodType: 1 as const };
  const named = { projectId, applicationId: "with-keys", name: "Keys" };
  const applicationType = { case: "apiConfiguration" as const, value: signing };
  await apps.createApplication({ ...named, applicationType });
  const { keyId } = await apps.createApplicationKey({ projectId, applicationId: "with-keys" });
  await apps.deleteApplication({ projectId, applicationId: "with-keys" });
  const listed = async () => {
    const filters = [
      { filter: { case: "applicationIdFilter" as const, value: { applicationId: "with-keys" } } },
    ];
    const { keys, pagination } = await apps.listApplicationKeys({ filters });
    return [keys.length, pagination?.totalResult];
  };
  expect(await listed()).toEqual([0, 0n]);
  expect((await refusal(apps.getApplicationKey({ keyId }))).code).toBe(Code.NotFound);
  const rows = await tenant.store.count(AppKey, tenant.created.instanceId, sql`t.entity_id = ${keyId}`);
  expect(rows).toBe(0);
  await apps.createApplication({ ...named, applicationType });
  expect(await listed()).toEqual([0, 0n]);
  await apps.createApplicationKey({ projectId, applicationId: "with-keys" });
  expect(await listed()).toEqual([1, 1n]);
});

test("a service user is never named like a client, so that tokens of one are not taken for another's", async () => {
  const { clientId } = await management.addAPIApp({ projectId, name: "Client" });
  const robot = management.addMachineUser({ userName: clientId, name: "Imposter" });
  expect((await refusal(robot)).rawMessage).toContain("USER-Cl1id");
  const { userId } = await management.addMachineUser({ userName: "plain-robot", name: "Robot" });
  const renamed = management.updateUserName({ userId, userName: clientId });
  expect((await refusal(renamed)).code).toBe(Code.AlreadyExists);
  const { appId, clientId: other } = await management.addAPIApp({ projectId, name: "Gone" });
  await management.removeApp({ projectId, appId });
  await management.updateUserName({ userId, userName: other });
});

test("settings that would make an application too large are refused by the name of the field", async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => `https://host-${n}.example.test/callback`);
  const { appId } = await management.addOIDCApp({
    projectId,
    name: "Wide",
    ...web,
    responseTypes: [0],
    redirectUris: many(100),
  });
  const more = { projectId, appId, ...web, responseTypes: [0 as const], redirectUris: many(20) };
  const tooMany = await refusal(
    management.updateOIDCAppConfig({ ...more, postLogoutRedirectUris: many(200) }),
  );
  expect([tooMany.code, tooMany.rawMessage]).toEqual([
    Code.InvalidArgument,
    expect.stringContaining("APP-Bg7sz"),
  ]);
  const long = `https://web.test/${"x".repeat(8000)}`;
  const tooLong = management.addOIDCApp({
    projectId,
    name: "Long",
    ...web,
    responseTypes: [0],
    redirectUris: [long],
  });
  expect((await refusal(tooLong)).code).toBe(Code.InvalidArgument);
  // The first generation replaces whole lists: an empty one empties it.
  await management.updateOIDCAppConfig({ ...more, redirectUris: [] });
  const { app } = await management.getAppByID({ projectId, appId });
  expect(app?.config.value).toMatchObject({ redirectUris: [] });
});
