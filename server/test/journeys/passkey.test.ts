/**
 * Passkeys in a browser: on our pages, set up and used with a name and without one; and by a login page of somebody's
 * own on another port, over the API.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRelyingParty, type RelyingParty } from "../protocols/relying-party.ts";
import { type Server, startServer } from "../protocols/server.ts";
import { repository } from "../protocols/terminals.ts";
import { addPerson, password, rest } from "../protocols/world.ts";
import { enterName, enterPassword } from "./steps.ts";
import { carryDevice, newVisitor, openBrowser, picture } from "./visitor.ts";

let server: Server;
let browser: Browser;
let party: RelyingParty;
beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  party = await openRelyingParty(server);
});
afterAll(async () => {
  await browser?.close();
  await party?.close();
  await server?.stop();
});

test("a passkey is set up after a password login, and then opens the door without a name or by it", async () => {
  const { page, context, complaints, addresses } = await newVisitor(browser);
  const device = await carryDevice(page);
  const { id: userId, loginName } = await addPerson(server, "keyholder");
  const isIn = async (): Promise<void> => expect(await party.welcome(page)).toMatchObject({ sub: userId });
  await party.send(page);
  await page.getByRole("button", { name: "Sign in with a passkey" }).waitFor();
  await picture(page, "passkey-login-name");
  await enterName(page, loginName);
  await enterPassword(page, password);
  await page.locator('a[href*="/passkey/set"]').click();
  await arriveAt(page, "Set up a passkey");
  await picture(page, "passkey-set");
  await page.getByRole("button", { name: "Create passkey" }).click();
  await arriveAt(page, "Your passkey is ready");
  expect(await device.passkeys()).toBe(1);
  await page.getByRole("link", { name: "Continue" }).click();
  await isIn();

  // Without a name: the browser offers it in the field, here it is taken at once.
  await context.clearCookies();
  const before = addresses.length;
  await party.send(page);
  await isIn();
  expect(addresses.slice(before).filter((one) => one.includes("/password"))).toEqual([]);

  // The password still does.
  await context.clearCookies();
  await device.confirms(false);
  await party.send(page);
  await enterName(page, loginName);
  await page.getByRole("link", { name: "Use your password instead" }).click();
  await enterPassword(page, password);
  await isIn();

  // Removed here, it is refused, and the device is told to forget it.
  const { result } = await rest<{ result: { id: string }[] }>(
    server,
    "POST",
    `/v2/users/${userId}/passkeys/_search`,
    {},
  );
  await rest(server, "DELETE", `/v2/users/${userId}/passkeys/${result[0]?.id}`);
  await context.clearCookies();
  await device.confirms(true);
  await party.send(page);
  await page.getByRole("alert").filter({ hasText: "could not be used here" }).waitFor();
  await expect.poll(() => device.passkeys()).toBe(0);
  expect(complaints).toEqual([]);
});

/** Of this very page, whatever it offers. */
const arriveAt = (page: Page, name: string): Promise<void> =>
  page.getByRole("heading", { level: 1, name }).waitFor();

test("another device sets one up by the link that this one shows, and logs in with it", async () => {
  const here = await newVisitor(browser);
  const phone = await newVisitor(browser, { viewport: { width: 320, height: 700 } });
  const device = await carryDevice(phone.page);
  const { id, loginName } = await addPerson(server, "two-devices");
  await party.send(here.page);
  await enterName(here.page, loginName);
  await enterPassword(here.page, password);
  await here.page.locator('a[href*="/passkey/set"]').click();
  await here.page.getByRole("button", { name: "Set it up on another device" }).click();
  await arriveAt(here.page, "Set up a passkey on another device");
  await here.page.getByRole("img", { name: "QR code of the address" }).waitFor();
  await picture(here.page, "passkey-elsewhere");
  await phone.page.goto((await here.page.locator("#address").textContent()) ?? "");
  await phone.page.getByRole("button", { name: "Continue" }).click();
  await phone.page.getByRole("button", { name: "Create passkey" }).click();
  await arriveAt(phone.page, "Your passkey is ready");
  await picture(phone.page, "passkey-ready-phone");
  expect(await device.passkeys()).toBe(1);
  await here.page.locator("#next-link").click();
  expect(await party.welcome(here.page)).toMatchObject({ sub: id });
  await party.send(phone.page);
  expect(await party.welcome(phone.page)).toMatchObject({ sub: id });
  expect([...here.complaints, ...phone.complaints]).toEqual([]);
});

/** What a page of ours does in the guide's example. */
const script = await readFile(join(repository, "examples", "custom-login", "passkey-page.js"), "utf8");

/** The answer is JSON, ready for the API. */
const inPage = (does: "createPasskey" | "usePasskey", options: object): string =>
  `import("/passkey-page.js").then((page) => page.${does}(${JSON.stringify(options)}))`;

test("a browser registers a passkey by what the API prints, and logs in with it", async () => {
  const { page, context, complaints } = await newVisitor(browser);
  await context.route("http://localhost:4321/", (route) =>
    route.fulfill({ contentType: "text/html", body: "<h1>Our own login</h1>" }),
  );
  await context.route("http://localhost:4321/passkey-page.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await page.goto("http://localhost:4321/");
  await carryDevice(page);

  const { id: userId } = await addPerson(server, "passkey-person");
  const passkeys = `/v2/users/${userId}/passkeys`;
  const begun = await rest<{
    readonly passkeyId: string;
    readonly publicKeyCredentialCreationOptions: object;
  }>(server, "POST", passkeys, { domain: "localhost" });
  const publicKeyCredential = await page.evaluate(
    inPage("createPasskey", begun.publicKeyCredentialCreationOptions),
  );
  await rest(server, "POST", `${passkeys}/${begun.passkeyId}`, {
    publicKeyCredential,
    passkeyName: "Laptop",
  });

  const session = await rest<{
    readonly sessionId: string;
    readonly challenges: {
      readonly webAuthN: { readonly publicKeyCredentialRequestOptions: object };
    };
  }>(server, "POST", "/v2/sessions", {
    checks: { user: { userId } },
    challenges: {
      webAuthN: {
        domain: "localhost",
        userVerificationRequirement: "USER_VERIFICATION_REQUIREMENT_REQUIRED",
      },
    },
  });
  const { publicKeyCredentialRequestOptions } = session.challenges.webAuthN;
  const credentialAssertionData = await page.evaluate(
    inPage("usePasskey", publicKeyCredentialRequestOptions),
  );
  const path = `/v2/sessions/${session.sessionId}`;
  await rest(server, "PATCH", path, { checks: { webAuthN: { credentialAssertionData } } });
  const { session: done } = await rest<{ session: { factors: object } }>(server, "GET", path);
  expect(done.factors).toMatchObject({ webAuthN: { userVerified: true } });
  expect(complaints).toEqual([]);
});
