/** What a session's token must never be good for. */

import { timestampDate } from "@bufbuild/protobuf/wkt";
import { type Client, Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { refusal, toldRefusal } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let management: Client<typeof ManagementService>;
let sessions: Client<typeof SessionService>;
let users: Client<typeof UserService>;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  management = createClient(ManagementService, transport);
  sessions = createClient(SessionService, transport);
  users = createClient(UserService, transport);
});
afterAll(() => tenant.close());

async function person(userName: string): Promise<string> {
  const { userId } = await management.addHumanUser({
    userName,
    profile: { firstName: "Ada", lastName: "Lovelace" },
    email: { email: `${userName}@people.test`, isEmailVerified: true },
    initialPassword: "Password1!",
  });
  return userId;
}

const logIn = (userId: string) =>
  sessions.createSession({
    checks: {
      user: { search: { case: "userId", value: userId } },
      password: { password: "Password1!" },
    },
  });

const failuresOf = async (userId: string) => {
  const { rows } = {
    rows: await tenant.database.query<{ failures: number }>({
      text: "select (state->'human'->>'passwordFailures')::int as failures from users where aggregate_id = $1",
      values: [userId],
    }),
  };
  return rows[0]?.failures;
};

test("a session of one user is no place to guess another's password", async () => {
  const victim = await person("victim");
  const { sessionId, sessionToken } = await logIn(await person("guesser"));
  const own = createClient(SessionService, tenant.transport(sessionToken));
  const guess = (password: string) =>
    refusal(
      own.setSession({
        sessionId,
        sessionToken,
        checks: { user: { search: { case: "userId", value: victim } }, password: { password } },
      }),
    );
  expect((await guess("Wrong-Password1!")).rawMessage).toContain("COMMAND-78g1V");
  expect((await guess("Password1!")).rawMessage).toContain("COMMAND-78g1V");
  expect(await failuresOf(victim)).toBe(0);
});

test("a session token is worth nothing once its user is locked or deactivated", async () => {
  const userId = await person("stopped");
  const { sessionToken } = await logIn(userId);
  const self = createClient(AuthService, tenant.transport(sessionToken));
  expect((await self.getMyUser({})).user?.id).toBe(userId);
  await users.lockUser({ userId });
  expect((await refusal(self.getMyUser({}))).code).toBe(Code.Unauthenticated);
  await users.unlockUser({ userId });
  await users.deactivateUser({ userId });
  expect((await refusal(self.getMyUser({}))).code).toBe(Code.Unauthenticated);
});

test("who is only named in a session when a new password ends their logins proves themselves there after it", async () => {
  const userId = await person("forgetful");
  const reset = async (password: string) => {
    const { verificationCode = "" } = await users.passwordReset({
      userId,
      medium: { case: "returnCode", value: {} },
    });
    const verification = { case: "verificationCode" as const, value: verificationCode };
    await users.setPassword({ userId, newPassword: { password }, verification });
  };
  const named = await sessions.createSession({
    checks: { user: { search: { case: "userId", value: userId } } },
  });
  const { sessionId } = named;
  const proven = await logIn(userId);
  await reset("Second-Password-2");
  await expect(sessions.getSession({ sessionId: proven.sessionId })).rejects.toThrow();
  const prove = (password: string) => sessions.setSession({ sessionId, checks: { password: { password } } });
  expect((await refusal(prove("Password1!"))).code).toBe(Code.InvalidArgument);
  const { sessionToken } = await prove("Second-Password-2");
  const self = createClient(AuthService, tenant.transport(sessionToken));
  expect((await self.getMyUser({})).user?.id).toBe(userId);
  const listed = async () => {
    const ids = { case: "idsQuery" as const, value: { ids: [sessionId] } };
    return (await sessions.listSessions({ queries: [{ query: ids }] })).sessions.length;
  };
  expect(await listed()).toBe(1);
  await reset("Third-Password-3");
  expect([await listed(), (await refusal(self.getMyUser({}))).code]).toEqual([0, Code.Unauthenticated]);
});

test("sessions of somebody removed are listed no more", async () => {
  const userId = await person("removed");
  const { sessionId } = await logIn(userId);
  const listed = async () => {
    const ids = { case: "idsQuery" as const, value: { ids: [sessionId] } };
    const { sessions: found, details } = await sessions.listSessions({ queries: [{ query: ids }] });
    return [found.length, Number(details?.totalResult)];
  };
  expect(await listed()).toEqual([1, 1]);
  await users.deleteUser({ userId });
  expect(await listed()).toEqual([0, 0]);
});

test("what is stored with a session is sealed in history", async () => {
  const note = Buffer.from("Ada's own note");
  const { sessionId } = await sessions.createSession({
    checks: { user: { search: { case: "userId", value: await person("noted") } } },
    metadata: { note: new Uint8Array(note) },
  });
  const rows = await tenant.database.query<{ payload: object }>({
    text: "select payload from events where aggregate_id = $1 and type = 'session.metadata.set'",
    values: [sessionId],
  });
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(note.toString("base64"));
  const { session } = await sessions.getSession({ sessionId });
  expect(Buffer.from(session?.metadata["note"] ?? []).equals(note)).toBe(true);
});

test("wrong passwords over the API are limited, however they are given, lockout or not", async () => {
  const userId = await person("guessed");
  const { sessionId, sessionToken } = await logIn(userId);
  const own = tenant.transport(sessionToken);
  const right = {
    user: { search: { case: "userId" as const, value: userId } },
    password: { password: "Password1!" },
  };
  for (let tries = 0; tries < 20; tries++) {
    const wrong = { ...right, password: { password: `Wrong-${tries}` } };
    expect((await refusal(sessions.createSession({ checks: wrong }))).rawMessage).toContain("COMMAND-3M0fs");
  }
  const calls = [
    sessions.createSession({ checks: right }),
    createClient(SessionService, own).setSession({
      sessionId,
      sessionToken,
      checks: { password: right.password },
    }),
    createClient(AuthService, own).updateMyPassword({ oldPassword: "Password1!", newPassword: "Password2!" }),
    createClient(UserService, own).setPassword({
      userId,
      newPassword: { password: "Password2!" },
      verification: { case: "currentPassword", value: "Password1!" },
    }),
  ];
  for (const { code, rawMessage } of await Promise.all(calls.map(refusal))) {
    expect(code).toBe(Code.ResourceExhausted);
    expect(rawMessage).toContain("LIMIT-f4Sl7");
  }
  expect((await logIn(await person("bystander"))).sessionToken).not.toBe("");
});

test("one session token changes its session once, be it used twice at one moment", async () => {
  const { sessionId, sessionToken } = await logIn(await person("twice"));
  const change = () =>
    sessions.setSession({ sessionId, sessionToken, checks: { password: { password: "Password1!" } } });
  const outcomes = await Promise.allSettled([change(), change()]);
  const refused = outcomes.flatMap((one) =>
    one.status === "rejected" ? [ConnectError.from(one.reason)] : [],
  );
  expect(refused).toHaveLength(1);
  expect(refused[0]?.code).toBe(Code.PermissionDenied);
  expect(refused[0]?.rawMessage).toContain("COMMAND-sGr42");
});

test("a session stays small: what is stored with it is refused by its field when it grows too large", async () => {
  const big = (size: number) => new Uint8Array(size).fill(65);
  const refused = async (call: Promise<unknown>, id: string) => {
    const { code, rawMessage } = await refusal(call);
    expect([code, rawMessage]).toEqual([Code.InvalidArgument, expect.stringContaining(id)]);
  };
  const { sessionId } = await sessions.createSession({ metadata: { one: big(3000) } });
  await refused(sessions.setSession({ sessionId, metadata: { two: big(1000) } }), "SESSION-Md7bg");
  await sessions.setSession({ sessionId, metadata: { one: big(0), two: big(1000) } });
  await refused(sessions.createSession({ metadata: { one: big(100_000) } }), "SESSION-Md7bg");
  const header = { accept: { values: ["h".repeat(3000)] } };
  await refused(sessions.createSession({ userAgent: { header } }), "SESSION-Ua7bg");
});

test("a locked or inactive user is refused by name as by id; who only has a token hears that there is nobody", async () => {
  const by = (name: "userId" | "loginName", value: string) => ({
    checks: { user: { search: { case: name, value } } },
  });
  const said = async (call: Promise<unknown>) => {
    const { code, rawMessage } = await refusal(call);
    return `${Code[code]} ${/\((\S+)\)$/.exec(rawMessage)?.[1]}`;
  };
  const { sessionToken: bearer } = await logIn(await person("outsider"));
  const outside = createClient(SessionService, tenant.transport(bearer));
  for (const [name, turn, refused] of [
    ["shut", (userId: string) => users.lockUser({ userId }), "FailedPrecondition COMMAND-JLK35"],
    ["idle", (userId: string) => users.deactivateUser({ userId }), "FailedPrecondition COMMAND-Us3na"],
  ] as const) {
    const id = await person(name);
    const own = await sessions.createSession(by("userId", id));
    await turn(id);
    expect(await said(sessions.createSession(by("userId", id)))).toBe(refused);
    expect(await said(sessions.createSession(by("loginName", name)))).toBe(refused);
    const { sessionId, sessionToken } = await sessions.createSession({});
    expect(await said(sessions.setSession({ sessionId, ...by("loginName", name) }))).toBe(refused);
    expect(await said(sessions.setSession({ sessionId: own.sessionId, ...by("loginName", name) }))).toBe(
      refused,
    );
    const held = { sessionId, sessionToken };
    const nobody = await said(outside.setSession({ ...held, ...by("loginName", "nobody") }));
    expect(nobody).toBe("NotFound SESSION-Us4nf");
    expect(await said(outside.setSession({ ...held, ...by("loginName", name) }))).toBe(nobody);
  }
});

test("part of a second is no lifetime without end, and ten thousand years are no error", async () => {
  const endOf = async (seconds: bigint, nanos: number) => {
    const { sessionId } = await sessions.createSession({ lifetime: { seconds, nanos } });
    const { session } = await sessions.getSession({ sessionId });
    return session?.expirationDate && timestampDate(session.expirationDate);
  };
  expect((await endOf(0n, 500_000_000))?.getTime()).toBeLessThan(Date.now() + 60_000);
  expect((await endOf(315_576_000_000n, 0))?.toISOString()).toBe("9999-12-31T23:59:59.000Z");
});

test("a session of somebody whose organization is gone is gone with it", async () => {
  const transport = tenant.transport(tenant.ownerToken);
  const orgs = createClient(OrganizationService, transport);
  const { organizationId } = await orgs.addOrganization({ name: "Short-lived" });
  const { userId } = await users.addHumanUser({
    organization: { org: { case: "orgId", value: organizationId } },
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: "ada@short.test", verification: { case: "isVerified", value: true } },
    passwordType: { case: "password", value: { password: "Password1!" } },
  });
  const { sessionId, sessionToken } = await logIn(userId);
  expect((await sessions.getSession({ sessionId, sessionToken })).session?.factors?.user?.id).toBe(userId);
  await orgs.deleteOrganization({ organizationId });
  const gone = await toldRefusal(sessions.getSession({ sessionId, sessionToken }));
  expect(gone).toBe("NotFound SESSION-Gt8en");
});

test.each(["locked", "deactivated"] as const)(
  "who is %s proves nothing in a session that named them before, and nothing that was asked there counts after it",
  async (how) => {
    const userId = await person(`named-and-${how}`);
    await users.addOTPEmail({ userId });
    const named = await sessions.createSession({
      checks: { user: { search: { case: "userId", value: userId } } },
      challenges: { otpEmail: { deliveryType: { case: "returnCode", value: {} } } },
    });
    const { sessionId } = named;
    const code = named.challenges?.otpEmail ?? "";
    expect(code).not.toBe("");
    await (how === "locked" ? users.lockUser({ userId }) : users.deactivateUser({ userId }));
    const password = { password: { password: "Password1!" } };
    const told = how === "locked" ? "COMMAND-JLK35" : "COMMAND-Us3na";
    expect((await refusal(sessions.setSession({ sessionId, checks: password }))).message).toContain(told);
    const wrong = { password: { password: "Password2!" } };
    expect((await refusal(sessions.setSession({ sessionId, checks: wrong }))).message).toContain(told);
    await (how === "locked" ? users.unlockUser({ userId }) : users.reactivateUser({ userId }));
    const { session } = await sessions.getSession({ sessionId });
    expect(session?.factors?.password).toBeUndefined();
    const late = { otpEmail: { code } };
    expect((await refusal(sessions.setSession({ sessionId, checks: late }))).code).toBe(Code.NotFound);
    await sessions.setSession({ sessionId, checks: password });
    expect((await refusal(sessions.setSession({ sessionId, checks: late }))).code).toBe(Code.NotFound);
  },
);
