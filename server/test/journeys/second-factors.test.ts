/** Second factors where a script is the point: security keys, and what is copied; and how their pages look. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { type Application, addApplication, addPerson, password } from "../protocols/world.ts";
import { totp } from "./codes.ts";
import { authorizeAddress, enterName, enterPassword, title } from "./steps.ts";
import { newVisitor, openBrowser, picture, plugInKey, type Visitor } from "./visitor.ts";

let server: Server;
let browser: Browser;
let application: Application;
const visitors: Visitor[] = [];
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  application = await addApplication(server, {
    redirectUri: `${server.origin}/debug/healthz`,
    method: "NONE",
  });
});
afterEach(async () => {
  for (const { complaints, context } of visitors.splice(0)) {
    expect(complaints).toEqual([]);
    await context.close();
  }
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Past the password, in a browser with a security key. */
async function asked(loginName: string, more: Parameters<typeof newVisitor>[1] = {}): Promise<Visitor> {
  const visitor = await newVisitor(browser, more);
  visitors.push(visitor);
  await visitor.page.goto(authorizeAddress(server, application));
  await enterName(visitor.page, loginName);
  await enterPassword(visitor.page, password);
  return visitor;
}

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name }).waitFor();

const fits = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");

test("a security key is registered and answers, at once and at the next login", async () => {
  const person = await addPerson(server, "keyholder");
  const visitor = await asked(person.loginName);
  const { page } = visitor;
  await plugInKey(page);
  await heading(page, "Protect your account");
  await picture(page, "mfa-set");
  await page.getByRole("link", { name: /^Security key/ }).click();
  await heading(page, "Set up a security key");
  await picture(page, "u2f-set");
  await page.locator("#name").fill("Blue key");
  await page.locator("#submit-button").click();
  await heading(page, "Use your security key");
  await picture(page, "u2f");
  await page.locator("#submit-button").click();
  await heading(page, "Keep a way back in");
  await picture(page, "recovery-offer");
  await page.getByRole("link", { name: "Go on without them" }).click();
  await page.waitForURL(/\/debug\/healthz\?.*code=/);
  await page.goto(authorizeAddress(server, application, { prompt: "login", login_hint: person.loginName }));
  await enterPassword(page, password);
  await heading(page, "Use your security key");
  await page.locator("#submit-button").click();
  await page.waitForURL(/\/debug\/healthz\?.*code=/);
});

test("without a key that answers the page says so, and without JavaScript what to do", async () => {
  const person = await addPerson(server, "keyless");
  const visitor = await asked(person.loginName, { javaScriptEnabled: false });
  await visitor.page.getByRole("link", { name: /^Security key/ }).click();
  await heading(visitor.page, "Set up a security key");
  await visitor.page.getByText("This needs JavaScript").waitFor();
  expect(await visitor.page.locator("#submit-button").isVisible()).toBe(false);
});

test("an authenticator app and recovery codes, in the dark and on 320 pixels", async () => {
  const person = await addPerson(server, "narrow");
  const viewport = { width: 320, height: 720 };
  const { page, context } = await asked(person.loginName, { colorScheme: "dark", viewport });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await heading(page, "Protect your account");
  expect(await fits(page)).toBe(true);
  await picture(page, "mfa-set-narrow-dark");
  await page.getByRole("link", { name: /^Authenticator app/ }).click();
  await heading(page, "Set up an authenticator app");
  expect(await fits(page)).toBe(true);
  await picture(page, "totp-set-narrow-dark");
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const secret = (await page.evaluate<string>("navigator.clipboard.readText()")).replaceAll(/\s/g, "");
  await page.locator("#code").fill(totp(secret));
  await page.locator("#submit-button").click();
  await heading(page, "Keep a way back in");
  await page.getByRole("button", { name: "Show recovery codes" }).click();
  await heading(page, "Your recovery codes");
  expect(await fits(page)).toBe(true);
  await picture(page, "recovery-codes-narrow-dark");
  await page.getByRole("link", { name: "I have kept them" }).click();
  await page.waitForURL(/\/debug\/healthz\?.*code=/);

  const later = await asked(person.loginName);
  await heading(later.page, "Enter the code from your app");
  await picture(later.page, "totp");
  await later.page.setViewportSize(viewport);
  expect(await fits(later.page)).toBe(true);
  await later.page.getByRole("button", { name: /^Recovery code/ }).click();
  await heading(later.page, "Enter a recovery code");
  expect(await title(later.page).count()).toBe(1);
});

test("an authenticator app on a wide page", async () => {
  const person = await addPerson(server, "wide");
  const { page } = await asked(person.loginName);
  await page.getByRole("link", { name: /^Authenticator app/ }).click();
  await heading(page, "Set up an authenticator app");
  await picture(page, "totp-set");
});
