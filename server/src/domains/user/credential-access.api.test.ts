/** Nobody becomes a manager by way of what a manager logs in with. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceBeta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { addPat } from "./credential-commands.ts";
import { createHuman } from "./human-commands.ts";
import { createMachine } from "./machine-commands.ts";

let tenant: Tenant;
let home: MemberOwner & { readonly id: string };
let instance: MemberOwner;
beforeAll(async () => {
  tenant = await createTenant();
  home = { kind: "org", id: tenant.created.orgId };
  instance = { kind: "instance", id: tenant.ctx().instanceId };
});
afterAll(() => tenant.close());

async function make(userId: string, owner: MemberOwner, role: string): Promise<void> {
  await tenant.store.execute(tenant.ctx(), [memberRef(owner, userId)], () => [
    addMember(owner, userId, [role])(undefined),
  ]);
}
const machine = async (userName: string) =>
  (await createMachine(tenant.ctx(), { orgId: home.id, userName, name: userName })).aggregateId;
const human = async (userName: string) => {
  const email = `${userName}@example.com`;
  const { row } = await createHuman(tenant.ctx(), {
    orgId: home.id,
    userName,
    firstName: "A",
    lastName: "B",
    email,
    emailVerification: { kind: "verified" },
  });
  return row.aggregateId;
};

/** Every way to give somebody else what they log in with. */
function ways(token: string) {
  const transport = tenant.transport(token, { "x-zitadel-orgid": home.id });
  const v1 = createClient(ManagementService, transport);
  const v2 = createClient(UserService, transport);
  const beta = createClient(UserServiceBeta, transport);
  const password = "Password2!";
  const expirationDate = { seconds: 4_000_000_000n, nanos: 0 };
  return {
    ofMachine: {
      v2Token: (userId: string) => v2.addPersonalAccessToken({ userId, expirationDate }),
      v2Key: (userId: string) => v2.addKey({ userId, expirationDate }),
      v2Secret: (userId: string) => v2.addSecret({ userId }),
      v1Token: (userId: string) => v1.addPersonalAccessToken({ userId }),
      v1Key: (userId: string) => v1.addMachineKey({ userId, type: 1 }),
      v1Secret: (userId: string) => v1.generateMachineSecret({ userId }),
    },
    ofHuman: {
      v1Password: (userId: string) => v1.setHumanPassword({ userId, password }),
      v1Initial: (userId: string) => v1.setHumanInitialPassword({ userId, password }),
      v2Password: (userId: string) => v2.setPassword({ userId, newPassword: { password } }),
      betaPassword: (userId: string) => beta.setPassword({ userId, newPassword: { password } }),
      v2Human: (userId: string) =>
        v2.updateHumanUser({ userId, password: { passwordType: { case: "password", value: { password } } } }),
      betaHuman: (userId: string) =>
        beta.updateHumanUser({
          userId,
          password: { passwordType: { case: "password", value: { password } } },
        }),
      v2User: (userId: string) =>
        v2.updateUser({
          userId,
          userType: {
            case: "human",
            value: { password: { passwordType: { case: "password", value: { password } } } },
          },
        }),
    },
    /** Second factors, and codes that begin an account; the caller is handed what they are. */
    ofNewcomer: {
      invite: (userId: string) =>
        v2.createInviteCode({ userId, verification: { case: "returnCode", value: {} } }),
      totp: (userId: string) => v2.registerTOTP({ userId }),
      betaTotp: (userId: string) => beta.registerTOTP({ userId }),
      otpEmail: (userId: string) => v2.addOTPEmail({ userId }),
      recoveryCodes: (userId: string) => v2.generateRecoveryCodes({ userId, count: 1 }),
      passkey: (userId: string) => v2.registerPasskey({ userId, domain: "tenant.test" }),
      passkeyLink: (userId: string) =>
        v2.createPasskeyRegistrationLink({ userId, medium: { case: "returnCode", value: {} } }),
      u2f: (userId: string) => v2.registerU2F({ userId, domain: "tenant.test" }),
    },
  };
}

test("whoever may write users gives no credentials to managers that they could not make, by no way", async () => {
  const caller = await machine("users");
  await make(caller, instance, "IAM_USER_MANAGER");
  const { token } = await addPat(tenant.ctx(), caller, undefined);
  const { ofMachine, ofHuman } = ways(token);
  const bots = { manager: await machine("bot-owner"), plain: await machine("bot") };
  const people = { manager: await human("boss"), plain: await human("worker") };
  await make(bots.manager, instance, "IAM_OWNER");
  await make(people.manager, home, "ORG_OWNER");
  for (const [way, give] of Object.entries(ofMachine)) {
    expect([way, await outcome(give(bots.manager))]).toEqual([way, "PermissionDenied USER-Mg3cr"]);
    expect([way, await outcome(give(bots.plain))]).toEqual([way, "allowed"]);
  }
  for (const [way, give] of Object.entries(ofHuman)) {
    expect([way, await outcome(give(people.manager))]).toEqual([way, "PermissionDenied USER-Mg3cr"]);
    expect([way, await outcome(give(people.plain))]).toEqual([way, "allowed"]);
  }
  // Itself it gives a second token: it is that manager already.
  expect(await outcome(ofMachine.v2Token(caller))).toBe("allowed");
});

test("the owner of an organization gives credentials to its managers, and to none of the instance's", async () => {
  const caller = await machine("owner");
  await make(caller, home, "ORG_OWNER");
  const { token } = await addPat(tenant.ctx(), caller, undefined);
  const { ofMachine, ofNewcomer } = ways(token);
  const { v2Token } = ofMachine;
  const [ours, theirs] = [await machine("ours"), await machine("theirs")];
  await make(ours, home, "ORG_USER_MANAGER");
  await make(theirs, home, "ORG_USER_MANAGER");
  await make(theirs, instance, "IAM_LOGIN_CLIENT");
  expect(await outcome(v2Token(ours))).toBe("allowed");
  expect(await outcome(v2Token(theirs))).toBe("PermissionDenied USER-Mg3cr");
  expect(await outcome(ways(tenant.ownerToken).ofMachine.v2Token(theirs))).toBe("allowed");
  const newcomers = { manager: await human("heir"), plain: await human("newcomer") };
  await make(newcomers.manager, instance, "IAM_OWNER");
  for (const [way, give] of Object.entries(ofNewcomer)) {
    expect([way, await outcome(give(newcomers.manager))]).toEqual([way, "PermissionDenied USER-Mg3cr"]);
    expect([way, await outcome(give(newcomers.plain))]).toEqual([way, "allowed"]);
  }
});
