/** A login for an app on the device ends on a page of ours, for the browser would stay empty behind the app. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createOidcApp } from "#src/domains/app/index.ts";
import { readCode } from "#src/domains/authrequest/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";

const native = 2;
const redirectUri = "com.example.app:/cb";
let real: RealHouse;
let browser: PlainBrowser;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});
beforeEach(() => {
  browser = browserOf(real, reported);
});

async function requestOf(name: string, skipNativeAppSuccessPage: boolean, more = {}): Promise<string> {
  const { clientId } = await createOidcApp(
    real.ctx(),
    { projectId: ids.project, name },
    { redirectUris: [redirectUri], applicationType: native, authMethodType: 2, skipNativeAppSuccessPage },
  );
  return real.request({ client_id: clientId, audience: [clientId], redirect_uri: redirectUri, ...more });
}

const goesOn = (pattern: RegExp): string => pattern.exec(browser.html)?.[1]?.replaceAll("&amp;", "&") ?? "";
const codeIn = (url: string) => readCode(real.ctx(), new URL(url).searchParams.get("code") ?? "");

test("the page says that it is done and leads to the app, by itself and by a button", async () => {
  const entry = entryOf(await requestOf("Native", false));
  await browser.logIn(entry, "ada@example.com", password);
  expect([browser.status, browser.location]).toEqual([200, undefined]);
  expect(browser.html).toMatch(/<h1>[^<]+<\/h1>/);
  expect(browser.html).toContain("Native");
  const button = goesOn(/<a class="go" id="submit-button" href="([^"]+)"/);
  expect(button).toMatch(/^com\.example\.app:\/cb\?code=[^&]+&state=st4te&iss=/);
  expect(goesOn(/<meta http-equiv="refresh" content="1;url=([^"]+)"/)).toBe(button);
  expect(codeIn(button)?.aggregateId).toMatch(/^V2_/);
  expect(browser.response.headers.get("cache-control")).toContain("no-store");
});

test("reloaded, it says that the login is over, and hands out no second code", async () => {
  const entry = entryOf(await requestOf("Reloaded", false));
  await browser.logIn(entry, "ada@example.com", password);
  await (await browser.get(entry)).follow();
  expect([browser.status, browser.html.includes("LOGIN-rH5d8")]).toEqual([409, true]);
  expect(browser.html).not.toContain("code=");
  // Its address begins no page.
  expect(browser.html).not.toContain("com.example.app");
});

test("an application that wants no such page is gone to at once", async () => {
  const entry = entryOf(await requestOf("At once", true));
  await browser.logIn(entry, "ada@example.com", password);
  expect(browser.status).toBe(302);
  expect(codeIn(browser.location ?? "")?.aggregateId).toMatch(/^V2_/);
});

test("a silent request sees no page, whatever comes of it", async () => {
  const silent = { prompt: [1] };
  await (await browser.get(entryOf(await requestOf("Nobody", false, silent)))).follow();
  expect(browser.location).toMatch(/^com\.example\.app:\/cb\?error=login_required/);
  await browser.logIn(entryOf(await real.request()), "ada@example.com", password);
  await (await browser.get(entryOf(await requestOf("Silent", false, silent)))).follow();
  expect(browser.location).toMatch(/^com\.example\.app:\/cb\?code=/);
});
