import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceBeta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let management: Client<typeof ManagementService>;
let users: Client<typeof UserService>;
let beta: Client<typeof UserServiceBeta>;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  management = createClient(ManagementService, transport);
  users = createClient(UserService, transport);
  beta = createClient(UserServiceBeta, transport);
});
afterAll(() => tenant.close());

const expirationDate = timestampFromDate(new Date(Date.now() + 3_600_000));
let counter = 0;
const person = (name = `person${++counter}`) => ({
  userName: name,
  profile: { firstName: "Ada", lastName: "Lovelace" },
  email: { email: `${name}@people.test`, isEmailVerified: true },
  initialPassword: "Password1!",
});
const human = (email: string) => ({
  profile: { givenName: "Grace", familyName: "Hopper" },
  email: { email, verification: { case: "returnCode" as const, value: {} } },
});
const bot = async () =>
  (await management.addMachineUser({ userName: `bot${++counter}`, name: `Bot ${counter}` })).userId;

test("a person added over v1 is the same over v2 and v2beta", async () => {
  const { userId } = await management.addHumanUser(person("triple"));
  const v1 = (await management.getUserByID({ id: userId })).user;
  const v2 = (await users.getUserByID({ userId })).user;
  const old = (await beta.getUserByID({ userId })).user;
  expect([v1?.preferredLoginName, v2?.preferredLoginName, old?.preferredLoginName]).toEqual([
    "triple",
    "triple",
    "triple",
  ]);
  expect(v1?.type.value).toMatchObject({ profile: { firstName: "Ada", displayName: "Ada Lovelace" } });
  expect(v2?.type.value).toMatchObject({ profile: { givenName: "Ada" }, passwordChangeRequired: true });
  expect(old?.type.value).toMatchObject({ email: { email: "triple@people.test", isVerified: true } });
});

test("without a password or a verified address a person of v1 waits to be initialised", async () => {
  const { userId } = await management.addHumanUser({ ...person(), initialPassword: "" });
  expect((await management.getUserByID({ id: userId })).user?.state).toBe(6);
  const error = await refusal(management.setHumanPassword({ userId, password: "Password1!" }));
  expect(error.rawMessage).toContain("COMMAND-M9dse");
});

test("an import may ask for a link by which the person registers a passkey", async () => {
  const request = { ...person("imported"), requestPasswordlessRegistration: true };
  const { userId, passwordlessRegistration: asked } = await management.importHumanUser(request);
  const link = new URL(asked?.link ?? "");
  expect(link.searchParams.get("userID")).toBe(userId);
  const code = { id: link.searchParams.get("codeID") ?? "", code: link.searchParams.get("code") ?? "" };
  expect((await users.registerPasskey({ userId, code })).passkeyId).not.toBe("");
  expect(asked?.expiration?.seconds).toBe(3600n);
  expect(asked?.lifetime).toEqual(asked?.expiration);
});

test("changes that change nothing are refused by v1 and welcome to v2", async () => {
  const { userId } = await management.addHumanUser(person("steady"));
  const profile = { firstName: "Ada", lastName: "Lovelace", displayName: "Ada Lovelace" };
  const same = await refusal(management.updateHumanProfile({ userId, ...profile }));
  expect(same.rawMessage).toContain("COMMAND-2M0fs");
  const name = await refusal(management.updateUserName({ userId, userName: "steady" }));
  expect(name.rawMessage).toContain("COMMAND-6m9gs");
  await users.updateHumanUser({ userId, username: "steady" });
});

test("another organization's user is not found over v1", async () => {
  const { userId } = await management.addHumanUser(person());
  const orgs = createClient(OrganizationService, tenant.transport(tenant.ownerToken));
  const { organizationId } = await orgs.addOrganization({ name: "Elsewhere" });
  const headers = { "x-zitadel-orgid": organizationId };
  const elsewhere = createClient(ManagementService, tenant.transport(tenant.ownerToken, headers));
  for (const call of [
    () => elsewhere.getUserByID({ id: userId }),
    () => elsewhere.removeUser({ id: userId }),
    () => elsewhere.setHumanPassword({ userId, password: "Password1!" }),
    () => elsewhere.listPersonalAccessTokens({ userId }),
  ])
    expect((await refusal(call())).code).toBe(Code.NotFound);
});

test("a code proves an address; a wrong one is counted, and five of them void it", async () => {
  const { userId, emailCode = "" } = await users.addHumanUser(human("code@people.test"));
  const wrong = () => refusal(users.verifyEmail({ userId, verificationCode: "WRONG0" }));
  expect((await wrong()).rawMessage).toContain("COMMAND-Vc7wr");
  await users.verifyEmail({ userId, verificationCode: emailCode });
  expect((await users.getUserByID({ userId })).user?.type.value).toMatchObject({
    email: { isVerified: true },
  });

  const { userId: other, emailCode: good = "" } = await users.addHumanUser(human("guess@people.test"));
  for (let n = 0; n < 5; n++) await refusal(users.verifyEmail({ userId: other, verificationCode: "WRONG0" }));
  const late = await refusal(users.verifyEmail({ userId: other, verificationCode: good }));
  expect(late.rawMessage).toContain("COMMAND-Vc7ex");
});

test("a personal access token acts until it is removed, and keys are listed by either generation", async () => {
  const userId = await bot();
  const { token, tokenId } = await users.addPersonalAccessToken({ userId, expirationDate });
  const auth = createClient(AuthService, tenant.transport(token));
  expect((await auth.getMyUser({})).user?.id).toBe(userId);
  await users.removePersonalAccessToken({ userId, tokenId });
  expect((await refusal(auth.getMyUser({}))).code).toBe(Code.Unauthenticated);
  expect((await users.removePersonalAccessToken({ userId, tokenId })).deletionDate).toBeUndefined();

  const { keyId, keyDetails } = await management.addMachineKey({ userId, type: 1 });
  expect(JSON.parse(Buffer.from(keyDetails).toString())).toMatchObject({
    type: "serviceaccount",
    keyId,
    userId,
  });
  expect((await management.listMachineKeys({ userId })).result.map(({ id }) => id)).toEqual([keyId]);
  const filters = [{ filter: { case: "userIdFilter" as const, value: { id: userId } } }];
  const { result, pagination } = await users.listKeys({ filters });
  expect(result.map(({ id }) => id)).toEqual([keyId]);
  expect(pagination).toMatchObject({ totalResult: 1n, appliedLimit: 100n });
});

test("a service user without memberships sees itself and nobody else", async () => {
  const userId = await bot();
  const { token } = await users.addPersonalAccessToken({ userId, expirationDate });
  const own = createClient(UserService, tenant.transport(token));
  expect((await own.listUsers({})).result.map((user) => user.userId)).toEqual([userId]);
  const other = tenant.created.admin?.userId ?? "";
  expect((await refusal(own.getUserByID({ userId: other }))).code).toBe(Code.NotFound);
  expect((await refusal(own.deactivateUser({ userId: other }))).code).toBe(Code.NotFound);
});

test("the ways to log in are those there are", async () => {
  const { userId } = await management.addHumanUser(person());
  expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([1]);
  expect((await beta.listAuthenticationMethodTypes({ userId: await bot() })).authMethodTypes).toEqual([]);
});

const bytes = (text: string) => new TextEncoder().encode(text);
const metadataOf = async (userId: string) => {
  const { metadata } = await users.listUserMetadata({ userId });
  return Object.fromEntries(metadata.map(({ key, value }) => [key, new TextDecoder().decode(value)]));
};

test("metadata beside a user of v2 is stored with the user, people and service users alike", async () => {
  const organizationId = tenant.created.orgId;
  const metadata = [{ key: "team", value: bytes("red") }];
  const { id: personId } = await users.createUser({
    organizationId,
    username: "with-metadata",
    userType: {
      case: "human",
      value: {
        ...human("meta@people.test"),
        metadata: [
          { key: "team", value: bytes("old") },
          { key: "desk", value: bytes("4") },
        ],
      },
    },
    metadata,
  });
  expect(await metadataOf(personId)).toEqual({ team: "red", desk: "4" });
  const { id: botId } = await users.createUser({
    organizationId,
    userType: { case: "machine", value: { name: "Bot" } },
    metadata,
  });
  expect(await metadataOf(botId)).toEqual({ team: "red" });
  for (const userId of [personId, botId]) {
    await users.updateUser({
      userId,
      metadata: [
        { key: "team", value: bytes("blue") },
        { key: "x", value: bytes("y") },
      ],
    });
    expect(await metadataOf(userId)).toMatchObject({ team: "blue", x: "y" });
  }
  await users.updateUser({
    userId: botId,
    userType: { case: "machine", value: { name: "Bott" } },
    metadata: [{ key: "x", value: bytes("z") }],
  });
  expect(await metadataOf(botId)).toEqual({ team: "blue", x: "z" });
  const wrong = users.updateUser({
    userId: botId,
    username: "renamed",
    metadata: [{ key: "e", value: bytes("") }],
  });
  expect((await refusal(wrong)).rawMessage).toContain("META-Va1in");
  expect((await users.getUserByID({ userId: botId })).user?.username).not.toBe("renamed");
});

test("a change of several things with the password happens as a whole or not at all", async () => {
  await management.addHumanUser(person("name-taken"));
  const { userId } = await management.addHumanUser(person("whole"));
  const newPassword = { case: "password" as const, value: { password: "Another-Pass1" } };
  const password = { passwordType: newPassword, verification: { case: undefined } };
  const over = {
    v2: () => users.updateHumanUser({ userId, username: "name-taken", password }),
    next: () =>
      users.updateUser({ userId, username: "name-taken", userType: { case: "human", value: { password } } }),
    beta: () => beta.updateHumanUser({ userId, username: "name-taken", password }),
  };
  const before = await users.getUserByID({ userId });
  for (const change of Object.values(over)) expect((await refusal(change())).code).toBe(Code.AlreadyExists);
  expect((await users.getUserByID({ userId })).details?.sequence).toBe(before.details?.sequence);
  const { changeDate } = await users.updateUser({
    userId,
    username: "whole-2",
    userType: { case: "human", value: { password, profile: { givenName: "Augusta" } } },
  });
  const after = await users.getUserByID({ userId });
  expect(after.user).toMatchObject({ username: "whole-2" });
  expect(after.details?.changeDate).toEqual(changeDate);
});
