/** Which message goes where, and which does not. */

import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { refusal, told as refused } from "#test/harness/refusal.ts";
import { findByLoginName } from "../queries.ts";
import { createPeople, type People, password } from "./codes.fixture.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people.tenant.close());

const link = "http://tenant.test/verify?code={{.Code}}";
const sendCode = { case: "sendCode" as const, value: { urlTemplate: link } };
const returnCode = { case: "returnCode" as const, value: {} };
const profile = { givenName: "Ada", familyName: "Lovelace" };

test("a new person is sent the code for each address that is to be proven, in the same unit", async () => {
  const { users, told, tenant } = people;
  const { userId } = await users.addHumanUser({
    profile,
    email: { email: "new@people.test", verification: sendCode },
    phone: { phone: "079 123 45 67", verification: { case: "sendCode", value: {} } },
  });
  expect(await told(userId)).toMatchObject([
    {
      type: "verify_email",
      channel: "email",
      to: "new@people.test",
      orgId: tenant.created.orgId,
      origin: "http://tenant.test",
      urlTemplate: link,
      args: { expirySeconds: 3600 },
      code: expect.stringMatching(/^[A-Z0-9]{6}$/),
    },
    {
      type: "verify_phone",
      channel: "sms",
      to: "+41791234567",
      code: expect.stringMatching(/^[A-Z0-9]{6}$/),
    },
  ]);
});

test("nothing is sent of codes that are returned, and of addresses that count as verified", async () => {
  const { users, told } = people;
  const { userId, emailCode, phoneCode } = await users.addHumanUser({
    profile,
    email: { email: "returned@people.test", verification: returnCode },
    phone: { phone: "+41791234568", verification: { case: "isVerified", value: true } },
  });
  expect([emailCode, phoneCode]).toEqual([expect.stringMatching(/^[A-Z0-9]{6}$/), undefined]);
  await users.setEmail({ userId, email: "again@people.test", verification: returnCode });
  await users.passwordReset({ userId, medium: returnCode });
  await users.createInviteCode({ userId, verification: returnCode });
  expect(await told(userId)).toEqual([]);
});

test("a person of the first generation is sent one code to begin with, and another when asked, also elsewhere", async () => {
  const { management, told } = people;
  const { userId } = await management.addHumanUser({
    userName: "beginner",
    profile: { firstName: "Ada", lastName: "Lovelace" },
    email: { email: "beginner@people.test" },
  });
  await management.resendHumanInitialization({ userId });
  await management.resendHumanInitialization({ userId, email: "right@people.test" });
  expect(await told(userId)).toMatchObject([
    { type: "init", to: "beginner@people.test", args: { expirySeconds: 259_200 } },
    { type: "init", to: "beginner@people.test" },
    { type: "init", to: "right@people.test" },
  ]);
  const early = management.resendHumanEmailVerification({ userId });
  expect(refused(await refusal(early))).toBe("FailedPrecondition COMMAND-E3fbw");
  const asked = management.sendHumanResetPasswordNotification({ userId });
  expect(refused(await refusal(asked))).toBe("FailedPrecondition COMMAND-Sfe4g");
  const done = management.resendHumanInitialization({ userId: await people.person("done") });
  expect(refused(await refusal(done))).toBe("FailedPrecondition COMMAND-2M9sd");
});

test("people change and prove their own number and address over the first generation", async () => {
  const userId = await people.person("changer");
  const { auth } = await people.self(userId);
  await auth.setMyPhone({ phone: "+41 (0)79 765 43 21" });
  await auth.resendMyPhoneVerification({});
  await auth.setMyEmail({ email: "changed@people.test" });
  await auth.resendMyEmailVerification({});
  const messages = await people.told(userId);
  expect(messages.map(({ type, to }) => [type, to])).toEqual([
    ["verify_phone", "+41797654321"],
    ["verify_phone", "+41797654321"],
    ["verify_email", "changed@people.test"],
    ["verify_email", "changed@people.test"],
  ]);
  expect(refused(await refusal(auth.verifyMyPhone({ code: messages[0]?.code ?? "" })))).toBe(
    "InvalidArgument COMMAND-Vc7wr",
  );
  await auth.verifyMyPhone({ code: messages[1]?.code ?? "" });
  await auth.verifyMyEmail({ code: messages[3]?.code ?? "" });
  expect((await auth.getMyPhone({})).phone).toMatchObject({ phone: "+41797654321", isPhoneVerified: true });
  expect((await auth.getMyEmail({})).email).toMatchObject({ isEmailVerified: true });
  expect(refused(await refusal(auth.setMyPhone({ phone: "+41 79 765 43 21" })))).toBe(
    "FailedPrecondition COMMAND-wF94s",
  );
  await auth.removeMyPhone({});
  expect((await auth.getMyPhone({})).phone).toBeUndefined();
});

test("who logs in by number may write it in any way", async () => {
  const userId = await people.person("caller", { phone: "079 111 22 00" });
  const ctx = people.tenant.ctx();
  for (const typed of ["+41791112200", "079 111 22 00", "0041 (0)79 111 22 00"])
    expect(
      (await findByLoginName(ctx, typed, { phone: true })).map(({ aggregateId }) => aggregateId),
    ).toEqual([userId]);
});

test("nobody is handed a code for an address that was theirs already", async () => {
  const userId = await people.person("same");
  const { verificationCode } = await people.users.setEmail({
    userId,
    email: "same@people.test",
    verification: returnCode,
  });
  expect(verificationCode).toBeUndefined();
});

test("people are told of a new password where the policy says so, and not elsewhere", async () => {
  const { users, told, tenant } = people;
  const newPassword = { password: "Password2!" };
  const userId = await people.person("warned");
  await users.setPassword({ userId, newPassword });
  expect(await told(userId)).toMatchObject([
    { type: "password_change", channel: "email", to: "warned@people.test" },
  ]);
  const admin = createClient(AdminService, tenant.transport(tenant.ownerToken));
  await admin.updateNotificationPolicy({ passwordChange: false });
  const quiet = await people.person("quiet");
  await users.setPassword({ userId: quiet, newPassword });
  await people.management.setHumanPassword({ userId: quiet, password });
  expect(await told(quiet)).toEqual([]);
  await admin.updateNotificationPolicy({ passwordChange: true });
});
