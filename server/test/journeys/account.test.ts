/** Somebody without any rights looks after their own account in the console. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { addPerson, password, rest } from "../protocols/world.ts";
import { codeFor, totp } from "./codes.ts";
import { examine } from "./examine.ts";
import { arrive, consolePath, signIn } from "./steps.ts";
import { carryDevice, newVisitor, openBrowser, picture, type Visitor } from "./visitor.ts";

let server: Server;
let browser: Browser;
let visitor: Visitor;
let page: Page;
let userId: string;
const newPassword = "Correct-Horse-2";

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const ada = await addPerson(server, "ada", "Ada Lovelace");
  userId = ada.id;
  const type = "SECOND_FACTOR_TYPE_OTP_EMAIL";
  await rest(server, "POST", "/admin/v1/policies/login/second_factors", { type });
  // No rights over anything but oneself.
  await rest(server, "POST", "/management/v1/orgs/me/members", { userId, roles: ["ORG_USER_SELF_MANAGER"] });
  visitor = await newVisitor(browser);
  page = visitor.page;
  await signIn(page, server, ada.loginName);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const dialog = (): Locator => page.getByRole("dialog");
const press = (name: string | RegExp): Promise<void> => page.getByRole("button", { name }).click();
const line = (name: string): Locator => page.getByRole("listitem").filter({ hasText: name });

async function submit(name: string): Promise<void> {
  await dialog().getByRole("button", { name, exact: true }).click();
}

/** Opens a part of the account by its link. */
async function open(part: string, title: string | RegExp = part): Promise<void> {
  await page.getByRole("navigation", { name: "My account" }).getByRole("link", { name: part }).click();
  await arrive(page, title);
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
}

test("whoever manages nothing sees their account, and nothing else to go to", async () => {
  await page.waitForURL(`${server.origin}${consolePath}/users/me`);
  await page.getByText("ada@example.test").first().waitFor();
  await examine(page, "account-profile");
  expect(await page.getByRole("navigation", { name: "Main navigation" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: /^Organization:/ }).count()).toBe(0);
});

test("names and language are changed and read again", async () => {
  await press("Edit profile");
  await page.getByLabel("Given name").fill("");
  await submit("Save");
  await page.locator("[aria-invalid=true]").waitFor();
  await page.getByLabel("Given name").fill("Augusta");
  await page.getByLabel("Nickname").fill("Countess");
  await page.getByLabel("Language").selectOption({ label: "French" });
  await examine(page, "account-profile-edit");
  await submit("Save");
  await page.getByText("Countess").waitFor();
  await arrive(page, "Welcome, Augusta Lovelace");
  await page.getByText("French").waitFor();
});

/** A picture in itself: one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a picture is shown in place of the initials, and removed", async () => {
  await press("Picture");
  await dialog()
    .locator("..")
    .locator("input[type=file]")
    .setInputFiles({ name: "me.png", mimeType: "image/png", buffer: pixel });
  await page.getByText("Your picture is saved.").waitFor();
  const face = page.locator(".gh-title img");
  await face.waitFor();
  const width = `document.querySelector(".gh-title img").decode().then(() => document.querySelector(".gh-title img").naturalWidth)`;
  expect(await page.evaluate<number>(width)).toBe(400);
  await press("Picture");
  await submit("Remove the picture");
  await face.waitFor({ state: "detached" });
});

test("a new address counts once its code is entered; a wrong one is refused at the field", async () => {
  await press("Change email");
  await dialog().getByLabel("Email").fill("countess@example.test");
  await submit("Save and send a code");
  await dialog().getByLabel("Code").fill("WRONG1");
  await submit("Verify");
  await page.locator("[aria-invalid=true]").waitFor();
  await examine(page, "account-email-code");
  await submit("Send another code");
  await page.getByText("Another code is on its way.").waitFor();
  await dialog()
    .getByLabel("Code")
    .fill(await codeFor(server, "countess@example.test", 1));
  await submit("Verify");
  await dialog().waitFor({ state: "detached" });
  await line("countess@example.test").getByText("verified", { exact: true }).waitFor();
});

test("a phone is added, verified and removed", async () => {
  await press("Add phone");
  await dialog().getByLabel("Phone").fill("+41791234567");
  await submit("Save and send a code");
  await dialog()
    .getByLabel("Code")
    .fill(await codeFor(server, "+41791234567", 0));
  await submit("Verify");
  await dialog().waitFor({ state: "detached" });
  // Its plus stays in front where the page is read from the right.
  expect(await line("Phone").locator("bdi").innerText()).toBe("+41791234567");
  await picture(page, "account-phone");
  await press("Remove phone");
  await submit("Remove");
  await page.getByText("No phone number yet.").waitFor();
});

test("the username is changed, and login names with it", async () => {
  await press("Change username");
  await dialog().getByLabel("Username").fill("countess");
  await submit("Save");
  await page
    .getByText(/^countess@/)
    .first()
    .waitFor();
});

test("the password is changed by the present one; what is wrong stands at its field", async () => {
  await open("Sign-in and security");
  await examine(page, "account-security");
  await press("Change password");
  await dialog().getByLabel("Current password").fill("Wrong-Horse-1");
  await dialog().getByLabel("New password").fill("short");
  await dialog().getByLabel("Repeat the password").fill("short");
  await submit("Change password");
  await page.locator("[aria-invalid=true]").waitFor();
  await examine(page, "account-password");
  await dialog().getByLabel("New password").fill(newPassword);
  await dialog().getByLabel("Repeat the password").fill(newPassword);
  await submit("Change password");
  await page.locator("[aria-invalid=true]").waitFor();
  expect(await page.locator("[aria-invalid=true]").inputValue()).toBe("Wrong-Horse-1");
  await dialog().getByLabel("Current password").fill(password);
  await submit("Change password");
  await page.getByText("Your password is changed.").waitFor();
});

test("a passkey and a security key are added and removed", async () => {
  await carryDevice(page);
  await press("Add a passkey");
  expect(await dialog().getByLabel("Name").inputValue()).toBe("Chrome on Linux");
  await examine(page, "account-passkey");
  await submit("Continue");
  await line("Chrome on Linux").waitFor();
  await press("Add a key");
  await dialog().getByLabel("Name").fill("Blue key");
  await submit("Continue");
  await line("Blue key").waitFor();
  await examine(page, "account-authenticators");
  await press("Remove Blue key");
  await submit("Remove");
  await line("Blue key").waitFor({ state: "detached" });
});

test("an authenticator app is set up by its secret, recovery codes are shown once", async () => {
  await press("Set up app");
  await submit("Continue");
  await dialog()
    .getByRole("img", { name: /^QR code/ })
    .waitFor();
  await examine(page, "account-totp");
  const secret = await dialog().locator(".gh-copyable .gh-mono").innerText();
  await dialog().getByRole("textbox", { name: "Code" }).fill(totp(secret));
  await submit("Verify");
  await page.getByText("Your authenticator app is set up.").waitFor();
  await press("Make codes");
  await submit("Show codes");
  await page.getByRole("list", { name: "Recovery codes" }).waitFor();
  expect(await page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem").count()).toBe(10);
  await examine(page, "account-codes");
  await submit("I have kept them");
  await press("Use email");
  await submit("Turn on");
  await page.getByText("Codes by email are on.").waitFor();
  await picture(page, "account-methods");
  await press("Remove Email");
  await submit("Remove");
});

test("who finds the console open cannot change how its owner logs in without a login of their own", async () => {
  await page.clock.setSystemTime(Date.now() + 20 * 60_000);
  await press("Remove Authenticator app");
  await dialog()
    .getByText(/sign in once more/)
    .waitFor();
  await examine(page, "account-prove-again");
  await page.clock.setSystemTime(Date.now());
  await submit("Sign in again");
  await page.waitForURL(/\/ui\/v2\/login\//);
  await picture(page, "account-prove-login");
  await page.goto(`${server.origin}${consolePath}/users/me?id=security`);
  await arrive(page, "Sign-in and security");
});

test("the sessions in other browsers are seen and ended", async () => {
  const other = await newVisitor(browser, { viewport: { width: 320, height: 700 } });
  await other.page.goto(`${server.origin}${consolePath}?login_hint=countess`);
  await other.page.waitForURL(/loginName=countess/);
  await picture(other.page, "account-login-hint");
  await other.context.close();
  await rest(server, "POST", "/v2/sessions", {
    checks: { user: { userId } },
    userAgent: { description: "Kiosk in the lobby", ip: "192.0.2.7" },
  });
  await open("Sessions");
  await line("Kiosk in the lobby").waitFor();
  expect(await line("Chrome on Linux").getByText("This one").count()).toBe(1);
  await examine(page, "account-sessions");
  await press("End all others");
  await submit("End all others");
  await line("Kiosk in the lobby").waitFor({ state: "detached" });
  expect(await line("Chrome on Linux").count()).toBe(1);
});

test("linked accounts and roles are shown", async () => {
  await open("Linked accounts");
  await page.getByText("No linked accounts").waitFor();
  await examine(page, "account-links");
  await open("Roles");
  await page.getByText("ORG_USER_SELF_MANAGER").waitFor();
  await examine(page, "account-roles");
});

test("in Arabic it is read from the right", async () => {
  await open("Profile", /^Welcome/);
  await press(/^Account of/);
  await page.getByRole("menuitemradio", { name: "العربية" }).click();
  await page.locator("html[lang=ar][dir=rtl]").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await examine(page, "account-arabic");
  await page.locator(".gh-user").click();
  await page.getByRole("menuitemradio", { name: "English" }).click();
  await page.keyboard.press("Escape");
  await page.locator("html[lang=en][dir=ltr]").waitFor();
});

test("the account is deleted only after its name is typed, and then nobody is signed in", async () => {
  await open("Profile", /^Welcome/);
  await press("Delete my account");
  const remove = dialog().getByRole("button", { name: "Delete my account" });
  expect(await remove.isDisabled()).toBe(true);
  await dialog().getByRole("textbox").fill("countess");
  await examine(page, "account-delete");
  await remove.click();
  await arrive(page, /logged out/);
  const { result = [] } = await rest<{ result?: object[] }>(server, "POST", "/v2/users", {
    queries: [{ inUserIdsQuery: { userIds: [userId] } }],
  });
  expect(result).toEqual([]);
});

test("the browser had nothing to complain about", () => {
  expect(visitor.documents.length).toBeGreaterThan(2);
  expect(visitor.complaints).toEqual([]);
});
