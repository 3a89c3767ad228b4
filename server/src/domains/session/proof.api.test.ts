/** What a session's token alone is good for, without any other token. */
import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { SessionService as SessionServiceBeta } from "#contract/zitadel/session/v2beta/session_service_pb.ts";
import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";

let tenant: Tenant;
let sessions: Client<typeof SessionService>;
/** Whoever carries no Authorization header. */
let nobody: Client<typeof SessionService>;
let userId: string;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  sessions = createClient(SessionService, transport);
  nobody = createClient(SessionService, tenant.transport("", { authorization: "" }));
  const users = createClient(UserService, transport);
  const added = await users.addHumanUser({
    profile: { givenName: "Ada", familyName: "Lovelace" },
    email: { email: "ada@people.test", verification: { case: "isVerified", value: true } },
    passwordType: { case: "password", value: { password: "Password1!", changeRequired: false } },
  });
  userId = added.userId;
  await users.addOTPEmail({ userId });
});
afterAll(() => tenant.close());

const open = () =>
  sessions.createSession({ checks: { user: { search: { case: "userId", value: userId } } } });
const password = { checks: { password: { password: "Password1!" } } };

test("the session's own token in the request is enough to read, change and end it, and nothing else", async () => {
  const { sessionId, sessionToken } = await open();
  const { session } = await nobody.getSession({ sessionId, sessionToken });
  expect(session?.factors?.user?.id).toBe(userId);
  const changed = await nobody.setSession({ sessionId, sessionToken, ...password });
  const [event] = await tenant.store.events(tenant.created.instanceId, {
    aggregateIds: [sessionId],
    types: ["session.password.checked"],
    limit: 1,
  });
  expect(event?.creator).toBe(userId);
  expect(await outcome(nobody.listSessions({}))).toBe("Unauthenticated auth header missing");
  expect(await outcome(nobody.createSession({}))).toBe("Unauthenticated auth header missing");
  await nobody.deleteSession({ sessionId, sessionToken: changed.sessionToken });
  expect(await outcome(sessions.getSession({ sessionId }))).toMatch(/^NotFound /);
});

test("without a token, or with one that is not the session's present one, nobody gets anywhere", async () => {
  const [one, other] = [await open(), await open()];
  const changed = await sessions.setSession({ sessionId: one.sessionId, ...password });
  const wrong = [one.sessionToken, other.sessionToken, `${changed.sessionToken}x`, "garbage"];
  const tries = [...wrong.map((token) => [one.sessionId, token]), ["nothing", one.sessionToken]];
  for (const [sessionId = "", sessionToken = ""] of tries)
    for (const call of [nobody.getSession, nobody.setSession, nobody.deleteSession])
      expect(await outcome(call({ sessionId, sessionToken }))).toBe("Unauthenticated SESSION-An4to");
  for (const call of [nobody.getSession, nobody.setSession, nobody.deleteSession])
    expect(await outcome(call({ sessionId: one.sessionId }))).toBe("Unauthenticated auth header missing");
  const garbled = createClient(SessionService, tenant.transport("garbage"));
  const held = { sessionId: one.sessionId, sessionToken: changed.sessionToken };
  expect(await outcome(garbled.getSession(held))).toBe("Unauthenticated AUTH-7fs1e");
});

test("a session's token proves its user at most: nobody who has no other is handed a code", async () => {
  const { sessionId, sessionToken } = await open();
  const returned = { challenges: { otpEmail: { deliveryType: { case: "returnCode" as const, value: {} } } } };
  expect(await outcome(nobody.setSession({ sessionId, sessionToken, ...returned }))).toBe(
    "Unauthenticated AUTHZ-Rp4nm",
  );
  const changed = await nobody.setSession({ sessionId, sessionToken, ...password });
  const own = createClient(SessionService, tenant.transport(changed.sessionToken));
  const held = { sessionId, sessionToken: changed.sessionToken };
  expect(await outcome(own.setSession({ ...held, ...returned }))).toMatch(
    /^(NotFound|PermissionDenied) AUTHZ?-/,
  );
});

test("the first check that fails ends a request, and nothing of it is stored with the session", async () => {
  const { sessionId } = await open();
  const before = await sessions.getSession({ sessionId });
  const code = "000000";
  const checks = { ...password.checks, otpEmail: { code }, totp: { code } };
  const call = sessions.setSession({ sessionId, checks, metadata: { a: new Uint8Array([1]) } });
  expect(await outcome(call)).toBe("FailedPrecondition COMMAND-3Mif9s");
  expect(await sessions.getSession({ sessionId })).toEqual(before);
  const challenged = sessions.setSession({ sessionId, checks: password.checks, challenges: { otpSms: {} } });
  expect(await outcome(challenged)).toBe("FailedPrecondition COMMAND-BJ2g1");
  expect(await sessions.getSession({ sessionId })).toEqual(before);
  const userless = await sessions.createSession({});
  const refused: readonly (readonly [object, string])[] = [
    [{ checks: { totp: { code } } }, "COMMAND-Neil7"],
    [{ checks: { otpSms: { code } } }, "COMMAND-VDrh3"],
    [{ checks: { otpEmail: { code } } }, "COMMAND-ejo2w"],
    [{ challenges: { otpSms: {} } }, "COMMAND-JKL3g"],
    [{ challenges: { otpEmail: {} } }, "COMMAND-JK3gp"],
  ];
  for (const [request, id] of refused)
    expect(await outcome(sessions.setSession({ sessionId: userless.sessionId, ...request }))).toBe(
      `FailedPrecondition ${id}`,
    );
  const idpIntent = { idpIntentId: "1", idpIntentToken: "made up" };
  expect(await outcome(sessions.setSession({ sessionId, checks: { idpIntent } }))).toBe(
    "FailedPrecondition COMMAND-Df4bw",
  );
});

test("several checks and challenges of one request are stored together, and v2beta does the same", async () => {
  const beta = createClient(SessionServiceBeta, tenant.transport(tenant.ownerToken));
  const returnCode = { otpEmail: { deliveryType: { case: "returnCode" as const, value: {} } } };
  const made = await beta.createSession({
    checks: { user: { search: { case: "userId", value: userId } }, ...password.checks },
    challenges: returnCode,
  });
  const { sessionId } = made;
  const code = made.challenges?.otpEmail ?? "";
  const next = await beta.setSession({ sessionId, checks: { otpEmail: { code } }, challenges: returnCode });
  expect(next.challenges?.otpEmail).toMatch(/^\d{8}$/);
  expect(next.sessionToken).not.toBe(made.sessionToken);
  const { session } = await beta.getSession({ sessionId, sessionToken: next.sessionToken });
  expect(Object.keys(session?.factors ?? {})).toEqual(
    expect.arrayContaining(["user", "password", "otpEmail"]),
  );
  const again = { sessionId, checks: { otpEmail: { code: next.challenges?.otpEmail ?? "" } } };
  expect(await outcome(sessions.setSession(again))).toBe("allowed");
});
