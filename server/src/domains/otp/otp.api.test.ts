/** What one-time passwords must never be good for, and what they are. */
import { type Client, Code, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { fromBase32 } from "#src/platform/crypto/index.ts";
import { outcome, refusal, told } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { sessionById } from "../session/index.ts";
import { userById } from "../user/index.ts";
import { checkOtp, checkTotp } from "./index.ts";
import { hotp, stepAt } from "./totp.ts";

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

let people = 0;
async function person(phone = true): Promise<string> {
  const name = `person${++people}`;
  const { userId } = await users.addHumanUser({
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: `${name}@people.test`, verification: { case: "isVerified", value: true } },
    ...(phone
      ? { phone: { phone: `+4179123${4000 + people}`, verification: { case: "isVerified", value: true } } }
      : {}),
    passwordType: { case: "password", value: { password: "Password1!", changeRequired: false } },
  });
  return userId;
}

/** The code of this step or the next one: both stay good while a test runs, however slow it is. */
const codeOf = (secret: string, ahead: 0 | 1): string =>
  hotp(fromBase32(secret) ?? Buffer.alloc(0), stepAt(tenant.now()) + ahead);

/** A code of none of the steps around now. */
function wrongCode(secret: string): string {
  const key = fromBase32(secret) ?? Buffer.alloc(0);
  const step = stepAt(tenant.now());
  const near = Array.from({ length: 20 }, (_, index) => hotp(key, step + index - 5));
  return ["000000", "111111", "222222"].find((code) => !near.includes(code)) ?? "333333";
}

/** Somebody with an authenticator, whose secret this is; the code of the present step is used up. */
async function withTotp(): Promise<{ userId: string; secret: string }> {
  const userId = await person();
  const { secret } = await users.registerTOTP({ userId });
  await users.verifyTOTPRegistration({ userId, code: codeOf(secret, 0) });
  return { userId, secret };
}

const user = (userId: string) => ({ user: { search: { case: "userId" as const, value: userId } } });
const failures = async (userId: string) => {
  const row = await userById(tenant.ctx(), userId);
  return row?.state.kind === "human" ? row.state.human.factors?.failures : undefined;
};
/** Limits are left out, to count what goes on behind them. */
const unlimited = () => ({
  ...tenant.ctx(),
  limits: { ...tenant.limits, guard: async <T>(_budgets: unknown, work: () => Promise<T>) => work() },
});

test("an authenticator is registered, checked in a session, and removed", async () => {
  const userId = await person();
  const { uri, secret } = await users.registerTOTP({ userId });
  const account = encodeURIComponent(`person${people}@people.test`).replace("%40", "@");
  expect(uri).toBe(
    `otpauth://totp/tenant.test:${account}?algorithm=SHA1&digits=6&issuer=tenant.test&period=30&secret=${secret}`,
  );
  expect(await outcome(users.verifyTOTPRegistration({ userId, code: wrongCode(secret) }))).toBe(
    "InvalidArgument EVENT-8isk2",
  );
  const check = { checks: { ...user(userId), totp: { code: codeOf(secret, 0) } } };
  expect(await outcome(sessions.createSession(check))).toBe("FailedPrecondition COMMAND-3Mif9s");
  await users.verifyTOTPRegistration({ userId, code: codeOf(secret, 0) });
  expect(await outcome(users.registerTOTP({ userId }))).toBe("AlreadyExists COMMAND-do9se");
  expect(await outcome(users.verifyTOTPRegistration({ userId, code: codeOf(secret, 1) }))).toBe(
    "FailedPrecondition COMMAND-qx4ls",
  );
  const { sessionId } = await sessions.createSession({
    checks: { ...user(userId), password: { password: "Password1!" }, totp: { code: codeOf(secret, 1) } },
  });
  const { session } = await sessions.getSession({ sessionId });
  expect(session?.factors?.totp?.verifiedAt).toEqual(session?.factors?.password?.verifiedAt);
  await users.removeTOTP({ userId });
  expect(await outcome(users.removeTOTP({ userId }))).toBe("NotFound COMMAND-Hd9sd");
  expect(await outcome(sessions.createSession(check))).toBe("FailedPrecondition COMMAND-3Mif9s");
});

test("a code of an authenticator is good once, also the one it was registered with, and no older one after it", async () => {
  const { userId, secret } = await withTotp();
  const check = (code: string) =>
    outcome(sessions.createSession({ checks: { ...user(userId), totp: { code } } }));
  expect(await check(codeOf(secret, 0))).toBe("InvalidArgument EVENT-8isk2");
  const code = codeOf(secret, 1);
  const outcomes = await Promise.all([check(code), check(code), check(code)]);
  expect(outcomes.toSorted()).toEqual([
    "InvalidArgument EVENT-8isk2",
    "InvalidArgument EVENT-8isk2",
    "allowed",
  ]);
  expect(await check(codeOf(secret, 0))).toBe("InvalidArgument EVENT-8isk2");
});

test("the code of somebody else's authenticator is wrong, and so is that of one that was replaced", async () => {
  const [one, other] = [await withTotp(), await withTotp()];
  const check = (code: string) =>
    outcome(sessions.createSession({ checks: { ...user(one.userId), totp: { code } } }));
  expect(await check(codeOf(other.secret, 1))).toBe("InvalidArgument EVENT-8isk2");
  await users.removeTOTP({ userId: one.userId });
  const { secret } = await users.registerTOTP({ userId: one.userId });
  await users.verifyTOTPRegistration({ userId: one.userId, code: codeOf(secret, 0) });
  expect(await check(codeOf(one.secret, 1))).toBe("InvalidArgument EVENT-8isk2");
  expect(await check(codeOf(secret, 1))).toBe("allowed");
});

test("100 wrong codes at once count as 100", async () => {
  const { userId, secret } = await withTotp();
  const wrong = wrongCode(secret);
  const attempts = await Promise.allSettled(
    Array.from({ length: 100 }, () => checkTotp(unlimited(), userId, wrong)),
  );
  const counted = attempts.map((one) => (one.status === "rejected" ? one.reason.details.failedAttempts : 0));
  expect(counted.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  expect(await failures(userId)).toEqual({ totp: 100 });
  await checkTotp(unlimited(), userId, codeOf(secret, 1));
  expect(await failures(userId)).toEqual({ totp: 0 });
});

test("whoever guesses a second factor is stopped, by whatever codes, lockout or not", async () => {
  const { userId, secret } = await withTotp();
  await users.addOTPEmail({ userId });
  const { sessionId, challenges } = await sessions.createSession({
    checks: user(userId),
    challenges: { otpEmail: { deliveryType: { case: "returnCode", value: {} } } },
  });
  for (let tries = 0; tries < 5; tries++) {
    const totp = sessions.setSession({ sessionId, checks: { totp: { code: wrongCode(secret) } } });
    expect(told(await refusal(totp))).toBe("InvalidArgument EVENT-8isk2");
    const mail = sessions.setSession({ sessionId, checks: { otpEmail: { code: "1" } } });
    expect(told(await refusal(mail))).toBe("InvalidArgument CODE-woT0xc");
  }
  const right = [
    sessions.setSession({ sessionId, checks: { totp: { code: codeOf(secret, 1) } } }),
    sessions.setSession({ sessionId, checks: { otpEmail: { code: challenges?.otpEmail ?? "" } } }),
  ];
  expect(await Promise.all(right.map(outcome))).toEqual(right.map(() => "ResourceExhausted LIMIT-f4Sl7"));
  expect(await failures(userId)).toEqual({ totp: 5, otpEmail: 5 });
});

test("a code that was sent or returned is good once, in its session, for its purpose, and until its time is over", async () => {
  const userId = await person();
  await users.addOTPSMS({ userId });
  await users.addOTPEmail({ userId });
  const open = () =>
    sessions.createSession({
      checks: user(userId),
      challenges: {
        otpSms: { returnCode: true },
        otpEmail: { deliveryType: { case: "returnCode", value: {} } },
      },
    });
  const [one, other] = [await open(), await open()];
  const [sms = "", mail = ""] = [one.challenges?.otpSms, one.challenges?.otpEmail];
  expect([sms, mail]).toEqual([expect.stringMatching(/^\d{8}$/), expect.stringMatching(/^\d{8}$/)]);
  const check = (sessionId: string, checks: object) => outcome(sessions.setSession({ sessionId, checks }));
  expect(await check(other.sessionId, { otpSms: { code: sms } })).toBe("InvalidArgument CODE-woT0xc");
  expect(await check(one.sessionId, { otpEmail: { code: sms } })).toBe("InvalidArgument CODE-woT0xc");
  const twice = [
    check(one.sessionId, { otpSms: { code: sms } }),
    check(one.sessionId, { otpSms: { code: sms } }),
  ];
  expect((await Promise.all(twice)).toSorted()).toEqual(["NotFound COMMAND-S34gh", "allowed"]);
  expect(await check(one.sessionId, { otpSms: { code: sms } })).toBe("NotFound COMMAND-S34gh");
  const challenge = (await sessionById(tenant.ctx(), one.sessionId))?.state.challenges?.otpEmail;
  const at = (seconds: number) => ({
    ...tenant.ctx(),
    now: new Date(tenant.now().getTime() + seconds * 1000),
  });
  await expect(checkOtp(at(301), "otpEmail", userId, challenge, mail)).rejects.toThrow("CODE-QvUQ4P");
  await checkOtp(at(280), "otpEmail", userId, challenge, mail);
  const { session } = await sessions.getSession({ sessionId: one.sessionId });
  expect([session?.factors?.otpSms !== undefined, session?.factors?.otpEmail]).toEqual([true, undefined]);
});

test("of two codes for one session only the newer one counts", async () => {
  const userId = await person();
  await users.addOTPSMS({ userId });
  const challenges = { otpSms: { returnCode: true } };
  const first = await sessions.createSession({ checks: user(userId), challenges });
  const { sessionId } = first;
  const second = await sessions.setSession({ sessionId, challenges });
  const code = first.challenges?.otpSms ?? "";
  expect(await outcome(sessions.setSession({ sessionId, checks: { otpSms: { code } } }))).toBe(
    "InvalidArgument CODE-woT0xc",
  );
  await sessions.setSession({ sessionId, checks: { otpSms: { code: second.challenges?.otpSms ?? "" } } });
});

test("a code counts no more once its factor, its number or the proof of another number came in between", async () => {
  const open = async () => {
    const userId = await person();
    await users.addOTPSMS({ userId });
    const { sessionId, challenges } = await sessions.createSession({
      checks: user(userId),
      challenges: { otpSms: { returnCode: true } },
    });
    const check = { sessionId, checks: { otpSms: { code: challenges?.otpSms ?? "" } } };
    return { userId, check: () => outcome(sessions.setSession(check)) };
  };
  const removed = await open();
  await users.removeOTPSMS({ userId: removed.userId });
  expect(await removed.check()).toBe("FailedPrecondition COMMAND-d2r52");
  await users.addOTPSMS({ userId: removed.userId });
  expect(await removed.check()).toBe("NotFound COMMAND-S34gh");
  const phoneless = await open();
  await users.removePhone({ userId: phoneless.userId });
  expect(await phoneless.check()).toBe("FailedPrecondition COMMAND-d2r52");
  const moved = await open();
  const verification = { case: "isVerified", value: true } as const;
  await users.setPhone({ userId: moved.userId, phone: "+41791230001", verification });
  expect(await moved.check()).toBe("NotFound COMMAND-S34gh");
  const locked = await open();
  await users.lockUser({ userId: locked.userId });
  expect(await locked.check()).toBe("FailedPrecondition COMMAND-JLK35");
});

test("wrong codes lock the user exactly when the policy says so, each factor by itself; unlocking starts again", async () => {
  const { userId, secret } = await withTotp();
  await users.addOTPEmail({ userId });
  await management.addCustomLockoutPolicy({ maxPasswordAttempts: 0, maxOtpAttempts: 5 });
  const wrong = wrongCode(secret);
  const { sessionId } = await sessions.createSession({
    checks: user(userId),
    challenges: { otpEmail: { deliveryType: { case: "returnCode", value: {} } } },
  });
  expect(await outcome(sessions.setSession({ sessionId, checks: { otpEmail: { code: wrong } } }))).toBe(
    "InvalidArgument CODE-woT0xc",
  );
  const guesses = Array.from({ length: 40 }, () =>
    checkTotp(unlimited(), userId, wrong).catch((error: { id: string }) => error.id),
  );
  const ids = (await Promise.all(guesses)).toSorted();
  expect(ids.filter((id) => id === "EVENT-8isk2")).toHaveLength(5);
  expect(ids.filter((id) => id === "COMMAND-JLK35")).toHaveLength(35);
  expect(await failures(userId)).toEqual({ totp: 5, otpEmail: 1 });
  await users.unlockUser({ userId });
  expect(await failures(userId)).toBeUndefined();
  await checkTotp(unlimited(), userId, codeOf(secret, 1));
  await management.resetLockoutPolicyToDefault({});
});

test("one-time passwords take a proven address, and nobody sets them up for others without permission", async () => {
  const [phoneless, stranger] = [await person(false), await person()];
  expect(await outcome(users.addOTPSMS({ userId: phoneless }))).toBe("FailedPrecondition COMMAND-Q54j2");
  const { sessionToken } = await sessions.createSession({
    checks: { ...user(stranger), password: { password: "Password1!" } },
  });
  const outside = createClient(UserService, tenant.transport(sessionToken));
  const calls = [outside.registerTOTP, outside.addOTPSMS, outside.addOTPEmail, outside.removeTOTP];
  for (const call of calls) expect((await refusal(call({ userId: phoneless }))).code).toBe(Code.NotFound);
  await outside.addOTPSMS({ userId: stranger });
  expect(await outcome(outside.addOTPSMS({ userId: stranger }))).toBe("AlreadyExists COMMAND-Ad3g2");
  expect(await outcome(outside.removeOTPEmail({ userId: stranger }))).toBe("NotFound COMMAND-b312D");
  expect(await outcome(users.registerTOTP({ userId: "nobody" }))).toMatch(/^NotFound /);
  const machine = await users.createUser({
    organizationId: tenant.created.orgId,
    userType: { case: "machine", value: { name: "bot" } },
    username: "bot",
  });
  expect(await outcome(users.addOTPEmail({ userId: machine.id }))).toMatch(/^FailedPrecondition /);
});

test("one has one's own factors over the first generation too, and managers take them away", async () => {
  const userId = await person();
  const login = { ...user(userId), password: { password: "Password1!" } };
  const self = async (checks: object) => {
    const { sessionToken } = await sessions.createSession({ checks: { ...login, ...checks } });
    return createClient(AuthService, tenant.transport(sessionToken));
  };
  let own = await self({});
  const { url, secret } = await own.addMyAuthFactorOTP({});
  expect(url).toContain(`secret=${secret}`);
  const states = async () => {
    const { result } = await own.listMyAuthFactors({});
    expect((await management.listHumanAuthFactors({ userId })).result).toEqual(result);
    return result.map(({ state, type }) => `${type.case} ${state}`);
  };
  expect(await states()).toEqual(["otp 1"]);
  await own.verifyMyAuthFactorOTP({ code: codeOf(secret, 0) });
  own = await self({ totp: { code: codeOf(secret, 1) } });
  await own.addMyAuthFactorOTPSMS({});
  await own.addMyAuthFactorOTPEmail({});
  expect(await states()).toEqual(["otp 2", "otpSms 2", "otpEmail 2"]);
  expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([1, 4, 6, 7]);
  const { result } = await users.listAuthenticationFactors({ userId, authFactors: [1, 3], states: [2] });
  expect(result.map(({ type }) => type.case)).toEqual(["otpSms"]);
  await management.removeHumanAuthFactorOTP({ userId });
  await management.removeHumanAuthFactorOTPSMS({ userId });
  await management.removeHumanAuthFactorOTPEmail({ userId });
  expect(await states()).toEqual([]);
});

test("a code is sent by a message in the unit that stores it, sealed, and none is when it is returned", async () => {
  const userId = await person();
  await users.addOTPEmail({ userId });
  const jobs = async () =>
    tenant.database.query<{ payload: { type: string; channel: string; args: object; urlTemplate?: string } }>(
      {
        text: "select payload from jobs where task = 'message' and payload->>'userId' = $1",
        values: [userId],
      },
    );
  const returned = { otpEmail: { deliveryType: { case: "returnCode" as const, value: {} } } };
  const sent = (urlTemplate: string) => ({
    otpEmail: { deliveryType: { case: "sendCode" as const, value: { urlTemplate } } },
  });
  const { sessionId } = await sessions.createSession({ checks: user(userId), challenges: returned });
  expect(await jobs()).toEqual([]);
  const urlTemplate = `${tenant.origin}/otp?code={{.Code}}`;
  const made = await sessions.setSession({ sessionId, challenges: sent(urlTemplate) });
  expect(made.challenges?.otpEmail).toBeUndefined();
  expect((await jobs()).map(({ payload }) => payload)).toMatchObject([
    { type: "verify_email_otp", channel: "email", urlTemplate, args: { sessionId, expirySeconds: 300 } },
  ]);
  const own = createClient(SessionService, tenant.transport("", { authorization: "" }));
  const elsewhere = { challenges: sent("https://evil.test/{{.Code}}") };
  const held = { sessionId, sessionToken: made.sessionToken };
  expect(await outcome(own.setSession({ ...held, ...elsewhere }))).toBe("InvalidArgument USER-Ul1nk");
  const events = await tenant.database.query<{ payload: Record<string, unknown> }>({
    text: "select payload from events where aggregate_id = $1 and type = 'session.otp.email.challenged' order by sequence",
    values: [sessionId],
  });
  const sealed = {
    CryptoType: 0,
    Algorithm: "aes-256-gcm",
    KeyID: expect.any(String),
    Crypted: expect.any(String),
  };
  const common = { code: sealed, expiry: 300_000_000_000, triggerOrigin: tenant.origin };
  expect(events.map(({ payload }) => payload)).toEqual([
    { ...common, returnCode: true },
    { ...common, urlTmpl: urlTemplate },
  ]);
});

test("people may bring the secret of their authenticator along, and no text that is none", async () => {
  const secret = "GEZD GNBV GY3T QOJQ gezd gnbv gy3t qojq";
  const add = (name: string, totpSecret: string) =>
    users.addHumanUser({
      profile: { givenName: "Ada", familyName: "Lovelace" },
      email: { email: `${name}@people.test`, verification: { case: "isVerified", value: true } },
      totpSecret,
    });
  for (const bad of ["not base32!", "GEZDGNBVGY3TQOJ", "A".repeat(200)])
    expect(await outcome(add("bad", bad))).toBe("InvalidArgument USER-Ts5in");
  const { userId } = await add("brought", secret);
  expect((await users.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([4]);
  const imported = await management.importHumanUser({
    userName: "imported",
    profile: { firstName: "Ada", lastName: "Lovelace" },
    email: { email: "imported@people.test", isEmailVerified: true },
    password: "Password1!",
    otpCode: secret,
  });
  for (const id of [userId, imported.userId])
    await sessions.createSession({ checks: { ...user(id), totp: { code: codeOf(secret, 0) } } });
});
