/** What revokes what: every cause against every kind of credential, in the process that did it and in another one. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SecondFactorType } from "#contract/zitadel/policy_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { createSession, sessionById } from "#src/domains/session/index.ts";
import { epochOf, User } from "#src/domains/user/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { type AnotherProcess, createTenant, type Tenant } from "#test/harness/tenant.ts";
import { authenticate } from "./authenticate.ts";
import {
  kindsOf,
  type Login,
  type LoginName,
  logins,
  type Method,
  names,
  newPerson,
  ofFactors,
  type Person,
  password,
  unproven,
} from "./logins.fixture.ts";

let tenant: Tenant;
let other: AnotherProcess;
let users: Client<typeof UserService>;
let sessions: Client<typeof SessionService>;
let management: Client<typeof ManagementService>;
beforeAll(async () => {
  tenant = await createTenant();
  other = await tenant.anotherProcess();
  const transport = tenant.transport(tenant.ownerToken);
  users = createClient(UserService, transport);
  sessions = createClient(SessionService, transport);
  management = createClient(ManagementService, transport);
  // So that sessions with a password alone open our APIs.
  const type = SecondFactorType.OTP;
  await createClient(AdminService, transport).removeSecondFactorFromLoginPolicy({ type });
  await Promise.all(causes.map(async ({ name }) => somebodyFor.set(name, await person())));
});
afterAll(() => tenant.close());

const next = "Another-Password2!";

/** One for each cause. */
const somebodyFor = new Map<string, Person>();
const person = (): Promise<Person> => newPerson(tenant);

/** The same where a login is good for `proofs`, over or unproven. */
function expectedKinds(proofs: string, again: boolean) {
  const token = proofs === unproven ? "over" : proofs;
  return {
    session: proofs,
    "session token": token === "over" ? "over" : "good",
    listed: proofs === "over" ? "over" : "good",
    // A refresh takes the access token's place.
    "opaque token": again ? "over" : token,
    JWT: again ? "over" : token,
    "refresh token": token,
    code: token,
  };
}

const as = ({ sessionToken }: Login) => tenant.transport(sessionToken);
const proven = { verification: { case: "isVerified", value: true } } as const;
const passwordType = { password: next, changeRequired: false };

interface Cause {
  readonly name: string;
  readonly happens: (person: Person) => Promise<unknown>;
  /** What is left of each login that is not as it was. */
  readonly leaves: Readonly<Partial<Record<LoginName, string>>>;
}

const none = { here: "over", there: "over", strong: "over", key: "over" };
const others = { there: "over", strong: "over", key: "over" };
const strongWithout = (lost: Method) => ({
  strong: logins.strong.filter((method) => method !== lost).join(" "),
});

const causes: readonly Cause[] = [
  { name: "being locked", happens: ({ userId }) => users.lockUser({ userId }), leaves: none },
  {
    name: "having been locked",
    happens: ({ userId }) => users.lockUser({ userId }).then(() => users.unlockUser({ userId })),
    leaves: none,
  },
  { name: "being deactivated", happens: ({ userId }) => users.deactivateUser({ userId }), leaves: none },
  {
    name: "having been deactivated",
    happens: ({ userId }) => users.deactivateUser({ userId }).then(() => users.reactivateUser({ userId })),
    leaves: none,
  },
  { name: "being removed", happens: ({ userId }) => users.deleteUser({ userId }), leaves: none },
  {
    name: "one's own new password, by the session's token",
    happens: ({ logins: { here } }) =>
      createClient(AuthService, as(here)).updateMyPassword({ oldPassword: password, newPassword: next }),
    leaves: others,
  },
  {
    name: "one's own new password, by an access token",
    happens: ({ userId, logins: { here } }) =>
      createClient(UserService, tenant.transport(here.accessToken)).setPassword({
        userId,
        newPassword: passwordType,
        verification: { case: "currentPassword", value: password },
      }),
    leaves: others,
  },
  {
    name: "one's own new password twice, in the same session",
    happens: async ({ logins: { here } }) => {
      const own = createClient(AuthService, as(here));
      await own.updateMyPassword({ oldPassword: password, newPassword: next });
      await own.updateMyPassword({ oldPassword: next, newPassword: "A-Third-Password3!" });
    },
    leaves: others,
  },
  {
    name: "one's own new password, and then being locked for a while",
    happens: async ({ userId, logins: { here } }) => {
      const own = createClient(AuthService, as(here));
      await own.updateMyPassword({ oldPassword: password, newPassword: next });
      await users.lockUser({ userId });
      await users.unlockUser({ userId });
    },
    leaves: none,
  },
  {
    name: "a new password by the present one, outside of any session",
    happens: ({ userId }) =>
      users.setPassword({
        userId,
        newPassword: passwordType,
        verification: { case: "currentPassword", value: password },
      }),
    leaves: none,
  },
  {
    name: "a new password by a manager",
    happens: ({ userId }) => users.setPassword({ userId, newPassword: passwordType }),
    leaves: none,
  },
  {
    name: "a new password by a code",
    happens: async ({ userId }) => {
      const { verificationCode = "" } = await users.passwordReset({
        userId,
        medium: { case: "returnCode", value: {} },
      });
      const verification = { case: "verificationCode", value: verificationCode } as const;
      await users.setPassword({ userId, newPassword: passwordType, verification });
    },
    leaves: none,
  },
  {
    name: "TOTP removed",
    happens: ({ userId }) => users.removeTOTP({ userId }),
    leaves: strongWithout("totp"),
  },
  {
    name: "OTP by SMS removed",
    happens: ({ userId }) => users.removeOTPSMS({ userId }),
    leaves: strongWithout("sms"),
  },
  {
    name: "OTP by SMS removed and added again",
    happens: ({ userId }) => users.removeOTPSMS({ userId }).then(() => users.addOTPSMS({ userId })),
    leaves: strongWithout("sms"),
  },
  {
    name: "the number removed",
    happens: ({ userId }) => users.removePhone({ userId }),
    leaves: strongWithout("sms"),
  },
  {
    name: "another number",
    happens: ({ userId }) => users.setPhone({ userId, phone: "+41791111111", ...proven }),
    leaves: strongWithout("sms"),
  },
  {
    name: "OTP by email removed",
    happens: ({ userId }) => users.removeOTPEmail({ userId }),
    leaves: strongWithout("email"),
  },
  {
    name: "another address",
    happens: ({ userId }) => users.setEmail({ userId, email: "elsewhere@people.test", ...proven }),
    leaves: strongWithout("email"),
  },
  {
    name: "another address that is not proven",
    happens: ({ userId, name }) => users.setEmail({ userId, email: `new-${name}@people.test` }),
    leaves: {},
  },
  {
    name: "recovery codes removed",
    happens: ({ userId }) => users.removeRecoveryCodes({ userId }),
    leaves: strongWithout("recovery"),
  },
  {
    name: "recovery codes replaced",
    happens: ({ userId }) => users.generateRecoveryCodes({ userId, count: 1 }),
    leaves: strongWithout("recovery"),
  },
  {
    name: "a passkey removed",
    happens: ({ userId, passkeyId }) => users.removePasskey({ userId, passkeyId }),
    leaves: { key: unproven },
  },
  {
    name: "one's own session ended",
    happens: ({ logins: { here, there } }) =>
      createClient(SessionService, as(here)).deleteSession({ sessionId: there.sessionId }),
    leaves: { there: "over" },
  },
  {
    name: "logging out",
    happens: ({ logins: { here } }) => createClient(SessionService, as(here)).deleteSession(here),
    leaves: { here: "over" },
  },
  {
    name: "another user name",
    happens: ({ userId, name }) => management.updateUserName({ userId, userName: `renamed-${name}` }),
    leaves: {},
  },
  {
    name: "another profile",
    happens: ({ userId }) =>
      users.updateHumanUser({ userId, profile: { givenName: "Augusta", familyName: "King" } }),
    leaves: {},
  },
  {
    name: "a metadata entry",
    happens: ({ userId }) => management.setUserMetadata({ id: userId, key: "k", value: Buffer.from("v") }),
    leaves: {},
  },
];

const queryOf = (id: string) => ({
  queries: [{ query: { case: "userIdQuery" as const, value: { id } } }],
});

test.each(causes)("$name", async ({ name, happens, leaves }) => {
  const somebody = somebodyFor.get(name);
  if (somebody === undefined) throw new Error("there is nobody whom it could happen to");
  await happens(somebody);
  const { sessions: found } = await sessions.listSessions(queryOf(somebody.userId));
  const listed = new Set(found.map(({ id }) => id));
  for (const [again, ctx] of [tenant.ctx(), other.ctx()].entries()) {
    const seen = names.map(async (one) => [one, await kindsOf(ctx, somebody.logins[one], listed)] as const);
    expect(Object.fromEntries(await Promise.all(seen))).toEqual(
      Object.fromEntries(
        names.map((one) => [one, expectedKinds(leaves[one] ?? logins[one].join(" "), again > 0)]),
      ),
    );
  }
});

test("a factor that was lost and set up again counts from its new check on, and in that session alone", async () => {
  const { userId, logins: before } = await person();
  const session = async () => (await sessionById(other.ctx(), before.here.sessionId))?.state.factors;
  await users.generateRecoveryCodes({ userId, count: 1 });
  const { recoveryCodes } = await users.generateRecoveryCodes({ userId, count: 1 });
  const { sessionId } = before.here;
  const recoveryCode = { code: recoveryCodes[0] ?? "" };
  await sessions.setSession({ sessionId, checks: { recoveryCode } });
  expect(ofFactors((await session()) ?? {})).toBe("password recovery");
  expect(ofFactors((await sessionById(tenant.ctx(), before.strong.sessionId))?.state.factors ?? {})).toBe(
    "password totp sms email",
  );
  await users.removeRecoveryCodes({ userId });
  expect(ofFactors((await session()) ?? {})).toBe("password");
});

test("a session that has ended by its user's new password is changed by nobody, and a new one begins", async () => {
  const { userId, logins: before } = await person();
  const { sessionId, sessionToken } = before.there;
  await users.setPassword({ userId, newPassword: passwordType });
  const checks = { password: { password: next } };
  const over = "FailedPrecondition COMMAND-Hewfq";
  expect(await outcome(sessions.setSession({ sessionId, sessionToken, checks }))).toBe(over);
  expect(await outcome(sessions.setSession({ sessionId, metadata: { k: Buffer.from("v") } }))).toBe(over);
  expect(await outcome(sessions.getSession({ sessionId }))).toBe("NotFound SESSION-Gt8en");
  const user = { search: { case: "userId" as const, value: userId } };
  const begun = await sessions.createSession({ checks: { user, ...checks } });
  expect((await authenticate(other.ctx(), begun.sessionToken, undefined)).userId).toBe(userId);
});

test("a password that was compared before it was replaced begins no session", async () => {
  const { userId } = await person();
  const user = await other.store.get(User, tenant.created.instanceId, userId);
  const passwordProven = user ? epochOf(user.state) : undefined;
  await users.setPassword({ userId, newPassword: passwordType });
  await expect(
    createSession(tenant.ctx(), { checks: { user: { userId }, passwordProven } }),
  ).rejects.toMatchObject({ id: "SESSION-Ep0ch" });
});

test("people list their own sessions, and end any of them, and nobody else's", async () => {
  const [{ userId, logins: own }, { logins: foreign }] = await Promise.all([person(), person()]);
  const self = createClient(SessionService, as(own.here));
  const ids = async () => new Set((await self.listSessions(queryOf(userId))).sessions.map(({ id }) => id));
  expect(await ids()).toEqual(new Set(names.map((one) => own[one].sessionId)));
  for (const { sessionId } of [own.there, own.strong]) await self.deleteSession({ sessionId });
  expect(await ids()).toEqual(new Set([own.here.sessionId, own.key.sessionId]));
  const { sessionId } = foreign.there;
  expect(await outcome(self.deleteSession({ sessionId }))).toBe("NotFound AUTHZ-cdgFk");
  expect((await self.listSessions({})).sessions.map(({ id }) => id)).not.toContain(sessionId);
});

test("the sessions of a browser are told over the first generation without those that are over", async () => {
  const { userId, name } = await person();
  const user = { search: { case: "userId" as const, value: userId } };
  const userAgent = { fingerprintId: `browser-of-${name}` };
  const begin = () => sessions.createSession({ checks: { user, password: { password } }, userAgent });
  const [one, two] = [await begin(), await begin()];
  const self = createClient(AuthService, tenant.transport(one.sessionToken));
  const told = async () => new Set((await self.listMyUserSessions({})).result.map((row) => row.sessionId));
  expect(await told()).toEqual(new Set([one.sessionId, two.sessionId]));
  await self.updateMyPassword({ oldPassword: password, newPassword: next });
  expect(await told()).toEqual(new Set([one.sessionId]));
});
