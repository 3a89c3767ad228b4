/** Passkeys and second factors: how people get them, log in with them, and what is refused. */
import { type Client, createClient } from "@connectrpc/connect";
import {
  type AssertionAnswer,
  type CreationOptions,
  createAuthenticator,
  type Lies,
  type RequestOptions,
} from "@gatehouse/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CredentialSettingsService } from "#contract/gatehouse/settings/v1/credential_settings_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { InstanceService } from "#contract/zitadel/instance/v2/instance_service_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { UserVerificationRequirement } from "#contract/zitadel/session/v2/challenge_pb.ts";
import { SessionService } from "#contract/zitadel/session/v2/session_service_pb.ts";
import { PasskeyAuthenticator } from "#contract/zitadel/user/v2/auth_pb.ts";
import { AuthenticationMethodType, UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceV2beta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { messageTask } from "#src/domains/message/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { valueAt } from "#test/harness/json.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { checkWebAuthN } from "./check.ts";

const { REQUIRED, PREFERRED, DISCOURAGED } = UserVerificationRequirement;
const here = "https://tenant.test";
const shop = { domain: "shop.test", origin: "https://login.shop.test" };

let tenant: Tenant;
let users: Client<typeof UserService>;
let usersBeta: Client<typeof UserServiceV2beta>;
let sessions: Client<typeof SessionService>;
let management: Client<typeof ManagementService>;
beforeAll(async () => {
  tenant = await createTenant();
  const transport = tenant.transport(tenant.ownerToken);
  users = createClient(UserService, transport);
  usersBeta = createClient(UserServiceV2beta, transport);
  sessions = createClient(SessionService, transport);
  management = createClient(ManagementService, transport);
  const trusted = "login.shop.test";
  await createClient(InstanceService, transport).addTrustedDomain({ trustedDomain: trusted });
});
afterAll(() => tenant.close());

let people = 0;
async function person(): Promise<string> {
  const name = `person-${++people}`;
  const { userId } = await management.addHumanUser({
    userName: name,
    profile: { firstName: "Minie", lastName: "Mouse", displayName: "Minie Mouse" },
    email: { email: `${name}@people.test`, isEmailVerified: true },
    initialPassword: "Password1!",
  });
  return userId;
}

const userCheck = (userId: string) => ({ user: { search: { case: "userId" as const, value: userId } } });

/** The token of somebody who has just logged in by password. */
async function tokenOf(userId: string): Promise<string> {
  const checks = { ...userCheck(userId), password: { password: "Password1!" } };
  return (await sessions.createSession({ checks })).sessionToken;
}

// What the API prints is plain JSON: its shape is the test's to know.
const creation = (json: object | undefined) => json as unknown as CreationOptions & { publicKey: object };
const request = (json: object | undefined) => json as unknown as RequestOptions;
const credential = (answer: object) => structuredClone(answer) as never;

async function addPasskey(
  userId: string,
  authenticator = createAuthenticator(),
  { domain = "", origin = here } = {},
) {
  const { passkeyId, ...begun } = await users.registerPasskey({ userId, domain });
  const answer = authenticator.create(creation(begun.publicKeyCredentialCreationOptions), origin);
  const passkeyName = "Google Pixel";
  const publicKeyCredential = credential(answer);
  await users.verifyPasskeyRegistration({ userId, passkeyId, passkeyName, publicKeyCredential });
  return { passkeyId, authenticator, answer };
}

async function addU2f(userId: string, authenticator = createAuthenticator({ verifiesUser: false })) {
  const { u2fId, ...begun } = await users.registerU2F({ userId, domain: "tenant.test" });
  const answer = authenticator.create(creation(begun.publicKeyCredentialCreationOptions), here);
  const publicKeyCredential = credential(answer);
  await users.verifyU2FRegistration({ userId, u2fId, tokenName: "Key", publicKeyCredential });
  return { u2fId, authenticator };
}

/** A session that waits for an authenticator. */
async function challenged(
  userId: string,
  userVerificationRequirement: UserVerificationRequirement = REQUIRED,
  domain = "tenant.test",
) {
  const challenges = { webAuthN: { domain, userVerificationRequirement } };
  const made = await sessions.createSession({ checks: userCheck(userId), challenges });
  const options = request(made.challenges?.webAuthN?.publicKeyCredentialRequestOptions);
  return { sessionId: made.sessionId, sessionToken: made.sessionToken, options };
}

const answerTo = (sessionId: string, answer: AssertionAnswer | object) =>
  sessions.setSession({ sessionId, checks: { webAuthN: { credentialAssertionData: credential(answer) } } });

const factorsOf = async (sessionId: string) => (await sessions.getSession({ sessionId })).session?.factors;

describe("registration", () => {
  test("options are printed as browsers read them, with all that the documents promise", async () => {
    const userId = await person();
    const { authenticator, answer } = await addPasskey(userId);
    const again = await usersBeta.registerPasskey({ userId, authenticator: PasskeyAuthenticator.PLATFORM });
    const { publicKey } = creation(again.publicKeyCredentialCreationOptions);
    expect(publicKey).toEqual({
      attestation: "none",
      authenticatorSelection: {
        authenticatorAttachment: "platform",
        userVerification: "required",
        residentKey: "preferred",
        requireResidentKey: false,
      },
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      excludeCredentials: [{ id: answer.id, type: "public-key" }],
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ alg, type: "public-key" })),
      rp: { id: "tenant.test", name: "tenant.test" },
      timeout: 300_000,
      user: {
        displayName: "Minie Mouse",
        id: Buffer.from(userId).toString("base64url"),
        name: `person-${people}`,
      },
    });
    expect(() => authenticator.create({ publicKey }, here)).toThrow("InvalidStateError");
    const roaming = await users.registerPasskey({
      userId,
      authenticator: PasskeyAuthenticator.CROSS_PLATFORM,
    });
    expect(roaming.publicKeyCredentialCreationOptions).toMatchObject({
      publicKey: { authenticatorSelection: { authenticatorAttachment: "cross-platform" } },
    });
    const u2f = await usersBeta.registerU2F({ userId, domain: "tenant.test" });
    expect(u2f.u2fId).not.toBe("");
    expect(u2f.details?.sequence).toBeGreaterThan(0n);
    expect(creation(u2f.publicKeyCredentialCreationOptions).publicKey).toMatchObject({
      authenticatorSelection: { userVerification: "discouraged" },
      excludeCredentials: [],
    });
  });

  test("passkeys are listed once they have answered, and gone once they are removed", async () => {
    const userId = await person();
    const { passkeyId } = await addPasskey(userId, createAuthenticator({ attestation: "packed" }));
    await users.registerPasskey({ userId });
    const { result, details } = await users.listPasskeys({ userId });
    expect(result).toMatchObject([{ id: passkeyId, state: 2, name: "Google Pixel" }]);
    expect(details?.totalResult).toBe(1n);
    const { result: asManaged } = await management.listHumanPasswordless({ userId });
    expect(asManaged).toMatchObject([{ id: passkeyId, state: 2, name: "Google Pixel" }]);
    await users.removePasskey({ userId, passkeyId });
    expect((await users.listPasskeys({ userId })).result).toEqual([]);
    expect(await outcome(users.removePasskey({ userId, passkeyId }))).toBe("NotFound WEBAUTHN-Rm1nf");
    const { u2fId } = await addU2f(userId);
    expect(await outcome(users.removePasskey({ userId, passkeyId: u2fId }))).toBe("NotFound WEBAUTHN-Rm1nf");
    await users.removeU2F({ userId, u2fId });
    expect(await outcome(management.removeHumanAuthFactorU2F({ userId, tokenId: u2fId }))).toBe(
      "NotFound WEBAUTHN-Rm1nf",
    );
  });

  const wrong: readonly (readonly [string, string, Lies])[] = [
    ["another challenge", here, { challenge: Buffer.alloc(32).toString("base64url") }],
    ["another relying party", here, { rpId: "evil.test" }],
    ["a page of somebody else", "https://evil.test", {}],
    ["a host that only ends like ours", "https://eviltenant.test", {}],
    ["a page that anybody on the way can change", "http://tenant.test", {}],
    ["a page within a page of somebody else", here, { crossOrigin: true }],
    ["a login instead of a registration", here, { type: "webauthn.get" }],
    ["nobody present", here, { userPresent: false }],
    ["a user who was not recognised", here, { userVerified: false }],
    ["an attestation that names certificates of its own", here, { format: "android-key" }],
  ];
  test.each(wrong)("an answer with %s registers no passkey", async (_what, origin, lies) => {
    const userId = (wrongUser ??= await person());
    const { passkeyId, ...begun } = await users.registerPasskey({ userId });
    const options = creation(begun.publicKeyCredentialCreationOptions);
    const answer = credential(createAuthenticator().create(options, origin, lies));
    const call = { userId, passkeyId, passkeyName: "x", publicKeyCredential: answer };
    expect(await outcome(users.verifyPasskeyRegistration(call))).toBe("InvalidArgument WEBAUTHN-Cr1ed");
    expect((await users.listPasskeys({ userId })).result).toEqual([]);
  });
  let wrongUser: string | undefined;

  test("what is no answer at all is refused", async () => {
    const userId = await person();
    const { passkeyId, ...begun } = await users.registerPasskey({ userId });
    const right = createAuthenticator().create(creation(begun.publicKeyCredentialCreationOptions), here);
    const { response } = right;
    const odd: readonly object[] = [
      {},
      { ...right, response: null },
      { ...right, rawId: "x" },
      { ...right, type: "password" },
      { ...right, response: { ...response, attestationObject: "_" } },
      { ...right, response: { ...response, clientDataJSON: "bnVsbA" } },
    ];
    for (const publicKeyCredential of odd.map(credential))
      expect(
        await outcome(
          users.verifyPasskeyRegistration({ userId, passkeyId, passkeyName: "x", publicKeyCredential }),
        ),
      ).toBe("InvalidArgument WEBAUTHN-Cr1ed");
  });

  test("a registration is answered once, by whom it was begun for, and a credential is one person's", async () => {
    const [ada, eve] = [await person(), await person()];
    const { passkeyId, answer } = await addPasskey(ada);
    const verify = (userId: string, id: string) =>
      outcome(
        users.verifyPasskeyRegistration({
          userId,
          passkeyId: id,
          passkeyName: "x",
          publicKeyCredential: credential(answer),
        }),
      );
    expect(await verify(ada, passkeyId)).toBe("FailedPrecondition WEBAUTHN-Rg2dn");
    expect(await verify(eve, passkeyId)).toBe("NotFound WEBAUTHN-Rg1nf");
    const { passkeyId: hers } = await users.registerPasskey({ userId: eve });
    expect(await verify(eve, hers)).toBe("InvalidArgument WEBAUTHN-Cr1ed");
  });

  test("of registrations that nobody finishes a few stay open, the newest", async () => {
    const userId = await person();
    const begun = [];
    for (let n = 0; n < 7; n++) begun.push(await users.registerU2F({ userId, domain: "tenant.test" }));
    const rows = await tenant.store.query<{ entity_id: string }>(
      sql`select entity_id from user_u2f_keys where instance_id = ${tenant.created.instanceId}
        and aggregate_id = ${userId} order by created_at, entity_id`,
    );
    expect(rows.map(({ entity_id }) => entity_id)).toEqual(begun.slice(-5).map(({ u2fId }) => u2fId));
  });

  test("relying parties are the instance's own domains and those it trusts, and what these are in", async () => {
    const userId = await person();
    const at = (domain: string) => outcome(users.registerPasskey({ userId, domain }));
    for (const domain of ["", "tenant.test", "login.shop.test", shop.domain])
      expect(await at(domain)).toBe("allowed");
    for (const domain of ["test", "evil.test", "op.test", "a.tenant.test", "https://tenant.test", "."])
      expect(await at(domain)).toBe("InvalidArgument WEBAUTHN-Rp1dm");
  });

  test("people register with whom the settings say, else with the instance by its name", async () => {
    const userId = await person();
    const settings = createClient(CredentialSettingsService, tenant.transport(tenant.ownerToken));
    const nameNow = async () => {
      const { publicKeyCredentialCreationOptions } = await users.registerPasskey({ userId });
      return valueAt(publicKeyCredentialCreationOptions, "publicKey.rp.name");
    };
    expect(await nameNow()).toBe("tenant.test");
    await settings.setCredentialSettings({ relyingPartyName: "The Shop" });
    expect(await nameNow()).toBe("The Shop");
    await settings.setCredentialSettings({ relyingPartyName: "" });
  });

  test("nobody registers an authenticator for somebody else without the permission", async () => {
    const [ada, eve] = [await person(), await person()];
    const asEve = createClient(UserService, tenant.transport(await tokenOf(eve)));
    const begun = await users.registerPasskey({ userId: ada });
    const { passkeyId } = begun;
    const options = creation(begun.publicKeyCredentialCreationOptions);
    const publicKeyCredential = credential(createAuthenticator().create(options, here));
    const calls = [
      asEve.registerPasskey({ userId: ada }),
      asEve.registerU2F({ userId: ada, domain: "tenant.test" }),
      asEve.verifyPasskeyRegistration({ userId: ada, passkeyId, passkeyName: "x", publicKeyCredential }),
      asEve.createPasskeyRegistrationLink({ userId: ada, medium: { case: "returnCode", value: {} } }),
      asEve.listPasskeys({ userId: ada }),
      asEve.removePasskey({ userId: ada, passkeyId }),
      asEve.removeU2F({ userId: ada, u2fId: passkeyId }),
    ];
    expect(await Promise.all(calls.map(outcome))).toEqual(calls.map(() => "NotFound AUTHZ-cdgFk"));
    await asEve.registerPasskey({ userId: eve });
  });

  test("one's own are begun, answered, listed and removed over the first generation", async () => {
    const userId = await person();
    const self = createClient(AuthService, tenant.transport(await tokenOf(userId)));
    const answered = (key: Uint8Array | undefined, authenticator = createAuthenticator()) => {
      const options: CreationOptions = JSON.parse(Buffer.from(key ?? []).toString());
      const answer = authenticator.create(options, here);
      return { tokenName: "Mine", publicKeyCredential: Buffer.from(JSON.stringify(answer)) };
    };
    const [passkey, u2f] = [await self.addMyPasswordless({}), await self.addMyAuthFactorU2F({})];
    await self.verifyMyPasswordless({ verification: answered(passkey.key?.publicKey) });
    const { result } = await self.listMyPasswordless({});
    expect(result).toMatchObject([{ state: 2, name: "Mine" }]);
    await self.removeMyPasswordless({ tokenId: result[0]?.id ?? "" });
    expect((await self.listMyPasswordless({})).result).toEqual([]);
    const none = Buffer.from(JSON.stringify({ padding: "x".repeat(60) }));
    expect(
      await outcome(
        self.verifyMyPasswordless({ verification: { tokenName: "x", publicKeyCredential: none } }),
      ),
    ).toBe("NotFound WEBAUTHN-Rg4nf");
    const text = Buffer.from("no JSON".padEnd(60));
    expect(
      await outcome(
        self.verifyMyPasswordless({ verification: { tokenName: "x", publicKeyCredential: text } }),
      ),
    ).toBe("InvalidArgument WEBAUTHN-Cr3js");
    const { link, expiration } = await self.addMyPasswordlessLink({});
    expect(link).toMatch(
      new RegExp(
        `^${tenant.origin}/ui/login/login/passwordless/init\\?userID=${userId}&orgID=\\d+&codeID=\\d+&code=\\w{12}$`,
      ),
    );
    expect(expiration?.seconds).toBe(3600n);
    await self.verifyMyAuthFactorU2F({ verification: answered(u2f.key?.publicKey) });
    // From now on that session, which has the password alone, proves too little.
    expect(await outcome(self.listMyPasswordless({}))).toBe("PermissionDenied AUTHZ-Kl3p0");
  });
});

describe("registration by a code", () => {
  const returned = { case: "returnCode" as const, value: {} };

  test("a code lets whoever has it register one passkey, and nothing else", async () => {
    const [userId, eve] = [await person(), await person()];
    // Has no permission on anybody, as the page of somebody who is not logged in.
    const page = createClient(UserService, tenant.transport(await tokenOf(eve)));
    const { code } = await users.createPasskeyRegistrationLink({ userId, medium: returned });
    expect(code).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      code: expect.stringMatching(/^\w{12}$/),
    });
    if (!code) throw new Error("no code");
    expect(await outcome(page.registerPasskey({ userId: eve, code }))).toBe("InvalidArgument COMMAND-Eeb2a");
    const begun = await page.registerPasskey({ userId, code, domain: "tenant.test" });
    expect(await outcome(page.registerPasskey({ userId, code }))).toBe("InvalidArgument COMMAND-Eeb2a");
    const { passkeyId } = begun;
    const options = creation(begun.publicKeyCredentialCreationOptions);
    const publicKeyCredential = credential(createAuthenticator().create(options, here));
    await page.verifyPasskeyRegistration({ userId, passkeyId, passkeyName: "By mail", publicKeyCredential });
    expect((await users.listPasskeys({ userId })).result).toMatchObject([{ name: "By mail" }]);
  });

  test("a code that was entered wrong five times is worth nothing, also by a hundred entries at once", async () => {
    const userId = await person();
    const { code } = await users.createPasskeyRegistrationLink({ userId, medium: returned });
    if (!code) throw new Error("no code");
    const wrong = () => outcome(users.registerPasskey({ userId, code: { id: code.id, code: "wrong" } }));
    const told = await Promise.all(Array.from({ length: 100 }, wrong));
    expect(told.filter((one) => one === "InvalidArgument COMMAND-Eeb2a")).toHaveLength(5);
    expect(await outcome(users.registerPasskey({ userId, code }))).not.toBe("allowed");
  });

  test("a link is sent to a verified address, leads where we know, and its code is no one else's to read", async () => {
    const userId = await person();
    const send = (urlTemplate?: string) => ({
      case: "sendLink" as const,
      value: urlTemplate === undefined ? {} : { urlTemplate },
    });
    const template = `${tenant.origin}/passkey?user={{.UserID}}&id={{.CodeID}}&code={{.Code}}`;
    const made = await usersBeta.createPasskeyRegistrationLink({ userId, medium: send(template) });
    expect(made.code).toBeUndefined();
    await management.sendPasswordlessRegistration({ userId });
    const { link } = await management.addPasswordlessRegistration({ userId });
    expect(link).toContain(`userID=${userId}`);
    const jobs = await tenant.store.query<{ payload: object }>(
      sql`select payload from jobs where task = ${messageTask} and payload->>'userId' = ${userId} order by id`,
    );
    expect(jobs.map(({ payload }) => payload)).toMatchObject([
      {
        type: "passwordless_registration",
        channel: "email",
        urlTemplate: template,
        args: { expirySeconds: 3600 },
      },
      { type: "passwordless_registration", channel: "email" },
    ]);
    await users.setEmail({
      userId,
      email: "unproven@people.test",
      verification: { case: "returnCode", value: {} },
    });
    expect(await outcome(users.createPasskeyRegistrationLink({ userId, medium: send() }))).toBe(
      "FailedPrecondition WEBAUTHN-Em1nv",
    );
  });
});

describe("login", () => {
  test("a passkey proves a user who was recognised, and each answer makes a new token", async () => {
    const userId = await person();
    const { authenticator, answer } = await addPasskey(userId);
    await addU2f(userId);
    const { sessionId, sessionToken, options } = await challenged(userId);
    expect(options.publicKey).toEqual({
      allowCredentials: [{ id: answer.id, type: "public-key" }],
      challenge: expect.stringMatching(/^[\w-]{43}$/),
      rpId: "tenant.test",
      timeout: 300_000,
      userVerification: "required",
    });
    const done = await answerTo(sessionId, authenticator.get(options, here));
    expect(done.sessionToken).not.toBe(sessionToken);
    expect(await factorsOf(sessionId)).toMatchObject({ webAuthN: { userVerified: true } });
  });

  test("a key is a second factor where recognition is not asked for", async () => {
    const userId = await person();
    await addPasskey(userId);
    const { authenticator } = await addU2f(userId);
    for (const requirement of [PREFERRED, DISCOURAGED]) {
      const { sessionId, options } = await challenged(userId, requirement);
      expect(options.publicKey.allowCredentials).toHaveLength(1);
      await answerTo(sessionId, authenticator.get(options, here));
      const { webAuthN } = (await factorsOf(sessionId)) ?? {};
      expect(webAuthN?.verifiedAt).toBeDefined();
      expect(webAuthN?.userVerified).toBe(false);
    }
  });

  test("two relying parties on one instance have their own authenticators each", async () => {
    const userId = await person();
    const authenticator = createAuthenticator();
    const ours = await addPasskey(userId, authenticator);
    const theirs = await addPasskey(userId, authenticator, shop);
    const allowedAt = async (domain: string) =>
      (await challenged(userId, REQUIRED, domain)).options.publicKey.allowCredentials;
    expect(await allowedAt("tenant.test")).toMatchObject([{ id: ours.answer.id }]);
    expect(await allowedAt(shop.domain)).toMatchObject([{ id: theirs.answer.id }]);
    const atShop = await challenged(userId, REQUIRED, shop.domain);
    await answerTo(atShop.sessionId, authenticator.get(atShop.options, shop.origin));
    expect(await factorsOf(atShop.sessionId)).toMatchObject({ webAuthN: { userVerified: true } });
    const crossed = await challenged(userId, REQUIRED, shop.domain);
    const { challenge } = crossed.options.publicKey;
    const ofOurs = { publicKey: { challenge, rpId: "tenant.test" } };
    expect(await outcome(answerTo(crossed.sessionId, authenticator.get(ofOurs, here)))).toBe(
      "InvalidArgument COMMAND-Aej7i",
    );
  });

  test("nobody is challenged without authenticators for the domain, or before it is known who they are", async () => {
    const userId = await person();
    await addPasskey(userId);
    const { sessionId } = await challenged(userId);
    const ask = (domain: string, requirement: UserVerificationRequirement = REQUIRED) =>
      outcome(
        sessions.setSession({
          sessionId,
          challenges: { webAuthN: { domain, userVerificationRequirement: requirement } },
        }),
      );
    expect(await ask(shop.domain)).toBe("FailedPrecondition WEBAUTHN-Nk1ey");
    expect(await ask("tenant.test", DISCOURAGED)).toBe("FailedPrecondition WEBAUTHN-Nk1ey");
    expect(await ask("evil.test")).toBe("InvalidArgument WEBAUTHN-Rp1dm");
    const challenges = { webAuthN: { domain: "tenant.test", userVerificationRequirement: REQUIRED } };
    expect(await outcome(sessions.createSession({ challenges }))).toBe("FailedPrecondition COMMAND-Sfw3k");
  });

  const wrong: readonly (readonly [string, string, Lies])[] = [
    ["another challenge", here, { challenge: Buffer.alloc(32).toString("base64url") }],
    ["another relying party", here, { rpId: "shop.test" }],
    ["a page of somebody else", "https://evil.test", {}],
    ["a page that anybody on the way can change", "http://tenant.test", {}],
    ["a page within a page of somebody else", here, { crossOrigin: true }],
    ["a registration instead of a login", here, { type: "webauthn.create" }],
    ["nobody present", here, { userPresent: false }],
    ["a user who was not recognised", here, { userVerified: false }],
    ["the name of another user", here, { userHandle: Buffer.from("1").toString("base64url") }],
  ];
  test.each(wrong)("an answer with %s proves nothing", async (_what, origin, lies) => {
    const { userId, authenticator } = (liar ??= await newLiar());
    const { sessionId, options } = await challenged(userId);
    const answer = authenticator.get(options, origin, lies);
    expect(await outcome(answerTo(sessionId, answer))).toBe("InvalidArgument WEBAUTHN-As1wr");
    expect((await factorsOf(sessionId))?.webAuthN).toBeUndefined();
  });
  let liar: Awaited<ReturnType<typeof newLiar>> | undefined;
  const newLiar = async () => {
    const userId = await person();
    return { userId, ...(await addPasskey(userId)) };
  };

  test("a signature of another key is refused, and so is what is no answer", async () => {
    const userId = await person();
    const { authenticator } = await addPasskey(userId);
    const { sessionId, options } = await challenged(userId);
    const right = authenticator.get(options, here);
    const later = authenticator.get(options, here, { counter: 9 });
    const { response } = right;
    const odd: readonly object[] = [
      { ...right, response: { ...response, signature: later.response.signature } },
      { ...right, response: { ...response, signature: "" } },
      { ...right, response: { ...response, authenticatorData: "AAAA" } },
      { ...right, response: null },
      { id: right.id },
    ];
    for (const answer of odd)
      expect(await outcome(answerTo(sessionId, answer))).toBe("InvalidArgument WEBAUTHN-As1wr");
    expect(await outcome(answerTo(sessionId, {}))).toBe("InvalidArgument COMMAND-Aej7i");
    await answerTo(sessionId, later);
  });

  test("an answer is good once, also where the authenticator does not count, and also at the same moment", async () => {
    const userId = await person();
    const { authenticator } = await addPasskey(userId, createAuthenticator({ counts: false }));
    const first = await challenged(userId);
    const answer = authenticator.get(first.options, here);
    await answerTo(first.sessionId, answer);
    expect(await outcome(answerTo(first.sessionId, answer))).toBe("FailedPrecondition COMMAND-Ioqu5");
    const second = await challenged(userId);
    expect(await outcome(answerTo(second.sessionId, answer))).toBe("InvalidArgument WEBAUTHN-As1wr");
    const twice = authenticator.get(second.options, here);
    const both = await Promise.all([1, 2].map(() => outcome(answerTo(second.sessionId, twice))));
    expect(both.filter((one) => one === "allowed")).toHaveLength(1);
  });

  test("a counter that does not grow is refused: there may be a copy of the authenticator", async () => {
    const userId = await person();
    const { authenticator } = await addPasskey(userId);
    const counted = async (counter: number) => {
      const { sessionId, options } = await challenged(userId);
      return outcome(answerTo(sessionId, authenticator.get(options, here, { counter })));
    };
    expect(await counted(5)).toBe("allowed");
    for (const counter of [5, 4, 0]) expect(await counted(counter)).toBe("InvalidArgument WEBAUTHN-Cl1ne");
    expect(await counted(6)).toBe("allowed");
  });

  test("another person's passkey, one of the other kind, and a removed one are unknown", async () => {
    const [ada, eve] = [await person(), await person()];
    const adas = await addPasskey(ada);
    const eves = await addPasskey(eve);
    const key = await addU2f(ada);
    const { sessionId, options } = await challenged(ada);
    const { challenge, rpId } = options.publicKey;
    const free = { publicKey: { challenge, rpId } };
    const unknown = "InvalidArgument COMMAND-Aej7i";
    expect(await outcome(answerTo(sessionId, eves.authenticator.get(free, here)))).toBe(unknown);
    const asVerified = key.authenticator.get(free, here, { userVerified: true });
    expect(await outcome(answerTo(sessionId, asVerified))).toBe(unknown);
    await users.removePasskey({ userId: ada, passkeyId: adas.passkeyId });
    expect(await outcome(answerTo(sessionId, adas.authenticator.get(options, here)))).toBe(unknown);
  });

  test("the options of one session open no other, and without options there is nothing to answer", async () => {
    const userId = await person();
    const { authenticator } = await addPasskey(userId);
    const [mine, other] = [await challenged(userId), await challenged(userId)];
    const answer = authenticator.get(other.options, here);
    expect(await outcome(answerTo(mine.sessionId, answer))).toBe("InvalidArgument WEBAUTHN-As1wr");
    const { sessionId } = await sessions.createSession({ checks: userCheck(userId) });
    expect(await outcome(answerTo(sessionId, answer))).toBe("FailedPrecondition COMMAND-Ioqu5");
    const again = await sessions.setSession({
      sessionId: mine.sessionId,
      challenges: { webAuthN: { domain: "tenant.test", userVerificationRequirement: REQUIRED } },
    });
    expect(again.challenges?.webAuthN).toBeDefined();
    const before = authenticator.get(mine.options, here);
    expect(await outcome(answerTo(mine.sessionId, before))).toBe("InvalidArgument WEBAUTHN-As1wr");
  });

  test("a challenge that is five minutes old is over", async () => {
    const userId = await person();
    await addPasskey(userId);
    const ctx = tenant.ctx();
    const open = {
      challenge: "c",
      rpId: "tenant.test",
      userVerification: "required" as const,
      createdAt: new Date(ctx.now.getTime() - 300_000).toISOString(),
    };
    await expect(checkWebAuthN(ctx, userId, open, {})).rejects.toMatchObject({ id: "WEBAUTHN-Ch1ex" });
  });

  test("who is locked proves nothing by a passkey", async () => {
    const userId = await person();
    const { authenticator } = await addPasskey(userId);
    const { sessionId, options } = await challenged(userId);
    await users.lockUser({ userId });
    expect(await outcome(answerTo(sessionId, authenticator.get(options, here)))).toMatch(
      /^FailedPrecondition COMMAND-/,
    );
  });
});

describe("ways to log in", () => {
  test("authenticators are listed where they answer, and only when they can", async () => {
    const userId = await person();
    const listed = async (domainQuery?: { domain: string; includeWithoutDomain: boolean }) =>
      (await users.listAuthenticationMethodTypes({ userId, ...(domainQuery ? { domainQuery } : {}) }))
        .authMethodTypes;
    const { PASSWORD, PASSKEY, U2F } = AuthenticationMethodType;
    await users.registerPasskey({ userId });
    expect(await listed()).toEqual([PASSWORD]);
    await addPasskey(userId, createAuthenticator(), shop);
    const { u2fId } = await addU2f(userId);
    expect(await listed()).toEqual([PASSWORD, PASSKEY, U2F]);
    expect(await listed({ domain: shop.domain, includeWithoutDomain: true })).toEqual([PASSWORD, PASSKEY]);
    expect(await listed({ domain: "tenant.test", includeWithoutDomain: false })).toEqual([PASSWORD, U2F]);
    expect((await usersBeta.listAuthenticationMethodTypes({ userId })).authMethodTypes).toEqual([1, 2, 5]);
    const u2f = { state: 2, type: { case: "u2f", value: { id: u2fId, name: "Key" } } };
    expect((await users.listAuthenticationFactors({ userId })).result).toMatchObject([u2f]);
    expect((await management.listHumanAuthFactors({ userId })).result).toMatchObject([u2f]);
  });

  test("who has a passkey needs no invitation", async () => {
    const { userId } = await users.addHumanUser({
      profile: { givenName: "New", familyName: "Comer" },
      email: { email: "new.comer@people.test", verification: { case: "isVerified", value: true } },
    });
    const verification = { case: "returnCode" as const, value: {} };
    expect(await outcome(users.createInviteCode({ userId, verification }))).toBe("allowed");
    await addPasskey(userId);
    expect(await outcome(users.createInviteCode({ userId, verification }))).toBe(
      "FailedPrecondition COMMAND-EF34g",
    );
  });

  test("whose account is gone leaves no authenticator behind", async () => {
    const userId = await person();
    const { authenticator } = await addPasskey(userId);
    const { sessionId, options } = await challenged(userId);
    const answer = authenticator.get(options, here);
    await users.deleteUser({ userId });
    expect(await outcome(answerTo(sessionId, answer))).not.toBe("allowed");
    const rows = await tenant.store.query<{ n: number }>(
      sql`select count(*)::int as n from user_passkeys where instance_id = ${tenant.created.instanceId}
        and aggregate_id = ${userId}`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });
});
