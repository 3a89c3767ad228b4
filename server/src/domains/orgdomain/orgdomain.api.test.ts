import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { SystemService } from "#contract/zitadel/system_pb.ts";
import { domainPolicy, effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { findByLoginName, User } from "#src/domains/user/index.ts";
import { claiming } from "#src/jobs/index.ts";
import { addPolicy, policyRef, writePolicy } from "#src/kits/settings/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { fresh, ownedBy } from "#src/platform/eventstore/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import { createOutbound, specialNetworks } from "#src/platform/outbound/index.ts";
import { type NameServer, startNameServer, startWebServer, type WebServer } from "#test/harness/outside.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { addOrgDomain } from "./commands.ts";

let tenant: Tenant;
let dns: NameServer;
let web: WebServer;
let orgs: Client<typeof OrganizationService>;
let beta: Client<typeof OrganizationServiceBeta>;

const management = (orgId: string) =>
  createClient(ManagementService, tenant.transport(tenant.ownerToken, { "x-zitadel-orgid": orgId }));

beforeAll(async () => {
  [dns, web] = await Promise.all([
    startNameServer(),
    startWebServer("race.example", "xn--mnchen-3ya.example"),
  ]);
  const denyList = specialNetworks.filter((entry) => entry !== "127.0.0.0/8");
  const outbound = createOutbound({ denyList, nameServers: [dns.address], port: web.port, ca: web.ca });
  tenant = await createTenant({ outbound });
  orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
  beta = createClient(OrganizationServiceBeta, tenant.transport(tenant.ownerToken));
});
afterAll(async () => {
  await tenant.close();
  dns.close();
  await web.close();
});

let counter = 0;
const addOrg = async (name = `Org ${++counter}`) => (await createOrg(tenant.ctx(), name)).aggregateId;

/** An organization whose domains count once they are proven. */
async function addStrictOrg(): Promise<string> {
  const orgId = await addOrg();
  const values = { ...domainPolicy.defaults, validateOrgDomains: true };
  await tenant.store.execute(tenant.ctx(), [policyRef(domainPolicy, "org", orgId)], ([state]) => [
    addPolicy(domainPolicy, "org", values)(state),
  ]);
  return orgId;
}

/** A person, or a service user, by the event that makes one. */
async function addUser(orgId: string, userName: string, options: { human?: boolean; scoped?: boolean } = {}) {
  const id = tenant.newId();
  const names = { userName, userLoginMustBeDomain: options.scoped ?? false };
  const added = options.human
    ? ({
        type: "user.human.added",
        payload: { ...names, firstName: "Grace", lastName: "Hopper", email: "grace@hopper.example" },
      } as const)
    : ({ type: "user.machine.added", payload: { ...names, name: userName } } as const);
  await tenant.store.execute(tenant.ctx(), [ownedBy(orgId, fresh(User, id))], () => [[added]]);
  return id;
}
const nameOf = async (userId: string) =>
  (await tenant.store.get(User, tenant.created.instanceId, userId))?.state.userName;
const jobs = (task: string) =>
  tenant.database.query<{ payload: Record<string, string> }>(
    sql`select payload from jobs where task = ${task} order by id`,
  );
const domainsOf = async (organizationId: string) =>
  Object.fromEntries(
    (await orgs.listOrganizationDomains({ organizationId })).domains.map((entry) => [entry.domain, entry]),
  );

test("DNS: a domain counts once its TXT record says the token, and every look is on record", async () => {
  const orgId = await addStrictOrg();
  const own = management(orgId);
  const domain = "dns.example";
  await own.addOrgDomain({ domain: "DNS.example" });
  expect((await domainsOf(orgId))[domain]).toMatchObject({ isVerified: false, validationType: 0 });
  expect((await refusal(own.setPrimaryOrgDomain({ domain }))).rawMessage).toContain("ORG-Ggd32");
  expect((await refusal(own.validateOrgDomain({ domain }))).rawMessage).toContain("ORG-SFBB3");
  const { token, url } = await own.generateOrgDomainValidation({ domain, type: 2 });
  expect(token).toMatch(/^[a-zA-Z0-9]{32}$/);
  expect(url).toBe("_zitadel-challenge.dns.example");
  expect((await refusal(own.validateOrgDomain({ domain }))).rawMessage).toContain("ORG-GH3s");
  dns.records.set(url, { txt: [`${token}x`, "other"] });
  expect((await refusal(own.validateOrgDomain({ domain }))).rawMessage).toContain("ORG-GH3s");
  dns.records.set(url, { txt: ["other", token] });
  await own.validateOrgDomain({ domain });
  await own.setPrimaryOrgDomain({ domain });
  expect((await domainsOf(orgId))[domain]).toMatchObject({
    isVerified: true,
    isPrimary: true,
    validationType: 2,
  });
  expect((await refusal(own.validateOrgDomain({ domain }))).rawMessage).toContain("ORG-HGw21");
  expect((await refusal(own.generateOrgDomainValidation({ domain, type: 2 }))).rawMessage).toContain(
    "ORG-HGw21",
  );
  const history = await tenant.store.events(tenant.created.instanceId, {
    aggregateIds: [orgId],
    asc: true,
    limit: 50,
  });
  expect(
    history
      .map(({ type }) => type)
      .filter((type) => type.includes("verif"))
      .slice(1),
  ).toEqual([
    "org.domain.verification.added",
    "org.domain.verification.failed",
    "org.domain.verification.failed",
    "org.domain.verified",
  ]);
});

test("HTTP: a domain counts once its file says the token; international names are asked in ASCII", async () => {
  const organizationId = await addStrictOrg();
  const domain = "münchen.example";
  await beta.addOrganizationDomain({ organizationId, domain });
  const { token, url } = await orgs.generateOrganizationDomainValidation({ organizationId, domain, type: 1 });
  const path = `/.well-known/zitadel-challenge/${token}.txt`;
  expect(url).toBe(`https://xn--mnchen-3ya.example${path}`);
  dns.records.set("xn--mnchen-3ya.example", { a: [["127.0.0.1"]] });
  const verify = () => beta.verifyOrganizationDomain({ organizationId, domain });
  for (const [status, body] of [
    [404, token],
    [200, "something else"],
    [200, `${token}${token}`],
    [200, "x".repeat(5_000)],
  ] as const) {
    web.answer = (_request, response) => response.writeHead(status).end(body);
    expect((await refusal(verify())).rawMessage).toContain("ORG-GH3s");
  }
  web.answer = ({ url: asked }, response) => response.end(asked === path ? `${token}\n` : "");
  await verify();
  expect((await domainsOf(organizationId))[domain]).toMatchObject({ isVerified: true, validationType: 1 });
});

test("what a refusal says does not tell a private address from an absent name", async () => {
  const organizationId = await addStrictOrg();
  const answers: string[] = [];
  for (const [name, records] of [
    ["inside.example", { a: [["10.0.0.1"]] }],
    ["metadata.example", { a: [["169.254.169.254"]] }],
    ["absent.example", undefined],
  ] as const) {
    await orgs.addOrganizationDomain({ organizationId, domain: name });
    await orgs.generateOrganizationDomainValidation({ organizationId, domain: name, type: 1 });
    if (records) dns.records.set(name, records);
    const { code, rawMessage } = await refusal(
      orgs.verifyOrganizationDomain({ organizationId, domain: name }),
    );
    answers.push(`${code} ${rawMessage}`);
  }
  expect(new Set(answers).size).toBe(1);
});

test("the token is sealed in history and rows, and another one takes its place, also during a look", async () => {
  const organizationId = await addStrictOrg();
  const domain = "race.example";
  await orgs.addOrganizationDomain({ organizationId, domain });
  const ask = () => orgs.generateOrganizationDomainValidation({ organizationId, domain, type: 1 });
  const { token } = await ask();
  dns.records.set(domain, { a: [["127.0.0.1"]] });
  web.answer = (_request, response) => void ask().then(() => response.end(token));
  const verify = () => orgs.verifyOrganizationDomain({ organizationId, domain });
  expect((await refusal(verify())).rawMessage).toContain("ORG-Vp5ol");
  expect((await domainsOf(organizationId))[domain]?.isVerified).toBe(false);
  web.answer = (_request, response) => response.end(token);
  expect((await refusal(verify())).rawMessage).toContain("ORG-GH3s");
  const stored = await tenant.database.query<{ all: string }>(sql`
    select (select string_agg(payload::text, '') from events where aggregate_id = ${organizationId})
      || (select string_agg(state::text, '') from org_domains where aggregate_id = ${organizationId}) as all`);
  expect(stored[0]?.all).toContain("Crypted");
  expect(stored[0]?.all).not.toContain(token);
});

test("many may ask for a domain, however they spell it; one gets it", async () => {
  const [first, second] = await Promise.all([addStrictOrg(), addStrictOrg()]);
  const spelled = ["bücher.example", "XN--BCHER-KVA.example"] as const;
  const tokens = await Promise.all(
    [first, second].map(async (organizationId, n) => {
      const domain = spelled[n] ?? "";
      await orgs.addOrganizationDomain({ organizationId, domain });
      return (await orgs.generateOrganizationDomainValidation({ organizationId, domain, type: 2 })).token;
    }),
  );
  dns.records.set("_zitadel-challenge.xn--bcher-kva.example", { txt: tokens });
  await orgs.verifyOrganizationDomain({ organizationId: first, domain: spelled[1] });
  const late = await refusal(orgs.verifyOrganizationDomain({ organizationId: second, domain: spelled[0] }));
  expect(late.code).toBe(Code.AlreadyExists);
  expect(late.rawMessage).toBe("This domain is taken already. (ORG-Dm2cl)");
  await management(first).removeOrgDomain({ domain: spelled[0] });
  await orgs.verifyOrganizationDomain({ organizationId: second, domain: spelled[0] });
});

test("what is no domain, unknown or somebody else's is refused", async () => {
  const organizationId = await addStrictOrg();
  for (const domain of [
    "a b.example",
    "-a.example",
    "a..example",
    "127.0.0.1",
    "0x7f.1",
    "[::1]",
    "a/b",
    "temporary.tenant.test",
  ])
    expect([domain, (await refusal(orgs.addOrganizationDomain({ organizationId, domain }))).code]).toEqual([
      domain,
      Code.InvalidArgument,
    ]);
  const unknown = { organizationId, domain: "unknown.example" };
  expect((await refusal(orgs.verifyOrganizationDomain(unknown))).rawMessage).toContain("ORG-AGD31");
  const ask = orgs.generateOrganizationDomainValidation({ ...unknown, type: 1 });
  expect((await refusal(ask)).rawMessage).toContain("ORG-AGD31");
  const { id } = await createClient(AdminService, tenant.transport(tenant.ownerToken))
    .getDefaultOrg({})
    .then(({ org }) => ({ id: org?.id ?? "" }));
  await management(id).addOrgDomain({ domain: "home.example" });
  const foreign = orgs.generateOrganizationDomainValidation({
    organizationId,
    domain: "home.example",
    type: 1,
  });
  expect((await refusal(foreign)).code).toBe(Code.NotFound);
});

test("what the names end in of those who lost theirs is nobody's, by whichever host one comes", async () => {
  const { instanceId } = tenant.created;
  const system = createClient(SystemService, tenant.systemTransport());
  await system.addDomain({ instanceId, domain: "second.example" });
  const organizationId = await addOrg();
  const domain = "temporary.second.example";
  const added = await refusal(orgs.addOrganizationDomain({ organizationId, domain }));
  expect(added.rawMessage).toContain("ORGDOM-Re5vd");
  const user = {
    userName: "new-owner",
    profile: { firstName: "New", lastName: "Owner" },
    email: { email: "owner@people.test", isEmailVerified: true },
    password: "Password1!",
  };
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  const made = admin.setUpOrg({ org: { name: "Taker", domain }, user: { case: "human", value: user } });
  expect((await refusal(made)).rawMessage).toContain("ORGSETUP-Re5vd");
});

test("a claimed domain takes names of users elsewhere, in one unit, and people are told", async () => {
  const [owner, elsewhere] = await Promise.all([addOrg(), addOrg()]);
  const domain = "claim.example";
  const person = await addUser(elsewhere, "Grace@Claim.example", { human: true });
  const robot = await addUser(elsewhere, "robot@claim.example");
  const kept = await Promise.all([
    addUser(owner, "own@claim.example"),
    addUser(elsewhere, "scoped@claim.example", { scoped: true }),
    addUser(elsewhere, "someone@sub.claim.example"),
    addUser(elsewhere, "claim.example"),
  ]);
  await orgs.addOrganizationDomain({ organizationId: owner, domain });
  expect(await nameOf(person)).toBe(`${person}@temporary.tenant.test`);
  expect(await nameOf(robot)).toBe(`${robot}@temporary.tenant.test`);
  expect(await Promise.all(kept.map(nameOf))).toEqual([
    "own@claim.example",
    "scoped@claim.example",
    "someone@sub.claim.example",
    "claim.example",
  ]);
  expect(await findByLoginName(tenant.ctx(), "grace@claim.example")).toEqual([]);
  expect(await findByLoginName(tenant.ctx(), `${person}@temporary.tenant.test`)).toHaveLength(1);
  const [event] = await tenant.store.events(tenant.created.instanceId, { aggregateIds: [person], limit: 1 });
  expect(event).toMatchObject({ type: "user.domain.claimed" });
  const args = { domain, tempUserName: `${person}@temporary.tenant.test` };
  const told = (await jobs("message")).filter(({ payload }) => payload["type"] === "domain_claimed");
  expect(told.map(({ payload }) => payload)).toMatchObject([{ userId: person, channel: "email", args }]);
  await addUser(owner, "grace@claim.example");
  const late = management(elsewhere).addMachineUser({ userName: "late@claim.example", name: "Late" });
  expect((await refusal(late)).rawMessage).toContain("COMMAND-SFd21");
});

test("names of many users are nobody's at once, and taken by a job, piece by piece", async () => {
  const [owner, elsewhere] = await Promise.all([addOrg(), addOrg()]);
  const names = Array.from({ length: 120 }, (_, n) => `many-${n}@many.example`);
  const users = await Promise.all(names.map((name) => addUser(elsewhere, name)));
  await orgs.addOrganizationDomain({ organizationId: owner, domain: "many.example" });
  expect(await nameOf(users[0] ?? "")).toBe("many-0@many.example");
  expect(await findByLoginName(tenant.ctx(), "many-0@many.example")).toEqual([]);
  const payload = (await jobs("org.domain.claim"))
    .map((job) => job.payload)
    .find((one) => one["orgId"] === owner);
  const task = claiming(() => tenant.ctx());
  const job = {
    id: "1",
    instanceId: tenant.created.instanceId,
    task: "org.domain.claim",
    payload,
    attempt: 1,
  };
  expect(await task.run(job)).toBe("again");
  expect(await task.run(job)).toBe("done");
  const left = await tenant.store.count(
    User,
    tenant.created.instanceId,
    sql`t.user_name like '%@many.example'`,
  );
  expect(left).toBe(0);
  await management(owner).removeOrgDomain({ domain: "many.example" });
  await addUser(elsewhere, "free@many.example");
  expect(await task.run(job)).toBe("done");
  expect(await findByLoginName(tenant.ctx(), "free@many.example")).toHaveLength(1);
});

test("whoever the database counts under a domain is renamed, in whatever letters, so that the job ends", async () => {
  const [owner, elsewhere] = await Promise.all([addOrg(), addOrg()]);
  const names = Array.from({ length: 100 }, (_, n) => `odd-${n}@od\u0130um.example`);
  const users = await Promise.all(names.map((name) => addUser(elsewhere, name)));
  await orgs.addOrganizationDomain({ organizationId: owner, domain: "odium.example" });
  const payload = { orgId: owner, domain: "odium.example", temporaryDomain: "temporary.test" };
  const job = {
    id: "1",
    instanceId: tenant.created.instanceId,
    task: "org.domain.claim",
    payload,
    attempt: 1,
  };
  const task = claiming(() => tenant.ctx());
  await task.run(job);
  expect(await task.run(job)).toBe("done");
  expect(await nameOf(users[99] ?? "")).toBe(`${users[99]}@temporary.test`);
});

test("whether a domain needs a proof is decided by the rules as they are when it is added", async () => {
  const [late, early] = [await addOrg(), await addOrg()];
  const rules = async (orgId: string, validateOrgDomains: boolean) => {
    const target = { level: "org", id: orgId } as const;
    const values = { ...domainPolicy.defaults, validateOrgDomains };
    await writePolicy(domainPolicy)(tenant.ctx(), target, addPolicy(domainPolicy, "org", values));
  };
  // A context of a request that has read the rules already.
  const ctx = tenant.ctx();
  expect(await effectiveDomainPolicy(ctx, late)).toMatchObject({ validateOrgDomains: false });
  await rules(late, true);
  expect((await addOrgDomain(ctx, late, "late.example")).state).toMatchObject({ verified: false });
  expect((await jobs("org.domain.claim")).map(({ payload }) => payload["domain"])).not.toContain(
    "late.example",
  );
  await rules(early, false);
  expect((await addOrgDomain(ctx, early, "late.example")).state).toMatchObject({ verified: true });
  expect((await jobs("org.domain.claim")).map(({ payload }) => payload["domain"])).toContain("late.example");
});

test("an organization has only so many looks made at what it names, and others keep theirs", async () => {
  const [organizationId, other] = await Promise.all([addStrictOrg(), addStrictOrg()]);
  const domain = "often.example";
  for (const id of [organizationId, other]) {
    await orgs.addOrganizationDomain({ organizationId: id, domain });
    await orgs.generateOrganizationDomainValidation({ organizationId: id, domain, type: 2 });
  }
  const rule = limitRules.domainProofPerOrg;
  const { instanceId, limits } = tenant.ctx();
  for (let n = 0; n < rule.limit; n += 1) await limits.take({ instanceId, rule, subject: organizationId });
  const asked = dns.asked.length;
  const late = await refusal(orgs.verifyOrganizationDomain({ organizationId, domain }));
  expect(late.code).toBe(Code.ResourceExhausted);
  expect(late.rawMessage).toContain("LIMIT-m2Sg9");
  expect(dns.asked).toHaveLength(asked);
  const own = await refusal(orgs.verifyOrganizationDomain({ organizationId: other, domain }));
  expect(own.rawMessage).toContain("ORG-GH3s");
});

test("who manages one organization proves no domain for another", async () => {
  const [own, foreign] = await Promise.all([addOrg(), addStrictOrg()]);
  const { userId } = await management(own).addMachineUser({ userName: "narrow", name: "N" });
  await management(own).addOrgMember({ userId, roles: ["ORG_OWNER"] });
  const { token } = await management(own).addPersonalAccessToken({ userId });
  const narrow = createClient(OrganizationService, tenant.transport(token));
  const wanted = { organizationId: foreign, domain: "x.example" };
  for (const call of [
    () => narrow.addOrganizationDomain(wanted),
    () => narrow.generateOrganizationDomainValidation({ ...wanted, type: 2 }),
    () => narrow.verifyOrganizationDomain(wanted),
  ])
    expect((await refusal(call())).code).toBe(Code.NotFound);
});
