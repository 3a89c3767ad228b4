/** A passkey from the start, and where one is set up in the midst of a login: each up to the application. */
import { createAuthenticator } from "@gatehouse/testkit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createHuman, User } from "#src/domains/user/index.ts";
import { readyAuthenticators } from "#src/domains/webauthn/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { instanceId, origin } from "./real-house.fixture.ts";
import { type FactorHouse, openFactorHouse } from "./second-factor-pages.fixture.ts";
import { lastCode } from "./told.fixture.ts";

type Authenticator = ReturnType<typeof createAuthenticator>;
type Options = Parameters<Authenticator["get"]>[0] & Parameters<Authenticator["create"]>[0];

const base = "/ui/v2/login";
const callback = /^https:\/\/app\.example\.com\/cb\?code=/;
let house: FactorHouse;
beforeAll(async () => {
  house = await openFactorHouse();
});
afterAll(() => house.real.close());
afterEach(() => expect(house.reported).toEqual([]));

/** As the script does: what the authenticator says to the page's question goes with its form. */
async function answer(
  browser: PlainBrowser,
  does: "create" | "get",
  by: Authenticator,
): Promise<PlainBrowser> {
  const asked = /data-options="([^"]+)"/.exec(browser.html)?.[1] ?? "none";
  const options: Options = JSON.parse(asked.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
  browser.html = /<form[^>]*data-webauthn[\s\S]*?<\/form>/.exec(browser.html)?.[0] ?? "";
  return (await browser.submit({ credential: JSON.stringify(by[does](options, origin)) })).follow();
}

async function open(browser: PlainBrowser, link: RegExp): Promise<PlainBrowser> {
  const href = link.exec(browser.html)?.[1]?.replaceAll("&amp;", "&") ?? "no such link";
  return (await browser.get(href)).follow();
}
const toRegister = /<a href="([^"]+\/register[^"]*)"/;
const toPasskeySet = /href="([^"]*\/passkey\/set[^"]*)"/;
const onwards = /<a class="go" id="next-link" href="([^"]+)"/;

const passkeysOf = (userId: string) => readyAuthenticators(house.real.ctx(), userId, "passkey");

test("an account with a passkey and no password: registered, proven, the address confirmed, and at the application", async () => {
  const { real } = house;
  const browser = browserOf(real, house.reported);
  const key = createAuthenticator();
  await (await browser.get(entryOf(await real.request()))).follow();
  await open(browser, toRegister);
  await browser.submit({
    givenName: "Grace",
    familyName: "Hopper",
    email: "grace@mail.test",
    method: "passkey",
  });
  await browser.follow();
  expect(browser.html).toContain("<h1>Set up a passkey</h1>");
  expect(browser.html).not.toContain("This link");
  await answer(browser, "create", key);
  expect(browser.html).toContain("Your passkey is ready");
  await open(browser, onwards);
  expect(browser.html).toContain("Sign in with your passkey");
  await answer(browser, "get", key);
  expect(browser.html).toContain("Confirm your email address");
  const [user] = await real.store.select(User, instanceId, sql`t.user_name = 'grace@mail.test'`);
  const userId = user?.aggregateId ?? "";
  await (await browser.submit({ code: await lastCode(real, userId, "verify_email") })).follow();
  expect(browser.location).toMatch(callback);
  expect(await passkeysOf(userId)).toHaveLength(1);
  expect((await house.humanOf(userId)).password).toBeUndefined();
});

test("the form sent twice makes one account, and leads to the passkey by the code of the mail", async () => {
  const { real } = house;
  const browser = browserOf(real, house.reported);
  await browser.get(`${base}/register?requestId=${await real.request()}`);
  const form = browser.html;
  const values = { givenName: "Joan", familyName: "Clarke", email: "joan@mail.test", method: "passkey" };
  await browser.submit(values);
  browser.html = form;
  await (await browser.submit(values)).follow();
  expect([
    browser.status,
    await real.store.count(User, instanceId, sql`t.user_name = 'joan@mail.test'`),
  ]).toEqual([200, 1]);
  expect(browser.html).toContain("Confirm your email address");
  const [user] = await real.store.select(User, instanceId, sql`t.user_name = 'joan@mail.test'`);
  const code = await lastCode(real, user?.aggregateId ?? "", "verify_email");
  await (await browser.submit({ code })).follow();
  const key = createAuthenticator();
  await answer(await open(browser, toPasskeySet), "create", key);
  await open(browser, onwards);
  expect(browser.html).toContain("Choose an account");
  const sessionId = /name="sessionId" value="(\w+)"/.exec(browser.html)?.[1] ?? "none";
  await (await browser.submit({ sessionId })).follow();
  await answer(browser, "get", key);
  expect(browser.location).toMatch(callback);
});

test("first thing after an activation: the choice between passkey and password, then the passkey, then the application", async () => {
  const { real } = house;
  await createHuman(real.ctx(), {
    userId: "ann",
    orgId: real.orgId,
    userName: "ann@example.com",
    firstName: "Ann",
    lastName: "Test",
    email: "ann@mail.example.com",
    emailVerification: { kind: "send" },
    mustInitialise: true,
  });
  const browser = browserOf(real, house.reported);
  const key = createAuthenticator();
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: "ann@example.com" })).follow();
  await (await browser.submit({ code: await lastCode(real, "ann", "init") })).follow();
  expect(browser.html).toContain("How do you want to sign in?");
  await open(browser, toPasskeySet);
  await answer(browser, "create", key);
  expect(browser.html).toContain("Your passkey is ready");
  await open(browser, onwards);
  await answer(browser, "get", key);
  expect(browser.location).toMatch(callback);
  expect((await house.humanOf("ann")).password).toBeUndefined();
});

test("a second factor that is mandatory may be a passkey: set up at once, proven, and at the application", async () => {
  await house.real.setPolicy("login", { forceMFA: true });
  const { browser, id, name } = await house.newcomer();
  const key = createAuthenticator();
  await house.afterPassword(browser, name);
  expect(browser.html).toContain("Protect your account");
  await open(browser, toPasskeySet);
  expect(browser.html).not.toContain('id="skip-button"');
  await answer(browser, "create", key);
  expect(browser.html).toContain("Your passkey is ready");
  await open(browser, onwards);
  expect(browser.html).toContain("passkey");
  await answer(browser, "get", key);
  expect(browser.location).toMatch(callback);
  expect(await passkeysOf(id)).toHaveLength(1);
});
