import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newVisitor, openBrowser, picture, type Visitor } from "../journeys/visitor.ts";
import { type Apache, apacheAddresses, startApache } from "./apache.ts";
import { type Server, startServer } from "./server.ts";
import { addApplication, addPerson, type Person, password } from "./world.ts";

let server: Server;
let apache: Apache;
let browser: Browser;
let person: Person;
let visitor: Visitor;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const at = await apacheAddresses();
  const app = await addApplication(server, {
    redirectUri: at.callback,
    afterLogout: at.bye,
    method: "BASIC",
  });
  person = await addPerson(server, "certified");
  apache = await startApache(at, { issuer: server.origin, ...app });
  visitor = await newVisitor(browser);
});
afterAll(async () => {
  await browser?.close();
  await apache?.stop();
  await server?.stop();
});

test("a person comes to the protected page through the hosted login, and it knows who they are", async () => {
  const { page } = visitor;
  await page.goto(apache.page);
  expect(new URL(page.url()).origin).toBe(server.origin);
  await page.locator("#loginName").fill(person.loginName);
  await page.locator("#submit-button").click();
  await page.locator("#password").fill(password);
  await page.locator("#submit-button").click();
  await page.locator("#skip-button").click();
  await page.getByRole("heading", { name: "Inside" }).waitFor();
  await picture(page, "mod-auth-openidc");
  expect(page.url()).toBe(apache.page);
  expect(await page.locator("#user").innerText()).toContain(person.id);
  expect(await page.locator("#name").innerText()).toBe("Grace Hopper");
  expect(await page.locator("#email").innerText()).toBe("certified@example.test");
});

test("its own session lasts: the page opens again without the provider", async () => {
  const { page, addresses } = visitor;
  const before = addresses.length;
  await page.goto(apache.page);
  await page.getByRole("heading", { name: "Inside" }).waitFor();
  expect(addresses.slice(before)).toEqual([apache.page]);
});

test("logging out there ends the login here, and the page asks for a login again", async () => {
  const { page } = visitor;
  await page.goto(apache.logout);
  await page.getByRole("heading", { name: "Outside" }).waitFor();
  await page.goto(apache.page);
  await page.locator("form").first().waitFor();
  expect(new URL(page.url()).origin).toBe(server.origin);
  expect(await page.getByRole("heading", { name: "Inside" }).count()).toBe(0);
});

test("the module had nothing to complain about but plain http", async () => {
  const lines = (await apache.log()).split("\n");
  const complaints = lines.filter((line) => /\[auth_openidc:(error|warn)\]/.test(line));
  expect(complaints.filter((line) => !line.includes('SHOULD be "https"'))).toEqual([]);
});
