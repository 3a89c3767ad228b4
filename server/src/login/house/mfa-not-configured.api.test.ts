/** Where a second factor is mandatory and none is permitted, only an administrator can help: the page says so. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { entryOf } from "./pages.fixture.ts";
import { type FactorHouse, openFactorHouse } from "./second-factor-pages.fixture.ts";

let house: FactorHouse;
beforeAll(async () => {
  house = await openFactorHouse();
  await house.real.setPolicy("login", { forceMFA: true, passwordlessType: 0 });
  for (const factor of ["totp", "u2f"] as const) await house.policy("removed", factor);
});
afterAll(() => house.real.close());
afterEach(() => expect(house.reported).toEqual([]));

async function stopped(): Promise<PlainBrowser> {
  const { browser, name } = await house.newcomer();
  return house.afterPassword(browser, name);
}

test("the password is right, and the page names what is wrong and the ways on, of which none leads past it", async () => {
  const browser = await stopped();
  expect([browser.status, browser.html.includes("LOGIN-5Hm8s")]).toEqual([403, true]);
  expect(browser.html).toContain("A second factor is mandatory, but none is permitted by the settings.");
  const sessionId = (await house.sessionOf(browser)).aggregateId;
  for (const path of ["/mfa/set", "/mfa", "/otp/time-based/set", "/u2f/set", "/passkey/set", "/signedin"]) {
    await (await browser.get(`/ui/v2/login${path}?sessionId=${sessionId}`)).follow();
    expect([path, browser.status, browser.html.includes("LOGIN-5Hm8s")]).toEqual([path, 403, true]);
  }
});

test("another account may be taken, and giving up tells the application why", async () => {
  const browser = await stopped();
  const other = /<a[^>]* href="([^"]*\/(?:accounts|loginname)\?[^"]*)"/.exec(browser.html)?.[1] ?? "none";
  const back = browser.html;
  expect((await browser.get(other.replaceAll("&amp;", "&"))).status).toBe(200);
  browser.html = back;
  await (await browser.submit({})).follow();
  const answer = new URL(browser.location ?? "");
  expect(answer.origin).toBe("https://app.example.com");
  expect([answer.searchParams.get("error"), answer.searchParams.get("state")]).toEqual([
    "access_denied",
    "st4te",
  ]);
  expect(answer.searchParams.get("error_description")).toContain("LOGIN-5Hm8s");
});

test("a silent request is told without a page, and once a factor is permitted the login goes on", async () => {
  const browser = await stopped();
  await (await browser.get(entryOf(await house.real.request({ prompt: [1] })))).follow();
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?error=interaction_required/);
  // A passkey is two factors in one: where nothing else is permitted, it is what is set up.
  await house.real.setPolicy("login", { passwordlessType: 1 });
  await (await browser.get(entryOf(await house.real.request()))).follow();
  expect(browser.html).toContain("<h1>Set up a passkey</h1>");
  expect(browser.html).not.toContain("Choose another way");
  await house.real.setPolicy("login", { passwordlessType: 0 });
  await house.policy("added", "totp");
  await (await browser.get(entryOf(await house.real.request()))).follow();
  expect(browser.html).toContain("Set up an authenticator app");
});
