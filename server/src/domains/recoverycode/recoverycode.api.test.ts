import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceBeta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { userById } from "#src/domains/user/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let sessions: Client<typeof SessionService>;
let users: Client<typeof UserService>;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  sessions = createClient(SessionService, transport);
  users = createClient(UserService, transport);
});
afterAll(() => tenant.close());

async function person(name: string): Promise<string> {
  const { userId } = await users.addHumanUser({
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: `${name}@people.test`, verification: { case: "isVerified", value: true } },
    passwordType: { case: "password", value: { password: "Password1!", changeRequired: false } },
  });
  return userId;
}

const check = (userId: string, code: string) =>
  sessions.createSession({
    checks: { user: { search: { case: "userId", value: userId } }, recoveryCode: { code } },
  });
const left = async (userId: string) => {
  const row = await userById(tenant.ctx(), userId);
  return row?.state.kind === "human" ? row.state.human.factors?.recoveryCodes?.length : undefined;
};

test("a recovery code is good once, however it is written, for whom it was made", async () => {
  const [userId, other] = [await person("ada"), await person("bob")];
  expect(await outcome(check(userId, "abcd"))).toBe("FailedPrecondition USER-Rc3nr");
  const { recoveryCodes } = await users.generateRecoveryCodes({ userId, count: 3 });
  const { recoveryCodes: others } = await users.generateRecoveryCodes({ userId: other, count: 10 });
  expect([recoveryCodes.length, others.length]).toEqual([3, 10]);
  for (const code of recoveryCodes) expect(code).toMatch(/^[a-z]{4}(-[a-z]{4}){3}$/);
  const [first = "", second = ""] = recoveryCodes;
  expect(await outcome(check(userId, others[0] ?? ""))).toBe("InvalidArgument USER-Rc4wr");
  const at = [check(userId, first), check(userId, first)].map(outcome);
  expect((await Promise.all(at)).toSorted()).toEqual(["InvalidArgument USER-Rc4wr", "allowed"]);
  expect(await left(userId)).toBe(2);
  const { sessionId } = await check(userId, ` ${second.toUpperCase().replaceAll("-", " ")} `);
  const { session } = await sessions.getSession({ sessionId });
  expect(session?.factors?.recoveryCode?.verifiedAt).toBeDefined();
  expect(await left(userId)).toBe(1);
});

test("new codes take the place of old ones, and none are left after their removal", async () => {
  const userId = await person("eve");
  const { recoveryCodes: old } = await users.generateRecoveryCodes({ userId, count: 2 });
  const { recoveryCodes } = await users.generateRecoveryCodes({ userId, count: 2 });
  expect(await left(userId)).toBe(2);
  expect(await outcome(check(userId, old[0] ?? ""))).toBe("InvalidArgument USER-Rc4wr");
  expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([1, 8]);
  const beta = createClient(UserServiceBeta, tenant.transport(tenant.ownerToken));
  expect((await beta.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([1]);
  await users.removeRecoveryCodes({ userId });
  expect(await outcome(users.removeRecoveryCodes({ userId }))).toBe("NotFound USER-Rc2no");
  expect(await outcome(check(userId, recoveryCodes[0] ?? ""))).toBe("FailedPrecondition USER-Rc3nr");
  const tooMany = users.generateRecoveryCodes({ userId, count: 21 });
  expect(await outcome(tooMany)).toBe("InvalidArgument USER-Rc6co");
});

test("recovery codes stand nowhere as they are", async () => {
  const userId = await person("mallory");
  const { recoveryCodes } = await users.generateRecoveryCodes({ userId, count: 1 });
  const code = recoveryCodes[0] ?? "";
  await check(userId, code);
  const rows = await tenant.database.query<{ all: string }>({
    text: `select (select string_agg(payload::text, ' ') from events where aggregate_id = $1)
      || (select state::text from users where aggregate_id = $1) as all`,
    values: [userId],
  });
  expect(rows[0]?.all).toContain("$sha256$");
  for (const form of [code, code.replaceAll("-", "")]) expect(rows[0]?.all).not.toContain(form);
});

test("nobody makes or removes another's recovery codes without permission", async () => {
  const [userId, stranger] = [await person("victim"), await person("stranger")];
  const { sessionToken } = await sessions.createSession({
    checks: {
      user: { search: { case: "userId", value: stranger } },
      password: { password: "Password1!" },
    },
  });
  const outside = createClient(UserService, tenant.transport(sessionToken));
  expect(await outcome(outside.generateRecoveryCodes({ userId, count: 1 }))).toBe("NotFound AUTHZ-cdgFk");
  expect(await outcome(outside.removeRecoveryCodes({ userId }))).toBe("NotFound AUTHZ-cdgFk");
  expect(await outcome(outside.generateRecoveryCodes({ userId: stranger, count: 1 }))).toBe("allowed");
});

test("people may bring recovery codes along, each good once as it was written, and no text that is none", async () => {
  const management = createClient(ManagementService, tenant.transport(tenant.ownerToken));
  const raw = (value: string) => ({ case: "raw" as const, value });
  const hash = (value: string) => ({ case: "hash" as const, value });
  type Brought = ReturnType<typeof raw> | ReturnType<typeof hash> | { readonly case: undefined };
  const bring = (name: string, recoveryCodes: readonly Brought[]) =>
    management.importHumanUser({
      userName: name,
      profile: { firstName: "Ada", lastName: "Lovelace" },
      email: { email: `${name}@people.test`, isEmailVerified: true },
      password: "Password1!",
      recoveryCodes: recoveryCodes.map((codeType) => ({ codeType })),
    });
  const bcrypt = await tenant.secrets.hashPassword("8642-9753");
  const { userId } = await bring("brought", [raw("1234-5678"), raw(" 8765-4321 "), hash(bcrypt)]);
  expect(await left(userId)).toBe(3);
  for (const wrong of ["1234-5679", "----", "12345678"])
    expect(await outcome(check(userId, wrong))).toBe("InvalidArgument USER-Rc4wr");
  for (const code of [" 1234-5678", "8765-4321", "8642-9753"]) {
    expect(await outcome(check(userId, code))).toBe("allowed");
    expect(await outcome(check(userId, code))).toMatch(/USER-Rc4wr|USER-Rc3nr/);
  }
  const refusals = [
    [raw("12345")],
    [raw("         ")],
    [hash("no hash")],
    [{ case: undefined }],
    Array.from({ length: 21 }, (_, n) => raw(`1234-${n}`)),
  ];
  const told = [];
  for (const [n, codes] of refusals.entries()) told.push(await outcome(bring(`refused-${n}`, codes)));
  expect(told).toEqual([...Array(4).fill("InvalidArgument USER-Rc8hs"), "InvalidArgument USER-Rc7co"]);
});
