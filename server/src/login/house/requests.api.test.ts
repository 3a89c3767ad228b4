/** What a request asks about the person (login-flows §2.1 to §2.4), on the pages over the real house. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuthRequestAdded } from "#src/domains/authrequest/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import {
  ids,
  instanceId,
  openRealHouse,
  orgDomain,
  origin,
  password,
  type RealHouse,
} from "./real-house.fixture.ts";

const prompts = { none: 1, login: 2, consent: 3, select_account: 4, create: 5 } as const;
const ada = "ada@example.com";
const bob = "bob@example.com";
const app = /^https:\/\/app\.example\.com\/cb\?code=/;
const at = (path: string) => new RegExp(`^/ui/v2/login/${path}\\?`);

let real: RealHouse;
/** In which nobody, Ada, and Ada and Bob are signed in. */
let browsers: { readonly nobody: PlainBrowser; readonly one: PlainBrowser; readonly two: PlainBrowser };
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
  await real.addUser("bob");
  await real.addUser("zoe", { owner: ids.otherOrg });
  const [one, two] = await Promise.all([browserWith(ada), browserWith(ada, bob)]);
  browsers = { nobody: newBrowser(), one, two };
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

const newBrowser = () => browserOf(real, reported);

/** A browser in which these have signed in. */
async function browserWith(...names: readonly string[]): Promise<PlainBrowser> {
  const browser = newBrowser();
  for (const name of names) {
    const requestId = await real.request({ prompt: [prompts.login] });
    await browser.logIn(entryOf(requestId), name, password);
    expect(browser.location).toMatch(app);
  }
  return browser;
}

/** Where a request leads in a browser, the redirects within the login aside. */
async function leadsTo(browser: PlainBrowser, more: Partial<AuthRequestAdded>): Promise<string> {
  await browser.get(entryOf(await real.request(more)));
  let path = browser.location ?? "";
  while (browser.location?.startsWith("/ui/")) {
    path = browser.location;
    await browser.get(path);
  }
  return browser.location ?? path;
}

test.each<[string, Partial<AuthRequestAdded>, nobody: RegExp, one: RegExp, two: RegExp]>([
  ["nothing", {}, at("loginname"), app, at("accounts")],
  ["prompt=login", { prompt: [prompts.login] }, at("loginname"), at("loginname"), at("loginname")],
  ["prompt=consent", { prompt: [prompts.consent] }, at("loginname"), at("loginname"), at("loginname")],
  [
    "prompt=select_account",
    { prompt: [prompts.select_account] },
    at("loginname"),
    at("accounts"),
    at("accounts"),
  ],
  [
    "prompt=login select_account",
    { prompt: [prompts.login, prompts.select_account] },
    at("loginname"),
    at("accounts"),
    at("accounts"),
  ],
  ["prompt=create", { prompt: [prompts.create] }, at("register"), at("register"), at("register")],
  ["prompt=none", { prompt: [prompts.none] }, /error=login_required/, app, /error=login_required/],
  ["login_hint", { login_hint: bob }, at("password"), at("password"), app],
  ["login_hint of nobody", { login_hint: "nobody@example.com" }, at("loginname"), app, at("accounts")],
  [
    "prompt=login and login_hint",
    { prompt: [prompts.login], login_hint: bob },
    at("password"),
    at("password"),
    at("password"),
  ],
  [
    "prompt=none and login_hint",
    { prompt: [prompts.none], login_hint: bob },
    /error=login_required/,
    /error=login_required/,
    app,
  ],
  ["id_token_hint", { hint_user_id: "bob" }, at("password"), at("password"), app],
  ["id_token_hint of nobody", { hint_user_id: "gone" }, at("loginname"), at("loginname"), at("loginname")],
  [
    "prompt=none and id_token_hint",
    { prompt: [prompts.none], hint_user_id: "bob" },
    /error=login_required/,
    /error=login_required/,
    app,
  ],
  ["one user alone", { only_user_id: "bob" }, at("loginname"), at("loginname"), app],
])("%s: with nobody, with Ada, with Ada and Bob signed in", async (_what, request, nobody, one, two) => {
  const ways = await Promise.all(
    [browsers.nobody, browsers.one, browsers.two].map((browser) => leadsTo(browser, request)),
  );
  for (const [n, pattern] of [nobody, one, two].entries()) expect(ways[n]).toMatch(pattern);
});

test("an id_token_hint or a login_hint saves typing the name; the password page says it", async () => {
  for (const hint of [{ hint_user_id: "bob" }, { login_hint: bob }]) {
    const browser = newBrowser();
    await leadsTo(browser, hint);
    expect(browser.html).toContain(`value="${bob}"`);
    await (await browser.submit({ password })).follow();
    expect(browser.location).toMatch(app);
  }
});

test("where somebody is signed in, an address that hints at many unknown names is told nothing for a while", async () => {
  const ip = "192.0.2.10";
  const rule = limitRules.unknownNamePerAddress;
  const guesser = browserOf(real, reported, true, { ip });
  await guesser.logIn(entryOf(await real.request()), ada, password);
  const hinted = (login_hint: string) => leadsTo(guesser, { login_hint, prompt: [prompts.none] });
  expect(await hinted("nobody")).toMatch(app);
  // All of them, as one that takes as long.
  const all = { name: rule.name, limit: 1, windowSeconds: rule.windowSeconds };
  await real.limits.fail({ instanceId, rule: all, subject: ip });
  for (const hint of ["nobody", bob]) {
    expect(await hinted(hint)).toContain("error=login_required&error_description=LIMIT-f4Sl7");
    expect(await leadsTo(guesser, { login_hint: hint })).toContain("/loginname?");
  }
  expect(await hinted(ada)).toMatch(app);
});

test("where one user alone is asked for, the login of another is no answer, and nothing tells who it is", async () => {
  const browser = newBrowser();
  await leadsTo(browser, { only_user_id: "bob" });
  expect(browser.html).not.toContain(bob);
  await (await browser.submit({ loginName: ada })).follow();
  await (await browser.submit({ password })).follow();
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?error=login_required/);
});

test("max_age asks for the password again when the login is older, and renews the same session", async () => {
  const browser = browsers.one;
  const requestId = await real.request({ max_age: 0 });
  await (await browser.get(entryOf(requestId))).follow();
  expect(browser.html).toContain('id="password"');
  await (await browser.submit({ password })).follow();
  expect(browser.location).toMatch(app);
  await browser.get("/ui/v2/login/accounts");
  expect(browser.html.match(/name="sessionId"/g)).toHaveLength(1);
  expect(await leadsTo(browser, { max_age: 3_600_000_000_000 })).toMatch(app);
});

test("ui_locales gives the language of the pages, the first that there is", async () => {
  const browser = newBrowser();
  await leadsTo(browser, { ui_locales: ["tlh", "de", "en"] });
  expect(browser.html).toContain('<html lang="de"');
});

test.each([
  ["its id", `urn:zitadel:iam:org:id:${ids.otherOrg}`],
  ["its primary domain", "urn:zitadel:iam:org:domain:primary:two.id.example.com"],
  ["its primary domain in capitals", "urn:zitadel:iam:org:domain:primary:TWO.id.example.com"],
])(
  "an organization asked for by %s lets its own people in alone, and has its look at once",
  async (_what, named) => {
    const scope = ["openid", named];
    const browser = await browserWith(ada);
    expect(await leadsTo(browser, { scope })).toMatch(at("loginname"));
    expect(browser.html).toContain("with your account of Two");
    await browser.submit({ loginName: ada });
    await browser.follow();
    expect([browser.status, browser.html.includes('id="loginName-error"')]).toEqual([400, true]);
    await (await browser.submit({ loginName: "zoe@example.com" })).follow();
    await (await browser.submit({ password })).follow();
    expect(browser.location).toMatch(app);
    expect(await leadsTo(browser, { scope })).toMatch(app);
    expect(await leadsTo(browser, { scope, prompt: [prompts.select_account] })).toMatch(at("accounts"));
    expect([browser.html.includes("zoe@example.com"), browser.html.includes(ada)]).toEqual([true, false]);
    expect(await leadsTo(browser, { scope, prompt: [prompts.none], hint_user_id: ids.user })).toMatch(
      /error=login_required/,
    );
  },
);

test("an address that names an organization shows its people alone; nobody else's session is taken for it", async () => {
  const browser = browsers.one;
  await (await browser.get(`/ui/v2/login/login?organization=${ids.otherOrg}`)).follow();
  expect(browser.html).toContain("with your account of Two");
  await browser.get(`/ui/v2/login/login?organization=${real.orgId}`);
  await browser.get(browser.location ?? "");
  expect(browser.location).toMatch(/^\/ui\/console/);
});

test("a name is completed by the domain that was asked for, which stands behind the field", async () => {
  const scope = ["openid", `urn:zitadel:iam:org:domain:primary:${orgDomain}`];
  const browser = newBrowser();
  await leadsTo(browser, { scope });
  expect(browser.html).toContain("with your account of One");
  await (await browser.submit({ loginName: ada })).follow();
  expect(browser.html).toContain('id="password"');
});

test.each([
  [{ disableLoginWithEmail: false, disableLoginWithPhone: false }, "Login name, email or phone number"],
  [{ disableLoginWithEmail: false, disableLoginWithPhone: true }, "Login name or email"],
  [{ disableLoginWithEmail: true, disableLoginWithPhone: false }, "Login name or phone number"],
  [{ disableLoginWithEmail: true, disableLoginWithPhone: true }, "Login name"],
])("the label says what may be entered: %j", async (policy, label) => {
  await real.setPolicy("login", policy);
  const browser = await newBrowser().get("/ui/v2/login/loginname");
  await real.setPolicy("login", { disableLoginWithEmail: false, disableLoginWithPhone: false });
  expect(browser.html).toContain(`<label for="loginName">${label}</label>`);
});

test("where no name lets anybody in, the page says so in the place of a field", async () => {
  await real.setPolicy("login", { allowUsernamePassword: false, passwordlessType: 0 });
  const browser = await newBrowser().get("/ui/v2/login/loginname");
  await real.setPolicy("login", { allowUsernamePassword: true, passwordlessType: 1 });
  expect([browser.html.includes("<form"), browser.html.includes("Nobody can sign in here")]).toEqual([
    false,
    true,
  ]);
});

test("the picker ends one session and no other, says when each was used, and works without script", async () => {
  const [browser, other] = [browsers.two, browsers.one];
  await browser.get("/ui/v2/login/accounts");
  expect(browser.html).toMatch(/<time datetime="[^"]+">[^<]+<\/time>/);
  const sessions = [...browser.html.matchAll(/name="end" value="(\d+)"/g)].map(([, id]) => id ?? "");
  expect(sessions).toHaveLength(2);
  await other.get("/ui/v2/login/accounts");
  const foreign = /name="end" value="(\d+)"/.exec(other.html)?.[1] ?? "";
  await (await browser.submit({ end: foreign })).follow();
  await browser.submit({ end: sessions[0] ?? "" });
  expect(browser.status).toBe(303);
  await browser.follow();
  expect([...browser.html.matchAll(/name="end" value="(\d+)"/g)].map(([, id]) => id)).toEqual([sessions[1]]);
  // Who was signed out stays on the list until they are taken off it.
  expect(browser.html.match(/name="forget"/g)).toHaveLength(1);
  await other.get("/ui/v2/login/accounts");
  expect(other.html).toContain(`name="end" value="${foreign}"`);
});

test("a service user's name is nobody's on the pages", async () => {
  const browser = newBrowser();
  await browser.get("/ui/v2/login/loginname");
  await browser.submit({ loginName: ids.loginClient });
  expect(new URL(browser.location ?? "", origin).pathname).toBe("/ui/v2/login/loginname");
});
