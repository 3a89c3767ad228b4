/** What a session's token is good for where its user has a second factor. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { U2fKey } from "#src/domains/webauthn/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { isProven } from "./second-factor.ts";

let tenant: Tenant;
let users: Client<typeof UserService>;
let sessions: Client<typeof SessionService>;
/** Whoever carries no Authorization header. */
let nobody: Client<typeof SessionService>;
beforeAll(async () => {
  tenant = await createTenant();
  const owner = tenant.transport(tenant.ownerToken);
  users = createClient(UserService, owner);
  sessions = createClient(SessionService, owner);
  nobody = createClient(SessionService, tenant.transport("", { authorization: "" }));
  await createClient(ManagementService, owner).addCustomLoginPolicy({
    allowUsernamePassword: true,
    secondFactors: [1, 2],
  });
});
afterAll(() => tenant.close());

const me = (token: string) => createClient(AuthService, tenant.transport(token));
const lacking = "PermissionDenied AUTHZ-Kl3p0";

/** Somebody with a password, logged in by it alone. */
async function person(name: string) {
  const { userId } = await users.addHumanUser({
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: `${name}@people.test`, verification: { case: "isVerified", value: true } },
    passwordType: { case: "password", value: { password: "Password1!", changeRequired: false } },
  });
  const made = await sessions.createSession({
    checks: { user: { search: { case: "userId", value: userId } }, password: { password: "Password1!" } },
  });
  return { userId, ...made };
}

test("whoever has the password alone registers the first second factor, and cannot take it away again", async () => {
  const { userId, sessionId, sessionToken } = await person("ada");
  await me(sessionToken).addMyAuthFactorOTPEmail({});
  // The policy does not know that one: nobody is asked for it when they log in.
  expect(await outcome(me(sessionToken).getMyUser({}))).toBe("allowed");
  const recovery = createClient(UserService, tenant.transport(sessionToken));
  const { recoveryCodes } = await recovery.generateRecoveryCodes({ userId, count: 1 });
  expect(await outcome(me(sessionToken).getMyUser({}))).toBe("allowed");
  await registerKey(userId);
  for (const call of [
    () => me(sessionToken).getMyUser({}),
    () => me(sessionToken).removeMyAuthFactorU2F({ tokenId: "key" }),
    () => me(sessionToken).addMyAuthFactorOTP({}),
    () => recovery.removeRecoveryCodes({ userId }),
  ])
    expect(await outcome(call())).toBe(lacking);
  const checks = { recoveryCode: { code: recoveryCodes[0] ?? "" } };
  const both = await nobody.setSession({ sessionId, sessionToken, checks });
  expect(await outcome(me(both.sessionToken).removeMyAuthFactorU2F({ tokenId: "key" }))).toBe("allowed");
});

test("a session without the second factor changes a password that is due to be changed, and nothing else", async () => {
  const { userId } = await person("due");
  await registerKey(userId);
  const [password, next] = ["Password1!", "Password2!"];
  await users.setPassword({ userId, newPassword: { password, changeRequired: true } });
  const { sessionId, sessionToken } = await sessions.createSession({
    checks: { user: { search: { case: "userId", value: userId } }, password: { password } },
  });
  const own = createClient(UserService, tenant.transport(sessionToken));
  const newPassword = { password: next };
  const current = { case: "currentPassword" as const, value: password };
  expect(await outcome(own.setPassword({ userId, newPassword, verification: current }))).toBe(
    "PermissionDenied USER-Hf2wy",
  );
  const { userId: other } = await person("other");
  expect(await outcome(own.setPassword({ userId: other, newPassword }))).toMatch(
    /^(PermissionDenied|NotFound) /,
  );
  expect(await outcome(own.setPassword({ userId, newPassword }))).toBe("allowed");
  expect(await outcome(me(sessionToken).getMyUser({}))).toBe(lacking);
  const again = { userId, newPassword: { password: "Password3!" } };
  expect(await outcome(own.setPassword(again))).toBe("PermissionDenied COMMAND-Sp0wn");
  const { session } = await sessions.getSession({ sessionId });
  expect(session?.factors?.password).toBeDefined();
});

async function registerKey(userId: string): Promise<void> {
  const ctx = tenant.ctx();
  const webAuthNTokenId = "key";
  await tenant.store.execute(ctx, [ref(U2fKey, userId, webAuthNTokenId)], () => [
    [
      {
        type: "user.human.mfa.u2f.token.added",
        payload: { webAuthNTokenId, challenge: "c", rpID: "tenant.test" },
      },
      {
        type: "user.human.mfa.u2f.token.verified",
        payload: {
          webAuthNTokenId,
          keyId: "a2V5",
          publicKey: "a2V5",
          attestationType: "none",
          aaguid: "",
          signCount: 0,
          webAuthNTokenName: "",
        },
      },
    ],
  ]);
}

const at = "2026-11-21T00:00:00Z";
const password = { hash: "h", changeRequired: false, changedAt: at };

test.each([
  ["nothing", {}, false, false],
  ["a password", { passwordAt: at }, false, false],
  ["a password and somebody else's word", { passwordAt: at, intentAt: at }, false, false],
  ["a password and a code", { passwordAt: at, totpAt: at }, true, true],
  ["a password and a security key", { passwordAt: at, webAuthN: { at, userVerified: false } }, true, true],
  ["a password and a recovery code", { passwordAt: at, recoveryCodeAt: at }, true, true],
  ["two codes", { otpSmsAt: at, otpEmailAt: at }, true, true],
  ["a code alone", { otpEmailAt: at }, false, true],
  ["a passkey that knows its user", { webAuthN: { at, userVerified: true } }, true, true],
] as const)("%s is enough for whoever has second factors, or not", (_what, factors, known, none) => {
  // Whoever has a password, and whoever has none.
  expect([isProven(factors, { password }), isProven(factors, {})]).toEqual([known, none]);
});
