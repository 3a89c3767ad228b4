/** Hostile input against the pages of the real house: what is true of every screen, and of the login as a whole. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrg } from "#src/domains/org/index.ts";
import { sessionById, sessionsOfUserAgent } from "#src/domains/session/index.ts";
import { changeHuman } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { browserCookie, readBrowser } from "../browser.ts";
import { csrfToken } from "../csrf.ts";
import { openedByAddress, takesForms } from "../http.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { paths } from "../routes.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { openRealHouse, origin, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

const newBrowser = (): PlainBrowser => browserOf(real, reported);
const callback = /^https:\/\/app\.example\.com\/cb\?code=/;
const cookieName = "__Host-gatehouse.browser";

const cookieHeader = ({ cookies }: PlainBrowser): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const browserId = (browser: PlainBrowser): string => readBrowser(real.ctx(), cookieHeader(browser))?.id ?? "";

/** Ada, signed in. */
async function signedIn(): Promise<{ readonly browser: PlainBrowser; readonly sessionId: string }> {
  const browser = newBrowser();
  const { sessionId, browserId: id } = await real.signedIn();
  const [, value = ""] = /=([^;]*)/.exec(browserCookie(real.ctx(), { id }, false)) ?? [];
  browser.cookies.set(cookieName, value);
  return { browser, sessionId };
}

/** How much has happened, and how much is on its way to people. */
async function happened(): Promise<unknown> {
  const counted = await real.database.query(
    sql`select (select count(*)::int from events) as events, (select count(*)::int from jobs) as jobs`,
  );
  return counted[0];
}

const everything = (sessionId: string): Record<string, string> => ({
  sessionId,
  loginName: "ada@example.com",
  password,
  oldPassword: password,
  newPassword: "Another-Pass2",
  confirmPassword: "Another-Pass2",
  end: sessionId,
  everywhere: "yes",
  decision: "deny",
  resend: "true",
  does: "elsewhere",
  code: "ABC123",
  firstName: "Eve",
  lastName: "Evil",
  email: "eve@evil.example",
  orgName: "Evil",
});

test("no form does anything without a token of this browser and this day, on any screen", async () => {
  const { browser, sessionId } = await signedIn();
  const ctx = real.ctx();
  const yesterday = real.ctx({ now: new Date(Date.now() - 24 * 3_600_000 - 1000) });
  const tokens = {
    without: undefined,
    "made up": "x".repeat(60),
    foreign: csrfToken(ctx, "another-browser"),
    "of another instance": csrfToken(real.ctx({ instanceId: "i2" }), browserId(browser)),
    expired: csrfToken(yesterday, browserId(browser)),
  };
  await browser.get(paths.accounts);
  const before = await happened();
  const passed: unknown[] = [];
  for (const path of takesForms)
    for (const [name, csrf] of Object.entries(tokens)) {
      const body = new URLSearchParams({ ...everything(sessionId), ...(csrf ? { csrf } : {}) });
      await browser.post(path, body);
      const isRefused = browser.status === 403 && browser.html.includes("LOGIN-c5Rf2");
      if (!isRefused || browser.response.headers.getSetCookie().length > 0) passed.push([path, name]);
    }
  expect(takesForms.length).toBeGreaterThan(25);
  expect(passed).toEqual([]);
  expect(await happened()).toEqual(before);
  expect((await sessionById(ctx, sessionId))?.state.status).toBe("active");
});

test("a form without a cookie, as from a page elsewhere, is given none in the place of the browser's own", async () => {
  for (const path of [paths.loginName, paths.password]) {
    const { status, response } = await newBrowser().post(path, new URLSearchParams());
    expect([status, response.headers.getSetCookie()]).toEqual([403, []]);
  }
});

/** Whether an answer can be put in a frame, kept, or read as something else. */
function isGuarded({ response, status, html }: PlainBrowser): boolean {
  const header = (name: string): string => response.headers.get(name) ?? "";
  if (header("cache-control") !== "no-store") return false;
  if (status < 400 && status >= 300) return html === "";
  const policy = header("content-security-policy");
  return (
    header("x-frame-options") === "DENY" &&
    header("x-content-type-options") === "nosniff" &&
    policy.includes("frame-ancestors 'none'") &&
    policy.includes("default-src 'none'") &&
    !policy.includes("unsafe")
  );
}

test("no screen can be framed, kept or sniffed, to strangers and to who is signed in, form refusals included", async () => {
  const { browser, sessionId } = await signedIn();
  const open: unknown[] = [];
  for (const path of openedByAddress) {
    for (const [one, query] of [
      [newBrowser(), ""],
      [browser, `?sessionId=${sessionId}`],
    ] as const)
      if (!isGuarded(await one.get(path + query))) open.push(path);
  }
  for (const path of [...takesForms, "/ui/v2/login/nowhere"])
    if (!isGuarded(await browser.post(path, new URLSearchParams()))) open.push(path);
  expect(open).toEqual([]);
});

/** Names that parameters of the pages have, beside the request and the session. */
const names =
  `loginName organization code userId codeId sent permit done mark name invite activate lang ui_locales edit
  request after post_logout_redirect logout_token logout_hint user_code outcome stepId account forget end factor does
  decision email firstName lastName userName orgName phone password oldPassword newPassword confirmPassword challenge
  credential passkeyId keyId resend redirect redirect_uri defaultRedirectUri url next target`.split(/\s+/);

const script = `"'></title><script>alert(1)</script>`;
const nasty: Readonly<Record<string, readonly [string, string]>> = {
  "an address": ["https://evil.example/\\@evil.example", "//evil.example/%2F"],
  script: [`\0${script}\r\nset-cookie: a=b`, script],
  "what is nothing": ["é€😀\ud800".repeat(12), `{"a":[1e999,{"__proto__":{}}]}`],
};

const isHarmless = ({ status, location, html, response }: PlainBrowser): boolean =>
  status < 500 &&
  (location === undefined || new URL(location, origin).origin === origin) &&
  !html.includes("<script>alert") &&
  !/(?:href|action|src)="(?:javascript:|\/\/evil|https:\/\/evil)/.test(html) &&
  response.headers.getSetCookie().every((line) => line.startsWith(`${cookieName}=`));

test.each(Object.keys(nasty))("no parameter leads away, runs or breaks a page: %s", async (what) => {
  const { browser, sessionId } = await signedIn();
  const [one = "", two = ""] = nasty[what] ?? [];
  const filled = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
  const csrf = csrfToken(real.ctx(), browserId(browser));
  const broken: unknown[] = [];
  const look = (path: string, { status, location }: PlainBrowser) => {
    if (!isHarmless(browser)) broken.push([path, status, location?.slice(0, 80)]);
  };
  // Those two make other pages of the same address.
  const { code: _code, permit: _permit, ...few } = filled(two);
  for (const path of openedByAddress)
    for (const query of [{ ...filled(one), sessionId }, few])
      look(path, await browser.get(`${path}?${new URLSearchParams(query)}`));
  for (const path of takesForms)
    look(path, await browser.post(path, new URLSearchParams({ ...filled(one), sessionId, csrf })));
  for (const name of ["requestId", "authRequest", "samlRequest", "sessionId"])
    look(name, await browser.get(`${paths.entry}?${new URLSearchParams({ [name]: one })}`));
  look("legacy", await browser.get(`/ui/login/mail/verification?${new URLSearchParams(few)}`));
  expect(broken).toEqual([]);
});

test("a login without a request ends at no address that runs, or that no header can hold", async () => {
  const { browser, sessionId } = await signedIn();
  const ends = async (defaultRedirectURI: string): Promise<string | undefined> => {
    await real.setPolicy("login", { defaultRedirectURI });
    return (await browser.get(`${paths.entry}?sessionId=${sessionId}`)).location;
  };
  const found = [];
  for (const uri of ["javascript:alert(1)", "//evil.example", "/\\evil.example", "https://home.example/ü€"])
    found.push(await ends(uri));
  await real.setPolicy("login", { defaultRedirectURI: "" });
  expect(found).toEqual([
    "/ui/console",
    "/ui/console",
    "/ui/console",
    "https://home.example/%C3%BC%E2%82%AC",
  ]);
});

test("an address to go to after the logout that no header can hold breaks nothing", async () => {
  for (const target of [`${origin}/ü€`, `${origin}/a\nb`, `blob:${origin}/x`]) {
    const browser = newBrowser();
    await browser.get(`${paths.logout}?${new URLSearchParams({ post_logout_redirect: target })}`);
    expect([browser.status < 500, browser.location?.startsWith(`${origin}/`) ?? true]).toEqual([true, true]);
  }
});

test("a reload, the way back and a form sent twice end where the first did, on each step", async () => {
  const browser = newBrowser();
  const requestId = await real.request();
  await (await browser.get(entryOf(requestId))).follow();
  const steps: string[] = [];
  for (const values of [{ loginName: "ada@example.com" }, { password }]) {
    const page = browser.html;
    steps.push(page);
    await browser.submit(values);
    const first = browser.location;
    browser.html = page;
    await browser.submit(values);
    expect([browser.status, browser.location]).toEqual([303, first]);
    if (browser.location?.includes("/password")) await browser.follow();
  }
  expect(await sessionsOfUserAgent(real.ctx(), browserId(browser))).toHaveLength(1);
  await browser.follow();
  expect(browser.location).toMatch(callback);
  for (const page of [...steps, undefined]) {
    browser.html = page ?? "";
    if (page === undefined) await browser.get(entryOf(requestId));
    else await browser.submit({ loginName: "ada@example.com", password });
    expect([browser.status, browser.location]).toEqual([409, undefined]);
    expect(browser.html).toContain("LOGIN-rH5d8");
    expect(browser.html).toContain(`href="${paths.entry}"`);
    expect(browser.html).toContain('href="https://app.example.com/"');
  }
  const stranger = newBrowser();
  await stranger.get(entryOf(requestId));
  expect([stranger.status, stranger.html.includes("app.example.com")]).toEqual([409, false]);
});

test("two tabs with two requests: each ends at its own, whatever the order of their steps", async () => {
  const [one, two] = [newBrowser(), newBrowser()];
  await one.get(paths.loginName);
  two.cookies = one.cookies;
  const [first, second] = [await real.request({ state: "one" }), await real.request({ state: "two" })];
  await (await one.get(entryOf(first))).follow();
  await (await two.get(entryOf(second))).follow();
  await (await one.submit({ loginName: "nobody" })).follow();
  await (await two.submit({ loginName: "ada@example.com" })).follow();
  expect([two.status, two.html.includes('role="alert"')]).toEqual([200, false]);
  await (await one.submit({ loginName: "ada@example.com" })).follow();
  await (await two.submit({ password })).follow();
  await (await one.submit({ password })).follow();
  const stateOf = ({ location = "" }: PlainBrowser) => new URL(location).searchParams.get("state");
  expect([stateOf(one), stateOf(two)]).toEqual(["one", "two"]);
});

test("two tabs opened at once in a new browser, each given a cookie: both end at their own application", async () => {
  const [one, two] = [newBrowser(), newBrowser()];
  const [first, second] = [await real.request({ state: "one" }), await real.request({ state: "two" })];
  await (await one.get(entryOf(first))).follow();
  await (await two.get(entryOf(second))).follow();
  expect(browserId(one)).not.toBe(browserId(two));
  // What the browser keeps of both answers: of a name, what came last.
  one.cookies = new Map([...one.cookies, ...two.cookies]);
  two.cookies = one.cookies;
  expect(browserId(one)).toBe(browserId(two));
  await (await one.submit({ loginName: "nobody" })).follow();
  expect([one.status, one.html.includes('id="loginName-error"')]).toEqual([400, true]);
  await (await two.submit({ loginName: "ada@example.com" })).follow();
  await (await one.submit({ loginName: "ada@example.com" })).follow();
  await (await one.submit({ password })).follow();
  await (await two.submit({ password })).follow();
  const stateOf = ({ location = "" }: PlainBrowser) => new URL(location).searchParams.get("state");
  expect([stateOf(one), stateOf(two)]).toEqual(["one", "two"]);
  expect(await sessionsOfUserAgent(real.ctx(), browserId(one))).toHaveLength(1);
});

test("a tab's cookie opens no session, and counts for nothing changed, without another, or where neighbours set cookies", async () => {
  const { browser: signed, sessionId } = await signedIn();
  const tab = cookieHeader(signed).replace("=", `.${browserId(signed)}=`);
  const own = newBrowser();
  await own.get(paths.loginName);
  const ids = (cookie: string, ctx = real.ctx()) => {
    const { id, otherIds } = readBrowser(ctx, cookie) ?? {};
    return [id, otherIds];
  };
  const mine = cookieHeader(own);
  expect(ids(`${mine}; ${tab}`)).toEqual([browserId(own), [browserId(signed)]]);
  expect(ids(tab)).toEqual([undefined, undefined]);
  expect(ids(`${mine}; ${tab.slice(0, -2)}xx`)).toEqual([browserId(own), undefined]);
  const plain = [mine, tab].join("; ").replaceAll("__Host-", "");
  expect(ids(plain, real.ctx({ origin: "http://id.example.com" }))).toEqual([browserId(own), undefined]);
  own.headers = { cookie: `${mine}; ${tab}` };
  own.cookies.clear();
  await own.get(`${paths.accounts}?sessionId=${sessionId}`);
  expect([own.status, own.location]).toEqual([302, paths.loginName]);
});

test("a request that is over, made up, changed or another's is refused in words, with a way on", async () => {
  const [own, other] = [newBrowser(), newBrowser()];
  const requestId = await real.request();
  await (await own.get(entryOf(requestId))).follow();
  const refusals = [
    [other, requestId, 403, "LOGIN-rB7o1"],
    [own, `${requestId}1`, 404, "LOGIN-rN0f4"],
    [own, requestId.replace("oidc_", "device_"), 404, "LOGIN-rN0f4"],
    [own, requestId.replace("oidc_", "saml_"), 404, "LOGIN-rN0f4"],
    [own, requestId.replace("oidc_", ""), 404, "LOGIN-rN0f4"],
  ] as const;
  for (const [browser, id, status, code] of refusals) {
    await browser.get(entryOf(id));
    expect([browser.status, browser.html.includes(code), browser.location]).toEqual([
      status,
      true,
      undefined,
    ]);
    expect(browser.html).toContain(`href="${paths.entry}"`);
  }
});

test("a cookie that is changed, of another instance, of another use or far too long is none", async () => {
  const { browser, sessionId } = await signedIn();
  const sealed = browser.cookies.get(cookieName) ?? "";
  const foreign = browserCookie(real.ctx({ instanceId: "i2" }), { id: browserId(browser) }, false);
  for (const value of [
    `${sealed.slice(0, -2)}xx`,
    /=([^;]*)/.exec(foreign)?.[1] ?? "",
    csrfToken(real.ctx(), browserId(browser)),
    sealed.repeat(60),
    "",
    "%00",
  ]) {
    const thief = newBrowser();
    thief.cookies.set(cookieName, value);
    await thief.get(`${paths.accounts}?sessionId=${sessionId}`);
    expect([thief.status, thief.location]).toEqual([302, paths.loginName]);
    expect(thief.response.headers.getSetCookie().length).toBeGreaterThan(0);
  }
});

test("a second cookie of the name, tossed in by a neighbour, signs nobody out", async () => {
  const { browser, sessionId } = await signedIn();
  const own = cookieHeader(browser);
  for (const cookie of [`${cookieName}=tossed; ${own}`, `${own}; ${cookieName}=tossed`]) {
    const one = newBrowser();
    one.headers = { cookie };
    await one.get(paths.accounts);
    expect([one.status, one.html.includes(sessionId)]).toEqual([200, true]);
  }
});

test("a session in an address or a form of another browser is never adopted, nor does its id let anybody in", async () => {
  const { sessionId: planted } = await signedIn();
  const victim = newBrowser();
  const requestId = await real.request();
  await (await victim.get(`${entryOf(requestId)}&sessionId=${planted}`)).follow();
  expect(victim.html).toContain('id="loginName"');
  await (await victim.submit({ loginName: "ada@example.com" }, { sessionId: planted })).follow();
  await victim.submit({ password }, { sessionId: planted });
  const [opened] = await sessionsOfUserAgent(real.ctx(), browserId(victim));
  expect([opened?.aggregateId === planted, victim.location?.includes(planted)]).toEqual([false, false]);

  const attacker = newBrowser();
  const known = opened?.aggregateId ?? "none";
  for (const path of openedByAddress) {
    await attacker.get(`${path}?sessionId=${known}`);
    expect([path, attacker.html.includes("ada@example.com")]).toEqual([path, false]);
  }
  await (await attacker.get(`${entryOf(await real.request())}&sessionId=${known}`)).follow();
  expect([attacker.location, attacker.html.includes('id="loginName"')]).toEqual([undefined, true]);
});

test("script in names of people, organizations and applications stays text on every screen", async () => {
  const name = `x${script}`;
  await real.addUser("mallory");
  await changeHuman(real.ctx(), "mallory", {
    profile: { firstName: name, lastName: name, displayName: name },
  });
  await createOrg(real.ctx(), name, "org3");
  const browser = newBrowser();
  await browser.logIn(entryOf(await real.request()), "mallory@example.com", password);
  const [session] = await sessionsOfUserAgent(real.ctx(), browserId(browser));
  let seen = 0;
  for (const path of openedByAddress) {
    const query = new URLSearchParams({ sessionId: session?.aggregateId ?? "" });
    for (const more of ["", `&organization=org3`]) {
      await browser.get(`${path}?${query}${more}`);
      expect(browser.html).not.toContain("<script>alert");
      if (browser.html.includes("&lt;script&gt;alert")) seen++;
    }
  }
  expect(seen).toBeGreaterThan(5);
});

test("no header about the host is followed: links and redirects are those of the instance's own domain", async () => {
  const browser = newBrowser();
  browser.headers = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    forwarded: "host=evil.example",
    "x-zitadel-public-host": "evil.example",
    origin: "https://evil.example",
  };
  for (const path of openedByAddress) {
    await browser.get(path);
    expect([path, `${browser.location}${browser.html}`.includes("evil.example")]).toEqual([path, false]);
  }
  await browser.get(`${paths.passwordReset}?loginName=ada@example.com`);
  await browser.submit({});
  const mails = await real.database.query<{ payload: unknown }>(sql`select payload from jobs`);
  expect(mails.length).toBeGreaterThan(0);
  expect(JSON.stringify(mails)).not.toContain("evil.example");
});
