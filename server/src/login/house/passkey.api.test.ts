/** Signing in by a passkey, and registering one, on the pages of the real house. */
import { createAuthenticator, type Lies } from "@gatehouse/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { Session, sessionsOfUserAgent } from "#src/domains/session/index.ts";
import { createHuman, User } from "#src/domains/user/index.ts";
import { createPasskeyCode, PasskeyCode, readyAuthenticators } from "#src/domains/webauthn/index.ts";
import { dropAuthenticator } from "#src/domains/webauthn/registration-commands.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { browserCookie } from "../browser.ts";
import { csrfToken } from "../csrf.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { answerPasskey, askForPasskey, type PasskeyLogin } from "./passkey.ts";
import { enterSetupCode, passkeyLink } from "./passkey-link.ts";
import { beginSetup, finishSetup } from "./passkey-setup.ts";
import { ids, instanceId, openRealHouse, origin, password, type RealHouse } from "./real-house.fixture.ts";
import { toldTo } from "./told.fixture.ts";

let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

let browser: PlainBrowser;
beforeEach(() => {
  browser = browserOf(real, reported);
});

type Authenticator = ReturnType<typeof createAuthenticator>;
type Options = Parameters<Authenticator["get"]>[0] & Parameters<Authenticator["create"]>[0];

const entry = async (more = {}): Promise<string> => entryOf(await real.request(more));
const callback = /^https:\/\/app\.example\.com\/cb\?code=/;

/** The browser of somebody who is signed in. */
function continuing({ browserId }: { readonly browserId: string }): PlainBrowser {
  const cookie = browserCookie(real.ctx(), { id: browserId }, false);
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  browser.cookies.set(name, value);
  return browser;
}

const sessionsOf = (userId: string) => real.store.select(Session, instanceId, sql`t.user_id = ${userId}`);

let people = 0;
/** Somebody with a passkey. */
async function withPasskey({ owner = real.orgId, authenticator = createAuthenticator() } = {}) {
  const userId = `person${++people}`;
  await real.addUser(userId, { owner });
  const [visit, who] = [{ browserId: "b" }, { userId }];
  const { question: asked, options } = await beginSetup(real.ctx(), visit, who);
  const credential = JSON.stringify(authenticator.create(options as Options, origin));
  const outcome = await finishSetup(real.ctx(), visit, who, {
    question: asked,
    credential,
    name: "Key",
    otherwise: "",
  });
  expect(outcome).toBe("ok");
  return { userId, loginName: `${userId}@example.com`, authenticator };
}

const linkFor = async (userId: string): Promise<string> =>
  (await passkeyLink(real.ctx(), userId))?.url ?? "none";

/** The question on a page, as the script there reads it. */
function question(html: string): Options {
  const options = /data-options="([^"]+)"/.exec(html)?.[1] ?? "";
  return JSON.parse(options.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
}

/** The form that an authenticator fills, as fields. */
function webauthnForm(html: string): URLSearchParams {
  const form = /<form[^>]*data-webauthn[\s\S]*?<\/form>/.exec(html)?.[0] ?? "";
  const body = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*>/g))
    body.set(/\bname="([^"]*)"/.exec(input)?.[1] ?? "", /\bvalue="([^"]*)"/.exec(input)?.[1] ?? "");
  return body;
}

/** As the script does: asks the authenticator, and sends its answer. */
async function answerPage(
  authenticator: Authenticator,
  lies: Lies = {},
  at = browser,
): Promise<URLSearchParams> {
  const body = webauthnForm(at.html);
  body.set("credential", JSON.stringify(authenticator.get(question(at.html), origin, lies)));
  await at.post("/ui/v2/login/passkey", body);
  return body;
}

const alertOf = (html: string): string => /<p class="alert" role="alert">([^<]*)</.exec(html)?.[1] ?? "";

async function refusedWith(): Promise<string> {
  expect(browser.status).toBe(303);
  await browser.follow();
  expect(browser.status).toBe(400);
  return alertOf(browser.html);
}

const withoutNonce = (html: string): string =>
  html.replace(/nonce="\w+"|name="(csrf|challenge)" value="[^"]*"|data-options="[^"]*"/g, "");

describe("login by a passkey", () => {
  test("who has one is asked for it after the name, and has the password beside it", async () => {
    const { loginName, authenticator } = await withPasskey();
    await (await browser.get(await entry())).follow();
    await (await browser.submit({ loginName })).follow();
    expect(browser.html).toContain("<h1>Sign in with your passkey</h1>");
    expect(browser.html).toContain('data-auto="start"');
    expect(question(browser.html).publicKey).toMatchObject({ userVerification: "required" });
    const passwordHref = /href="([^"]*\/password\?[^"]*)"/.exec(browser.html)?.[1] ?? "";
    expect(passwordHref).toContain("loginName");
    await answerPage(authenticator);
    await browser.follow();
    expect(browser.location).toMatch(callback);
  });

  test("the password does as well, and without an authenticator the page says what to do", async () => {
    const { loginName } = await withPasskey();
    await (await browser.get(await entry())).follow();
    await (await browser.submit({ loginName })).follow();
    expect(browser.html).toMatch(/data-starts hidden/);
    expect(browser.html).toMatch(/<p class="alert" data-says="unsupported">Passkeys cannot be used/);
    const href = /href="([^"]*\/password\?[^"]*)"/.exec(browser.html)?.[1] ?? "";
    await browser.get(href.replaceAll("&amp;", "&"));
    const back = /href="([^"]*\/passkey\?[^"]*)">Sign in with your passkey</.exec(browser.html)?.[1] ?? "";
    await browser.get(back.replaceAll("&amp;", "&"));
    expect(browser.html).toContain("<h1>Sign in with your passkey</h1>");
    await browser.get(href.replaceAll("&amp;", "&"));
    await (await browser.submit({ password })).follow();
    expect(browser.location).toMatch(callback);
  });

  test("nobody has to say who they are: the passkey says it", async () => {
    const { userId, authenticator } = await withPasskey();
    await (await browser.get(await entry())).follow();
    expect(browser.html).toContain('autocomplete="username webauthn"');
    expect(browser.html).toContain('data-auto="offer"');
    const asked = question(browser.html).publicKey;
    expect(asked).toMatchObject({
      allowCredentials: [],
      userVerification: "required",
      rpId: "id.example.com",
    });
    await answerPage(authenticator);
    await browser.follow();
    expect(browser.location).toMatch(callback);
    const [session] = await sessionsOf(userId);
    expect(session?.state.factors.webAuthN).toMatchObject({ userVerified: true });
    expect(session?.state.factors.webAuthN?.credentialId).toMatch(/^\d+$/);
  });

  test("where the policy knows no passkeys, the login name page offers none", async () => {
    await real.setPolicy("login", { passwordlessType: 0 });
    await (await browser.get(await entry())).follow();
    expect(browser.html).not.toContain("data-webauthn");
    expect(browser.html).toContain('autocomplete="username"');
    await real.setPolicy("login", { passwordlessType: 1 });
  });

  test("where unknown names are ignored, a typed name does not tell who has a passkey", async () => {
    const { loginName, authenticator } = await withPasskey();
    await real.setPolicy("login", { ignoreUnknownUsernames: true });
    const page = async (name: string, path = "passkey"): Promise<string> => {
      await browser.get(`/ui/v2/login/${path}?loginName=${encodeURIComponent(name)}`);
      return withoutNonce(browser.html).replaceAll(name, "N").replaceAll(encodeURIComponent(name), "N");
    };
    // Of the same first letter, which the page shows.
    for (const path of ["passkey", "password"])
      expect(await page(loginName, path)).toBe(await page("pnobody@example.com", path));
    await (await browser.get(await entry())).follow();
    await browser.submit({ loginName });
    expect(browser.location).toContain("/password?");
    await (await browser.get(await entry())).follow();
    await answerPage(authenticator);
    await browser.follow();
    expect(browser.location).toMatch(callback);
    await real.setPolicy("login", { ignoreUnknownUsernames: false });
  });
});

describe("an answer that proves nothing", () => {
  /** A stranger's authenticator, which claims to be of somebody. */
  const strange = (userId: string): Authenticator => {
    const authenticator = createAuthenticator();
    const user = { id: Buffer.from(userId).toString("base64url") };
    authenticator.create({ publicKey: { challenge: "x", rp: { id: "id.example.com" }, user } }, origin);
    return authenticator;
  };

  test("gets one and the same answer: unknown, of nobody, forged", async () => {
    const { userId, authenticator } = await withPasskey();
    const start = await entry();
    const pages: string[] = [];
    const answers: [Authenticator, Lies][] = [
      [strange(userId), {}],
      [strange("nobody"), {}],
      [strange("nobody"), { userHandle: "" }],
      [authenticator, { userHandle: Buffer.from("nobody").toString("base64url") }],
      [authenticator, { challenge: "b3RoZXI" }],
    ];
    for (const [one, lies] of answers) {
      await (await browser.get(start)).follow();
      await answerPage(one, lies);
      expect(await refusedWith()).toBe(
        "This passkey could not be used here. Choose another one, or another way to sign in.",
      );
      pages.push(withoutNonce(browser.html).replace(/<span hidden data-passkey-forgotten><\/span>/, ""));
    }
    expect(new Set(pages).size).toBe(1);
  });

  test("only a passkey that nobody here knows is to be forgotten by its keeper", async () => {
    const { userId, authenticator } = await withPasskey();
    const forgotten = async (one: Authenticator, lies: Lies = {}): Promise<boolean> => {
      await (await browser.get(await entry())).follow();
      await answerPage(one, lies);
      await refusedWith();
      return browser.html.includes("data-passkey-forgotten");
    };
    expect(await forgotten(strange(userId))).toBe(true);
    expect(await forgotten(authenticator, { challenge: "b3RoZXI" })).toBe(false);
    expect(await forgotten(authenticator, { userVerified: false })).toBe(false);
  });

  test("user verification, origin and counter are looked at", async () => {
    const { authenticator } = await withPasskey();
    const start = await entry();
    const tried = async (lies: Lies): Promise<string> => {
      await (await browser.get(start)).follow();
      await answerPage(authenticator, lies);
      return refusedWith();
    };
    const refused = /could not be used here/;
    expect(await tried({ userVerified: false })).toMatch(refused);
    expect(await tried({ crossOrigin: true })).toMatch(refused);
    expect(await tried({ rpId: "evil.example.com" })).toMatch(refused);
    await (await browser.get(start)).follow();
    await answerPage(authenticator, { counter: 50 });
    expect(browser.location).toContain("sessionId=");
    await (await browser.get(await entry({ prompt: [2] }))).follow();
    await answerPage(authenticator, { counter: 50 });
    expect(await refusedWith()).toMatch(/a copy of this passkey/);
  });

  test("of another tenant is unknown here, and a challenge of one tenant is none of another", async () => {
    const { authenticator } = await withPasskey();
    const elsewhere = real.ctx({ instanceId: "i2" });
    const visit = { browserId: "b1" };
    const answered = async (askedBy: Ctx): Promise<PasskeyLogin> => {
      const asked = await askForPasskey(askedBy, visit);
      const answer = JSON.stringify(authenticator.get(asked?.options as Options, origin));
      return answerPasskey(elsewhere, visit, { challenge: asked?.challenge ?? "", answer });
    };
    expect(await answered(elsewhere)).toEqual({ status: "refused", forgotten: true });
    expect(await answered(real.ctx())).toEqual({ status: "stale" });
  });
});

describe("a challenge", () => {
  const visit = { browserId: "browser-3", requestId: "oidc_1" };
  const answered = async (
    authenticator: Authenticator,
    change: { visit?: object; secondsLater?: number } = {},
  ): Promise<string> => {
    const asked = await askForPasskey(real.ctx(), { browserId: "browser-1" });
    const now = new Date(Date.now() + (change.secondsLater ?? 0) * 1000);
    const at = { browserId: "browser-1", ...change.visit };
    const answer = JSON.stringify(authenticator.get(asked?.options as Options, origin));
    return (await answerPasskey(real.ctx({ now }), at, { challenge: asked?.challenge ?? "", answer })).status;
  };

  test("is of one browser and one request, and is good for five minutes", async () => {
    const { authenticator } = await withPasskey();
    expect(await answered(authenticator, { visit: { browserId: "browser-2" } })).toBe("stale");
    expect(await answered(authenticator, { visit })).toBe("stale");
    expect(await answered(authenticator, { secondsLater: 301 })).toBe("stale");
    expect(await answered(authenticator)).toBe("ok");
  });

  test("made up or made for something else opens nothing", async () => {
    const { userId, authenticator } = await withPasskey();
    const asked = await askForPasskey(real.ctx(), visit);
    const answer = JSON.stringify(authenticator.get(asked?.options as Options, origin));
    const permit = real.ctx().secrets.sealToken("webauthn", JSON.stringify(["permit", instanceId, userId]));
    for (const challenge of ["", "x", permit])
      expect(await answerPasskey(real.ctx(), visit, { challenge, answer })).toEqual({ status: "stale" });
  });

  test("is answered once: a form sent twice ends where the first did, and nowhere after that session", async () => {
    const { authenticator } = await withPasskey();
    await (await browser.get(await entry())).follow();
    const body = await answerPage(authenticator);
    const first = browser.location;
    expect(first).toContain("sessionId=");
    await browser.post("/ui/v2/login/passkey", body);
    expect(browser.location).toBe(first);
    const sessionId = new URL(first ?? "", origin).searchParams.get("sessionId") ?? "";
    await real.happen(Session, sessionId, [{ type: "session.terminated", payload: null }]);
    await browser.post("/ui/v2/login/passkey", body);
    expect(await refusedWith()).toMatch(/used before/);
  });

  test("is answered in each of two tabs that opened at once in a new browser", async () => {
    const { authenticator } = await withPasskey();
    const other = browserOf(real, reported);
    for (const tab of [browser, other]) await (await tab.get(await entry())).follow();
    // What the browser keeps of both answers: of a name, what came last.
    browser.cookies = new Map([...browser.cookies, ...other.cookies]);
    other.cookies = browser.cookies;
    for (const tab of [browser, other]) {
      await answerPage(authenticator, {}, tab);
      expect(tab.location).toContain("sessionId=");
      await tab.follow();
      expect(tab.location).toMatch(callback);
    }
  });

  test("of many answers at once one counts", async () => {
    const { authenticator } = await withPasskey();
    const asked = await askForPasskey(real.ctx(), visit);
    const answer = JSON.stringify(authenticator.get(asked?.options as Options, origin));
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        answerPasskey(real.ctx(), visit, { challenge: asked?.challenge ?? "", answer }),
      ),
    );
    const sessions = await sessionsOfUserAgent(real.ctx(), visit.browserId);
    expect(all.filter(({ status }) => status === "ok").length).toBeGreaterThanOrEqual(1);
    expect(new Set(all.flatMap((one) => (one.status === "ok" ? [one.sessionId] : []))).size).toBe(1);
    expect(sessions).toHaveLength(1);
  });
});

describe("after the proof the flow decides", () => {
  const outcome = async (authenticator: Authenticator, start?: string): Promise<[number, string]> => {
    await (await browser.get(start ?? (await entry()))).follow();
    await answerPage(authenticator);
    if (browser.status === 303) await browser.follow();
    return [browser.status, alertOf(browser.html)];
  };

  test("locked and deactivated users are refused, and told it", async () => {
    for (const type of ["user.locked", "user.deactivated"] as const) {
      const { userId, authenticator } = await withPasskey();
      await real.happen(User, userId, [{ type, payload: null }]);
      const [status, text] = await outcome(authenticator);
      expect([status, text]).toEqual([403, expect.stringContaining("This account is not active.")]);
      expect(await sessionsOf(userId)).toEqual([]);
    }
  });

  test("who is of an organization without passkeys, or of another than the one asked for, is refused", async () => {
    const { userId, authenticator } = await withPasskey({ owner: ids.otherOrg });
    const scoped = await entry({ scope: ["openid", `urn:zitadel:iam:org:id:${real.orgId}`] });
    expect(await outcome(authenticator, scoped)).toEqual([
      400,
      expect.stringContaining("an account in another organization"),
    ]);
    await real.store.execute(
      { instanceId, creator: "test" },
      [policyRef(loginPolicy, "org", ids.otherOrg)],
      () => [
        [{ type: "org.policy.login.added", payload: { allowUsernamePassword: true, passwordlessType: 0 } }],
      ],
    );
    expect(await outcome(authenticator)).toEqual([
      400,
      expect.stringContaining("not permitted for this account"),
    ]);
    expect(await sessionsOf(userId)).toEqual([]);
  });
});

describe("registering a passkey", () => {
  const totp = () => [
    {
      type: "user.human.mfa.otp.added" as const,
      payload: { otpSecret: real.ctx().secrets.seal("otp", "GEZDGNBVGY3TQOJQ") },
    },
    { type: "user.human.mfa.otp.verified" as const, payload: { step: 1 } },
  ];

  test("after a password and a code it is offered, and rests for a while when it is put off", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    await real.happen(User, userId, totp());
    const visit = await real.signedIn({ loginName: `${userId}@example.com` });
    await real.happen(Session, visit.sessionId, [
      { type: "session.totp.checked", payload: { checkedAt: new Date().toISOString() } },
    ]);
    continuing(visit);
    await (await browser.get(await entry())).follow();
    expect(browser.html).toContain("Sign in faster next time");
    const setUp = /href="([^"]*\/passkey\/set[^"]*)"/.exec(browser.html)?.[1] ?? "";
    await browser.get(setUp.replaceAll("&amp;", "&"));
    expect(browser.html).toContain("Create passkey");
    expect(browser.html).toContain("Set it up on another device");
    await browser.get(`/ui/v2/login/passkey/prompt?sessionId=${visit.sessionId}`);
    await browser.submit({});
    expect(browser.location).toContain("/login?");
    await (await browser.get(await entry())).follow();
    expect(browser.location).toMatch(callback);
  });

  test("a session that proves too little, or none, registers nothing", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const visit = await real.signedIn({ loginName: `${userId}@example.com` });
    await real.happen(User, userId, totp());
    continuing(visit);
    const csrf = csrfToken(real.ctx(), visit.browserId);
    const { question: asked, options } = await beginSetup(real.ctx(), visit, { userId });
    const credential = JSON.stringify(createAuthenticator().create(options as Options, origin));
    for (const sessionId of [visit.sessionId, "123"]) {
      await browser.get(`/ui/v2/login/passkey/set?sessionId=${sessionId}`);
      expect(browser.location).toMatch(/\/login\?/);
      for (const does of ["create", "elsewhere", "skip"]) {
        const body = new URLSearchParams({ csrf, sessionId, does, question: asked, credential });
        await browser.post("/ui/v2/login/passkey/set", body);
        expect(browser.location).toMatch(/\/ui\/v2\/login\/login/);
      }
    }
    expect(await readyAuthenticators(real.ctx(), userId, "passkey")).toEqual([]);
  });

  test("another device gets a link as a QR code; a permit is of one browser", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const visit = await real.signedIn({ loginName: `${userId}@example.com` });
    continuing(visit);
    const csrf = csrfToken(real.ctx(), visit.browserId);
    const body = new URLSearchParams({ csrf, sessionId: visit.sessionId, does: "elsewhere" });
    await browser.post("/ui/v2/login/passkey/set", body);
    expect(browser.html).toContain('<svg class="qr"');
    const url =
      /<code class="address" id="address"[^>]*>([^<]+)</.exec(browser.html)?.[1]?.replaceAll("&amp;", "&") ??
      "";
    const phone = browserOf(real, reported);
    phone.headers = { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)" };
    await phone.get(url.slice(origin.length));
    // The code leaves the address at once, and what is there now is good in this browser alone.
    expect(phone.location).not.toContain(new URL(url).searchParams.get("code"));
    await browser.get(phone.location ?? "");
    expect(browser.status).toBe(403);
    await phone.follow();
    await phone.submit({});
    const permitted = phone.location ?? "";
    await phone.follow();
    expect(phone.html).toContain("Create passkey");
    expect(phone.html).not.toContain("Set it up on another device");
    await browser.get(permitted);
    expect(browser.status).toBe(403);
    expect(browser.html).not.toContain("data-options");
  });

  test("links for other devices are made so many and no more, and that is said", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const visit = await real.signedIn({ loginName: `${userId}@example.com` });
    continuing(visit);
    const csrf = csrfToken(real.ctx(), visit.browserId);
    const body = new URLSearchParams({ csrf, sessionId: visit.sessionId, does: "elsewhere" });
    const ask = async () => (await browser.post("/ui/v2/login/passkey/set", body)).status;
    const { limit } = limitRules.passkeyLinkPerUser;
    const asked = await Promise.all(Array.from({ length: limit + 3 }, ask));
    expect(asked.filter((status) => status === 200)).toHaveLength(limit);
    await ask();
    expect(await refusedWith()).toContain("Too many attempts");
    const codes = sql`t.aggregate_id = ${userId}`;
    expect(await real.store.count(PasskeyCode, instanceId, codes)).toBe(limit);
  });

  test("what a code permits is one passkey, in however many tabs at once", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const url = await linkFor(userId);
    await (await browser.get(url.slice(origin.length))).follow();
    await browser.submit({});
    const permitted = browser.location ?? "";
    const tabs: { readonly tab: PlainBrowser; readonly body: URLSearchParams }[] = [];
    for (let n = 0; n < 10; n++) {
      await browser.get(permitted);
      const body = webauthnForm(browser.html);
      body.set("credential", JSON.stringify(createAuthenticator().create(question(browser.html), origin)));
      const tab = browserOf(real, reported);
      tab.cookies = new Map(browser.cookies);
      tabs.push({ tab, body });
    }
    const send = ({ tab, body }: (typeof tabs)[number]) => tab.post("/ui/v2/login/passkey/set", body);
    for (const sent of [await Promise.all(tabs.map(send)), await Promise.all(tabs.slice(0, 2).map(send))])
      for (const tab of sent) expect((await tab.follow()).html).toContain("Your passkey is ready");
    await browser.get(permitted);
    expect([browser.status, browser.html]).toEqual([302, ""]);
    const [only, another] = await readyAuthenticators(real.ctx(), userId, "passkey");
    expect([only === undefined, another]).toEqual([false, undefined]);
    // Taken away, it does not come back by what let it in.
    await dropAuthenticator(real.ctx(), userId, "passkey", only?.entityId ?? "");
    for (const one of tabs.slice(0, 2)) expect((await send(one)).status).toBe(403);
    expect(await readyAuthenticators(real.ctx(), userId, "passkey")).toEqual([]);
  });

  test("where the policy knows no passkeys, none is registered", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const url = await linkFor(userId);
    await real.setPolicy("login", { passwordlessType: 0 });
    await (await browser.get(url.slice(origin.length))).follow();
    await (await browser.submit({})).follow();
    expect([browser.status, alertOf(browser.html)]).toEqual([403, expect.stringContaining("not permitted")]);
    await real.setPolicy("login", { passwordlessType: 1 });
  });

  test("codes are guessed against limits, and of nobody they answer alike", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const url = await linkFor(userId);
    const right = new URL(url).searchParams;
    const guess = async (change: Record<string, string>): Promise<string> => {
      const query = new URLSearchParams({ ...Object.fromEntries(right), ...change });
      await (await browser.get(`/ui/v2/login/passkey/set?${query}`)).follow();
      await (await browser.submit({})).follow();
      return alertOf(browser.html);
    };
    expect(await guess({ userId: "nobody" })).toContain("This link is not valid");
    expect(await guess({ codeId: "1" })).toContain("This link is not valid");
    for (let n = 0; n < 5; n++)
      expect(await guess({ code: `wrong${n}` })).toContain("This link is not valid");
    expect(await guess({})).toContain("This link is too old");
  });

  test("codes guessed at once are too many at the same number, whether anybody is meant or not", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const ctx = real.ctx({ ip: "192.0.2.77" });
    const guess = async (who: string) => {
      const one = () => enterSetupCode(ctx, { browserId: "b" }, { userId: who, id: "1", code: "wrong" });
      await Promise.all(Array.from({ length: 12 }, one));
      return (await one()).status;
    };
    expect([await guess(userId), await guess("nobody77")]).toEqual(["too_many", "too_many"]);
  });

  test("who was asked for one, and has nothing else, is sent the link again; nobody else learns of it", async () => {
    const userId = `person${++people}`;
    const loginName = `${userId}@example.com`;
    await createHuman(real.ctx(), {
      userId,
      orgId: real.orgId,
      userName: loginName,
      firstName: "Asked",
      lastName: "Person",
      email: `${userId}@mail.example.com`,
      emailVerification: { kind: "verified" },
    });
    const { id } = await createPasskeyCode(real.ctx(), userId, { kind: "return" });
    await (await browser.get(await entry())).follow();
    await (await browser.submit({ loginName })).follow();
    expect(browser.html).toContain("<h1>Set up your passkey</h1>");
    const page = `/ui/v2/login/passkey/set?loginName=${encodeURIComponent(loginName)}`;
    await real.setPolicy("login", { ignoreUnknownUsernames: true });
    await browser.get(page);
    await real.setPolicy("login", { ignoreUnknownUsernames: false });
    expect(browser.status).toBe(302);
    await browser.get(page);
    await (await browser.submit({})).follow();
    expect(browser.html).toContain("The link is on its way.");
    const [message] = await toldTo(real, userId);
    const codes = await real.store.select(PasskeyCode, instanceId, sql`t.aggregate_id = ${userId}`);
    const codeId = codes.map(({ entityId }) => entityId).find((one) => one !== id) ?? "";
    const link = new URLSearchParams({ userId, codeId, code: message?.code ?? "" });
    await (await browser.get(`/ui/v2/login/passkey/set?${link}`)).follow();
    await (await browser.submit({})).follow();
    const authenticator = createAuthenticator();
    const body = webauthnForm(browser.html);
    body.set("credential", JSON.stringify(authenticator.create(question(browser.html), origin)));
    await (await browser.post("/ui/v2/login/passkey/set", body)).follow();
    expect(browser.html).toContain("Your passkey is ready");
    // From now on it is what they log in with, though the first code is there still.
    await (await browser.get(await entry())).follow();
    await (await browser.submit({ loginName })).follow();
    expect(browser.html).toContain("<h1>Sign in with your passkey</h1>");
  });

  test("by a link: the code is used up by going on, not by looking, and cancelling does no harm", async () => {
    const userId = `person${++people}`;
    await real.addUser(userId);
    const url = await linkFor(userId);
    const path = url.slice(origin.length);
    await (await browser.get(path)).follow();
    await (await browser.get(path)).follow();
    expect(browser.status).toBe(200);
    await (await browser.submit({})).follow();
    expect(browser.html).toContain("Create passkey");
    const form = browser.location;
    expect(form).toBeUndefined();
    const authenticator = createAuthenticator();
    const body = webauthnForm(browser.html);
    body.set("credential", JSON.stringify(authenticator.create(question(browser.html), origin)));
    body.set("name", "");
    browser.headers = {};
    await (await browser.post("/ui/v2/login/passkey/set", body)).follow();
    expect(browser.html).toContain("Your passkey is ready");
    expect(browser.html).toContain("data-passkeys=");
    const [passkey] = await readyAuthenticators(real.ctx(), userId, "passkey");
    expect(passkey?.state.name).toBe("Passkey");
    await (await browser.post("/ui/v2/login/passkey/set", body)).follow();
    expect(browser.html).toContain("Your passkey is ready");
    // The link again, here and elsewhere.
    const other = browserOf(real, reported);
    await (await other.get(path)).follow();
    await (await other.submit({})).follow();
    expect(alertOf(other.html)).toContain("This link is not valid");
    await (await browser.get(await entry())).follow();
    await answerPage(authenticator);
    await browser.follow();
    expect(browser.location).toMatch(callback);
  });
});
