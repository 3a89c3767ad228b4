/** From the request to the answer, by the forms of the pages, and what wrong entries meet. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHuman, passwordBudget, User } from "#src/domains/user/index.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { openRealHouse, origin, password, type RealHouse } from "./real-house.fixture.ts";

const ada = "ada@example.com";
const answered = /^https:\/\/app\.example\.com\/cb\?code=/;
let real: RealHouse;
let browser: PlainBrowser;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
  await real.addUser("bob");
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});
beforeEach(() => {
  browser = browserOf(real, reported);
});

const logIn = async (who = browser, name = ada, plain = password) =>
  who.logIn(entryOf(await real.request()), name, plain);
const has = (text: string): boolean => browser.html.includes(text);

test("login name, password, back to the application with the answer", async () => {
  const requestId = await real.request();
  await browser.get(entryOf(requestId));
  expect([browser.status, browser.location]).toEqual([302, `/ui/v2/login/loginname?requestId=${requestId}`]);
  await browser.follow();
  expect(has("Example App")).toBe(true);
  await browser.submit({ loginName: ` ${ada} ` });
  expect([browser.status, browser.location]).toEqual([
    303,
    `/ui/v2/login/password?requestId=${requestId}&loginName=ada%40example.com`,
  ]);
  await (await browser.follow()).submit({ password });
  expect(browser.status).toBe(303);
  expect((await browser.follow()).location).toMatch(answered);
});

test("a session of another browser cannot be chosen", async () => {
  const { sessionId } = await real.signedIn();
  await logIn();
  const requestId = await real.request({ prompt: [4] });
  await (await browser.get(entryOf(requestId))).follow();
  await browser.submit({ sessionId });
  expect(browser.location).toBe(`/ui/v2/login/accounts?requestId=${requestId}`);
  await browser.get(`${entryOf(requestId)}&sessionId=${sessionId}`);
  expect(browser.location).toBe(`/ui/v2/login/accounts?requestId=${requestId}`);
});

test("a password that must change is changed before the answer", async () => {
  await createHuman(real.ctx(), {
    userId: "new",
    orgId: real.orgId,
    userName: "new@example.com",
    firstName: "New",
    lastName: "Comer",
    email: "new@mail.example.com",
    emailVerification: { kind: "verified" },
    password: { plain: password },
    passwordChangeRequired: true,
  });
  await logIn(browser, "new@example.com");
  const enter = async (oldPassword: string, newPassword: string, confirmPassword = newPassword) =>
    (await browser.submit({ oldPassword, newPassword, confirmPassword })).follow();
  await enter("wrong", "Better-Pass1");
  expect(has("The current password is not right.")).toBe(true);
  await enter(password, "Better-Pass1", "Other-Pass1");
  expect(has("differ.")).toBe(true);
  await enter(password, "bad");
  expect(has("at least 8 characters")).toBe(true);
  await enter(password, "Better-Pass1");
  expect(browser.location).toMatch(answered);
});

test("an old password says after how many days", async () => {
  await real.setPolicy("age", { maxAgeDays: 30 });
  const now = new Date(Date.now() + 31 * 86_400_000);
  const app = createLogin({
    context: async () => real.ctx({ now }),
    report: (error) => reported.push(error),
  });
  browser = new PlainBrowser({ app }, origin);
  await browser.logIn("/ui/v2/login/login", ada, password);
  await real.setPolicy("age", { maxAgeDays: 0 });
  expect(has("more than 30 days")).toBe(true);
});

test("without a request it ends in the console, or where the login policy says", async () => {
  await logIn();
  expect((await browser.get("/ui/v2/login/login")).location).toMatch(/login\?sessionId=/);
  expect((await browser.get(browser.location ?? "")).location).toBe("/ui/console");
  await real.setPolicy("login", { defaultRedirectURI: "https://start.example.com" });
  await (await browser.get("/ui/v2/login/login")).follow();
  await real.setPolicy("login", { defaultRedirectURI: "" });
  expect(browser.location).toBe("https://start.example.com");
});

test("an account that may not be used ends on the error page with its id and a way back to the application", async () => {
  await real.addUser("idle");
  await real.happen(User, "idle", [{ type: "user.deactivated", payload: null }]);
  const requestId = await real.request();
  await (await browser.get(entryOf(requestId))).follow();
  await (await browser.submit({ loginName: "idle@example.com" })).follow();
  await browser.submit({ password });
  // An address, so that the browser's way back sends no form again.
  const ended = `/ui/v2/login/ended?requestId=${requestId}`;
  expect([browser.status, browser.location]).toEqual([303, ended]);
  await browser.follow();
  expect([browser.status, has("LOGIN-uA4c7")]).toEqual([403, true]);
  const { html } = browser;
  await browser.get(ended);
  expect([browser.status, browser.location]).toEqual([302, entryOf(requestId)]);
  const cancel = html.slice(html.indexOf("/cancel") - 80);
  browser.html = cancel.slice(cancel.indexOf("<form"));
  await browser.submit({});
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?error=access_denied.*LOGIN-uA4c7/);
});

test("a wrong password is said once, as a bad request, and not after a reload", async () => {
  const requestId = await real.request();
  await browser.logIn(entryOf(requestId), ada, "wrong-one");
  expect(browser.status).toBe(400);
  expect(browser.html).toMatch(/aria-invalid="true" aria-describedby="password-error"/);
  expect([has("That password is not right."), has("wrong-one")]).toEqual([true, false]);
  await browser.get(`/ui/v2/login/password?requestId=${requestId}&loginName=ada%40example.com`);
  expect([browser.status, has("not right")]).toEqual([200, false]);
});

test("an error waits for its own request only", async () => {
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: ada })).follow();
  await browser.submit({ password: "wrong" });
  await browser.get(`/ui/v2/login/password?requestId=${await real.request()}&loginName=ada%40example.com`);
  expect(browser.status).toBe(200);
});

test("nothing entered, and too much", async () => {
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: "  " })).follow();
  expect(has("This field must be filled in.")).toBe(true);
  await (await browser.submit({ loginName: "n".repeat(201) })).follow();
  expect(has("This entry is too long.")).toBe(true);
  await (await browser.submit({ loginName: ada })).follow();
  await (await browser.submit({ password: "" })).follow();
  expect(has("This field must be filled in.")).toBe(true);
});

test("too many attempts", async () => {
  const budget = passwordBudget(real.ctx(), "bob@example.com");
  for (let n = 0; n < budget.rule.limit; n += 1) await real.limits.fail(budget);
  await logIn(browser, "bob@example.com");
  expect(has("Too many attempts.")).toBe(true);
});

test("what breaks in the house tells nothing, and is reported", async () => {
  const broken: unknown[] = [];
  const guard = async (): Promise<never> => {
    throw new Error("secret detail");
  };
  const app = createLogin({
    context: async () => real.ctx({ limits: { ...real.limits, guard } }),
    report: (error) => broken.push(error),
  });
  browser = new PlainBrowser({ app }, origin);
  await logIn();
  expect([browser.status, has("secret detail"), broken.length]).toEqual([500, false, 1]);
});

test("requests that there are not, or no longer, or not for this browser", async () => {
  const asked = async (path: string, who = browser) => {
    await who.get(path);
    expect(who.html).toMatch(/Error LOGIN-\w{5}/);
    return who.status;
  };
  expect(await asked("/ui/v2/login/login?authRequest=99")).toBe(404);
  expect(await asked("/ui/v2/login/login?requestId=%3Cscript%3E")).toBe(404);
  expect(has("<script>")).toBe(false);
  const requestId = await real.request();
  await browser.logIn(entryOf(requestId), ada, password);
  expect(await asked(entryOf(requestId))).toBe(409);
  const begun = await real.request();
  await browser.get(entryOf(begun));
  expect(await asked(entryOf(begun), browserOf(real, reported))).toBe(403);
  expect(await asked("/ui/v2/login/nothing")).toBe(404);
});
