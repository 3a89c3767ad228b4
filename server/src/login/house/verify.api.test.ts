/** First steps over the real house: activation, invitation, proven addresses, and the first password. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { credentialSettings } from "#src/domains/credentialsettings/policy.ts";
import { createHuman, inviteUser, type NewHuman, User, userById } from "#src/domains/user/index.ts";
import { policyRef, startPolicy } from "#src/kits/settings/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";
import { lastCode, toldTo } from "./told.fixture.ts";

let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0, defaultRedirectURI: home });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

const newBrowser = () => browserOf(real, reported);
const base = "/ui/v2/login";
const home = "https://home.example/";
const callback = /^https:\/\/app\.example\.com\/cb\?code=/;

const person = (userId: string, more: Partial<NewHuman> = {}) =>
  createHuman(real.ctx(), {
    userId,
    orgId: real.orgId,
    userName: `${userId}@example.com`,
    firstName: userId,
    lastName: "Test",
    email: `${userId}@mail.example.com`,
    emailVerification: { kind: "send" },
    ...more,
  });

const stateOf = async (userId: string) => {
  const state = (await userById(real.ctx(), userId))?.state;
  return state?.kind === "human" ? { status: state.status, ...state.human } : undefined;
};

/** The choice that follows a first proof, and the first password. */
async function firstPassword(browser: PlainBrowser): Promise<PlainBrowser> {
  const href = /href="([^"]*\/password\/set[^"]*)"/.exec(browser.html)?.[1] ?? "none";
  await browser.get(href.replaceAll("&amp;", "&"));
  return (await browser.submit({ password, confirmPassword: password })).follow();
}

test("an account is activated by the link of its mail, gets a password, and is signed in", async () => {
  await person("ann", { mustInitialise: true });
  const code = await lastCode(real, "ann", "init");
  const link = `/ui/login/user/init?userID=ann&code=${code}&orgID=${real.orgId}&loginname=ann%40example.com`;
  const browser = await (await newBrowser().get(link)).follow();
  expect([browser.html.includes("Activate your account"), (await stateOf("ann"))?.status]).toEqual([
    true,
    "initial",
  ]);
  await (await browser.submit({})).follow();
  expect(await stateOf("ann")).toMatchObject({ status: "active", emailVerified: true });
  expect(browser.html).toContain("How do you want to sign in?");
  expect(browser.html).toContain("/passkey/set?");
  await firstPassword(browser);
  expect(browser.location).toBe(home);
});

test("an invitation is accepted by its link, and reading the link accepts nothing", async () => {
  await person("bob", { emailVerification: { kind: "return" } });
  await inviteUser(real.ctx(), "bob", { kind: "send" });
  const code = await lastCode(real, "bob", "invite_user");
  const link = `${base}/verify?code=${code}&userId=bob&organization=${real.orgId}&invite=true`;
  for (const _ of [1, 2])
    expect((await (await newBrowser().get(link)).follow()).html).toContain("Accept your invitation");
  expect((await stateOf("bob"))?.emailVerified).toBe(false);
  const browser = await (await newBrowser().get(link)).follow();
  await (await browser.submit({})).follow();
  await firstPassword(browser);
  expect([browser.location, (await stateOf("bob"))?.emailVerified]).toEqual([home, true]);
});

test("an address is proven by its link without signing anybody in", async () => {
  await person("cal", { password: { plain: password } });
  const code = await lastCode(real, "cal", "verify_email");
  const browser = newBrowser();
  await (await browser.get(`${base}/verify?code=${code}&userId=cal&organization=${real.orgId}`)).follow();
  await (await browser.submit({})).follow();
  expect(browser.html).toContain("Your email address is confirmed");
  expect((await stateOf("cal"))?.emailVerified).toBe(true);
  expect((await (await browser.get(`${base}/login`)).follow()).html).toContain('id="loginName"');
});

test("who registered themselves proves the address before the login goes on, with the code that was sent", async () => {
  await person("dee", { password: { plain: password }, selfRegistered: true });
  const browser = await newBrowser().logIn(entryOf(await real.request()), "dee@example.com", password);
  expect(browser.html).toContain("Confirm your email address");
  expect((await toldTo(real, "dee")).length).toBe(1);
  await (await browser.submit({ code: "WRONG1" })).follow();
  expect([browser.status, browser.html.includes('id="code-error"')]).toEqual([400, true]);
  await (await browser.submit({ code: await lastCode(real, "dee", "verify_email") })).follow();
  expect(browser.location).toMatch(callback);
});

test("others prove theirs where the setting asks for it; who changed a proven one only then", async () => {
  await person("eva", { password: { plain: password } });
  const logIn = async () => newBrowser().logIn(entryOf(await real.request()), "eva@example.com", password);
  expect((await logIn()).location).toMatch(callback);
  const at = policyRef(credentialSettings, "instance", instanceId);
  const start = startPolicy(credentialSettings)[0];
  const added = { type: start?.type ?? "", payload: { ...start?.payload, requireVerifiedEmail: true } };
  await real.store.execute(real.ctx(), [at], () => [[added]] as never);
  const asked = await logIn();
  expect(asked.html).toContain("Confirm your email address");
  const before = await lastCode(real, "eva", "verify_email");
  await (await asked.submit({ resend: "true" })).follow();
  expect(asked.html).toContain('role="status"');
  const code = await lastCode(real, "eva", "verify_email");
  expect(code).not.toBe(before);
  await (await asked.submit({ code })).follow();
  expect(asked.location).toMatch(callback);

  await real.happen(User, "eva", [{ type: "user.human.email.changed", payload: { email: "e@x.example" } }]);
  const changed = await logIn();
  expect(changed.html).toContain("Confirm your email address");
  expect((await toldTo(real, "eva")).at(-1)).toMatchObject({ type: "verify_email", to: "e@x.example" });
  await real.store.execute(
    real.ctx(),
    [at],
    () =>
      [
        [{ type: added.type.replace(/added$/, "changed"), payload: { requireVerifiedEmail: false } }],
      ] as never,
  );
  expect((await logIn()).location).toMatch(callback);
});

test("who has no password yet is sent a code when they enter their name, once, and goes on with the request", async () => {
  await person("fin", { emailVerification: { kind: "verified" } });
  const requestId = await real.request();
  const browser = await (await newBrowser().get(entryOf(requestId))).follow();
  await (await browser.submit({ loginName: "fin@example.com" })).follow();
  await (await newBrowser().get(entryOf(await real.request()))).follow();
  expect((await toldTo(real, "fin")).map(({ type }) => type)).toEqual(["password_reset"]);
  const code = await lastCode(real, "fin", "password_reset");
  await (await browser.submit({ code, password, confirmPassword: password })).follow();
  expect(browser.location).toMatch(callback);
});

test("who never proved an address is asked for its code, and then for a password", async () => {
  await person("gus");
  const browser = await (await newBrowser().get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: "gus@example.com" })).follow();
  expect((await toldTo(real, "gus")).length).toBe(1);
  await (await browser.submit({ code: await lastCode(real, "gus", "verify_email") })).follow();
  await firstPassword(browser);
  expect(browser.location).toMatch(callback);
});

test("a first code entered where passwords are set proves the address and sets the password", async () => {
  await person("hub", { mustInitialise: true });
  const browser = newBrowser();
  await browser.get(`${base}/password/reset?loginName=hub@example.com`);
  await (await browser.submit({})).follow();
  const code = await lastCode(real, "hub", "init");
  await (await browser.submit({ code, password: "short", confirmPassword: "short" })).follow();
  expect([browser.status, browser.html.includes('id="password-error"')]).toEqual([400, true]);
  await (await browser.submit({ password, confirmPassword: password })).follow();
  expect([browser.location, (await stateOf("hub"))?.status]).toEqual([home, "active"]);
});

test("what a first proof permits is this browser's, and gone with the first password", async () => {
  await person("ivy", { mustInitialise: true });
  const browser = newBrowser();
  await browser.get(`${base}/verify?userId=ivy&code=${await lastCode(real, "ivy", "init")}`);
  await browser.follow();
  await browser.submit({});
  const choice = browser.location ?? "";
  const page = choice.replace("authenticator/set", "password/set");
  for (const at of [choice, page]) {
    const thief = newBrowser();
    await thief.get(at);
    expect([thief.status, thief.location?.startsWith(`${base}/login`)]).toEqual([302, true]);
  }
  await browser.get(page);
  const form = browser.html;
  await (await browser.submit({ password, confirmPassword: password })).follow();
  const after = newBrowser();
  after.cookies = browser.cookies;
  for (const at of [choice, page]) expect((await after.get(at)).location).toContain(`${base}/login`);
  await after.get(choice.replace("authenticator/set", "passkey/set"));
  expect([after.status, after.html.includes("data-options")]).toEqual([403, false]);
  // Sent twice, it ends where the first did, with the password of the first.
  after.html = form;
  await (await after.submit({ password: "Third-Pass3", confirmPassword: "Third-Pass3" })).follow();
  expect(after.location).toBe(home);
  const again = await newBrowser().logIn(entryOf(await real.request()), "ivy@example.com", password);
  expect(again.location).toMatch(callback);
});

test("an expired code, and one of somebody who is not there, are answered like a wrong one", async () => {
  await person("jim", { password: { plain: password } });
  const code = await lastCode(real, "jim", "verify_email");
  await person("joe", { password: { plain: password } });
  const sealed = real.ctx().secrets.seal("otp", "OLD001");
  const old = { type: "user.human.email.code.added", payload: { code: sealed, expiry: 1 } } as const;
  await real.happen(User, "joe", [old]);
  const answers = [];
  for (const [userId, typed] of [
    ["jim", "WRONG1"],
    ["joe", "OLD001"],
    ["nil", code],
  ] as const) {
    const browser = newBrowser();
    await (await browser.get(`${base}/verify?userId=${userId}&code=${typed}`)).follow();
    await (await browser.submit({})).follow();
    answers.push([browser.status, browser.html.includes("not right, or no longer good")]);
  }
  expect(answers).toEqual([
    [400, true],
    [400, true],
    [400, true],
  ]);
  expect((await stateOf("joe"))?.emailVerified).toBe(false);
});

test("who lost their name to a domain chooses another, by the rules of names", async () => {
  await real.addUser("kay");
  const userName = "kay@temporary.id.example.com";
  await real.happen(User, "kay", [
    { type: "user.domain.claimed", payload: { userName, userLoginMustBeDomain: false } },
  ]);
  const browser = await newBrowser().logIn(entryOf(await real.request()), userName, password);
  expect(browser.html).toContain("Choose a new login name");
  expect([browser.html.includes("<bdi>kay Test</bdi>"), browser.html.includes(userName)]).toEqual([
    true,
    false,
  ]);
  const tried = async (wanted: string) => {
    await (await browser.submit({ userName: wanted })).follow();
    return [browser.status, /id="userName-error">([^<]*)/.exec(browser.html)?.[1]];
  };
  expect(await tried("ada@example.com")).toEqual([400, expect.stringContaining("already")]);
  expect(await tried("kay@two.id.example.com")).toEqual([
    400,
    expect.stringContaining("another organization"),
  ]);
  expect(await tried("new@temporary.id.example.com")).toEqual([400, expect.stringContaining("temporary")]);
  expect(await tried("")).toEqual([400, expect.stringContaining("filled in")]);
  await (await browser.submit({ userName: "kay2@example.com" })).follow();
  expect(browser.location).toMatch(callback);
  const again = await newBrowser().logIn(entryOf(await real.request()), "kay2@example.com", password);
  expect(again.location).toMatch(callback);
});

test("the change of a password can be given up", async () => {
  await person("lea", {
    emailVerification: { kind: "verified" },
    password: { plain: password },
    passwordChangeRequired: true,
  });
  const browser = await newBrowser().logIn(entryOf(await real.request()), "lea@example.com", password);
  expect(browser.html).toContain("Choose a new password");
  const csrf = /name="csrf" value="([^"]*)"/.exec(browser.html)?.[1] ?? "";
  const requestId = /name="requestId" value="([^"]*)"/.exec(browser.html)?.[1] ?? "";
  expect(browser.html).toContain(`action="${base}/cancel"`);
  await browser.post(`${base}/cancel`, new URLSearchParams({ csrf, requestId }));
  expect(new URL(browser.location ?? "").searchParams.get("error")).toBe("access_denied");
});
