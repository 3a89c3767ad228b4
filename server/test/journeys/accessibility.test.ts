/** axe looks at the console's pages, light and dark: nothing serious may be found. For the login's see screens.test.ts. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { addPerson } from "../protocols/world.ts";
import { examineBoth } from "./examine.ts";
import { addAdministrator, arrive, consolePath, signIn, title } from "./steps.ts";
import { newVisitor, openBrowser } from "./visitor.ts";

let server: Server;
let browser: Browser;
let page: Page;
let userId: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const grace = await addAdministrator(server, "grace");
  userId = grace.id;
  await addPerson(server, "ada");
  ({ page } = await newVisitor(browser, { reducedMotion: "reduce" }));
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

test("the console", async () => {
  await signIn(page, server, "grace");
  for (const [path, name] of pages()) {
    await page.goto(`${server.origin}${consolePath}/${path}`);
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
  ["users?q=nobody-like-this", "Users"],
  ["users/create", "New person"],
  ["users/create-machine", "New service user"],
  [`users/${userId}`, "Grace Hopper"],
  ["users/1", "This does not exist"],
  ["orgs", "Organizations"],
  ["orgs/create", "New organization"],
];
