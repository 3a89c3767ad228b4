/** Codes that a service makes, sends and checks itself: nobody here knows them. */

import { createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { NotificationType } from "#contract/zitadel/user/v2/password_pb.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { createOutbound, type Outbound } from "#src/platform/outbound/index.ts";
import { refusal, told as refused } from "#test/harness/refusal.ts";
import { User } from "../state.ts";
import { createPeople, type People } from "./codes.fixture.ts";
import { maxFailures } from "./enter-code.ts";

const rightCode = "424242";
/** The service, which knows one check. */
const checked: string[] = [];
let isDown = false;
const twilio: Outbound = {
  ...createOutbound({ denyList: [] }),
  call: async (url, { body }) => {
    if (isDown) return { status: 503, body: "" };
    const form = new URLSearchParams(body);
    checked.push(`${url.pathname} ${form.get("VerificationSid")}`);
    const ok = form.get("Code") === rightCode && form.get("VerificationSid") === "VE1";
    return { status: 200, body: JSON.stringify({ status: ok ? "approved" : "pending" }) };
  },
};

let people: People;
let generatorId: string;
beforeAll(async () => {
  people = await createPeople({ outbound: twilio });
  const admin = createClient(AdminService, people.tenant.transport(people.tenant.ownerToken));
  const { id } = await admin.addSMSProviderTwilio({
    sid: "AC1",
    token: "token",
    senderNumber: "+41790000000",
    verifyServiceSid: "VA1",
  });
  await admin.activateSMSProvider({ id });
  generatorId = id;
});
afterAll(() => people.tenant.close());

/** What the consumer of messages records once it was sent. */
const recordSent = (userId: string, what: "phone" | "password") =>
  people.tenant.store.execute(people.tenant.ctx(), [ref(User, userId)], () => [
    [
      {
        type: `user.human.${what}.code.sent` as const,
        payload: { generatorInfo: { id: generatorId, verificationId: "VE1" } },
      },
    ],
  ]);

test("a service that makes codes itself proves a number, and wrong entries count as with ours", async () => {
  const { users } = people;
  const userId = await people.person("verified-elsewhere");
  await users.setPhone({ userId, phone: "+41791112233", verification: { case: "sendCode", value: {} } });
  const [message] = await people.told(userId);
  expect(message).toMatchObject({ type: "verify_phone", to: "+41791112233" });
  expect(message?.code).toBeUndefined();
  const enter = (verificationCode: string) => users.verifyPhone({ userId, verificationCode });
  // It has not been sent yet: nobody is asked, and nothing is right.
  expect(refused(await refusal(enter(rightCode)))).toBe("InvalidArgument COMMAND-Vc7wr");
  expect(checked).toEqual([]);
  await recordSent(userId, "phone");
  // While nobody can say whether a code is right, none is wrong, however often it is tried.
  isDown = true;
  for (let n = 0; n <= maxFailures; n++)
    expect(refused(await refusal(enter(rightCode)))).toBe("Unavailable SMSPROV-Vf1un");
  isDown = false;
  expect(refused(await refusal(enter("000000")))).toBe("InvalidArgument COMMAND-Vc7wr");
  await enter(rightCode);
  expect(checked).toEqual(Array(2).fill("/v2/Services/VA1/VerificationCheck VE1"));
  expect(refused(await refusal(enter(rightCode)))).toBe("FailedPrecondition COMMAND-Vc7no");
  const types = await people.history(userId, 4);
  expect(types).toContain("user.human.phone.verified");
});

test("a new password by SMS is checked by the service, too often only so far; by mail and returned it is ours", async () => {
  const { users } = people;
  const userId = await people.person("reset-elsewhere");
  const sms = { case: "sendLink" as const, value: { notificationType: NotificationType.SMS } };
  const set = (value: string) =>
    users.setPassword({
      userId,
      newPassword: { password: "Password2!" },
      verification: { case: "verificationCode", value },
    });
  await users.passwordReset({ userId, medium: sms });
  await recordSent(userId, "password");
  await set(rightCode);
  await users.passwordReset({ userId, medium: sms });
  await recordSent(userId, "password");
  for (let n = 0; n < maxFailures; n++)
    expect(refused(await refusal(set("000000")))).toBe("InvalidArgument COMMAND-Vc7wr");
  const asked = checked.length;
  expect(refused(await refusal(set(rightCode)))).toBe("InvalidArgument COMMAND-Vc7ex");
  expect(checked).toHaveLength(asked);
  await users.passwordReset({ userId });
  expect((await people.told(userId)).at(-1)?.code).toMatch(/^[A-Z0-9]{6}$/);
  const returned = await users.passwordReset({ userId, medium: { case: "returnCode", value: {} } });
  await set(returned.verificationCode ?? "");
});
