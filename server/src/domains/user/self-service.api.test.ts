/** What people may do to themselves, and how far that goes. */

import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { refusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let management: Client<typeof ManagementService>;
let users: Client<typeof UserService>;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  management = createClient(ManagementService, transport);
  users = createClient(UserService, transport);
});
afterAll(() => tenant.close());

/** A person, and the API with their own session's token. */
async function person(userName: string) {
  const { userId } = await management.addHumanUser({
    userName,
    profile: { firstName: "Ada", lastName: "Lovelace" },
    email: { email: `${userName}@people.test`, isEmailVerified: true },
    initialPassword: "Password1!",
  });
  const sessions = createClient(SessionService, tenant.transport(tenant.ownerToken));
  const { sessionToken } = await sessions.createSession({
    checks: {
      user: { search: { case: "userId", value: userId } },
      password: { password: "Password1!" },
    },
  });
  return { userId, token: sessionToken, self: createClient(UserService, tenant.transport(sessionToken)) };
}

const returned = { case: "returnCode" as const, value: {} };

test("nobody proves an address of their own by a code that is handed to them", async () => {
  const { userId, self } = await person("prover");
  const email = "someone.else@people.test";
  expect((await refusal(self.setEmail({ userId, email, verification: returned }))).code).toBe(Code.NotFound);
  const phone = { phone: "+41791234567", verification: returned };
  expect((await refusal(self.setPhone({ userId, ...phone }))).code).toBe(Code.NotFound);
  await self.setEmail({ userId, email, verification: { case: "sendCode", value: {} } });
  await self.setPhone({ userId, phone: phone.phone, verification: { case: "sendCode", value: {} } });
  expect((await refusal(self.resendEmailCode({ userId, verification: returned }))).code).toBe(Code.NotFound);
  expect((await refusal(self.sendEmailCode({ userId, verification: returned }))).code).toBe(Code.NotFound);
  expect((await refusal(self.resendPhoneCode({ userId, verification: returned }))).code).toBe(Code.NotFound);
  expect((await users.resendEmailCode({ userId, verification: returned })).verificationCode).not.toBe("");
});

test("people remove themselves where a role lets them, and nobody else on the way", async () => {
  const { userId, token } = await person("leaver");
  const { userId: bystander } = await person("bystander");
  const self = createClient(AuthService, tenant.transport(token));
  expect((await refusal(self.removeMyUser({}))).message).toContain("AUTHZ-cdgFk");
  await management.addOrgMember({ userId, roles: ["ORG_USER_SELF_MANAGER"] });
  await self.removeMyUser({});
  expect((await refusal(users.getUserByID({ userId }))).code).toBe(Code.NotFound);
  expect((await refusal(self.removeMyUser({}))).code).toBe(Code.Unauthenticated);
  expect((await users.getUserByID({ userId: bystander })).user?.userId).toBe(bystander);
});

test("who takes the id of somebody removed does not take their place", async () => {
  const userId = "chosen-id";
  const chosen = { userId, userName: "first-robot", name: "Robot" };
  await management.addMachineUser(chosen);
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  await admin.addIAMMember({ userId, roles: ["IAM_OWNER"] });
  await users.deleteUser({ userId });
  await management.addMachineUser({ ...chosen, userName: "second-robot" }).catch(() => undefined);
  const again = await management.addPersonalAccessToken({ userId }).catch(() => undefined);
  const heir = createClient(AdminService, tenant.transport(again?.token ?? "none"));
  expect((await refusal(heir.listIAMMembers({}))).code).toBe(Code.Unauthenticated);
});

test("nobody has mails sent that lead to where we do not know", async () => {
  const { userId, self } = await person("phisher");
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  const sent = (urlTemplate: string) => ({ case: "sendCode" as const, value: { urlTemplate } });
  const email = "victim@people.test";
  const foreign = sent("https://evil.example/?code={{.Code}}");
  const typed = async (call: Promise<unknown>) => {
    const { code, rawMessage } = await refusal(call);
    expect([code, rawMessage]).toEqual([Code.InvalidArgument, expect.stringContaining("USER-Ul1nk")]);
  };
  await typed(self.setEmail({ userId, email, verification: foreign }));
  await typed(self.updateHumanUser({ userId, email: { email, verification: foreign } }));
  await typed(self.resendEmailCode({ userId, verification: foreign }));
  await typed(self.sendEmailCode({ userId, verification: foreign }));
  await typed(self.setEmail({ userId, email, verification: sent("https://tenant.test@evil.example/") }));
  expect((await users.getUserByID({ userId })).user?.type.value).toMatchObject({
    email: { email: "phisher@people.test" },
  });

  await self.setEmail({ userId, email, verification: sent("http://tenant.test/verify?code={{.Code}}") });
  await typed(self.sendEmailCode({ userId, verification: sent("https://login.example/?c={{.Code}}") }));
  await admin.addInstanceTrustedDomain({ domain: "login.example" });
  await self.sendEmailCode({ userId, verification: sent("https://login.example/?c={{.Code}}") });
  // Who manages the instance answers for what they send.
  await users.sendEmailCode({ userId, verification: foreign });
});

test("owners of an organization have no mails sent to others that lead to where we do not know", async () => {
  const { userId: owner, token } = await person("squire");
  await management.addOrgMember({ userId: owner, roles: ["ORG_OWNER"] });
  const { userId } = await person("stranger");
  const own = createClient(UserService, tenant.transport(token));
  const sent = (urlTemplate: string) => ({ case: "sendCode" as const, value: { urlTemplate } });
  const email = "victim@strangers.test";
  const foreign = sent("https://evil.example/?code={{.Code}}");
  const human = (urlTemplate: string) => ({
    username: "newcomer",
    profile: { givenName: "New", familyName: "Comer" },
    email: { email, verification: sent(urlTemplate) },
  });
  for (const call of [
    () => own.setEmail({ userId, email, verification: foreign }),
    () => own.updateHumanUser({ userId, email: { email, verification: foreign } }),
    () => own.sendEmailCode({ userId, verification: foreign }),
    () => own.addHumanUser(human(foreign.value.urlTemplate)),
  ])
    expect((await refusal(call())).rawMessage).toContain("USER-Ul1nk");
  await own.setEmail({ userId, email, verification: sent("http://tenant.test/verify?code={{.Code}}") });
  await own.addHumanUser(human("http://tenant.test/verify?code={{.Code}}"));
});
