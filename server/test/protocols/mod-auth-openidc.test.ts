import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { arrive, enterName, enterPassword } from "../journeys/steps.ts";
import { newVisitor, openBrowser, picture, type Visitor } from "../journeys/visitor.ts";
import { type Apache, apacheAddresses, startApache } from "./apache.ts";
import { type Server, startServer } from "./server.ts";
import { addApplication, addPerson, type Person, password, rest } from "./world.ts";

let server: Server;
let apache: Apache;
let browser: Browser;
let person: Person;
let visitor: Visitor;

beforeAll(async () => {
  // Without this machine, where the application is.
  const settings = { GATEHOUSE_OUTBOUND_DENY_LIST: "169.254.0.0/16" };
  [server, browser] = await Promise.all([startServer(settings), openBrowser()]);
  const at = await apacheAddresses();
  const app = await addApplication(server, {
    redirectUri: at.callback,
    afterLogout: at.bye,
    backChannelLogout: at.backChannel,
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

/** From the protected page through the login, and back. */
async function logIn({ page }: Visitor): Promise<void> {
  await page.goto(apache.page);
  expect(new URL(page.url()).origin).toBe(server.origin);
  await enterName(page, person.loginName);
  await enterPassword(page, password);
  await arrive(page, "Inside");
}

test("a person comes to the protected page through the hosted login, and it knows who they are", async () => {
  const { page } = visitor;
  await logIn(visitor);
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

test("a session that is ended here is ended there over the back channel, and the page asks for a login again", async () => {
  const other = await newVisitor(browser);
  await logIn(other);
  const { sessions } = await rest<{ sessions: readonly { id: string }[] }>(
    server,
    "POST",
    "/v2/sessions/search",
    { queries: [{ userIdQuery: { id: person.id } }] },
  );
  expect(sessions).toHaveLength(1);
  await rest(server, "DELETE", `/v2/sessions/${sessions[0]?.id}`, {});
  const isOut = async (): Promise<boolean> => {
    await other.page.goto(apache.page);
    return new URL(other.page.url()).origin === server.origin;
  };
  await expect.poll(isOut).toBe(true);
  expect(await other.page.getByRole("heading", { name: "Inside" }).count()).toBe(0);
});

/** Whoever asked for a logout hears of it as well, and has forgotten the session by then. */
const known = ['SHOULD be "https"', "could not (or no longer) find a session based on sid"];

test("the module had nothing to complain about but plain http", async () => {
  const lines = (await apache.log()).split("\n");
  const complaints = lines.filter((line) => /\[auth_openidc:(error|warn)\]/.test(line));
  expect(complaints.filter((line) => !known.some((words) => line.includes(words)))).toEqual([]);
});
