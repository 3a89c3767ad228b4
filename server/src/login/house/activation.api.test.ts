/** Who registers by mail goes on with the application where they asked for it; elsewhere the login just ends. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { User } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";
import { lastCode } from "./told.fixture.ts";

const home = "https://home.example/";
let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", {
    ignoreUnknownUsernames: true,
    mfaInitSkipLifetime: 0,
    defaultRedirectURI: home,
  });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

/** From the application to the page that says to read the mail, and the link in it. */
async function registered(name: string) {
  const email = `${name}@mail.test`;
  const browser = browserOf(real, reported);
  const requestId = await real.request();
  await (await browser.get(entryOf(requestId))).follow();
  const href = /<a href="([^"]+\/register[^"]*)"/.exec(browser.html)?.[1]?.replaceAll("&amp;", "&") ?? "none";
  await browser.get(href);
  await (await browser.submit({ givenName: "Grace", familyName: "Hopper", email })).follow();
  expect(browser.html).toContain("Check your mail");
  const [user] = await real.store.select(User, instanceId, sql`t.user_name = ${email}`);
  const userId = user?.aggregateId ?? "none";
  const code = await lastCode(real, userId, "init");
  const link = `/ui/login/user/init?userID=${userId}&code=${code}&orgID=${real.orgId}&loginname=${encodeURIComponent(email)}`;
  return { browser, requestId, email, link };
}

/** Activates by the link and chooses a password. */
async function activate(browser: PlainBrowser, link: string): Promise<PlainBrowser> {
  await (await browser.get(link)).follow();
  expect(browser.html).toContain("Activate your account");
  await (await browser.submit({})).follow();
  const href = /href="([^"]*\/password\/set[^"]*)"/.exec(browser.html)?.[1] ?? "none";
  await browser.get(href.replaceAll("&amp;", "&"));
  return (await browser.submit({ password, confirmPassword: password })).follow();
}

test("in the browser that registered, the link leads on to the application that waits, and only once", async () => {
  const { browser, link, requestId } = await registered("same");
  await activate(browser, link);
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=[^&]+&state=st4te/);
  await (await browser.get(entryOf(requestId))).follow();
  expect([browser.status, browser.html.includes("LOGIN-rH5d8")]).toEqual([409, true]);
});

test("in another browser it ends where logins without an application end, and the first one may still go on by password", async () => {
  const { browser, link, requestId, email } = await registered("other");
  const other = await activate(browserOf(real, reported), link);
  expect(other.location).toBe(home);
  await browser.logIn(entryOf(requestId), email, password);
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});
