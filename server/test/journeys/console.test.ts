/** The console's daily work: people and programs come, are found, are shut out and go. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { addAdministrator, arrive, consolePath, signIn } from "./steps.ts";
import { newVisitor, openBrowser, picture, type Visitor } from "./visitor.ts";

let server: Server;
let browser: Browser;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const grace = await addAdministrator(server, "grace");
  visitor = await newVisitor(browser);
  page = visitor.page;
  await signIn(page, server, grace.loginName);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const row = (name: string | RegExp): Locator => page.getByRole("row", { name });

async function openForm(kind: "Person" | "Service user"): Promise<void> {
  await page.goto(`${server.origin}${consolePath}/users`);
  await page.getByRole("button", { name: "New user" }).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${kind}`) }).click();
  await arrive(page, /^New/);
}

async function fillPerson(username: string): Promise<void> {
  await page.getByLabel("Given name").fill("Ada");
  await page.getByLabel("Family name").fill("Lovelace");
  await page.getByRole("textbox", { name: "Email" }).fill("ada@example.test");
  await page.getByRole("textbox", { name: "Username" }).fill(username);
  await page.getByRole("radio", { name: "Set later" }).check();
}

async function act(name: string): Promise<void> {
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
  await page.getByRole("dialog").waitFor();
}

test("an empty form says at each field what is missing, and sends nothing", async () => {
  await openForm("Person");
  await page.getByRole("button", { name: "Create person" }).click();
  await page.getByText("This field must be filled in.").first().waitFor();
  await picture(page, "console-person-missing");
  expect(await page.locator("[aria-invalid=true]").count()).toBeGreaterThan(2);
  // The first one takes the focus, and its label is not below the header.
  await page.setViewportSize({ width: 1280, height: 480 });
  await page.evaluate("scrollTo(0, document.body.scrollHeight)");
  await page.getByRole("button", { name: "Create person" }).click();
  const hidden = `document.querySelector(".gh-header").getBoundingClientRect().bottom -
    document.activeElement.labels[0].getBoundingClientRect().top`;
  expect(await page.evaluate<number>(hidden)).toBeLessThanOrEqual(0);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("what the server refuses stands at its field, and no input is lost", async () => {
  await fillPerson("grace");
  await page.getByRole("button", { name: "Create person" }).click();
  await page.locator("[aria-invalid=true]").waitFor();
  await picture(page, "console-person-taken");
  expect(await page.locator("[aria-invalid=true]").inputValue()).toBe("grace");
  expect(await page.getByLabel("Given name").inputValue()).toBe("Ada");
  expect(await page.getByRole("textbox", { name: "Email" }).inputValue()).toBe("ada@example.test");
});

test("a person is created and shown", async () => {
  await page.getByRole("textbox", { name: "Username" }).fill("ada");
  await page.getByRole("button", { name: "Create person" }).click();
  await arrive(page, "Ada Lovelace");
  await page.getByText("ada@example.test").first().waitFor();
  await picture(page, "console-person");
});

test("leaving a form with input asks first", async () => {
  await openForm("Person");
  await page.getByLabel("Given name").fill("Half");
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.waitFor();
  await picture(page, "console-unsaved");
  await dialog.getByRole("button", { name: "Stay here" }).click();
  expect(await page.getByLabel("Given name").inputValue()).toBe("Half");
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await dialog.getByRole("button", { name: "Leave" }).click();
  await arrive(page, "Organizations");
});

test("a service user is created", async () => {
  await openForm("Service user");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Night batch");
  await page.getByRole("textbox", { name: "Username" }).fill("night-batch");
  await picture(page, "console-service-create");
  await page.getByRole("button", { name: "Create service user" }).click();
  await arrive(page, "Night batch");
});

test("search finds by a part of the name, keeps the search in the address, and says when nothing fits", async () => {
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await row(/night-batch/).waitFor();
  await picture(page, "console-users-several");
  await page.getByRole("searchbox").fill("lovel");
  await row(/night-batch/).waitFor({ state: "detached" });
  expect(await row(/Ada Lovelace/).count()).toBe(1);
  await page.reload();
  await row(/Ada Lovelace/).waitFor();
  expect(await row(/night-batch/).count()).toBe(0);
  await page.getByRole("searchbox").fill("nobody-like-this");
  await page.getByText("Nothing matches").waitFor();
  await picture(page, "console-users-none");
  await page.getByRole("searchbox").fill("ada");
  await row(/Ada Lovelace/)
    .getByRole("link")
    .click();
  await arrive(page, "Ada Lovelace");
  await page.goBack();
  await row(/Ada Lovelace/).waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe("ada");
});

test("a user is locked, once for two clicks, and unlocked", async () => {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.url()));
  await row(/Ada Lovelace/)
    .getByRole("link")
    .click();
  await act("Lock");
  await picture(page, "console-lock");
  await page.getByRole("dialog").getByRole("button", { name: "Lock" }).dblclick();
  await page.getByText("Locked", { exact: true }).waitFor();
  expect(sent.filter((url) => url.endsWith("/LockUser"))).toHaveLength(1);
  await picture(page, "console-locked");
  await act("Unlock");
  await page.getByRole("dialog").getByRole("button", { name: "Unlock" }).click();
  await page.getByText("Active", { exact: true }).waitFor();
});

test("a user is deleted only after the username is typed", async () => {
  await act("Delete");
  const dialog = page.getByRole("dialog");
  const remove = dialog.getByRole("button", { name: "Delete user" });
  expect(await remove.isDisabled()).toBe(true);
  await picture(page, "console-delete");
  await dialog.getByRole("textbox").fill("ada");
  await remove.click();
  await arrive(page, "Users");
  await row(/night-batch/).waitFor();
  expect(await row(/Ada Lovelace/).count()).toBe(0);
});

test("an organization is created and entered", async () => {
  await page.goto(`${server.origin}${consolePath}/orgs/create`);
  await page.getByLabel("Name").fill("Analytical Engines");
  await page.getByRole("button", { name: "Create organization" }).click();
  await arrive(page, "Analytical Engines");
  await picture(page, "console-organization");
  await page.goto(`${server.origin}${consolePath}/orgs`);
  await row(/Analytical Engines/).waitFor();
});

test("one's own account is none of the places that the navigation leads to", async () => {
  const place = page.getByRole("navigation", { name: "Main navigation" }).locator("[aria-current]");
  await page.goto(`${server.origin}${consolePath}/users`);
  await place.getByText("Users").waitFor();
  await page.goto(`${server.origin}${consolePath}/users/me`);
  await arrive(page, /^Welcome/);
  expect(await place.count()).toBe(0);
});

test("an address that is nobody's says so", async () => {
  await page.goto(`${server.origin}${consolePath}/users/1`);
  await arrive(page, "This does not exist");
  await picture(page, "console-missing");
  await page.goto(`${server.origin}${consolePath}/no/such/page`);
  await arrive(page, "There is no page here");
});

test("where the login cannot be reached, a click that leads there says so", async () => {
  await page.goto(`${server.origin}${consolePath}/users`);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.route("**/.well-known/openid-configuration", (route) => route.abort());
  await page.getByRole("menuitem", { name: "Use another account" }).click();
  await page.getByRole("alert").getByText("The server does not answer").waitFor();
  await page.unroute("**/.well-known/openid-configuration");
});

test("the browser had nothing to complain about", () => {
  expect(visitor.documents.length).toBeGreaterThan(3);
  expect(visitor.complaints).toEqual([]);
});
