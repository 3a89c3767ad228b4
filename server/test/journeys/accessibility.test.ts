/** axe looks at every page of the login and the console, light and dark: nothing serious may be found. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Server, startServer } from "../protocols/server.ts";
import { addPerson, password, rest } from "../protocols/world.ts";
import { examine } from "./examine.ts";
import { addAdministrator, addNewcomer, arrive, consolePath, enterName, enterPassword } from "./steps.ts";
import { newVisitor, openBrowser } from "./visitor.ts";

let server: Server;
let browser: Browser;
let userId: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const grace = await addAdministrator(server, "grace");
  userId = grace.id;
  await addPerson(server, "ada");
  const links = { tosLink: "https://example.test/terms", privacyLink: "https://example.test/privacy" };
  await rest(server, "PUT", "/admin/v1/policies/privacy", links);
  for (const userName of ["new-light", "new-dark"]) await addNewcomer(server, userName);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  const named = (name: string): string => `axe-${colorScheme}-${name}`;

  test("the login", async () => {
    const { page, context } = await newVisitor(browser, { colorScheme });
    await page.goto(server.origin);
    await arrive(page, "Sign in");
    await examine(page, named("login-name"));
    await enterName(page, "nobody-at-all");
    await page.locator("[aria-invalid=true]").waitFor();
    await examine(page, named("login-name-wrong"));
    await enterName(page, `new-${colorScheme}`);
    await arrive(page, "Enter your password");
    await examine(page, named("password"));
    await enterPassword(page, "Wrong-Horse-1");
    await page.locator("[aria-invalid=true]").waitFor();
    await examine(page, named("password-wrong"));
    await enterPassword(page, password);
    await arrive(page, "Choose a new password");
    await page.locator("#newPassword").fill("Horse");
    await examine(page, named("password-change"));
    await page.locator("#oldPassword").fill(password);
    await page.locator("#newPassword").fill("Another-Horse-2");
    await page.locator("#confirmPassword").fill("Another-Horse-2");
    await page.locator("#submit-button").click();
    await arrive(page, /^Welcome/);
    await examine(page, named("console-without-roles"));
    for (const [path, name] of [
      ["accounts", "accounts"],
      ["logout", "logout"],
      ["logout/done", "logged-out"],
      ["register/org", "register-org"],
      ["loginname?requestId=oidc_V2_1", "error"],
    ] as const) {
      await page.goto(`${server.origin}/ui/v2/login/${path}`);
      await examine(page, named(name));
    }
    await page.goto(`http://elsewhere.localhost:${server.port}/`);
    await examine(page, named("unknown-host"));
    await context.close();
  });

  test("the console", async () => {
    const { page, context } = await newVisitor(browser, { colorScheme });
    await page.goto(server.origin);
    await enterName(page, "grace");
    await enterPassword(page, password);
    await arrive(page, /^Welcome/);
    for (const [path, title] of pages()) {
      await page.goto(`${server.origin}${consolePath}/${path}`);
      await arrive(page, title);
      await page.locator("[aria-busy=true], .mantine-Skeleton-root").first().waitFor({ state: "detached" });
      await examine(page, named(`console-${path.replaceAll(/[/\d]+/g, "-")}`));
    }
    await page.goto(`${server.origin}${consolePath}/users/create`);
    await page.getByRole("button", { name: "Create person" }).click();
    await page.locator("[aria-invalid=true]").first().waitFor();
    await examine(page, named("console-form-errors"));
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await page.evaluate<string>("document.activeElement.role")).toBe("menuitem");
    await examine(page, named("console-menu"));
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await arrive(page, /logged out/);
    await examine(page, named("console-signed-out"));
    await context.close();
  });
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
