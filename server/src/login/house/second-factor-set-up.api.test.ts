/** Setting up second factors on the pages: offered, forced, each of them, and what nobody may do. */
import { type CreationOptions, createAuthenticator, type RequestOptions } from "@gatehouse/testkit";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { authenticatorsOf } from "#src/domains/webauthn/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { instanceId, origin } from "./real-house.fixture.ts";
import {
  type FactorHouse,
  openFactorHouse,
  shownSecret,
  submitTo,
  titleOf,
  totpCode,
  whereIs,
} from "./second-factor-pages.fixture.ts";

const base = "/ui/v2/login";
let house: FactorHouse;
beforeAll(async () => {
  house = await openFactorHouse();
  await house.policy("added", "otpSms");
  await house.policy("added", "otpEmail");
});
afterAll(() => house.real.close());
afterEach(() => expect(house.reported).toEqual([]));

const arrived = async () => {
  const person = await house.newcomer();
  await house.afterPassword(person.browser, person.name);
  return person;
};

/** The page's link to a set-up. */
const open = async (browser: PlainBrowser, path: string): Promise<PlainBrowser> => {
  const href = new RegExp(`href="(${base}${path}\\?[^"]*)"`).exec(browser.html)?.[1] ?? `no link to ${path}`;
  return (await browser.get(href.replaceAll("&amp;", "&"))).follow();
};

const shownCodes = ({ html }: { readonly html: string }) => [
  ...html.matchAll(/<code dir="ltr">([a-z-]{19})<\/code>/g),
];

const storedCodes = async (id: string): Promise<readonly string[]> =>
  (await house.humanOf(id)).factors?.recoveryCodes ?? [];

test("who has no factor is offered them all, the passkey first, and is not asked again after declining", async () => {
  const { browser, id, name } = await arrived();
  expect(titleOf(browser)).toBe("Protect your account");
  const offered = [...browser.html.matchAll(/<li><a href="\/ui\/v2\/login([^?"]*)/g)].map(([, path]) => path);
  expect(offered).toEqual([
    "/passkey/set",
    "/otp/time-based/set",
    "/u2f/set",
    "/otp/sms/set",
    "/otp/email/set",
  ]);
  const page = browser.html;
  await browser.decline();
  expect(whereIs(browser)).toBe("application");
  expect((await house.humanOf(id)).mfaInitSkippedAt).toBeDefined();
  // The same form again, from the history.
  browser.html = page;
  await browser.submit({});
  expect(browser.status).toBe(409);
  const later = (await house.newcomer()).browser;
  await house.afterPassword(later, name);
  expect(whereIs(later)).toBe("application");
});

test("an authenticator app: a reload shows the same secret, the right code counts for this login", async () => {
  const { browser, id } = await arrived();
  await open(browser, "/otp/time-based/set");
  const [secret, html] = [shownSecret(browser), browser.html];
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  expect(html).toContain('<svg class="qr"');
  const { sessionId, mark, requestId } = Object.fromEntries(
    [...html.matchAll(/name="(sessionId|mark|requestId)" value="([^"]+)"/g)].map(([, n, v]) => [n, v]),
  );
  const address = `${base}/otp/time-based/set?requestId=${requestId}&sessionId=${sessionId}&mark=${mark}`;
  await browser.get(address);
  expect(shownSecret(browser)).toBe(secret);
  await (await browser.submit({ code: "000000" })).follow();
  expect([browser.status, shownSecret(browser), browser.html.includes("not right")]).toEqual([
    400,
    secret,
    true,
  ]);
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");
  expect((await house.sessionOf(browser)).state.factors.totpAt).toBeDefined();
  const offer = browser.html;
  await browser.submit({});
  const kept = await storedCodes(id);
  expect([browser.status, shownCodes(browser).length, kept.length]).toEqual([200, 10, 10]);
  // A reload of the codes sends their form again: those that were written down stay good, and others are offered.
  const shown = browser.html;
  browser.html = offer;
  await (await browser.submit({})).follow();
  expect([titleOf(browser), shownCodes(browser), await storedCodes(id)]).toEqual([
    "Keep a way back in",
    [],
    kept,
  ]);
  await browser.submit({});
  expect([shownCodes(browser).length, (await storedCodes(id)).filter((code) => kept.includes(code))]).toEqual(
    [10, []],
  );
  browser.html = shown;
  await (
    await browser.get(
      /<a class="go" id="submit-button" href="([^"]+)"/.exec(browser.html)?.[1]?.replaceAll("&amp;", "&") ??
        "",
    )
  ).follow();
  expect(whereIs(browser)).toBe("application");
  // The form of the set-up again: it is done, and the login too.
  browser.html = html;
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect(browser.status).toBe(409);
});

test("a secret that waits is shown to no other session of the same user", async () => {
  const { browser, name } = await arrived();
  const other = (await house.newcomer()).browser;
  await house.afterPassword(other, name);
  await open(browser, "/otp/time-based/set");
  const secret = shownSecret(browser);
  const mark = /name="mark" value="([^"]+)"/.exec(browser.html)?.[1];
  const sessionId = (await house.sessionOf(other)).aggregateId;
  await (await other.get(`${base}/otp/time-based/set?sessionId=${sessionId}&mark=${mark}`)).follow();
  expect([other.status, shownSecret(other) === secret, other.html.includes(secret)]).toEqual([
    200,
    false,
    false,
  ]);
  // A mark that is no more, or never was one, leads to a new secret.
  const form = browser.html;
  await (await browser.submit({ code: totpCode(secret) }, { mark: "x" })).follow();
  expect(browser.html).toContain("This key is no longer valid");
  expect(shownSecret(browser)).not.toBe(secret);
  browser.html = form;
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");
});

const events = async (): Promise<number> => {
  const [row] = await house.real.database.query<{ readonly n: number }>(
    sql`select count(*)::int as n from events where instance_id = ${instanceId}`,
  );
  return row?.n ?? 0;
};

test("opening and reloading the pages of set-ups stores nothing, and each tab's secret is good", async () => {
  const { browser } = await arrived();
  const sessionId = (await house.sessionOf(browser)).aggregateId;
  const before = await events();
  expect(before).toBeGreaterThan(0);
  for (const path of ["/mfa/set", "/otp/time-based/set", "/u2f/set", "/passkey/set", "/otp/sms/set"])
    for (let n = 0; n < 3; n++) {
      await (await browser.get(`${base}${path}?sessionId=${sessionId}`)).follow();
      expect([path, browser.status]).toEqual([path, 200]);
    }
  await (await browser.get(`${base}/otp/time-based/set?sessionId=${sessionId}`)).follow();
  const [form, secret] = [browser.html, shownSecret(browser)];
  await (await browser.get(`${base}/otp/time-based/set?sessionId=${sessionId}`)).follow();
  expect(shownSecret(browser)).not.toBe(secret);
  expect(await events()).toBe(before);
  browser.html = form;
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");
});

test("who has a factor cannot add one by the password alone", async () => {
  const { browser, name, id } = await arrived();
  await open(browser, "/otp/time-based/set");
  await (await browser.submit({ code: totpCode(shownSecret(browser)) })).follow();
  const thief = (await house.newcomer()).browser;
  await house.afterPassword(thief, name);
  const sessionId = (await house.sessionOf(thief)).aggregateId;
  for (const path of ["/otp/sms/set", "/otp/email/set", "/u2f/set", "/mfa/set", "/recovery-codes"]) {
    await (await thief.get(`${base}${path}?sessionId=${sessionId}`)).follow();
    expect(titleOf(thief), path).toBe("Enter the code from your app");
    await submitTo(thief, `${base}/otp/time-based`, { code: "" });
  }
  const csrf = /name="csrf" value="([^"]+)"/.exec(thief.html)?.[1] ?? "";
  for (const [path, more] of [
    ["/otp/email/set", {}],
    ["/otp/sms/set", { does: "number", phone: "+41791234567" }],
    ["/recovery-codes", { replaces: "" }],
  ] as const)
    await thief.post(base + path, new URLSearchParams({ csrf, sessionId, ...more }));
  const { factors, phone } = await house.humanOf(id);
  expect([Object.keys(factors ?? {}), phone]).toEqual([["totp"], ""]);
});

test("a number is entered, mended and proven, and counts for this login", async () => {
  const { browser, id } = await arrived();
  await open(browser, "/otp/sms/set");
  await (await browser.submit({ phone: "my number" })).follow();
  expect([browser.status, browser.html.includes("This is not a phone number")]).toEqual([400, true]);
  await (await browser.submit({ phone: "+41 79 123 45 11" })).follow();
  expect(browser.html).toContain("ending in 11");
  const first = (await house.humanOf(id)).phoneCode;
  await open(browser, "/otp/sms/set");
  await (await browser.submit({ phone: "079 123 45 67" })).follow();
  expect(browser.html).toContain("ending in 67");
  await browser.get(`${base}/otp/sms/set?sessionId=${(await house.sessionOf(browser)).aggregateId}`);
  const second = (await house.humanOf(id)).phoneCode;
  expect(second?.code?.Crypted).not.toBe(first?.code?.Crypted);
  await (await browser.submit({ code: "nope12" })).follow();
  expect([browser.status, browser.html.includes("not right")]).toEqual([400, true]);
  const resend = browser.html.slice(browser.html.indexOf('value="code"'));
  browser.html = resend.slice(resend.indexOf("<form"));
  await (await browser.submit({})).follow();
  expect((await house.humanOf(id)).phoneCode?.code?.Crypted).not.toBe(second?.code?.Crypted);
  const sealed = (await house.humanOf(id)).phoneCode?.code;
  const code = sealed ? house.real.ctx().secrets.open("otp", sealed).toString() : "";
  await (await browser.submit({ code })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");
  expect((await house.sessionOf(browser)).state.factors.otpSmsAt).toBeDefined();
  expect((await house.humanOf(id)).factors?.otpSms).toBeDefined();
});

test("codes by mail are proven by the first one", async () => {
  const { browser, id } = await arrived();
  await open(browser, "/otp/email/set");
  expect(browser.html).toContain("p•••@mail.example.com");
  await (await browser.submit({})).follow();
  expect(titleOf(browser)).toBe("Enter the code from the email");
  await (await browser.submit({ code: await house.sentTo(browser, "otpEmail") })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");
  expect((await house.humanOf(id)).factors?.otpEmail).toBeDefined();
});

const optionsIn = ({ html }: PlainBrowser): unknown =>
  JSON.parse(/data-options="([^"]*)"/.exec(html)?.[1]?.replaceAll("&quot;", '"') ?? "null");

test("a security key is registered under a name and answers at once; later it is asked for", async () => {
  const { browser, id, name } = await arrived();
  const key = createAuthenticator({ verifiesUser: false });
  await open(browser, "/u2f/set");
  await (await browser.submit({ credential: "{}" })).follow();
  expect([browser.status, browser.html.includes("did not work")]).toEqual([400, true]);
  const made = key.create(optionsIn(browser) as CreationOptions, origin);
  await (await browser.submit({ name: "Blue key", credential: JSON.stringify(made) })).follow();
  expect(titleOf(browser)).toBe("Use your security key");
  await (await browser.submit({ credential: "[]" })).follow();
  expect(browser.status).toBe(400);
  const answer = () => JSON.stringify(key.get(optionsIn(browser) as RequestOptions, origin));
  await (await browser.submit({ credential: answer() })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");
  const rows = await authenticatorsOf(house.real.ctx(), id, "u2f");
  expect(rows.map(({ state }) => state.status === "ready" && state.name)).toContain("Blue key");

  const later = (await house.newcomer()).browser;
  await house.afterPassword(later, name);
  expect(titleOf(later)).toBe("Use your security key");
  const [stored, form] = [await events(), later.html];
  await later.get(`${base}/u2f?sessionId=${(await house.sessionOf(later)).aggregateId}`);
  expect(later.html).toContain("data-options");
  expect(await events()).toBe(stored);
  later.html = form;
  const asked = key.get(optionsIn(later) as RequestOptions, origin);
  const answered = { credential: JSON.stringify(asked) };
  // Of another browser of the same person, where the question means nothing.
  const other = (await house.newcomer()).browser;
  await house.afterPassword(other, name);
  const challenge = /name="challenge" value="([^"]+)"/.exec(form)?.[1] ?? "none";
  await (await other.submit({ ...answered, challenge })).follow();
  expect([other.status, titleOf(other)]).toEqual([400, "Use your security key"]);
  await (await later.submit(answered)).follow();
  expect(whereIs(later)).toBe("application");
});

test("who is forced cannot skip, and goes straight to it where there is one way", async () => {
  await house.real.setPolicy("login", { forceMFA: true });
  const { browser, id } = await arrived();
  expect(titleOf(browser)).toBe("Protect your account");
  expect(browser.html).not.toContain("skip-button");
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1];
  const { sessionId, requestId } = Object.fromEntries(
    [...browser.html.matchAll(/(sessionId|requestId)=(\w+)/g)].map(([, n, v]) => [n, v]),
  );
  const token = csrf ?? /csrf/.exec(browser.html)?.[0] ?? "";
  await browser.post(
    `${base}/mfa/set`,
    new URLSearchParams({ csrf: token, sessionId, requestId, skip: "yes" }),
  );
  expect((await house.humanOf(id)).mfaInitSkippedAt).toBeUndefined();
  await house.real.setPolicy("login", { passwordlessType: 0 });
  for (const factor of ["u2f", "otpSms", "otpEmail"] as const) await house.policy("removed", factor);
  const second = await arrived();
  expect(titleOf(second.browser)).toBe("Set up an authenticator app");
  await (await second.browser.submit({ code: totpCode(shownSecret(second.browser)) })).follow();
  expect(titleOf(second.browser)).toBe("Keep a way back in");
  await (await second.browser.get(entryOf(await house.real.request()))).follow();
  expect(whereIs(second.browser)).toBe("application");
});

test("where only codes by mail are left, who has not proven the address does so on the way", async () => {
  await house.real.setPolicy("login", { forceMFA: true, passwordlessType: 0 });
  for (const factor of ["totp", "u2f", "otpSms"] as const) await house.policy("removed", factor);
  await house.policy("added", "otpEmail");
  const unproven = { proven: false };
  const [first, second] = [await house.newcomer(unproven), await house.newcomer(unproven)];
  const { browser, id } = first;
  await house.afterPassword(browser, first.name);
  expect(titleOf(browser)).toBe("Confirm your email address");
  const sealed = (await house.humanOf(id)).emailCode?.code;
  const code = sealed ? house.real.ctx().secrets.open("otp", sealed).toString() : "";
  await (await browser.submit({ code })).follow();
  expect(browser.html).toContain("p•••@mail.example.com");
  await (await browser.submit({})).follow();
  await (await browser.submit({ code: await house.sentTo(browser, "otpEmail") })).follow();
  expect(titleOf(browser)).toBe("Keep a way back in");

  // Where nobody sends mails, none is promised.
  const without = browserOf(house.real, house.reported, false);
  await house.afterPassword(without, second.name);
  expect([without.status, without.html.includes("LOGIN-mN6p3")]).toEqual([403, true]);
});

test("codes by mail are offered only where mails go out", async () => {
  await house.real.setPolicy("login", { forceMFA: false, passwordlessType: 0 });
  await house.policy("added", "totp");
  for (const [keepsMails, offered] of [
    [true, true],
    [false, false],
  ] as const) {
    const browser = browserOf(house.real, house.reported, keepsMails);
    await house.afterPassword(browser, (await house.newcomer()).name);
    expect([titleOf(browser), browser.html.includes("/otp/email/set")]).toEqual([
      "Protect your account",
      offered,
    ]);
  }
});
