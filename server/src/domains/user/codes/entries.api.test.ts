/** What a code is good for, and how often it may be entered wrong. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "#src/platform/db/index.ts";
import { createLimits, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { outcome, refusal, told as refused } from "#test/harness/refusal.ts";
import { createPeople, type People } from "./codes.fixture.ts";
import { verifyContact } from "./contact-codes.ts";
import { maxFailures } from "./enter-code.ts";

let people: People;
beforeAll(async () => {
  people = await createPeople();
});
afterAll(() => people.tenant.close());

const returnCode = { case: "returnCode" as const, value: {} };
const unproven = { emailVerification: { kind: "return" }, phoneVerification: { kind: "return" } } as const;
/** Somebody without a password who waits for a code of each kind. */
async function waiting(name: string) {
  const { users } = people;
  const userId = await people.person(name, { ...unproven, password: undefined });
  const { verificationCode: email = "" } = await users.sendEmailCode({ userId, verification: returnCode });
  const { verificationCode: phone = "" } = await users.resendPhoneCode({ userId, verification: returnCode });
  const { inviteCode: invite = "" } = await users.createInviteCode({ userId, verification: returnCode });
  const { verificationCode: reset = "" } = await users.passwordReset({ userId, medium: returnCode });
  return { userId, codes: { email, phone, invite, reset } };
}

type Kind = keyof Awaited<ReturnType<typeof waiting>>["codes"];
const enter: Readonly<Record<Kind, (userId: string, code: string) => Promise<unknown>>> = {
  email: (userId, verificationCode) => people.users.verifyEmail({ userId, verificationCode }),
  phone: (userId, verificationCode) => people.users.verifyPhone({ userId, verificationCode }),
  invite: (userId, verificationCode) => people.users.verifyInviteCode({ userId, verificationCode }),
  reset: (userId, value) =>
    people.users.setPassword({
      userId,
      newPassword: { password: "Password2!" },
      verification: { case: "verificationCode", value },
    }),
};
const kinds = ["email", "phone", "invite", "reset"] as const;
const wrong: Readonly<Record<Kind, string>> = {
  email: "InvalidArgument COMMAND-Vc7wr",
  phone: "InvalidArgument COMMAND-Vc7wr",
  invite: "InvalidArgument COMMAND-Wgn4q",
  reset: "InvalidArgument COMMAND-Vc7wr",
};

test("a code of another user, and one of another purpose, is wrong", async () => {
  const [one, other, third] = await Promise.all([waiting("one"), waiting("other"), waiting("third")]);
  for (const [n, kind] of kinds.entries()) {
    expect(refused(await refusal(enter[kind](one.userId, other.codes[kind])))).toBe(wrong[kind]);
    const stray = third.codes[kinds[(n + 1) % kinds.length] ?? "email"];
    expect(refused(await refusal(enter[kind](third.userId, stray)))).toBe(wrong[kind]);
  }
});

test("a code is good once, and none is good that was replaced", async () => {
  const { userId, codes } = await waiting("single");
  for (const kind of ["phone", "email", "invite", "reset"] as const) {
    await enter[kind](userId, ` ${codes[kind]} `);
    expect(refused(await refusal(enter[kind](userId, codes[kind])))).toBe("FailedPrecondition COMMAND-Vc7no");
  }
  expect((await people.users.getUserByID({ userId })).user?.type.value).toMatchObject({
    email: { isVerified: true },
    phone: { isVerified: true },
  });
  const again = await waiting("replaced");
  const { verificationCode } = await people.users.resendEmailCode({
    userId: again.userId,
    verification: returnCode,
  });
  expect(verificationCode).not.toBe(again.codes.email);
  expect(refused(await refusal(enter.email(again.userId, again.codes.email)))).toBe(wrong.email);
});

test("a code may be typed in groups and in small letters", async () => {
  const { userId, codes } = await waiting("typist");
  for (const kind of kinds) await enter[kind](userId, codes[kind].replace(/^.{3}/, "$& ").toLowerCase());
});

test("a code is void once it has expired", async () => {
  const { userId, codes } = await waiting("late");
  const later = (seconds: number): Ctx => {
    const ctx = people.tenant.ctx();
    return { ...ctx, now: new Date(ctx.now.getTime() + seconds * 1000) };
  };
  await expect(verifyContact(later(3601), userId, "email", codes.email)).rejects.toMatchObject({
    id: "COMMAND-Vc7ex",
    details: { field: "verificationCode" },
  });
  await verifyContact(later(3500), userId, "email", codes.email);
});

test("codes that went to an address are void once it is changed", async () => {
  const { users } = people;
  const { userId, codes } = await waiting("gone");
  await users.setEmail({
    userId,
    email: "elsewhere@people.test",
    verification: { case: "isVerified", value: true },
  });
  await users.setPhone({ userId, phone: "+41790000001", verification: { case: "isVerified", value: true } });
  for (const kind of ["email", "phone", "invite"] as const)
    expect(refused(await refusal(enter[kind](userId, codes[kind])))).toBe("FailedPrecondition COMMAND-Vc7no");
});

test.each(kinds)(
  "five wrong entries void a code (%s), and the right one tells nothing of it",
  async (kind) => {
    const { userId, codes } = await waiting(`guessed-${kind}`);
    for (let n = 0; n < maxFailures; n++)
      expect(refused(await refusal(enter[kind](userId, "WRONG0")))).toBe(wrong[kind]);
    for (const code of [codes[kind], "WRONG0"])
      expect(refused(await refusal(enter[kind](userId, code)))).toBe("InvalidArgument COMMAND-Vc7ex");
  },
);

/** The same place as another process has it: limits of its own, on the same database. */
const elsewhere = (): Ctx => ({
  ...people.tenant.ctx(),
  limits: createLimits({ db: people.tenant.database, pepper: Buffer.from("pepper") }),
});

test("100 wrong codes at once count as 100, over two processes: five are compared, and none gains a guess", async () => {
  const { userId, codes } = await waiting("stormed");
  const contexts = [people.tenant.ctx(), elsewhere()];
  const guesses = Array.from({ length: 100 }, (_, n) =>
    verifyContact(contexts[n % 2] ?? elsewhere(), userId, "email", `GUESS${n}`).then(
      () => "allowed",
      ({ id }: { readonly id: string }) => id,
    ),
  );
  const outcomes = await Promise.all(guesses);
  const counted = (id: string) => outcomes.filter((one) => one === id).length;
  expect(counted("COMMAND-Vc7wr")).toBe(maxFailures);
  expect(counted("COMMAND-Vc7ex") + counted("LIMIT-f4Sl7")).toBe(100 - maxFailures);
  const failed = (await people.history(userId, 200)).filter((type) => type.endsWith("verification.failed"));
  expect(failed).toHaveLength(maxFailures);
  // The user's own limit is used up as well: also a new code has to wait.
  const { verificationCode = "" } = await people.users.resendEmailCode({ userId, verification: returnCode });
  for (const code of [codes.email, verificationCode])
    expect(refused(await refusal(enter.email(userId, code)))).toBe("ResourceExhausted LIMIT-f4Sl7");
});

test("wrong codes count for the address of people who enter them, and not for that of a service", async () => {
  const { tenant } = people;
  const userId = await people.person("guesser", { ...unproven, password: { plain: "Password1!" } });
  const { users } = await people.self(userId);
  await people.users.sendEmailCode({ userId, verification: returnCode });
  const spent = async () => (await tenant.database.query(sql`select 1 from rate_limits`)).length;
  const before = await spent();
  await refusal(people.users.verifyEmail({ userId, verificationCode: "WRONG0" }));
  // The code's and the user's.
  expect((await spent()) - before).toBe(2);
  await refusal(users.verifyEmail({ userId, verificationCode: "WRONG0" }));
  expect((await spent()) - before).toBe(3);
});

test("an invitation proves the address, and is sent again the way it was", async () => {
  const { users, person, told, history } = people;
  const userId = await person("guest", { ...unproven, password: undefined });
  const noneYet = users.resendInviteCode({ userId });
  expect(refused(await refusal(noneYet))).toBe("FailedPrecondition COMMAND-Wr3gq");
  const urlTemplate = "http://tenant.test/invite?code={{.Code}}";
  const value = { urlTemplate, applicationName: "Wiki" };
  expect(
    (await users.createInviteCode({ userId, verification: { case: "sendCode", value } })).inviteCode,
  ).toBeUndefined();
  await users.resendInviteCode({ userId });
  const invites = await told(userId);
  const invite = {
    type: "invite_user",
    to: "guest@people.test",
    urlTemplate,
    args: { applicationName: "Wiki" },
  };
  expect(invites).toMatchObject([invite, invite]);
  expect(refused(await refusal(enter.invite(userId, invites[0]?.code ?? "")))).toBe(wrong.invite);
  await enter.invite(userId, invites[1]?.code ?? "");
  expect(await history(userId, 3)).toEqual([
    "user.human.email.verified",
    "user.human.invite.check.succeeded",
    "user.human.invite.check.failed",
  ]);
  const { inviteCode } = await users.createInviteCode({ userId, verification: returnCode });
  expect(inviteCode).toMatch(/^[A-Z0-9]{6}$/);
  expect(refused(await refusal(users.resendInviteCode({ userId })))).toBe("FailedPrecondition COMMAND-Wr3gq");
  const settled = users.createInviteCode({ userId: await person("settled") });
  expect(refused(await refusal(settled))).toBe("FailedPrecondition COMMAND-EF34g");
});

test("whoever may write users, and not more, gets at no manager's account by way of an address", async () => {
  const { tenant, management, users } = people;
  const manager = tenant.created.admin?.userId ?? "";
  const helper = await people.person("helper");
  await management.addOrgMember({ userId: helper, roles: ["ORG_USER_MANAGER"] });
  const { users: own } = await people.self(helper);
  const email = "mine@people.test";
  for (const call of [
    () => own.passwordReset({ userId: manager, medium: returnCode }),
    () => own.setEmail({ userId: manager, email }),
    () => own.setPhone({ userId: manager, phone: "+41790000002" }),
    () => own.updateHumanUser({ userId: manager, email: { email } }),
    () => own.resendEmailCode({ userId: manager, verification: returnCode }),
  ])
    expect(await outcome(call())).toBe("PermissionDenied USER-Mg3cr");
  await own.passwordReset({ userId: manager });
  const user = (await users.getUserByID({ userId: manager })).user;
  expect(user?.type.value).not.toMatchObject({ email: { email } });
});

test("people ask for no more messages than the limits allow; managers with many people are not held back", async () => {
  const { users } = people;
  const { messagePerRecipient: recipient, messagePerAccount: account } = limitRules;
  const userId = await people.person("eager", { ...unproven });
  const { users: own } = await people.self(userId);
  const send = { case: "sendCode" as const, value: {} };
  const more = () => own.sendEmailCode({ userId, verification: send });
  const outcomes = await Promise.all(Array.from({ length: recipient.limit + 5 }, () => outcome(more())));
  const limited = "ResourceExhausted LIMIT-m2Sg9";
  expect(outcomes.filter((one) => one === "allowed")).toHaveLength(recipient.limit);
  expect(outcomes.filter((one) => one === limited)).toHaveLength(5);
  expect(await people.told(userId)).toHaveLength(recipient.limit);
  // The recipient's limit holds whoever asks, and in whatever spelling.
  const profile = { givenName: "Ada", familyName: "Lovelace" };
  const twin = { profile, username: "twin", email: { email: "EAGER@people.test", verification: send } };
  expect(await outcome(users.addHumanUser(twin))).toBe(limited);
  expect(await outcome(users.listUsers({ queries: [] }))).toBe("allowed");
  // Other addresses are other recipients, and the account has a limit of its own.
  const changed = Array.from({ length: account.limit }, (_, n) =>
    outcome(own.setEmail({ userId, email: `eager${n}@people.test`, verification: send })),
  );
  const left = account.limit - recipient.limit;
  expect((await Promise.all(changed)).filter((one) => one === "allowed")).toHaveLength(left);
  // One manager at one address.
  const many = Array.from({ length: limitRules.messagePerAddress.limit + 5 }, (_, n) =>
    outcome(users.addHumanUser({ profile, email: { email: `bulk${n}@people.test`, verification: send } })),
  );
  expect(new Set(await Promise.all(many))).toEqual(new Set(["allowed"]));
});
