/** Checking second factors on the pages: each of them, what counts, what locks, and what is never sent twice. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addOtpTo } from "#src/domains/otp/index.ts";
import { generateRecoveryCodes } from "#src/domains/recoverycode/index.ts";
import { terminate } from "#src/domains/session/index.ts";
import { changeHuman, User } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { ids, password } from "./real-house.fixture.ts";
import {
  type FactorHouse,
  openFactorHouse,
  submitTo,
  titleOf,
  totpCode,
  whereIs,
} from "./second-factor-pages.fixture.ts";

const base = "/ui/v2/login";
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
let house: FactorHouse;
beforeAll(async () => {
  house = await openFactorHouse();
  await house.policy("added", "otpSms");
  await house.policy("added", "otpEmail");
  // Nobody is offered anything more than what these tests are about.
  await house.real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(() => house.real.close());
afterEach(() => expect(house.reported).toEqual([]));

type Has = "totp" | "otpSms" | "otpEmail";

/** Somebody with these factors who has entered the password. */
async function asked(...has: readonly Has[]) {
  const person = await house.newcomer();
  const ctx = house.real.ctx();
  if (has.includes("totp"))
    await house.real.happen(User, person.id, [
      { type: "user.human.mfa.otp.added", payload: { otpSecret: ctx.secrets.seal("otp", secret) } },
      { type: "user.human.mfa.otp.verified", payload: { step: 1 } },
    ]);
  if (has.includes("otpSms")) {
    // The limit of messages counts by the number as well.
    const number = `+41791${person.id.replace(/\D/g, "").padStart(4, "2")}12`;
    const phone = { number, verification: { kind: "verified" } } as const;
    await changeHuman(ctx, person.id, { phone });
    await addOtpTo(ctx, person.id, "otpSms");
  }
  if (has.includes("otpEmail")) await addOtpTo(ctx, person.id, "otpEmail");
  await house.afterPassword(person.browser, person.name);
  return person;
}

const challenges = async (browser: PlainBrowser, channel: "sms" | "email"): Promise<number> => {
  const { aggregateId } = await house.sessionOf(browser);
  const type = `session.otp.${channel}.challenged`;
  const rows = await house.real.database.query<{ n: string }>(
    sql`select count(*) as n from events where aggregate_id = ${aggregateId} and type = ${type}`,
  );
  return Number(rows[0]?.n);
};

/** This page at its own address, as a reload asks for it. */
async function reload(browser: PlainBrowser, path: string): Promise<PlainBrowser> {
  const { aggregateId } = await house.sessionOf(browser);
  const requestId = /name="requestId" value="([^"]+)"/.exec(browser.html)?.[1];
  return (await browser.get(`${base}${path}?requestId=${requestId}&sessionId=${aggregateId}`)).follow();
}

test("a code of the app: wrong is said at the field, right leads on, and twice is no harm", async () => {
  const { browser } = await asked("totp");
  expect(titleOf(browser)).toBe("Enter the code from your app");
  expect(browser.html).toMatch(/autocomplete="one-time-code"[\s\S]*?inputmode="numeric"/);
  const page = browser.html;
  await (await browser.submit({ code: "000000" })).follow();
  expect([browser.status, browser.html]).toEqual([
    400,
    expect.stringContaining('aria-describedby="code-error"'),
  ]);
  await (await browser.submit({ code: "" })).follow();
  expect(browser.status).toBe(400);
  await (await browser.submit({ code: ` ${totpCode(secret)}` })).follow();
  expect(whereIs(browser)).toBe("application");
  browser.html = page;
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect([browser.status, browser.html.includes("has been completed already")]).toEqual([409, true]);
});

test("a code is sent on the way to its page, not by a reload, and again by the button", async () => {
  const { browser } = await asked("otpEmail");
  expect(titleOf(browser)).toBe("Enter the code from the email");
  expect(browser.html).toContain("p•••@mail.example.com");
  expect(browser.html).not.toContain("person1@mail");
  const first = await house.sentTo(browser, "otpEmail");
  await reload(browser, "/otp/email");
  await reload(browser, "/login");
  expect([await challenges(browser, "email"), await house.sentTo(browser, "otpEmail")]).toEqual([1, first]);
  await submitTo(browser, `${base}/otp/email/resend`);
  expect(await challenges(browser, "email")).toBe(2);
  await (await browser.submit({ code: first })).follow();
  expect(browser.status).toBe(400);
  await (await browser.submit({ code: await house.sentTo(browser, "otpEmail") })).follow();
  expect(whereIs(browser)).toBe("application");
});

test("no more codes are sent than the limit of messages allows, and that is said", async () => {
  const { browser } = await asked("otpSms");
  expect(browser.html).toContain("ending in 12");
  let said = false;
  for (let n = 0; n < 12 && !said; n++) {
    await submitTo(browser, `${base}/otp/sms/resend`);
    said = browser.html.includes("Too many codes were sent");
  }
  expect(said).toBe(true);
  await (await browser.submit({ code: await house.sentTo(browser, "otpSms") })).follow();
  expect(whereIs(browser)).toBe("application");
});

test("the link of a mail fills the code in, and is redeemed by the form alone; elsewhere it says where to go", async () => {
  const { browser, id } = await asked("otpEmail");
  const code = await house.sentTo(browser, "otpEmail");
  const jobs = await house.real.database.query<{ payload: string }>(
    sql`select payload::text as payload from jobs where payload::text like ${`%${id}%`}`,
  );
  expect(jobs.map(({ payload }) => payload).join()).toContain("otp/email?code={{.Code}}");
  const { aggregateId } = await house.sessionOf(browser);
  const requestId = /name="requestId" value="([^"]+)"/.exec(browser.html)?.[1];
  const link = `${base}/otp/email?code=${code}&userId=${id}&sessionId=${aggregateId}&request=${requestId}`;
  const other = (await house.newcomer()).browser;
  await other.get(link);
  expect(other.location).not.toContain(code);
  await other.follow();
  expect([other.status, titleOf(other), other.html.includes(`<code dir="ltr">${code}</code>`)]).toEqual([
    200,
    "Enter this code where you sign in",
    true,
  ]);
  await (await other.get(`${base}/otp/email?code=%3Cscript%3Ealert(1)%3C/script%3E`)).follow();
  expect(other.html).not.toContain("<script>alert");
  await browser.get(link);
  expect(browser.location).not.toContain(code);
  await browser.follow();
  expect(browser.html).toContain(`value="${code}"`);
  expect((await house.sessionOf(browser)).state.factors.otpEmailAt).toBeUndefined();
  await (await browser.submit({})).follow();
  expect(whereIs(browser)).toBe("application");
});

test("each page offers the other factors; choosing one that sends, sends", async () => {
  const { browser } = await asked("totp", "otpSms", "otpEmail");
  const others = () => [...browser.html.matchAll(/name="factor" value="(\w+)"/g)].map(([, one]) => one);
  const here = titleOf(browser);
  expect(others()).toHaveLength(2);
  await submitTo(browser, `${base}/mfa`, { factor: "otp_sms" });
  expect(titleOf(browser)).toBe("Enter the code from the text message");
  expect([here, others()]).toEqual(["Enter the code from your app", ["totp", "otp_email"]]);
  expect(await challenges(browser, "sms")).toBe(1);
  await reload(browser, "/mfa");
  expect([titleOf(browser), others().toSorted()]).toEqual([
    "Confirm that it is you",
    ["otp_email", "otp_sms", "totp"],
  ]);
  await submitTo(browser, `${base}/mfa`, { factor: "u2f" });
  expect(titleOf(browser)).toBe("Confirm that it is you");
});

test("a recovery code stands in for the factor, once", async () => {
  const { browser, id, name } = await asked("totp");
  const { codes } = await generateRecoveryCodes(house.real.ctx(), id, 2);
  await reload(browser, "/otp/time-based");
  await submitTo(browser, `${base}/mfa`, { factor: "recovery_code" });
  await (await browser.submit({ code: "abcd-efgh-ijkl-mnop" })).follow();
  expect(browser.status).toBe(400);
  await (await browser.submit({ code: codes[0] ?? "" })).follow();
  expect(whereIs(browser)).toBe("application");
  const later = (await house.newcomer()).browser;
  await house.afterPassword(later, name);
  await submitTo(later, `${base}/mfa`, { factor: "recovery_code" });
  await (await later.submit({ code: codes[0] ?? "" })).follow();
  expect(later.status).toBe(400);
});

test("too many wrong codes lock the account, in words, and then no code is right", async () => {
  await house.real.setPolicy("lockout", { maxOTPAttempts: 3 });
  const { browser, name } = await asked("totp");
  for (let n = 0; n < 2; n++) await (await browser.submit({ code: "000000" })).follow();
  const page = browser.html;
  await (await browser.submit({ code: "000000" })).follow();
  expect([browser.status, browser.html.includes("locked after too many wrong codes")]).toEqual([403, true]);
  browser.html = page;
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect(whereIs(browser)).not.toBe("application");
  const later = (await house.newcomer()).browser;
  await house.afterPassword(later, name);
  expect([later.status, later.html.includes("is locked")]).toEqual([400, true]);
  await house.real.setPolicy("lockout", { maxOTPAttempts: 0 });
});

test("codes guessed in parallel get no more tries than one after another", async () => {
  await house.real.setPolicy("lockout", { maxOTPAttempts: 4 });
  const { browser, id } = await asked("otpEmail");
  const code = await house.sentTo(browser, "otpEmail");
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(browser.html)?.[1] ?? "";
  const body = (guess: string) =>
    new URLSearchParams({
      csrf: field("csrf"),
      sessionId: field("sessionId"),
      requestId: field("requestId"),
      code: guess,
    });
  const bodies = Array.from({ length: 12 }, (_, n) => body(String(n).padStart(8, "0")));
  await Promise.all(bodies.map((one) => browser.post(`${base}/otp/email`, one)));
  const failures = (await house.humanOf(id)).factors?.failures?.otpEmail ?? 0;
  expect(failures).toBe(4);
  await (await browser.post(`${base}/otp/email`, body(code))).follow();
  expect(whereIs(browser)).not.toBe("application");
  await house.real.setPolicy("lockout", { maxOTPAttempts: 0 });
});

test("a session that ended in another tab leads to a login again, and a code proves nothing to another's session", async () => {
  const { browser } = await asked("totp");
  const mine = await asked("totp");
  const theirs = (await house.sessionOf(browser)).aggregateId;
  await (await mine.browser.submit({ code: totpCode(secret), sessionId: theirs })).follow();
  expect(whereIs(mine.browser)).not.toBe("application");
  expect((await house.sessionOf(browser)).state.factors.totpAt).toBeUndefined();
  await terminate(house.real.ctx(), theirs);
  await (await browser.submit({ code: totpCode(secret) })).follow();
  expect([browser.status, titleOf(browser)]).toEqual([
    200,
    expect.stringMatching(/Sign in|Choose an account/),
  ]);
});

test("nobody comes to a second factor, nor to a code that is sent, before the password", async () => {
  const { id, name } = await asked("totp", "otpEmail");
  const { browser } = await house.newcomer();
  for (const path of [
    "/otp/email",
    "/otp/sms",
    "/otp/time-based",
    "/u2f",
    "/mfa",
    "/recovery-code",
    "/mfa/set",
  ]) {
    await (await browser.get(`${base}${path}?loginName=${name}`)).follow();
    expect(titleOf(browser), path).toMatch(/Sign in|Enter your password/);
  }
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? "";
  await browser.post(`${base}/mfa`, new URLSearchParams({ csrf, loginName: name, factor: "otp_email" }));
  expect((await house.humanOf(id)).factors?.failures).toBeUndefined();
});

test("who knows the password alone cannot change it before the second factor that the account has", async () => {
  const { browser } = await asked("totp");
  const { aggregateId: sessionId } = await house.sessionOf(browser);
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? "";
  const next = "Another-Pass2";
  const form = { csrf, sessionId, oldPassword: password, newPassword: next, confirmPassword: next };
  await browser.get(`${base}/password/change?sessionId=${sessionId}`);
  expect([browser.status, browser.html]).toEqual([302, ""]);
  await browser.post(`${base}/password/change`, new URLSearchParams(form));
  expect(browser.location).toBe(`${base}/login?sessionId=${sessionId}`);
  // Nor by way of a request that keeps the flow from asking for the factor.
  const { real } = house;
  for (const request of [
    { prompt: [1] as const },
    { prompt: [2] as const },
    { scope: [`urn:zitadel:iam:org:id:${ids.otherOrg}`] },
  ]) {
    const body = new URLSearchParams({ ...form, requestId: await real.request(request) });
    await browser.post(`${base}/password/change`, body);
    expect([browser.status, browser.location]).toEqual([303, expect.stringContaining(`${base}/login?`)]);
  }
  await (await browser.get(`${base}/login?sessionId=${sessionId}`)).follow();
  await submitTo(browser, `${base}/otp/time-based`, { code: totpCode(secret) });
  await (await browser.get(`${base}/password/change?sessionId=${sessionId}`)).submit({
    oldPassword: password,
    newPassword: next,
    confirmPassword: next,
  });
  expect(browser.location).toBe(`${base}/login?sessionId=${sessionId}`);
  expect(browser.response.headers.getSetCookie()).toEqual([]);
});
