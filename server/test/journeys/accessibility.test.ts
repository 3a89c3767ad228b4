/** axe looks at the console's pages, light and dark: nothing serious may be found. For the login's see screens.test.ts. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths } from "#src/login/routes.ts";
import { type Server, startServer } from "../protocols/server.ts";
import { addPerson } from "../protocols/world.ts";
import { examineBoth } from "./examine.ts";
import { inspect } from "./inspect.ts";
import { addAdministrator, arrive, consolePath, enterName, signIn, title } from "./steps.ts";
import { newVisitor, openBrowser } from "./visitor.ts";

/** The API has no field for it. */
const settings = { GATEHOUSE_DEFAULT_INSTANCE_LABEL_POLICY_ERROR_MSG_POPUP: "true" };
let server: Server;
let browser: Browser;
let page: Page;
let userId: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(settings), openBrowser()]);
  const grace = await addAdministrator(server, "grace");
  userId = grace.id;
  await addPerson(server, "ada");
  ({ page } = await newVisitor(browser));
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("a host that belongs to nobody", async () => {
  await page.goto(`http://elsewhere.localhost:${server.port}/`);
  await title(page).waitFor();
  await examineBoth(page, "unknown-host");
});

test("errors of the login that pop up: at their fields, or above the page until they are closed", async () => {
  const { page, context } = await newVisitor(browser);
  await page.goto(`${server.origin}${paths.passkeySet}?userId=1&codeId=1&code=1`);
  await page.locator("#submit-button").click();
  await page.locator(".toast [role=alert]").waitFor();
  await inspect(page, "popup", { language: "en", direction: "ltr", readFirst: true });
  await page.getByRole("link", { name: "Close" }).click();
  await page.locator(".toast").waitFor({ state: "hidden" });
  await page.goto(`${server.origin}${paths.loginName}?lang=ar`);
  await enterName(page, "nobody");
  await page.locator("#loginName-error").waitFor();
  await inspect(page, "popup-field", { language: "ar", direction: "rtl", readFirst: false });
  await context.close();
});

test("the console", async () => {
  await signIn(page, server, "grace");
  for (const [path, name] of pages()) {
    // As its links lead there, without loading it anew.
    await page.evaluate(`history.pushState({}, "", ${JSON.stringify(`${consolePath}/${path}`)})`);
    await arrive(page, name);
    await page.locator("[aria-busy=true], .mantine-Skeleton-root").first().waitFor({ state: "detached" });
    await examineBoth(page, `console-${path.replaceAll(/[/\d]+/g, "-")}`);
  }
  await page.goto(`${server.origin}${consolePath}/users/create`);
  await page.getByRole("button", { name: "Create person" }).click();
  await page.locator("[aria-invalid=true]").first().waitFor();
  await examineBoth(page, "console-form-errors");
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Log out" }).waitFor();
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate<string>("document.activeElement.role")).toBe("menuitem");
  await examineBoth(page, "console-menu");
  await page.getByRole("menuitem", { name: "Log out" }).click();
  await arrive(page, /logged out/);
  await examineBoth(page, "console-signed-out");
});

const pages = (): readonly (readonly [string, string | RegExp])[] => [
  ["", /^Welcome/],
  ["users", "Users"],
  ["users/create", "New person"],
  ["users?q=nobody-like-this", "Users"],
  ["users/create-machine", "New service user"],
  [`users/${userId}`, "Grace Hopper"],
  ["users/1", "This does not exist"],
  ["orgs", "Organizations"],
  ["orgs/create", "New organization"],
];
