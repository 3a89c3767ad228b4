/** The hosted login as different people meet it: mistakes, other languages and machines, no script, no mouse. */
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openRelyingParty, type RelyingParty } from "../protocols/relying-party.ts";
import { type Server, startServer } from "../protocols/server.ts";
import { addPerson, type Person, password, rest } from "../protocols/world.ts";
import { codeFor, totp } from "./codes.ts";
import { addApp } from "./people.ts";
import { addAdministrator, addNewcomer, arrive, enterName, enterPassword, letIn, title } from "./steps.ts";
import { newVisitor, openBrowser, picture, type Visitor } from "./visitor.ts";

let server: Server;
let browser: Browser;
let party: RelyingParty;
let grace: Person;
let visitors: Visitor[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  [party, grace] = await Promise.all([openRelyingParty(server), addAdministrator(server, "grace")]);
});

afterAll(async () => {
  await browser?.close();
  await party?.close();
  await server?.stop();
});

afterEach(async () => {
  const complaints = visitors.flatMap((visitor) => visitor.complaints);
  await Promise.all(visitors.map(({ context }) => context.close()));
  visitors = [];
  expect(complaints).toEqual([]);
});

async function visit(options: BrowserContextOptions = {}): Promise<Visitor> {
  const visitor = await newVisitor(browser, options);
  visitors.push(visitor);
  return visitor;
}

test("a wrong password is said at the field, and the right one still works", async () => {
  const { page } = await visit();
  await party.send(page);
  await enterName(page, grace.loginName);
  await arrive(page, "Enter your password");
  await picture(page, "password");
  await enterPassword(page, "Wrong-Horse-1");
  const field = page.locator("#password[aria-invalid=true]");
  await field.waitFor();
  await picture(page, "password-wrong");
  const error = page.locator(`#${await field.getAttribute("aria-describedby")}`);
  expect(await error.textContent()).toMatch(/not right/);
  expect(await field.inputValue()).toBe("");
  await enterPassword(page, password);
  expect(await letIn(page, party)).toMatchObject({ sub: grace.id });
});

test("login pages are not stored, not framed, and set one cookie out of scripts' reach", async () => {
  const { page, context, documents } = await visit();
  await party.send(page);
  await enterName(page, grace.loginName);
  await title(page).waitFor();
  const pages = documents.filter((one) => one.url().includes("/ui/v2/login"));
  expect(pages.length).toBeGreaterThan(1);
  for (const one of pages) {
    expect(one.headers()).toMatchObject({ "cache-control": "no-store", "x-frame-options": "DENY" });
    expect(one.headers()["content-security-policy"]).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(one.headers()["content-security-policy"]).not.toContain("unsafe");
  }
  const cookies = await context.cookies();
  expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
    { name: "gatehouse.browser", httpOnly: true, sameSite: "Lax" },
  ]);
});

test("a German browser gets German, and English by one click", async () => {
  const { page } = await visit({ locale: "de-DE" });
  await party.send(page);
  await arrive(page, "Anmelden");
  expect(await page.locator("html").getAttribute("lang")).toBe("de");
  await picture(page, "login-german");
  await page.locator("footer summary").click();
  await page.getByRole("link", { name: "English" }).click();
  await arrive(page, "Sign in");
  await page.locator("footer summary").click();
  await page.getByRole("link", { name: "Deutsch" }).click();
  await enterName(page, grace.loginName);
  await enterPassword(page, "Falsch-1-Falsch");
  await page.getByText("Das Passwort stimmt nicht").waitFor();
  await enterPassword(page, password);
  expect(await letIn(page, party)).toMatchObject({ sub: grace.id });
});

test("who prefers dark gets dark", async () => {
  const { page } = await visit({ colorScheme: "dark" });
  await party.send(page);
  await arrive(page, "Sign in");
  const colour = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  expect(Math.max(...(colour.match(/\d+/g) ?? ["255"]).slice(0, 3).map(Number))).toBeLessThan(80);
  await picture(page, "login-dark");
});

test("without JavaScript everything but passkeys and keys is done by plain forms", async () => {
  const plain = await addNewcomer(server, "plain");
  const { page } = await visit({ javaScriptEnabled: false });
  const fill = async (values: Record<string, string>): Promise<void> => {
    for (const [id, value] of Object.entries(values)) await page.locator(`#${id}`).fill(value);
    await page.locator("#submit-button").click();
  };
  const logOut = async (): Promise<void> => {
    await page.goto(`${server.origin}/ui/v2/login/logout`);
    await page.locator("#submit-button").click();
    await arrive(page, "You are signed out");
  };

  // Who has to choose a password of their own, and forgets it.
  await party.send(page);
  await enterName(page, "plain");
  await enterPassword(page, password);
  await arrive(page, "Choose a new password");
  const chosen = "Another-Horse-2";
  await fill({ oldPassword: password, newPassword: chosen, confirmPassword: chosen });
  expect(await letIn(page, party)).toMatchObject({ sub: plain.id });
  await logOut();
  await party.send(page, { prompt: "login", login_hint: "plain" });
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.locator("#submit-button").click();
  const later = "Third-Horse-3";
  await fill({ code: await codeFor(server, "plain@example.test"), password: later, confirmPassword: later });
  expect(await party.welcome(page)).toMatchObject({ sub: plain.id });
  await logOut();

  // Who comes for the first time, and sets up an app.
  await party.send(page, { prompt: "create" });
  const email = "newcomer@example.test";
  await fill({ givenName: "Mary", familyName: "Somerville", email, password, confirmPassword: password });
  await fill({ code: await codeFor(server, email) });
  await page.getByRole("link", { name: /^Security key/ }).click();
  await page.getByText("This needs JavaScript").waitFor();
  expect(await page.locator("#submit-button").isVisible()).toBe(false);
  await page.goBack();
  await page.getByRole("link", { name: /^Authenticator app/ }).click();
  const secret = (await page.locator("#secret").innerText()).replaceAll(" ", "");
  await fill({ code: totp(secret) });
  await page.getByRole("link", { name: "Go on without them" }).click();
  const { sub } = await party.welcome(page);
  await logOut();
  await party.send(page, { prompt: "login", login_hint: email });
  await enterPassword(page, password);
  await fill({ code: totp(secret, 1) });
  expect(await party.welcome(page)).toMatchObject({ sub, amr: ["otp", "pwd", "mfa"] });
});

test("keyboard alone is enough for password and code, and the focus can be seen", async () => {
  const careful = await addPerson(server, "careful");
  const secret = await addApp(server, careful);
  const { page } = await visit();
  await party.send(page);
  // The browser moves the focus once the page is drawn.
  await expect.poll(focused).toBe("loginName");
  await page.keyboard.type(careful.loginName);
  await page.keyboard.press("Enter");
  await expect.poll(focused).toBe("password");
  await page.keyboard.type(password);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect.poll(focused).toBe("submit-button");
  await picture(page, "keyboard-focus");
  expect(await page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
  await page.keyboard.press("Enter");
  await expect.poll(focused).toBe("code");
  await page.keyboard.type(totp(secret, 1));
  await page.keyboard.press("Enter");
  await page.locator("#skip-button").waitFor();
  for (let tabs = 0; tabs < 5 && (await focused()) !== "skip-button"; tabs++)
    await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await party.welcome(page)).toMatchObject({ sub: careful.id });

  async function focused(): Promise<string> {
    return page.evaluate<string>("document.activeElement?.id");
  }
});

test("what is to be kept is copied: the secret of an authenticator app, and recovery codes", async () => {
  const { id, loginName } = await addPerson(server, "copyist");
  const { page, context } = await visit();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const copied = async (): Promise<string> => {
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    return page.evaluate<string>("navigator.clipboard.readText()");
  };
  await party.send(page, { login_hint: loginName });
  await enterPassword(page, password);
  await page.getByRole("link", { name: /^Authenticator app/ }).click();
  await page.locator("#code").fill(totp((await copied()).replaceAll(/\s/g, "")));
  await page.locator("#submit-button").click();
  await page.getByRole("button", { name: "Show recovery codes" }).click();
  expect((await copied()).trim().split(/\s+/)).toHaveLength(10);
  await page.getByRole("link", { name: "I have kept them" }).click();
  expect(await party.welcome(page)).toMatchObject({ sub: id });
});

test("320 pixels are wide enough", async () => {
  const { page } = await visit({ viewport: { width: 320, height: 640 } });
  const fits = (): Promise<boolean> =>
    page.evaluate<boolean>("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
  await page.goto(server.origin);
  await arrive(page, "Sign in");
  expect(await fits()).toBe(true);
  await picture(page, "login-narrow");
  await enterName(page, grace.loginName);
  await arrive(page, "Enter your password");
  expect(await fits()).toBe(true);
  await picture(page, "password-narrow");
  await enterPassword(page, password);
  await arrive(page, /^Welcome/);
  expect(await fits()).toBe(true);
  await picture(page, "console-narrow");
  await page.getByRole("button", { name: "Open the navigation" }).click();
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await page.getByRole("row", { name: /grace/ }).waitFor();
  expect(await fits()).toBe(true);
  await picture(page, "console-users-narrow");
});

test("a form of yesterday and an address that never was end on a page with a reason and a way on", async () => {
  const { page } = await visit();
  await page.goto(`${server.origin}/ui/v2/login/loginname?requestId=oidc_V2_1`);
  await arrive(page, "This sign-in cannot go on");
  await page.getByText(/^Error [A-Z]+-\w+/).waitFor();
  await picture(page, "error");
  expect(await page.locator("main a, main button").count()).toBeGreaterThan(0);
});

test("a host that belongs to nobody is told which one does, and which setting decides it", async () => {
  const { page } = await visit();
  const answer = await page.goto(`http://elsewhere.localhost:${server.port}/`);
  expect(answer?.status()).toBe(404);
  await title(page).waitFor();
  await picture(page, "unknown-host");
  const text = await page.locator("body").innerText();
  expect(text).toContain("elsewhere.localhost");
  expect(text).toContain(`localhost:${server.port}`);
  expect(text).toMatch(/GATEHOUSE_EXTERNAL|--external/i);
});

test("a logo that is a drawing without a size of its own is seen", async () => {
  const body = new FormData();
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 32"><rect width="120" height="32"/></svg>`;
  body.set("file", new Blob([drawing], { type: "image/svg+xml" }), "logo.svg");
  const headers = { authorization: `Bearer ${server.pat}` };
  const path = "/assets/v1/instance/policy/label/logo";
  expect((await fetch(server.origin + path, { method: "POST", headers, body })).status).toBe(200);
  const { page } = await visit();
  // In the theme that the browser chooses, and in the one that the policy fixes.
  for (const themeMode of ["THEME_MODE_AUTO", "THEME_MODE_DARK"]) {
    await rest(server, "PUT", "/admin/v1/policies/label", { themeMode });
    await rest(server, "POST", "/admin/v1/policies/label/_activate", {});
    await party.send(page);
    const logo = page.locator("img.logo");
    await logo.waitFor();
    expect((await logo.boundingBox())?.width).toBeGreaterThan(100);
  }
});
