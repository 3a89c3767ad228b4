/** Accounts that people make for themselves, on the page: whose they are, what is refused, and what nobody is told. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readCode } from "#src/domains/authrequest/index.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { User, type UserState } from "#src/domains/user/index.ts";
import { PasskeyCode } from "#src/domains/webauthn/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, orgDomain, origin, type RealHouse } from "./real-house.fixture.ts";

const path = "/ui/v2/login/register";
const secret = "Password1!";
const twosDomain = "two.id.example.com";
const person = (name: string) => ({
  givenName: "Grace",
  familyName: "Hopper",
  email: `${name}@mail.test`,
  password: secret,
  confirmPassword: secret,
});

let real: RealHouse;
let browser: PlainBrowser;
let languages: readonly string[] = ["en"];
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});
beforeEach(() => {
  browser = newBrowser();
});

/** @param ip registrations are counted by it */
function newBrowser(ip = "192.0.2.1"): PlainBrowser {
  const context = async () => real.ctx({ ip, languages });
  const app = createLogin({ context, report: (error) => reported.push(error) });
  return new PlainBrowser({ app }, origin);
}

const usersNamed = (name: string): Promise<readonly Row<UserState>[]> =>
  real.store.select(User, instanceId, sql`lower(t.user_name) like ${`${name}%`}`);
const countUsers = (): Promise<number> => real.store.count(User, instanceId, sql`true`);
const tasksFor = (userId: string) =>
  real.database.query<{ type: string }>(
    sql`select payload->>'type' as type from jobs where task = 'message' and payload->>'userId' = ${userId}`,
  );

/** Gives an organization a policy of its own. */
async function ofOrg(name: "login" | "domain", orgId: string, payload: object): Promise<void> {
  const target =
    name === "login" ? policyRef(loginPolicy, "org", orgId) : policyRef(domainPolicy, "org", orgId);
  const type = `org.policy.${name}.added`;
  await real.store.execute({ instanceId, creator: "test" }, [target], () => [[{ type, payload }]]);
}

const valueOf = (name: string): string | undefined =>
  new RegExp(`<input id="${name}"[^>]* value="([^"]*)"`).exec(browser.html)?.[1];
const errorOf = (name: string): string | undefined =>
  new RegExp(`id="${name}-error">([^<]*)<`).exec(browser.html)?.[1];
const csrfOf = ({ html }: PlainBrowser): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

test("who registers is made in the default organization, is sent a code, has a session, and goes on to the application", async () => {
  const requestId = await real.request();
  await (await browser.get(entryOf(requestId))).follow();
  const href = /<a href="([^"]+\/register[^"]*)"/.exec(browser.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  await browser.get(href);
  expect(browser.html).toContain("to continue to Example App");
  await browser.submit(person("grace"));
  expect([browser.status, browser.location]).toEqual([
    303,
    expect.stringMatching(new RegExp(`^/ui/v2/login/login\\?requestId=${requestId}&sessionId=\\d+$`)),
  ]);
  const [user] = await usersNamed("grace");
  expect(user?.owner).toBe(real.orgId);
  const events = await real.store.events(instanceId, { aggregateIds: [user?.aggregateId ?? ""], limit: 9 });
  expect(events.map(({ type }) => type)).toContain("user.human.selfregistered");
  expect(user?.state.kind === "human" && user.state.human).toMatchObject({
    email: "grace@mail.test",
    emailVerified: false,
    preferredLanguage: "en",
    displayName: "Grace Hopper",
  });
  expect(await tasksFor(user?.aggregateId ?? "")).toEqual([{ type: "verify_email" }]);
  const back = browser.location ?? "";
  await real.happen(User, user?.aggregateId ?? "", [{ type: "user.human.email.verified", payload: null }]);
  await (await browser.get(back)).follow();
  const code = new URL(browser.location ?? "").searchParams.get("code") ?? "";
  expect(readCode(real.ctx(), code)?.aggregateId).toMatch(/^V2_/);
  const later = await newBrowser().logIn(entryOf(await real.request()), "grace@mail.test", secret);
  expect(later.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});

test("prompt=create asks for an account at once, with what login_hint says filled in and the page's language kept", async () => {
  languages = ["de"];
  const requestId = await real.request({ prompt: [5], login_hint: "hinted@mail.test" });
  await (await browser.get(entryOf(requestId))).follow();
  expect([browser.html.includes("Konto anlegen"), valueOf("email")]).toEqual([true, "hinted@mail.test"]);
  await browser.submit(person("hinted"));
  languages = ["en"];
  const [user] = await usersNamed("hinted");
  expect(user?.state.kind === "human" && user.state.human.preferredLanguage).toBe("de");
  expect(browser.location).toContain("sessionId=");
});

test.each([
  ["the page of the older login", "/ui/login/register?authRequestID=", "/ui/v2/login/register"],
  ["its choice of ways", "/ui/login/register/option?authRequestID=", "/ui/v2/login/register"],
  ["the second page", `${path}/password?requestId=oidc_`, "/ui/v2/login/register"],
])("%s leads to the form", async (_what, old, now) => {
  const id = (await real.request()).replace("oidc_", "");
  await browser.get(old + id);
  expect(browser.location).toBe(`${now}?requestId=oidc_${id}`);
  expect((await browser.get(browser.location ?? "")).html).toContain('autocomplete="given-name"');
});

test.each([
  [
    "nothing",
    { givenName: " ", familyName: "", email: "", password: "", confirmPassword: "" },
    ["givenName", "familyName", "email", "password", "confirmPassword"],
  ],
  [
    "too much",
    { ...person("long"), givenName: "g".repeat(201), password: "p".repeat(201) },
    ["givenName", "password"],
  ],
  ["two passwords", { ...person("differ"), confirmPassword: "Password2!" }, ["confirmPassword"]],
  ["a weak password", { ...person("weak"), password: "weak", confirmPassword: "weak" }, ["password"]],
  ["no address", { ...person("x"), email: "nowhere" }, ["email"], "EMAIL-599BI"],
  ["a name that is taken", { ...person("x"), email: "ada@example.com" }, ["email"], "V2-usrnm"],
  ["an address that is taken", { ...person("x"), email: "Ada@mail.example.com" }, ["email"], "V2-usrnm"],
  ["another's domain", { ...person("x"), email: `me@${twosDomain}` }, ["email"], "COMMAND-SFd21"],
] as const)(
  "%s: told at the field, what was typed stays, the passwords do not, and nobody is made",
  async (_what, form, wrong, id?: string) => {
    const before = await countUsers();
    await browser.get(path);
    await browser.submit(form);
    expect(browser.status).toBe(400);
    expect(Object.keys(form).filter((name) => errorOf(name) !== undefined)).toEqual(wrong);
    expect(errorOf(wrong[0])).toContain(id ?? "");
    expect(browser.html).toMatch(
      new RegExp(`id="${wrong[0]}"[^>]* autofocus[^>]*aria-describedby="${wrong[0]}-error`),
    );
    for (const name of ["givenName", "familyName", "email"] as const)
      expect(valueOf(name)).toBe(form[name].trim());
    expect([valueOf("password"), valueOf("confirmPassword")]).toEqual([undefined, undefined]);
    expect(await countUsers()).toBe(before);
  },
);

test("terms and privacy have to be agreed to where there are links to read, in the page's language", async () => {
  await real.setPolicy("privacy", { tosLink: "https://acme.test/{{.Lang}}/terms", privacyLink: "" });
  await browser.get(path);
  expect(browser.html).toContain('<a href="https://acme.test/en/terms" target="_blank"');
  expect(browser.html).not.toContain('id="privacy"');
  const csrf = csrfOf(browser);
  await browser.post(path, new URLSearchParams({ ...person("terms"), csrf }));
  expect([browser.status, errorOf("terms")]).toEqual([400, "Without this it cannot go on."]);
  await browser.submit({ ...person("terms"), terms: "yes" });
  await real.setPolicy("privacy", { tosLink: "", privacyLink: "" });
  expect([browser.status, await usersNamed("terms")]).toEqual([303, [expect.anything()]]);
});

test("a form that is sent twice, one after the other or at once, makes one account and ends at it", async () => {
  await browser.get(path);
  const body = () => new URLSearchParams({ ...person("twice"), csrf: csrfOf(browser) });
  const csrf = csrfOf(browser);
  const sent = async () => {
    const same = newBrowser();
    same.cookies = browser.cookies;
    await same.post(path, new URLSearchParams({ ...person("twice"), csrf }));
    return [same.status, /sessionId=\d+/.test(same.location ?? "")];
  };
  expect(await Promise.all([sent(), sent(), sent()])).toEqual(Array(3).fill([303, true]));
  const first = browser.location;
  await browser.post(path, body());
  expect([browser.status, browser.location]).not.toEqual([303, first]);
  expect(await usersNamed("twice")).toHaveLength(1);
});

test("a name that somebody else took a moment ago lets nobody in", async () => {
  await browser.get(path);
  await browser.submit(person("mine"));
  const other = newBrowser();
  await other.get(path);
  await other.submit({ ...person("mine"), password: "Password2!", confirmPassword: "Password2!" });
  expect([other.status, other.html.includes("V2-usrnm")]).toEqual([400, true]);
});

test("a passkey in the place of a password: a permit for it, and a session that proves nothing", async () => {
  await browser.get(path);
  expect(browser.html).toMatch(/<button[^>]* name="method" value="passkey" formnovalidate hidden/);
  await browser.submit({ ...person("keys"), password: "", confirmPassword: "", method: "passkey" });
  const to = new URL(browser.location ?? "", origin);
  const [user] = await usersNamed("keys");
  expect([browser.status, to.pathname]).toEqual([303, "/ui/v2/login/passkey/set"]);
  const waiting = sql`t.aggregate_id = ${user?.aggregateId ?? ""}`;
  expect(await real.store.count(PasskeyCode, instanceId, waiting)).toBe(1);
  // The address carries neither a code nor anything that would be good in another browser.
  expect([...to.searchParams.keys()].sort()).toEqual(["organization", "permit", "sessionId"]);
  const thief = newBrowser();
  await thief.get(`${to.pathname}${to.search}`);
  expect(thief.status).toBe(403);
  await browser.follow();
  expect(browser.html).toContain("Create passkey");
  await browser.get(`/ui/v2/login/signedin?sessionId=${to.searchParams.get("sessionId")}`);
  expect(browser.location).toMatch(/^\/ui\/v2\/login\/login/);
});

test("where the organization does not allow it there is no registration, no link, and an open form is refused", async () => {
  const before = await countUsers();
  for (const changes of [{ allowRegister: false }, { allowUsernamePassword: false }]) {
    await browser.get(path);
    await real.setPolicy("login", changes);
    await browser.submit(person("closed"));
    expect([browser.status, browser.html.includes("LOGIN-rG7c1")]).toEqual([403, true]);
    await browser.get(path);
    expect([browser.status, browser.html.includes("<form")]).toEqual([403, false]);
    await browser.get("/ui/v2/login/loginname");
    expect(browser.html).not.toContain("/register");
    const requestId = await real.request({ prompt: [5] });
    await (await newBrowser().get(entryOf(requestId))).follow();
    await real.setPolicy("login", { allowRegister: true, allowUsernamePassword: true });
  }
  expect(await countUsers()).toBe(before);
});

test("a form that is not of this browser registers nobody", async () => {
  const before = await countUsers();
  const foreign = csrfOf(await newBrowser().get(path));
  await browser.get(path);
  for (const csrf of ["", foreign]) {
    await browser.post(path, new URLSearchParams({ ...person("forged"), csrf }));
    expect([browser.status, browser.html.includes("LOGIN-c5Rf2")]).toEqual([403, true]);
  }
  expect(await countUsers()).toBe(before);
});

test("somebody else's request, and one that there is not, register nobody", async () => {
  const before = await countUsers();
  const requestId = await real.request();
  await newBrowser().get(entryOf(requestId));
  await browser.get(path);
  const csrf = csrfOf(browser);
  for (const id of [requestId, "oidc_V2_0", "oidc_'--"]) {
    await browser.post(path, new URLSearchParams({ ...person("stolen"), csrf, requestId: id }));
    expect([403, 404]).toContain(browser.status);
  }
  expect(await countUsers()).toBe(before);
});

test("an address that registers too often is told so on the form, and keeps what it typed", async () => {
  const ip = "198.51.100.7";
  const rule = limitRules.registrationPerAddress;
  for (let n = 0; n < rule.limit; n += 1) await real.limits.take({ instanceId, rule, subject: ip });
  browser = newBrowser(ip);
  await browser.get(path);
  await browser.submit(person("often"));
  expect([browser.status, valueOf("email")]).toEqual([429, "often@mail.test"]);
  expect(browser.html).toContain("Too many accounts");
  expect(await usersNamed("often")).toEqual([]);
});

test("script in every field stays text, on the form and in the account", async () => {
  const hostile = '"><script>alert(1)</script>';
  await browser.get(`${path}?loginName=${encodeURIComponent(`${hostile}@x`)}`);
  expect(browser.html).not.toContain("<script>alert");
  await browser.submit({ ...person("x"), givenName: hostile, familyName: hostile, email: hostile });
  expect([browser.status, browser.html.includes("<script>alert")]).toEqual([400, false]);
  await browser.submit({ ...person("hostile"), givenName: hostile, familyName: `a\u0000\u202e${hostile}` });
  expect(browser.status).toBe(303);
  const [user] = await usersNamed("hostile");
  expect(user?.state).toMatchObject({ human: { firstName: hostile, lastName: `a${hostile}` } });
  await browser.get("/ui/v2/login/accounts");
  expect([browser.status, browser.html.includes("<script>alert")]).toEqual([200, false]);
});

test("the organization that was asked for, by a request or by the address, is where the account is made", async () => {
  const scope = ["openid", `urn:zitadel:iam:org:id:${ids.otherOrg}`];
  const signedIn = await newBrowser().logIn(entryOf(await real.request()), "ada@example.com", "Secret-Pass1");
  // Signed in as a member of another organization: of this one nobody is known here, but one may join.
  await (await signedIn.get(entryOf(await real.request({ scope })))).follow();
  expect(signedIn.html).toContain("with your account of Two");
  expect(signedIn.html).not.toContain("/ui/v2/login/accounts");
  const href = /<a href="([^"]+\/register[^"]*)"/.exec(signedIn.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  await signedIn.get(href);
  expect(signedIn.html).toContain("It will belong to Two.");
  // What the form says of the organization counts for nothing when the request says another.
  await signedIn.submit(person("joined"), { organization: real.orgId });
  expect((await usersNamed("joined")).map(({ owner }) => owner)).toEqual([ids.otherOrg]);
  await browser.get(`${path}?organization=${ids.otherOrg}`);
  await browser.submit(person("addressed"));
  expect((await usersNamed("addressed")).map(({ owner }) => owner)).toEqual([ids.otherOrg]);
});

test.each([
  ["an organization that there is not", "id:nobody"],
  ["a domain that nobody has", "domain:primary:nobody.test"],
])("%s has no registration: it is not the default one's", async (_what, named) => {
  const scope = ["openid", `urn:zitadel:iam:org:${named}`];
  await browser.get(`${path}?requestId=${await real.request({ scope })}`);
  expect([browser.status, browser.html.includes("LOGIN-rG7c1")]).toEqual([403, true]);
});

test("an organization that is not active registers nobody", async () => {
  await real.happen(Org, ids.otherOrg, [{ type: "org.deactivated", payload: null }]);
  await browser.get(`${path}?organization=${ids.otherOrg}`);
  await real.happen(Org, ids.otherOrg, [{ type: "org.reactivated", payload: null }]);
  expect(browser.status).toBe(403);
});

test("a name that nobody has leads to the organization of its domain: its registration with the address, or its login", async () => {
  const enter = async (loginName: string) => {
    browser = newBrowser();
    await browser.get("/ui/v2/login/loginname");
    await browser.submit({ loginName });
    return new URL(browser.location ?? "", origin);
  };
  const to = await enter(`new@${twosDomain}`);
  expect([to.pathname, to.searchParams.get("organization")]).toEqual([path, ids.otherOrg]);
  await browser.get(browser.location ?? "");
  expect(valueOf("email")).toBe(`new@${twosDomain}`);
  expect((await enter("new@unknown.test")).pathname).toBe("/ui/v2/login/loginname");
  await ofOrg("login", ids.otherOrg, { allowUsernamePassword: true, allowDomainDiscovery: true });
  const login = await enter(`new@${twosDomain}`);
  expect([login.pathname, login.searchParams.get("organization")]).toEqual([
    "/ui/v2/login/loginname",
    ids.otherOrg,
  ]);
  await browser.get(browser.location ?? "");
  expect([browser.status, browser.html.includes("with your account of Two")]).toEqual([400, true]);
});

test("where names are unique in their organization they are chosen, and continued by its domain", async () => {
  await ofOrg("domain", real.orgId, { userLoginMustBeDomain: true });
  await browser.get(`${path}?loginName=${encodeURIComponent(`katherine@${orgDomain}`)}`);
  expect([valueOf("userName"), browser.html.includes(`@${orgDomain}</span>`)]).toEqual(["katherine", true]);
  await browser.submit({ ...person("katherine"), userName: "katherine" });
  expect(browser.status).toBe(303);
  const again = newBrowser();
  await again.get(path);
  await again.submit({
    ...person("other"),
    userName: "Katherine",
    password: "Password2!",
    confirmPassword: "Password2!",
  });
  expect([again.status, again.html.includes("V2-usrnm")]).toEqual([400, true]);
  const [user] = await usersNamed("katherine");
  await real.happen(User, user?.aggregateId ?? "", [{ type: "user.human.email.verified", payload: null }]);
  const later = await newBrowser().logIn(entryOf(await real.request()), `katherine@${orgDomain}`, secret);
  expect(later.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});
