/**
 * Every page of the hosted login, opened once in the state that it is for. On each: axe in light and dark, 320 pixels,
 * text of twice the size, one heading, language and direction, the focus, and what browsers fill in.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openedByAddress } from "#src/login/http.ts";
import { paths } from "#src/login/routes.ts";
import { openTelevision } from "../protocols/relying-party.ts";
import { type Server, startServer } from "../protocols/server.ts";
import { addApplication, addPerson, password, rest } from "../protocols/world.ts";
import { codeFor } from "./codes.ts";
import { inspect } from "./inspect.ts";
import { addCautious, addDispossessed, allowAllFactors, invite } from "./people.ts";
import { addNewcomer, decline, enterName, enterPassword } from "./steps.ts";
import { newVisitor, openBrowser, plugInKey } from "./visitor.ts";

let server: Server;
let browser: Browser;
/** What pages need to know about the people that they are for. */
const known = { invited: { id: "", code: "" }, dispossessed: "", userCode: "" };

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  const links = { tosLink: "https://example.test/terms", privacyLink: "https://example.test/privacy" };
  await rest(server, "PUT", "/admin/v1/policies/privacy", links);
  await allowAllFactors(server);
  await addPerson(server, "grace");
  await addCautious(server, "hopper");
  known.invited = await invite(server, "mary");
  known.dispossessed = (await addDispossessed(server)).loginName;
  await addNewcomer(server, "alan");
  const app = await addApplication(server, { redirectUri: `${server.origin}/debug/healthz`, method: "NONE" });
  known.userCode = (await openTelevision(server, app)).userCode;
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

interface Screen {
  readonly path: string;
  /** Beside the session that the visitor is in. */
  readonly query?: () => Readonly<Record<string, string>>;
  /** How to come there from the page before it, where an address alone does not lead there. */
  readonly from?: (page: Page) => Promise<unknown>;
  /** English unless it says otherwise. */
  readonly language?: "ar";
  /** Something is to be read before anything is typed. */
  readonly readFirst?: boolean;
}

const send = (page: Page): Promise<void> => page.locator("#submit-button").click();

/** What is wrong with what was sent. */
const mistake = async (page: Page): Promise<void> => page.locator("[aria-invalid=true]").first().waitFor();

async function logIn(page: Page, name: string): Promise<void> {
  await page.goto(`${server.origin}${paths.loginName}`);
  await enterName(page, name);
  await enterPassword(page, password);
}

/** The pages in the order in which one visitor comes to them. */
const scenes: Readonly<Record<string, readonly Screen[]>> = {
  "a stranger": [
    { path: paths.loginName },
    { path: paths.loginName, from: (page) => enterName(page, "nobody").then(() => mistake(page)) },
    { path: paths.password, query: () => ({ loginName: "grace" }) },
    { path: paths.password, from: (page) => enterPassword(page, "Wrong-1").then(() => mistake(page)) },
    { path: paths.passwordReset, query: () => ({ loginName: "grace" }) },
    { path: paths.passwordSet, query: () => ({ loginName: "grace" }) },
    { path: paths.passkey, query: () => ({ loginName: "grace" }) },
    { path: paths.passkeySet, query: () => ({ userId: "1", codeId: "1", code: "1" }) },
    { path: paths.register },
    { path: paths.registeredByMail },
    { path: paths.registerOrg },
    { path: paths.device },
    { path: paths.deviceDone },
    { path: paths.verified },
    { path: paths.loggedOut },
    { path: paths.logoutSuccess },
    { path: paths.loginName, query: () => ({ requestId: "oidc_V2_1" }) },
    { path: `${paths.loginName}/nowhere` },
    { path: paths.preview },
    {
      path: paths.verify,
      query: () => ({ userId: known.invited.id, code: known.invited.code, invite: "true" }),
    },
    { path: paths.authenticatorSet, from: send },
    { path: paths.loginName, language: "ar" },
    { path: paths.password, query: () => ({ loginName: "grace" }), language: "ar" },
    {
      path: paths.password,
      from: (page) => enterPassword(page, "Wrong-2").then(() => mistake(page)),
      language: "ar",
    },
    { path: paths.register, language: "ar" },
    { path: paths.device, language: "ar" },
  ],
  "somebody who sets up factors": [
    { path: paths.mfaSet, from: (page) => logIn(page, "grace") },
    { path: paths.otpTimeSet, readFirst: true },
    { path: paths.otpSmsSet },
    { path: paths.otpEmailSet },
    { path: paths.passkeySet, readFirst: true },
    { path: paths.u2fSet, readFirst: true },
    { path: paths.u2f, from: registerKey },
    { path: paths.accounts },
    { path: paths.logout },
    { path: paths.accounts, language: "ar" },
  ],
  "somebody who has factors": [
    { path: paths.otpTime, from: (page) => logIn(page, "hopper") },
    { path: paths.mfa },
    { path: paths.recoveryCode },
    { path: paths.otpEmail },
    { path: paths.otpSms, from: (page) => page.locator("button[value=otp_sms]").click() },
    {
      path: paths.passkeyPrompt,
      from: async (page) => {
        await page.locator("#code").fill(await codeFor(server, "+41791234567"));
        await send(page);
      },
    },
    { path: paths.recoveryCodes },
    { path: paths.recoveryCodes, from: send },
    { path: paths.deviceConsent, from: connectTelevision },
    { path: paths.success },
    { path: paths.mfaSet, language: "ar" },
    { path: paths.passkeySet, readFirst: true, language: "ar" },
    { path: paths.recoveryCodes, language: "ar" },
  ],
  "somebody whose password was given to them": [
    { path: paths.passwordChange, from: (page) => logIn(page, "alan") },
  ],
  "somebody whose name belongs to others": [
    { path: paths.usernameChange, from: (page) => logIn(page, known.dispossessed) },
  ],
};

/** Three addresses lead to the page that is next, and one is an older name of another. */
const leadElsewhere: readonly string[] = ["/ui/v2/login", paths.entry, paths.ended, paths.registerPassword];

test("every page that has an address is looked at", () => {
  const seen = Object.values(scenes).flatMap((scene) => scene.map(({ path }) => path));
  expect(openedByAddress.length).toBeGreaterThan(30);
  expect(openedByAddress.filter((path) => !seen.includes(path) && !leadElsewhere.includes(path))).toEqual([]);
});

describe.each(Object.entries(scenes))("%s", (_name, screens) => {
  test("finds every page sound", async () => {
    const { page, context, complaints } = await newVisitor(browser);
    for (const [index, screen] of screens.entries()) {
      await open(page, screen);
      const { path, language = "en", readFirst = false } = screen;
      const name = `${path.slice("/ui/v2/login/".length).replaceAll("/", "-")}-${language}-${index}`;
      await inspect(page, name, { language, direction: language === "ar" ? "rtl" : "ltr", readFirst });
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
});

/** With the session of the page before it. */
async function open(page: Page, { path, query, from, language }: Screen): Promise<void> {
  if (from === undefined) {
    const sessionId = /[?&]sessionId=(\d+)/.exec(page.url())?.[1];
    const search = new URLSearchParams({
      ...(sessionId && { sessionId }),
      ...(language && { lang: language }),
      ...query?.(),
    });
    await page.goto(`${server.origin}${path}?${search}`);
  } else {
    await from(page);
    await page.waitForURL(({ pathname }) => pathname === path);
  }
  await page.locator("h1").waitFor();
  expect(new URL(page.url()).pathname).toBe(path);
}

async function registerKey(page: Page): Promise<void> {
  await plugInKey(page);
  await page.locator("#name").fill("Blue key");
  await send(page);
}

async function connectTelevision(page: Page): Promise<void> {
  await page.goto(`${server.origin}${paths.device}?user_code=${known.userCode}`);
  await send(page);
  await decline(page);
}
