/** oidc-client-ts in a page of its own origin: everything goes through the browser, CORS included. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../harness/processes.ts";
import { newVisitor, openBrowser, type Visitor } from "../journeys/visitor.ts";
import { type PageServer, servePages } from "./page-server.ts";
import { type Server, startServer } from "./server.ts";
import { addApplication, addPerson, type Person, password } from "./world.ts";

let server: Server;
let browser: Browser;
let pages: PageServer;
let person: Person;
let visitor: Visitor;

const library = join(
  dirname(createRequire(import.meta.url).resolve("oidc-client-ts/package.json")),
  "dist/browser/oidc-client-ts.min.js",
);

/** What a developer writes: the settings, and a page that shows who is there. */
const application = (authority: string, clientId: string, origin: string): string => `<!doctype html>
<title>Single page</title>
<h1>Loading</h1>
<button onclick="manager.signinRedirect()">Sign in</button>
<button onclick="manager.signinRedirect({ prompt: 'none' })">Sign in quietly</button>
<button onclick="manager.signoutRedirect()">Log out</button>
<script src="/oidc.js"></script>
<script type="module">
  const show = (text) => { document.querySelector("h1").textContent = text; };
  const manager = new oidc.UserManager({
    authority: ${JSON.stringify(authority)},
    client_id: ${JSON.stringify(clientId)},
    redirect_uri: ${JSON.stringify(`${origin}/callback`)},
    silent_redirect_uri: ${JSON.stringify(`${origin}/callback`)},
    post_logout_redirect_uri: ${JSON.stringify(`${origin}/`)},
    scope: "openid profile email offline_access",
    loadUserInfo: true,
    automaticSilentRenew: false,
  });
  window.manager = manager;
  try {
    const { search, pathname } = location;
    if (pathname === "/callback") await manager.signinCallback(), history.replaceState(null, "", "/");
    const user = await manager.getUser();
    show(user ? "Hello, " + user.profile.name + " " + user.profile.email : "Nobody");
  } catch (error) {
    show("Failed: " + error.message);
  }
</script>`;

const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name }).waitFor();
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name, exact: true }).click();

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const origin = `http://localhost:${await freePort()}`;
  const app = await addApplication(server, {
    redirectUri: `${origin}/callback`,
    afterLogout: `${origin}/`,
    method: "NONE",
  });
  person = await addPerson(server, "single-page");
  const html = application(server.origin, app.clientId, origin);
  pages = await servePages(
    Number(new URL(origin).port),
    new Map([
      ["/", { type: "text/html", body: html }],
      ["/oidc.js", { type: "text/javascript", body: await readFile(library, "utf8") }],
    ]),
  );
  visitor = await newVisitor(browser);
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.stop();
});

test("a person signs in from the page, and it learns their claims", async () => {
  const { page } = visitor;
  await page.goto(pages.origin);
  await heading(page, "Nobody");
  await press(page, "Sign in");
  await page.locator("#loginName").fill(person.loginName);
  await page.locator("#submit-button").click();
  await page.locator("#password").fill(password);
  await page.locator("#submit-button").click();
  await page.locator("#skip-button").click();
  await heading(page, "Hello, Grace Hopper single-page@example.test");
  expect(await page.evaluate("manager.getUser().then((user) => user.profile.sub)")).toBe(person.id);
});

test("it renews its tokens by the refresh token", async () => {
  const { page } = visitor;
  const renewed = await page.evaluate(
    "manager.getUser().then(async (old) => { const user = await manager.signinSilent();" +
      " return user.access_token !== old.access_token && user.refresh_token !== old.refresh_token; })",
  );
  expect(renewed).toBe(true);
});

test("another request in the same browser comes back without a question", async () => {
  const { page } = visitor;
  await page.evaluate("manager.removeUser()");
  await press(page, "Sign in quietly");
  await heading(page, /^Hello, Grace Hopper/);
});

test("it logs out at the server, and then nobody is there for it", async () => {
  const { page } = visitor;
  await press(page, "Log out");
  await heading(page, "Nobody");
  await press(page, "Sign in quietly");
  await heading(page, /^Failed: .*(login|log)/i);
  expect(visitor.complaints).toEqual([]);
});

test("a page of another origin may not use the application's tokens endpoint", async () => {
  const other = await servePages(
    await freePort(),
    new Map([["/", { type: "text/html", body: "<h1>Other</h1>" }]]),
  );
  try {
    const { page } = await newVisitor(browser);
    await page.goto(other.origin);
    const tried = await page.evaluate(
      `fetch(${JSON.stringify(`${server.origin}/oauth/v2/token`)}, { method: "POST", body: new URLSearchParams({ grant_type: "refresh_token" }) }).then(() => "read", (error) => error.name)`,
    );
    expect(tried).toBe("TypeError");
  } finally {
    await other.close();
  }
});
