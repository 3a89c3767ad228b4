/** Instances over every generation, as users of the system and as managers of one of them. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { InstanceService } from "#contract/zitadel/instance/v2/instance_service_pb.ts";
import { InstanceService as InstanceServiceBeta } from "#contract/zitadel/instance/v2beta/instance_service_pb.ts";
import { SystemService } from "#contract/zitadel/system_pb.ts";
import { historyStart } from "#src/domains/limits/index.ts";
import { refusalId } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { inInstance } from "./which.ts";

let tenant: Tenant;
let own: string;
let other: string;
let system: Client<typeof SystemService>;
let asSystem: Client<typeof InstanceService>;
let asSystemBeta: Client<typeof InstanceServiceBeta>;
let asManager: Client<typeof InstanceService>;
let asManagerBeta: Client<typeof InstanceServiceBeta>;

beforeAll(async () => {
  tenant = await createTenant();
  own = tenant.created.instanceId;
  other = (await tenant.another("other.test")).instanceId;
  const operator = tenant.systemTransport();
  const manager = tenant.transport(tenant.ownerToken);
  system = createClient(SystemService, operator);
  asSystem = createClient(InstanceService, operator);
  asSystemBeta = createClient(InstanceServiceBeta, operator);
  asManager = createClient(InstanceService, manager);
  asManagerBeta = createClient(InstanceServiceBeta, manager);
});
afterAll(() => tenant.close());

test("users of the system list, filter, sort and page all instances, in every generation alike", async () => {
  const v1 = await system.listInstances({ sortingColumn: 2, query: { asc: true } });
  expect(v1.result.map(({ name }) => name)).toEqual(["other.test", "tenant.test"]);
  expect(v1.details?.totalResult).toBe(2n);
  const page = await asSystem.listInstances({
    pagination: { limit: 1, offset: 1n, asc: true },
    sortingColumn: 2,
  });
  expect(page.instances.map(({ id }) => id)).toEqual([own]);
  expect(page.pagination).toMatchObject({ totalResult: 2n, appliedLimit: 1n });
  const byHost = await asSystem.listInstances({
    filters: [{ filter: { case: "customDomainsFilter", value: { domains: ["OTHER.test"] } } }],
  });
  expect(byHost.instances.map(({ id }) => id)).toEqual([other]);
  expect(byHost.instances[0]?.customDomains.map(({ primary, generated }) => [primary, generated])).toEqual([
    [false, true],
    [true, false],
  ]);
  const byId = await asSystemBeta.listInstances({
    queries: [{ query: { case: "idQuery", value: { ids: [own, "nobody"] } } }],
  });
  expect(byId.instances.map(({ id }) => id)).toEqual([own]);
  expect(await refusalId(asManager.listInstances({}))).toBe("AUTH-5mWD2");
});

test("managers see and change their own instance, and do not know another", async () => {
  expect((await asManager.getInstance({})).instance?.id).toBe(own);
  expect((await asManagerBeta.getInstance({ instanceId: own })).instance?.id).toBe(own);
  for (const call of [
    () => asManager.getInstance({ instanceId: other }),
    () => asManagerBeta.getInstance({ instanceId: other }),
    () => asManager.updateInstance({ instanceId: other, instanceName: "Mine" }),
    () => asManager.listCustomDomains({ instanceId: other }),
    () => asManagerBeta.addTrustedDomain({ instanceId: other, domain: "login.evil.test" }),
    () => asManager.listTrustedDomains({ instanceId: "nobody" }),
  ])
    expect(await refusalId(call())).toBe("INST-Ot2nf");
  expect((await asSystem.getInstance({ instanceId: other })).instance?.name).toBe("other.test");
});

test("a name is changed by managers and the system; the first generation refuses the same name", async () => {
  await asManager.updateInstance({ instanceName: "Renamed" });
  const again = await asManagerBeta.updateInstance({ instanceId: own, instanceName: "Renamed" });
  expect(again.changeDate).toBeDefined();
  expect(await refusalId(system.updateInstance({ instanceId: own, instanceName: "Renamed" }))).toBe(
    "INST-Nm1nc",
  );
  await system.updateInstance({ instanceId: own, instanceName: "tenant.test" });
  expect((await system.getInstance({ instanceId: own })).instance?.name).toBe("tenant.test");
  expect(await refusalId(system.updateInstance({ instanceId: "nobody", instanceName: "x" }))).toBe(
    "INST-Nf1nd",
  );
});

test("hosts are listed by name, kind and primacy; removing what is not there succeeds in the newer generations", async () => {
  await asSystem.addCustomDomain({ instanceId: own, customDomain: "Login.tenant.test" });
  expect((await system.existsDomain({ domain: "login.tenant.test" })).exists).toBe(true);
  const domains = async (filter: Parameters<typeof asManager.listCustomDomains>[0]["filters"]) =>
    (await asManager.listCustomDomains({ filters: filter ?? [], sortingColumn: 1 })).domains.map(
      ({ domain }) => domain,
    );
  expect(await domains([{ filter: { case: "generatedFilter", value: false } }])).toEqual([
    "tenant.test",
    "login.tenant.test",
  ]);
  expect(await domains([{ filter: { case: "primaryFilter", value: true } }])).toEqual(["tenant.test"]);
  expect(
    await domains([{ filter: { case: "domainFilter", value: { domain: "login", method: 2 } } }]),
  ).toEqual(["login.tenant.test"]);
  await system.setPrimaryDomain({ instanceId: own, domain: "login.tenant.test" });
  const beta = await asManagerBeta.listCustomDomains({
    instanceId: own,
    queries: [{ query: { case: "primaryQuery", value: { primary: true } } }],
  });
  expect(beta.domains.map(({ domain }) => domain)).toEqual(["login.tenant.test"]);
  await system.setPrimaryDomain({ instanceId: own, domain: "tenant.test" });
  const gone = await asSystemBeta.removeCustomDomain({ instanceId: own, domain: "login.tenant.test" });
  expect(gone.deletionDate).toBeDefined();
  const absent = await asSystem.removeCustomDomain({ instanceId: own, customDomain: "login.tenant.test" });
  expect(absent.deletionDate).toBeUndefined();
  expect(await refusalId(system.removeDomain({ instanceId: own, domain: "login.tenant.test" }))).toBe(
    "INST-Rh3nf",
  );
  for (const domain of ["a b.test", "http://x", "-x", "x..y", "x/y"])
    expect(await refusalId(system.addDomain({ instanceId: own, domain }))).toBe("INST-Td5iv");
});

test("trusted domains come and go in both generations", async () => {
  await asManager.addTrustedDomain({ trustedDomain: "login.partner.test" });
  expect(
    await refusalId(asManagerBeta.addTrustedDomain({ instanceId: own, domain: "login.partner.test" })),
  ).toBe("INST-hg42a");
  const listed = await asManager.listTrustedDomains({
    filters: [{ filter: { case: "domainFilter", value: { domain: "login.partner", method: 2 } } }],
  });
  expect(listed.trustedDomain.map(({ domain }) => domain)).toEqual(["login.partner.test"]);
  const beta = { instanceId: own, domain: "login.partner.test" };
  expect((await asManagerBeta.removeTrustedDomain(beta)).deletionDate).toBeDefined();
  expect((await asManagerBeta.removeTrustedDomain(beta)).deletionDate).toBeUndefined();
});

test("limits say how far back history is shown, the instance's own before everybody's", async () => {
  const ctx = { ...inInstance(tenant.ctx(), own), auditRetentionSeconds: 60 };
  const ago = async () => {
    const fresh = { ...ctx, config: tenant.store.config(own) };
    const start = await historyStart(fresh);
    return start && (ctx.now.getTime() - start.getTime()) / 1000;
  };
  expect(await ago()).toBe(60);
  const bulk = await system.bulkSetLimits({
    limits: [
      { instanceId: own, auditLogRetention: { seconds: 3600n } },
      { instanceId: other, block: false },
    ],
  });
  expect(bulk.targetDetails.map(({ resourceOwner }) => resourceOwner)).toEqual([own, other]);
  expect(await ago()).toBe(3600);
  await system.setLimits({ instanceId: own, auditLogRetention: { seconds: 0n } });
  expect(await ago()).toBeUndefined();
  await system.resetLimits({ instanceId: own });
  expect(await ago()).toBe(60);
  expect(await refusalId(system.resetLimits({ instanceId: own }))).toBe("LIMITS-9JToT");
  expect(await refusalId(system.setLimits({ instanceId: own }))).toBe("LIMITS-4M9vs");
  expect(await refusalId(system.setLimits({ instanceId: own, auditLogRetention: { seconds: -1n } }))).toBe(
    "LIMITS-Ar1ng",
  );
  const unknown = [
    { instanceId: own, block: true },
    { instanceId: "nobody", block: true },
  ];
  expect(await refusalId(system.bulkSetLimits({ limits: unknown }))).toBe("INST-Nf0nd");
  expect(await refusalId(system.bulkSetLimits({}))).toBe("LIMITS-Bk0no");
  expect(
    await tenant.store.query({
      text: "select 1 as one from limits where state ? 'block' and state->>'block' = 'true'",
      values: [],
    }),
  ).toEqual([]);
});

test("managers of an instance are listed, and views have nothing to tell", async () => {
  const { result } = await system.listIAMMembers({ instanceId: other });
  expect(result.map(({ roles }) => roles)).toEqual([["IAM_OWNER"], ["IAM_OWNER"]]);
  expect(await refusalId(system.listIAMMembers({ instanceId: "nobody" }))).toBe("INST-Nf0nd");
  expect((await system.listViews({})).result).toEqual([]);
  expect((await system.listFailedEvents({})).result).toEqual([]);
});

test("an instance is made with a human or a machine, and removed once", async () => {
  const human = await system.addInstance({
    instanceName: "Made",
    firstOrgName: "First",
    customDomain: "made.test",
    ownerUserName: "ada",
    ownerEmail: { email: "ada@example.com", isEmailVerified: true },
    ownerProfile: { firstName: "Ada", lastName: "Lovelace" },
    ownerPassword: { password: "Password1!" },
    defaultLanguage: "de",
  });
  expect(human.details?.resourceOwner).toBe(human.instanceId);
  const refused = system.createInstance({
    instanceName: "x",
    customDomain: "made.test",
    owner: { case: "human", value: { userName: "x", email: { email: "x@example.com" } } },
  });
  expect(await refusalId(refused)).toBe("INST-nfske");
  const nobody = system.createInstance({
    instanceName: "x",
    defaultLanguage: "tlh",
    owner: { case: "machine", value: { userName: "x", name: "x" } },
  });
  expect(await refusalId(nobody)).toBe("SETUP-Ln1ns");
  const machine = await system.createInstance({
    instanceName: "Machine's",
    owner: { case: "machine", value: { userName: "robot", name: "Robot", machineKey: { type: 1 } } },
  });
  expect(JSON.parse(new TextDecoder().decode(machine.machineKey))).toMatchObject({ type: "serviceaccount" });
  const { instance } = await system.getInstance({ instanceId: machine.instanceId });
  expect(instance?.domains.map(({ primary, generated }) => [primary, generated])).toEqual([[true, true]]);
  expect(instance?.domains[0]?.domain).toMatch(/^machine-s-[a-z0-9]{6}\.tenant\.test$/);
  expect((await asSystem.deleteInstance({ instanceId: machine.instanceId })).deletionDate).toBeDefined();
  expect(
    (await asSystemBeta.deleteInstance({ instanceId: machine.instanceId })).deletionDate,
  ).toBeUndefined();
  expect(await refusalId(system.removeInstance({ instanceId: machine.instanceId }))).toBe("INST-Nf1nd");
});
