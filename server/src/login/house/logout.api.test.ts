/** Logging out on the pages: what ends, in which browser, and where it leads. */
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { createSession, sessionById } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import { signLogout } from "#src/domains/webkey/index.ts";
import { readBrowser } from "../browser.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";
import { asLogin } from "./sign-in.ts";

let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
});
afterEach(() => {
  expect(reported).toEqual([]);
});
afterAll(() => real.close());

const logout = "/ui/v2/login/logout";
const done = "/ui/v2/login/logout/done";

/** Somebody who logs in in a browser of their own. */
async function personIn(browser: PlainBrowser, userId: string): Promise<string> {
  await browser.logIn(entryOf(await real.request()), `${userId}@example.com`, password);
  expect(browser.location).toContain("code=");
  const sessions = await real.database.query<{ id: string }>({
    text: "select aggregate_id as id from sessions where user_id = $1 order by created_at desc limit 1",
    values: [userId],
  });
  return sessions[0]?.id ?? "";
}

const newBrowser = () => browserOf(real, reported);
const isAlive = async (sessionId: string): Promise<boolean> =>
  (await sessionById(real.ctx(), sessionId))?.state.status === "active";

const notice = (more: Parameters<typeof signLogout>[1]) =>
  signLogout(real.ctx(), { clientId: real.clientId, ...more });

it("asks which account, ends that one alone, and offers the others", async () => {
  await real.addUser("bob");
  const browser = newBrowser();
  const ada = await personIn(browser, "ada");
  const signedOut = await (await browser.get("/ui/v2/login/loginname")).submit({
    loginName: "bob@example.com",
  });
  await signedOut.follow();
  await browser.submit({ password });
  await browser.get(logout);
  expect(browser.html).toMatch(/bob@example\.com[\s\S]*ada@example\.com/);
  await browser.get(`${logout}?logout_hint=ADA%40example.com&ui_locales=xx%20de`);
  expect(browser.html).toMatch(/ada@example\.com[\s\S]*bob@example\.com/);
  expect(browser.html).toContain('<html lang="de"');
  await browser.submit({ sessionId: ada });
  expect([browser.status, browser.location, await isAlive(ada)]).toEqual([303, done, false]);
  await browser.follow();
  expect(browser.html).toContain('href="/ui/v2/login/accounts"');
  await browser.get(logout);
  expect(browser.html).not.toContain("ada@example.com");
  await browser.submit({ sessionId: "all" });
  await browser.get(logout);
  expect(browser.location).toBe(done);
});

it("a form sent twice, and one that names nothing, do no harm", async () => {
  const browser = newBrowser();
  const ada = await personIn(browser, "ada");
  await browser.get(logout);
  await browser.submit({});
  expect([browser.location, await isAlive(ada)]).toEqual([logout, true]);
  await browser.get(logout);
  const page = browser.html;
  await browser.submit({ sessionId: ada });
  browser.html = page;
  await browser.submit({ sessionId: ada });
  expect([browser.status, browser.location]).toEqual([303, done]);
});

it("a form of another site, or of another browser, ends nothing", async () => {
  const browser = newBrowser();
  const ada = await personIn(browser, "ada");
  await browser.post(logout, new URLSearchParams({ sessionId: ada }));
  expect([browser.status, await isAlive(ada)]).toEqual([403, true]);
  const stranger = newBrowser();
  await personIn(stranger, "ada");
  await stranger.get(logout);
  const csrf = /name="csrf" value="([^"]+)"/.exec(stranger.html)?.[1] ?? "";
  await browser.post(logout, new URLSearchParams({ csrf, sessionId: ada }));
  expect([browser.status, await isAlive(ada)]).toEqual([403, true]);
  await stranger.submit({ sessionId: ada });
  expect(await isAlive(ada)).toBe(true);
  await stranger.submit({ sessionId: ada, everywhere: "yes" });
  expect(await isAlive(ada)).toBe(true);
});

it("the session of a proven hint ends at once in its own browser; in another one the page asks", async () => {
  const [browser, stranger] = [newBrowser(), newBrowser()];
  const ada = await personIn(browser, "ada");
  const others = await personIn(stranger, "bob");
  const back = "https://app.example.com/bye?state=x";
  const token = await notice({ sessionId: ada, redirectUri: back });
  await stranger.get(`${logout}?logout_token=${token}`);
  expect([stranger.status, await isAlive(ada), await isAlive(others)]).toEqual([200, true, true]);
  expect(stranger.html).toContain("bob@example.com");
  expect(stranger.html).not.toContain("ada@example.com");
  await browser.get(`${logout}?logout_token=${token}`);
  expect([browser.location, await isAlive(ada)]).toEqual([back, false]);
  await browser.get(`${logout}?logout_token=${token}`);
  expect(browser.location).toBe(back);
});

it("leads to no address that nobody checked", async () => {
  const browser = newBrowser();
  const ada = await personIn(browser, "ada");
  const token = await notice({});
  const evil = encodeURIComponent("https://evil.example/");
  for (const query of [
    `post_logout_redirect=${evil}`,
    `logout_token=${token}&post_logout_redirect=${evil}`,
    `logout_token=${token}x`,
    "post_logout_redirect=javascript:alert(1)",
    "post_logout_redirect=%2F%2Fevil.example",
  ]) {
    await browser.get(`${logout}?${query}`);
    expect([browser.status, browser.location]).toEqual([400, undefined]);
  }
  expect(await isAlive(ada)).toBe(true);
});

it("goes back to a native application by its own scheme, from the page too", async () => {
  const browser = newBrowser();
  const ada = await personIn(browser, "ada");
  const token = await notice({ redirectUri: "com.example.app:/bye?state=1" });
  await browser.get(`${logout}?logout_token=${token}`);
  expect(browser.response.headers.get("content-security-policy")).toContain(
    "form-action 'self' com.example.app:",
  );
  await browser.submit({ sessionId: ada });
  expect([browser.status, browser.location]).toEqual([303, "com.example.app:/bye?state=1"]);
});

it("ends a person's sessions everywhere when they ask for it, and nobody else's", async () => {
  const [browser, phone, stranger] = [newBrowser(), newBrowser(), newBrowser()];
  const here = await personIn(browser, "ada");
  const there = await personIn(phone, "ada");
  const elsewhere = await personIn(stranger, "bob");
  await browser.get(logout);
  await browser.submit({ sessionId: here });
  expect([await isAlive(here), await isAlive(there)]).toEqual([false, true]);
  const laptop = newBrowser();
  const again = await personIn(laptop, "ada");
  await laptop.get(logout);
  expect(laptop.html).toContain('name="everywhere"');
  await laptop.submit({ sessionId: again, everywhere: "yes" });
  expect(laptop.location).toBe(done);
  expect(await Promise.all([again, there, elsewhere].map(isAlive))).toEqual([false, false, true]);
});

/** A browser in which Ada has been, and is signed out. */
async function left(): Promise<PlainBrowser> {
  const browser = newBrowser();
  await personIn(browser, "ada");
  await browser.get(logout);
  await (await browser.submit({ sessionId: "all" })).follow();
  return browser;
}

const picker = "/ui/v2/login/accounts";

it("who was here is offered again by the login name alone, and asked for the password", async () => {
  const browser = await left();
  const requestId = await real.request();
  await (await browser.get(entryOf(requestId))).follow();
  expect(browser.html).toMatch(/ada@example\.com[\s\S]*Signed out/);
  expect(browser.html).not.toContain("ada Test");
  await browser.submit({ account: "ada" });
  expect(browser.location).toBe(`/ui/v2/login/password?requestId=${requestId}&loginName=ada%40example.com`);
  await browser.follow();
  await (await browser.submit({ password: "wrong" })).follow();
  expect(browser.html).toContain("That password is not right");
  await (await browser.submit({ password })).follow();
  expect(browser.location).toContain("code=");
});

it("beside somebody who is signed in, those who were here are offered to who wants to choose", async () => {
  const browser = await left();
  await browser.get("/ui/v2/login/loginname");
  await (await browser.submit({ loginName: "bob@example.com" })).follow();
  await (await browser.submit({ password })).follow();
  await (await browser.get(entryOf(await real.request({ prompt: [1] })))).follow();
  expect(browser.location).toContain("code=");
  await (await browser.get(entryOf(await real.request({ prompt: [4] })))).follow();
  expect(browser.html).toMatch(/bob Test[\s\S]*ada@example\.com/);
});

it("an account can be taken off the list, which another browser or instance never sees", async () => {
  const browser = await left();
  await browser.get(picker);
  await browser.submit({ account: "bob" });
  expect(browser.location).toBe(picker);
  const header = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  expect(readBrowser(real.ctx(), header)?.userIds).toEqual(["ada"]);
  expect(readBrowser(real.ctx({ instanceId: "i2" }), header)).toBeUndefined();
  expect((await (await newBrowser().get(picker)).follow()).html).toContain('id="loginName"');
  await browser.get(picker);
  await browser.submit({ forget: "ada" });
  expect([browser.status, browser.location]).toEqual([303, picker]);
  await browser.follow();
  expect(browser.html).toContain('id="loginName"');
  expect(browser.html).not.toContain("ada@example.com");
});

it("who is only named in a browser ends nothing elsewhere", async () => {
  const [browser, phone] = [newBrowser(), newBrowser()];
  const there = await personIn(phone, "ada");
  await personIn(browser, "bob");
  await browser.get(logout);
  const cookie = [...browser.cookies.values()][0] ?? "";
  const browserId: unknown = JSON.parse(real.ctx().secrets.openToken("user_agent_cookie", cookie) ?? "[]")[1];
  const named = await createSession(asLogin(real.ctx()), {
    checks: { user: { userId: "ada" } },
    userAgent: { fingerprint_id: String(browserId) },
  });
  await browser.get(logout);
  await browser.submit({ sessionId: named.row.aggregateId, everywhere: "yes" });
  expect([await isAlive(named.row.aggregateId), await isAlive(there)]).toEqual([false, true]);
});

it("who knows the password alone of somebody with a second factor ends nothing of theirs elsewhere", async () => {
  await real.addUser("cleo");
  const [browser, phone] = [newBrowser(), newBrowser()];
  const there = await personIn(phone, "cleo");
  const here = await personIn(browser, "cleo");
  const otpSecret = real.ctx().secrets.seal("otp", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  await real.happen(User, "cleo", [
    { type: "user.human.mfa.otp.added", payload: { otpSecret } },
    { type: "user.human.mfa.otp.verified", payload: { step: 1 } },
  ]);
  await browser.get(logout);
  // What would not be done is not offered, and an open form of before does no more.
  expect(browser.html).not.toContain('name="everywhere"');
  await browser.submit({ sessionId: here, everywhere: "yes" });
  expect([await isAlive(here), await isAlive(there)]).toEqual([false, true]);
});
