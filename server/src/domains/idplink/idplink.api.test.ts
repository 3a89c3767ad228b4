/** Accounts at identity providers: who may link, see and unlink them, and what becomes of them. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { AuthenticationMethodType, UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceV2beta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { createMachine, IdpLink } from "#src/domains/user/index.ts";
import { addMember, memberRef } from "#src/kits/members/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let users: Client<typeof UserService>;
let management: Client<typeof ManagementService>;
let sessions: Client<typeof SessionService>;
const google = "700000000000000001";
const gone = "700000000000000002";
const elsewhere = "700000000000000003";

/** Providers come to be by such facts. */
async function write(aggregate: string, id: string, sequence: number, type: string, payload: object) {
  await tenant.database.query(sql`
    insert into events (instance_id, aggregate_type, aggregate_id, sequence, unit, entity_id, type, payload, creator, owner, created_at)
    values (${tenant.created.instanceId}, ${aggregate}, ${id}, ${1_000_000 + sequence}, gen_random_uuid(),
      ${"provider"}, ${type}, ${JSON.stringify(payload)}::jsonb, ${"test"}, ${id}, now())`);
}

beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  users = createClient(UserService, transport);
  management = createClient(ManagementService, transport);
  sessions = createClient(SessionService, transport);
  const { instanceId, orgId } = tenant.created;
  const { aggregateId: strange } = await createOrg(tenant.ctx(), "Strange");
  await write("instance", instanceId, 1, "instance.idp.google.added", { id: google, name: "Google" });
  await write("org", orgId, 1, "org.idp.oidc.added", { id: gone, name: "Gone" });
  await write("org", orgId, 2, "org.idp.removed", { id: gone });
  await write("org", strange, 1, "org.idp.oidc.added", { id: elsewhere, name: "Strange" });
});
afterAll(() => tenant.close());

let people = 0;
const newcomer = () => ({
  profile: { givenName: "Ada", familyName: "Lovelace" },
  email: {
    email: `ada-${++people}@people.test`,
    verification: { case: "isVerified" as const, value: true },
  },
  passwordType: { case: "password" as const, value: { password: "Password1!", changeRequired: false } },
});

async function person() {
  const { userId } = await users.addHumanUser(newcomer());
  const user = { search: { case: "userId" as const, value: userId } };
  const { sessionToken } = await sessions.createSession({
    checks: { user, password: { password: "Password1!" } },
  });
  const own = tenant.transport(sessionToken);
  return { userId, users: createClient(UserService, own), auth: createClient(AuthService, own) };
}

const link = (userId: string, idpId = google) => ({ idpId, userId, userName: `${userId}@google.test` });
const linked = async (userId: string) =>
  (await users.listIDPLinks({ userId })).result.map((one) => [one.idpId, one.userId, one.userName]);

test("people link, see and unlink their accounts over every generation", async () => {
  const { userId, users: own, auth } = await person();
  await own.addIDPLink({ userId, idpLink: link("g-1") });
  await createClient(UserServiceV2beta, tenant.transport(tenant.ownerToken)).addIDPLink({
    userId,
    idpLink: link("g-2"),
  });
  await users.addIDPLink({ userId, idpLink: link("g-3") });
  const { result, details } = await own.listIDPLinks({ userId, query: { asc: true, limit: 2 } });
  expect(result).toMatchObject([link("g-1"), link("g-2")]);
  expect(details?.totalResult).toBe(3n);
  const { authMethodTypes } = await own.listAuthenticationMethodTypes({ userId });
  expect(authMethodTypes).toContain(AuthenticationMethodType.IDP);
  const shown = { userId, idpId: google, idpName: "Google" };
  const first = { ...shown, providedUserId: "g-1", providedUserName: "g-1@google.test" };
  const mine = await auth.listMyLinkedIDPs({ query: { asc: true } });
  expect(mine.result[0]).toMatchObject(first);
  expect(mine.details?.totalResult).toBe(3n);
  expect((await management.listHumanLinkedIDPs({ userId, query: { asc: true } })).result).toEqual(
    mine.result,
  );
  await auth.removeMyLinkedIDP({ idpId: google, linkedUserId: "g-1" });
  await own.removeIDPLink({ userId, idpId: google, linkedUserId: "g-2" });
  await management.removeHumanLinkedIDP({ userId, idpId: google, linkedUserId: "g-3" });
  expect(await linked(userId)).toEqual([]);
  expect((await own.listAuthenticationMethodTypes({ userId })).authMethodTypes).not.toContain(
    AuthenticationMethodType.IDP,
  );
  expect(await outcome(own.removeIDPLink({ userId, idpId: google, linkedUserId: "g-1" }))).toBe(
    "NotFound IDPLINK-Rm1nf",
  );
});

test("people come with their accounts by every way of creation", async () => {
  const idpLinks = [link("new-1"), link("new-2")];
  const { userId } = await users.addHumanUser({ ...newcomer(), idpLinks });
  expect((await linked(userId)).map(([, id]) => id).toSorted()).toEqual(["new-1", "new-2"]);
  const { id } = await users.createUser({
    organizationId: tenant.created.orgId,
    userType: { case: "human", value: { ...newcomer(), idpLinks: [link("new-3")] } },
  });
  expect(await linked(id)).toEqual([[google, "new-3", "new-3@google.test"]]);
  const imported = await management.importHumanUser({
    userName: "imported",
    profile: { firstName: "Ada", lastName: "Lovelace" },
    email: { email: "imported@people.test", isEmailVerified: true },
    idps: [{ configId: google, externalUserId: "new-4", displayName: "Ada" }],
  });
  expect(await linked(imported.userId)).toEqual([[google, "new-4", "Ada"]]);
  const twice = users.addHumanUser({ ...newcomer(), idpLinks: [link("new-5"), link("new-5")] });
  expect(await outcome(twice)).toBe("AlreadyExists USER-Ln1tk");
});

test("only providers that the user's organization has can be linked", async () => {
  const { userId, users: own } = await person();
  const { id: smtpId } = await createClient(
    AdminService,
    tenant.transport(tenant.ownerToken),
  ).addEmailProviderSMTP({ senderAddress: "a@b.test", senderName: "A", host: "mail.test:25" });
  for (const idpId of ["1", gone, elsewhere, smtpId])
    expect(await outcome(own.addIDPLink({ userId, idpLink: link("x", idpId) })), idpId).toBe(
      "FailedPrecondition USER-Ln3id",
    );
  const created = users.addHumanUser({ ...newcomer(), idpLinks: [link("x", "1")] });
  expect(await outcome(created)).toBe("FailedPrecondition USER-Ln3id");
});

test("an account elsewhere is one person's, until it is unlinked or they are gone", async () => {
  const [ada, bob] = [await person(), await person()];
  await ada.users.addIDPLink({ userId: ada.userId, idpLink: link("shared") });
  const again = ada.users.addIDPLink({ userId: ada.userId, idpLink: link("shared") });
  expect(await outcome(again)).toBe("AlreadyExists IDPLINK-Th2rs");
  const take = () => bob.users.addIDPLink({ userId: bob.userId, idpLink: link("shared") });
  expect(await outcome(take())).toBe("AlreadyExists USER-Ln1tk");
  // Providers tell capitals apart.
  await bob.users.addIDPLink({ userId: bob.userId, idpLink: link("SHARED") });
  await users.deleteUser({ userId: ada.userId });
  expect(
    await tenant.store.select(IdpLink, tenant.created.instanceId, sql`t.aggregate_id = ${ada.userId}`),
  ).toEqual([]);
  await take();
  expect(await linked(bob.userId)).toHaveLength(2);
});

test("nobody links, sees or unlinks accounts of others", async () => {
  const [ada, eve] = [await person(), await person()];
  const { userId } = ada;
  await users.addIDPLink({ userId, idpLink: link("ada's") });
  const refused = [
    eve.users.addIDPLink({ userId, idpLink: link("eve's") }),
    eve.users.removeIDPLink({ userId, idpId: google, linkedUserId: "ada's" }),
    eve.users.listIDPLinks({ userId }),
  ];
  expect(await Promise.all(refused.map(outcome))).toEqual(refused.map(() => "NotFound AUTHZ-cdgFk"));
  expect(await outcome(eve.auth.removeMyLinkedIDP({ idpId: google, linkedUserId: "ada's" }))).toBe(
    "NotFound IDPLINK-Rm1nf",
  );
  expect(await linked(userId)).toHaveLength(1);
});

test("whoever may write users links no account to a manager that they could not make", async () => {
  const [boss, eve, ada] = [await person(), await person(), await person()];
  const here = { kind: "org", id: tenant.created.orgId } as const;
  for (const [{ userId }, role] of [
    [boss, "ORG_OWNER"],
    [eve, "ORG_USER_MANAGER"],
  ] as const)
    await tenant.store.execute(tenant.ctx(), [memberRef(here, userId)], () => [
      addMember(here, userId, [role])(undefined),
    ]);
  const give = ({ userId }: typeof boss, idpLink = link("eve's own")) =>
    outcome(eve.users.addIDPLink({ userId, idpLink }));
  expect(await give(boss)).toBe("PermissionDenied USER-Mg3cr");
  expect(await give(ada)).toBe("allowed");
});

test("service users log in nowhere else", async () => {
  const ctx = tenant.ctx();
  const { aggregateId: userId } = await createMachine(ctx, {
    orgId: tenant.created.orgId,
    userName: "machine",
    name: "Machine",
  });
  expect(await outcome(users.addIDPLink({ userId, idpLink: link("m") }))).toBe(
    "FailedPrecondition IDPLINK-Us2hu",
  );
});

test("what was linked is told in the history, and by whom the person is known there is erased with them", async () => {
  const { userId } = await person();
  await users.addIDPLink({ userId, idpLink: link("secret-id") });
  await users.removeIDPLink({ userId, idpId: google, linkedUserId: "secret-id" });
  const types = ["user.human.externalidp.added", "user.human.externalidp.removed"];
  const read = () =>
    tenant.store.events(tenant.created.instanceId, { aggregateIds: [userId], types, limit: 9 });
  expect((await read()).map(({ type, payload }) => [type, payload])).toEqual([
    [types[1], { idpConfigId: google, userId: "secret-id" }],
    [types[0], { idpConfigId: google, userId: "secret-id", displayName: "secret-id@google.test" }],
  ]);
  await users.deleteUser({ userId });
  const after = await read();
  expect(after).toHaveLength(2);
  expect(JSON.stringify(after, (_key, value) => (typeof value === "bigint" ? "" : value))).not.toContain(
    "secret-id",
  );
});
