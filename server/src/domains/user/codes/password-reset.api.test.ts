/** New passwords by a code: where it goes, and what it is good for. */
import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { NotificationType } from "#contract/zitadel/user/v2/password_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceBeta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { createOrg, Org } from "#src/domains/org/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { outcome, refusal, told as refused } from "#test/harness/refusal.ts";
import { prepareDuePassword } from "../password-commands.ts";
import { userById } from "../queries.ts";
import { createPeople, type People, password } from "./codes.fixture.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people.tenant.close());

const returnCode = { case: "returnCode" as const, value: {} };
const sendLink = (notificationType: NotificationType, urlTemplate?: string) => ({
  case: "sendLink" as const,
  value: { notificationType, ...(urlTemplate === undefined ? {} : { urlTemplate }) },
});
const next = "Password2!";
const setBy = (userId: string, code: string, plain = next) =>
  people.users.setPassword({
    userId,
    newPassword: { password: plain },
    verification: { case: "verificationCode", value: code },
  });
const codeFor = async (userId: string) =>
  (await people.users.passwordReset({ userId, medium: returnCode })).verificationCode ?? "";
const logIn = (userId: string, plain: string) =>
  createClient(SessionService, people.tenant.transport(people.tenant.ownerToken)).createSession({
    checks: { user: { search: { case: "userId", value: userId } }, password: { password: plain } },
  });

test("a code for a new password is sent by mail, by SMS, or returned, in either generation", async () => {
  const userId = await people.person("forgetful");
  const url = "http://tenant.test/new?user={{.UserID}}&code={{.Code}}";
  await people.users.passwordReset({ userId, medium: sendLink(NotificationType.Email, url) });
  await people.users.passwordReset({ userId, medium: sendLink(NotificationType.SMS) });
  await people.users.passwordReset({ userId });
  await people.management.sendHumanResetPasswordNotification({ userId, type: 1 });
  const beta = createClient(UserServiceBeta, people.tenant.transport(people.tenant.ownerToken));
  const { verificationCode } = await beta.passwordReset({ userId, medium: returnCode });
  expect(verificationCode).toMatch(/^[A-Z0-9]{6}$/);
  const phone = expect.stringMatching(/^\+4179/);
  const mail = { type: "password_reset", channel: "email", to: "forgetful@people.test" };
  const sms = { type: "password_reset", channel: "sms", to: phone };
  expect(await people.told(userId)).toMatchObject([{ ...mail, urlTemplate: url }, sms, mail, sms]);
});

test("a code sets one new password, and no second one", async () => {
  const userId = await people.person("once");
  const code = await codeFor(userId);
  await setBy(userId, code);
  await logIn(userId, next);
  expect(refused(await refusal(logIn(userId, password)))).toBe("InvalidArgument COMMAND-3M0fs");
  expect(refused(await refusal(setBy(userId, code)))).toBe("FailedPrecondition COMMAND-Vc7no");
});

test("of many who spend the same right code at once one alone sets the password", async () => {
  const userId = await people.person("raced");
  const code = await codeFor(userId);
  const passwords = Array.from({ length: 5 }, (_, n) => `Password-${n}!`);
  const outcomes = await Promise.all(passwords.map((plain) => outcome(setBy(userId, code, plain))));
  expect(outcomes.filter((one) => one === "allowed")).toHaveLength(1);
  expect((await people.history(userId, 50)).filter((type) => type.endsWith("password.changed"))).toHaveLength(
    1,
  );
});

test("a password that breaks the rules leaves the code as it was", async () => {
  const userId = await people.person("careless");
  const code = await codeFor(userId);
  expect(refused(await refusal(setBy(userId, code, "short")))).toBe("InvalidArgument COMMAND-HuJf6");
  await setBy(userId, code);
});

test("codes for new passwords go to verified addresses only", async () => {
  const { users } = people;
  const unproven = { kind: "return" } as const;
  const userId = await people.person("unproven", {
    emailVerification: unproven,
    phoneVerification: unproven,
  });
  const asked = (type: NotificationType) => refusal(users.passwordReset({ userId, medium: sendLink(type) }));
  expect(refused(await asked(NotificationType.Email))).toBe("FailedPrecondition USER-Rs1nv");
  expect(refused(await asked(NotificationType.SMS))).toBe("FailedPrecondition USER-Rs2nv");
});

test("no code for a new password is made for people of an organization that is not active", async () => {
  const { aggregateId: orgId } = await createOrg(people.tenant.ctx(), "Asleep");
  const userId = await people.person("sleeper", { orgId });
  await people.tenant.store.execute(people.tenant.ctx(), [ref(Org, orgId)], () => [
    [{ type: "org.deactivated", payload: null }],
  ]);
  for (const medium of [returnCode, sendLink(NotificationType.Email), sendLink(NotificationType.SMS)])
    expect(refused(await refusal(people.users.passwordReset({ userId, medium })))).toBe(
      "FailedPrecondition USER-Rs3oa",
    );
  expect(await people.told(userId)).toEqual([]);
});

test("changing an address does not redirect codes for new passwords before it is proven", async () => {
  const userId = await people.person("victim");
  const { users } = await people.self(userId);
  const email = "thief@people.test";
  await users.setEmail({ userId, email, verification: { case: "sendCode", value: {} } });
  await users.setPhone({ userId, phone: "+41790000000", verification: { case: "sendCode", value: {} } });
  await people.users.passwordReset({ userId, medium: sendLink(NotificationType.Email) });
  await people.users.passwordReset({ userId, medium: sendLink(NotificationType.SMS) });
  const messages = await people.told(userId);
  const resets = messages.filter(({ type }) => type === "password_reset");
  expect(resets.map(({ to }) => to)).toEqual(["victim@people.test", expect.stringMatching(/^\+41791/)]);
  const proof = messages.find(({ type }) => type === "verify_email")?.code ?? "";
  await users.verifyEmail({ userId, verificationCode: proof });
  await people.users.passwordReset({ userId });
  expect((await people.told(userId)).at(-1)).toMatchObject({ type: "password_reset", to: email });
});

test("a code for a new password is void once another address is proven, and once the number is removed", async () => {
  const { users } = people;
  const userId = await people.person("mover");
  const first = await codeFor(userId);
  const isVerified = { case: "isVerified" as const, value: true };
  await users.setEmail({ userId, email: "moved@people.test", verification: isVerified });
  expect(refused(await refusal(setBy(userId, first)))).toBe("FailedPrecondition COMMAND-Vc7no");
  const second = await codeFor(userId);
  await users.removePhone({ userId });
  expect(refused(await refusal(setBy(userId, second)))).toBe("FailedPrecondition COMMAND-Vc7no");
  const gone = users.passwordReset({ userId, medium: sendLink(NotificationType.SMS) });
  expect(refused(await refusal(gone))).toBe("FailedPrecondition USER-Rs2nv");
});

test("nobody sets a password of their own by a stolen token alone: it takes the current one or a code", async () => {
  const userId = await people.person("robbed");
  const { users } = await people.self(userId);
  const newPassword = { password: next };
  const alone = () => users.setPassword({ userId, newPassword });
  expect(refused(await refusal(alone()))).toBe("PermissionDenied COMMAND-Sp0wn");
  // Neither is the code for it handed to them, nor sent on their word.
  for (const medium of [returnCode, sendLink(NotificationType.Email)])
    expect((await refusal(users.passwordReset({ userId, medium }))).code).toBe(5);
  const verification = { case: "currentPassword" as const, value: "Wrong-Password1" };
  const guessed = users.setPassword({ userId, newPassword, verification });
  expect(refused(await refusal(guessed))).toBe("InvalidArgument COMMAND-3M0fs");
  const code = await codeFor(userId);
  await users.setPassword({
    userId,
    newPassword,
    verification: { case: "verificationCode", value: code },
  });
});

test("a password that has to be changed is changed without the current one where it was just proven, and nowhere else", async () => {
  const { tenant } = people;
  const asked = async (changeRequired: boolean) => {
    const userId = await people.person(`asked-${changeRequired}`);
    await people.users.setPassword({ userId, newPassword: { password, changeRequired } });
    const { sessionToken } = await logIn(userId, password);
    const users = createClient(UserService, tenant.transport(sessionToken));
    return {
      userId,
      change: (plain: string) => users.setPassword({ userId, newPassword: { password: plain } }),
    };
  };
  const free = await asked(false);
  expect(refused(await refusal(free.change(next)))).toBe("PermissionDenied COMMAND-Sp0wn");
  const bound = await asked(true);
  expect(refused(await refusal(bound.change(password)))).toBe("FailedPrecondition COMMAND-Aesh5");
  await bound.change(next);
  await logIn(bound.userId, next);
  // The session goes on, and what was asked for is done.
  expect(refused(await refusal(bound.change("Password3!")))).toBe("PermissionDenied COMMAND-Sp0wn");
});

test("a due password that somebody sets anew is not the one that was proven, before or while another is chosen", async () => {
  const userId = await people.person("overtaken");
  const give = (plain: string) =>
    people.users.setPassword({ userId, newPassword: { password: plain, changeRequired: true } });
  await give(password);
  const base = people.tenant.ctx();
  const provenAt = (passwordAt: string) => ({ ...base, caller: { ...base.caller, userId, passwordAt } });
  const choose = (passwordAt: string) => prepareDuePassword(provenAt(passwordAt), userId, next, false);
  const { spend } = await choose(base.now.toISOString());
  const user = async () => (await userById(base, userId))?.state;
  spend?.(await user());
  await give("Password3!");
  const overtaken = await user();
  expect(() => spend?.(overtaken)).toThrow(expect.objectContaining({ kind: "aborted", id: "USER-Pw6ch" }));
  await expect(choose(base.now.toISOString())).rejects.toMatchObject({ id: "COMMAND-Sp0wn" });
});
