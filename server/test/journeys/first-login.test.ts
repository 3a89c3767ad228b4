/** An administrator opens a fresh house: first login, forced change, the console, the way out and in again. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { arrive, consolePath, enterName, enterPassword, logOut, title } from "./steps.ts";
import { newVisitor, openBrowser, picture, type Visitor } from "./visitor.ts";

const admin = "zitadel-admin@zitadel.localhost";
const chosen = "A-Better-One-2";

let server: Server;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  visitor = await newVisitor(browser);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("an unknown name is said at once and stays in the field", async () => {
  const { page } = visitor;
  await page.goto(server.origin);
  await arrive(page, "Sign in");
  await picture(page, "login");
  await enterName(page, "nobody-at-all");
  await page.locator("#loginName[aria-invalid=true]").waitFor();
  await page.getByText("We know no account of this name.").waitFor();
  await picture(page, "name-unknown");
  expect(await page.locator("#loginName").inputValue()).toBe("nobody-at-all");
});

test("the front door leads through the login and the forced change to the console", async () => {
  const { page } = visitor;
  await page.goto(server.origin);
  await enterName(page, admin);
  await enterPassword(page, "Password1!");
  await arrive(page, "Choose a new password");
  await picture(page, "change-password");
  await page.locator("#oldPassword").fill("Password1!");
  await page.locator("#newPassword").fill("short");
  await page.locator("#confirmPassword").fill("short");
  await page.locator("#submit-button").click();
  await page.getByText("The new password does not yet meet").waitFor();
  await picture(page, "change-password-refused");
  await page.locator("#oldPassword").fill("Password1!");
  await page.locator("#newPassword").fill(chosen);
  await page.locator("#confirmPassword").fill(chosen);
  await page.locator("#submit-button").click();
  await arrive(page, /^Welcome/);
  await page.getByText(admin).first().waitFor();
  await picture(page, "console-home");
});

test("nothing of the sign-in stays in the address, and no page ever carried a token there", () => {
  expect(visitor.page.url()).toBe(`${server.origin}${consolePath}/`);
  expect(visitor.addresses.length).toBeGreaterThan(4);
  expect(visitor.addresses.filter((url) => /access_token|refresh_token|id_token=/.test(url))).toEqual([]);
});

test("the console shows the organizations and the users", async () => {
  const { page } = visitor;
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await page.getByRole("row", { name: /ZITADEL/ }).waitFor();
  await picture(page, "console-organizations");
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("row", { name: /zitadel-admin/ }).waitFor();
  await page.getByRole("row", { name: /robot/ }).waitFor();
  await picture(page, "console-users");
  await page
    .getByRole("row", { name: /zitadel-admin/ })
    .getByRole("link")
    .click();
  await page.getByText("This is you").waitFor();
  await picture(page, "console-own-user");
});

test("the back button and a reload keep the place", async () => {
  const { page } = visitor;
  await page.goBack();
  await arrive(page, "Users");
  await page.goBack();
  await arrive(page, "Organizations");
  await page.goForward();
  await page.reload();
  await arrive(page, "Users");
});

test("cookies are out of reach of scripts and of other sites", async () => {
  const cookies = await visitor.context.cookies();
  expect(cookies.length).toBeGreaterThan(0);
  for (const cookie of cookies) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax" });
});

test("logging out ends the session and the tokens", async () => {
  const { page } = visitor;
  const seen = page.waitForRequest((request) => request.headers()["authorization"] !== undefined);
  await page.reload();
  const authorization = (await seen).headers()["authorization"] ?? "";
  const userinfo = (): Promise<Response> =>
    fetch(`${server.origin}/oidc/v1/userinfo`, { headers: { authorization } });
  expect((await userinfo()).status).toBe(200);
  await arrive(page, "Users");
  await logOut(page);
  await picture(page, "signed-out");
  expect((await userinfo()).status).toBe(401);
  expect(await page.evaluate<string>("JSON.stringify({ ...localStorage, ...sessionStorage })")).not.toContain(
    "token",
  );
  await page.goto(`${server.origin}${consolePath}/users`);
  await arrive(page, "Choose an account");
  await picture(page, "account-picker-signed-out");
});

test("the next login leads to the page that was asked for, now without a forced change", async () => {
  const { page } = visitor;
  await page.getByRole("button", { name: "Signed out" }).click();
  await enterPassword(page, chosen);
  await arrive(page, "Users");
  expect(page.url()).toBe(`${server.origin}${consolePath}/users`);
});

test("another tab needs no password, and switching accounts offers the ones of this browser", async () => {
  const { context, page } = visitor;
  const tab = await context.newPage();
  await tab.goto(server.origin);
  await arrive(tab, /^Welcome/);
  await tab.close();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Use another account" }).click();
  await arrive(page, "Choose an account");
  await picture(page, "account-picker");
  await page.getByRole("button", { name: /Signed in/ }).click();
  await arrive(page, "Users");
});

test("going back after the login breaks nothing", async () => {
  const { page } = visitor;
  await page.goBack();
  await title(page).waitFor();
  await picture(page, "back-after-login");
  await page.goto(server.origin);
  await arrive(page, /^Welcome/);
});

test("every page had a content security policy, and none was violated", () => {
  expect(visitor.documents.length).toBeGreaterThan(6);
  for (const document of visitor.documents)
    expect(document.headers()["content-security-policy"], document.url()).toMatch(
      /default-src '(none|self)'/,
    );
  expect(visitor.complaints).toEqual([]);
});
