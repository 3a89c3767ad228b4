/** Settings of an instance over the API, and that every process acts by them from the answer on. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { FeatureService } from "#contract/zitadel/feature/v2/feature_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { featureOf } from "#src/domains/feature/index.ts";
import { allowedLanguages } from "#src/domains/instance/index.ts";
import { effectiveOidcSettings } from "#src/domains/oidcsettings/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { effectiveSecurity } from "#src/domains/security/index.ts";
import type { OpenStore } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let other: OpenStore;
let admin: Client<typeof AdminService>;
let settings: Client<typeof SettingsService>;
let features: Client<typeof FeatureService>;
let operator: Client<typeof FeatureService>;
beforeAll(async () => {
  tenant = await createTenant();
  other = (await tenant.anotherProcess()).store;
  const transport = tenant.transport(tenant.ownerToken);
  admin = createClient(AdminService, transport);
  settings = createClient(SettingsService, transport);
  features = createClient(FeatureService, transport);
  operator = createClient(FeatureService, tenant.systemTransport());
});
afterAll(() => tenant.close());

/** A request on another process that has read all of this before. */
type Reader = Pick<Ctx, "config" | "instanceId" | "store">;
const elsewhere = (): Reader => {
  const { instanceId } = tenant.created;
  return { instanceId, store: other, config: other.config(instanceId) };
};

const seconds = (n: number) => ({ seconds: BigInt(n), nanos: 0 });
const lifetimes = {
  accessTokenLifetime: seconds(60),
  idTokenLifetime: seconds(120),
  refreshTokenIdleExpiration: seconds(180),
  refreshTokenExpiration: seconds(240),
};
const digits = { length: 9, expiry: seconds(30), includeDigits: true };

const changes: readonly {
  readonly what: string;
  readonly change: () => Promise<unknown>;
  readonly inForce: (reader: Reader) => Promise<unknown>;
  readonly expected: object;
}[] = [
  {
    what: "lifetimes of tokens",
    change: () => admin.updateOIDCSettings(lifetimes),
    inForce: effectiveOidcSettings,
    expected: { accessTokenLifetimeSeconds: 60, refreshTokenExpirationSeconds: 240 },
  },
  {
    what: "a secret generator",
    change: () => admin.updateSecretGenerator({ generatorType: 1, ...digits }),
    inForce: (reader) => effectiveCodeShape(reader, "init"),
    expected: { expirySeconds: 30, shape: { length: 9, upper: false, digits: true } },
  },
  {
    what: "a secret generator that was never stored",
    change: () => admin.updateSecretGenerator({ generatorType: 9, ...digits }),
    inForce: (reader) => effectiveCodeShape(reader, "invite"),
    expected: { expirySeconds: 30, shape: { length: 9, upper: false } },
  },
  {
    what: "the security policy",
    change: () =>
      admin.setSecurityPolicy({ enableIframeEmbedding: true, allowedOrigins: ["https://a.example"] }),
    inForce: effectiveSecurity,
    expected: { enableIframeEmbedding: true, allowedOrigins: ["https://a.example"] },
  },
  {
    what: "the security policy over v2",
    change: () =>
      settings.setSecuritySettings({
        embeddedIframe: { enabled: false, allowedOrigins: [] },
        enableImpersonation: true,
      }),
    inForce: effectiveSecurity,
    expected: { enableIframeEmbedding: false, allowedOrigins: [], enableImpersonation: true },
  },
  {
    what: "the allowed languages",
    change: () => admin.setRestrictions({ allowedLanguages: { list: ["en", "de"] } }),
    inForce: async (reader) => ({ languages: await allowedLanguages(reader) }),
    expected: { languages: ["de", "en"] },
  },
  {
    what: "a feature of the instance",
    change: () => features.setInstanceFeatures({ loginV2: { required: true, baseUri: "/own" } }),
    inForce: (reader) => featureOf(reader, "loginV2"),
    expected: { baseUri: "/own" },
  },
  {
    what: "a feature of the system",
    change: () => operator.setSystemFeatures({ improvedPerformance: [2] }),
    inForce: async (reader) => ({ paths: await featureOf(reader, "improvedPerformance") }),
    expected: { paths: [2] },
  },
];

test.each(changes)("$what: exact on another process at once", async ({ change, inForce, expected }) => {
  expect(await inForce(elsewhere())).not.toMatchObject(expected);
  await change();
  expect(await inForce(elsewhere())).toMatchObject(expected);
});

test("management tells the instance's issuer, its default organization and its project", async () => {
  const management = createClient(ManagementService, tenant.transport(tenant.ownerToken));
  const { orgId, projectId } = tenant.created;
  expect(await management.getIAM({})).toMatchObject({
    globalOrgId: orgId,
    defaultOrgId: orgId,
    iamProjectId: projectId,
  });
  expect(await management.getOIDCInformation({})).toMatchObject({
    issuer: tenant.origin,
    discoveryEndpoint: `${tenant.origin}/.well-known/openid-configuration`,
  });
});

test("what was set is read back in each generation", async () => {
  const { settings: oidc } = await admin.getOIDCSettings({});
  expect(oidc).toMatchObject({ ...lifetimes, details: { resourceOwner: tenant.created.instanceId } });
  expect((await admin.getSecurityPolicy({})).policy).toMatchObject({ enableImpersonation: true });
  expect((await settings.getSecuritySettings({})).settings).toMatchObject({ enableImpersonation: true });
  const { secretGenerator } = await admin.getSecretGenerator({ generatorType: 9 });
  expect(secretGenerator).toMatchObject({ generatorType: 9, ...digits, includeUpperLetters: false });
  const all = await admin.listSecretGenerators({});
  expect(all.result.map(({ generatorType }) => generatorType)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const one = await admin.listSecretGenerators({
    queries: [{ query: { case: "typeQuery", value: { generatorType: 6 } } }],
  });
  expect(one.result).toMatchObject([{ generatorType: 6, length: 64, expiry: { seconds: 0n } }]);
  expect(one.details?.totalResult).toBe(1n);
  const page = await admin.listSecretGenerators({ query: { offset: 7n, limit: 1, asc: true } });
  expect(page.result.map(({ generatorType }) => generatorType)).toEqual([8]);
  expect(page.details?.totalResult).toBe(9n);
  expect((await settings.getGeneralSettings({})).allowedLanguages).toEqual(["de", "en"]);
});

test.each([
  ["OIDCSET-Ex1st", () => admin.addOIDCSettings(lifetimes)],
  ["OIDCSET-Ch0nc", () => admin.updateOIDCSettings(lifetimes)],
  ["OIDCSET-L1mit", () => admin.updateOIDCSettings({ ...lifetimes, idTokenLifetime: seconds(0) })],
  ["OIDCSET-L1mit", () => admin.updateOIDCSettings({ idTokenLifetime: seconds(60) })],
  ["SECRETGEN-Ch0nc", () => admin.updateSecretGenerator({ ...digits, generatorType: 9 })],
  ["SECRETGEN-N0set", () => admin.updateSecretGenerator({ generatorType: 1, length: 6 })],
  ["SECRETGEN-L1mit", () => admin.updateSecretGenerator({ ...digits, generatorType: 1, length: 201 })],
  ["SECRETGEN-L1mit", () => admin.updateSecretGenerator({ ...digits, generatorType: 1, length: 3 })],
  ["SECPOL-Or1gn", () => admin.setSecurityPolicy({ allowedOrigins: ["https://a.example/; script-src *"] })],
  ["NOTIFY-F1le0", () => admin.getFileSystemNotificationProvider({})],
  ["NOTIFY-L0gno", () => admin.getLogNotificationProvider({})],
])("refused: %s", async (id, call) => {
  await expect(call()).rejects.toThrow(id);
});

test("a policy that is set again is no change", async () => {
  const before = await admin.getSecurityPolicy({});
  const { details } = await admin.setSecurityPolicy({ enableImpersonation: true });
  expect(details?.changeDate).toEqual(before.policy?.details?.changeDate);
});
