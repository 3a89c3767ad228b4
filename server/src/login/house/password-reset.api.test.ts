/** Forgotten passwords over the real house: who is sent a code, what it does, and what nobody learns by it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Org } from "#src/domains/org/index.ts";
import { sessionById } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { codeSubject } from "./code-subject.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";
import { setPasswordWithCode } from "./redeem-code.ts";
import { signIn } from "./sign-in.ts";
import { lastCode, toldTo } from "./told.fixture.ts";

let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0, defaultRedirectURI: home });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

const newBrowser = () => browserOf(real, reported);
const base = "/ui/v2/login";
const home = "https://home.example/";
const next = "Other-Pass2";
const callback = /^https:\/\/app\.example\.com\/cb\?code=/;

/** From the entry of a request over the password page to the form that takes the code. */
async function forget(browser: PlainBrowser, requestId: string, loginName: string): Promise<PlainBrowser> {
  await (await browser.get(entryOf(requestId))).follow();
  await (await browser.submit({ loginName })).follow();
  const href = /href="([^"]*\/password\/reset[^"]*)"/.exec(browser.html)?.[1] ?? "none";
  await browser.get(href.replaceAll("&amp;", "&"));
  return (await browser.submit({})).follow();
}

const choose = async (browser: PlainBrowser, code: string, plain = next) =>
  (await browser.submit({ code, password: plain, confirmPassword: plain })).follow();

test("a forgotten password is replaced by a code, and the login goes on with the request", async () => {
  await real.addUser("ben");
  const browser = await forget(newBrowser(), await real.request(), "ben@example.com");
  expect([browser.status, browser.html.includes('autocomplete="one-time-code"')]).toEqual([200, true]);
  expect(await toldTo(real, "ben")).toMatchObject([
    { type: "password_reset", channel: "email", to: "ben@mail.example.com" },
  ]);
  await choose(browser, await lastCode(real, "ben", "password_reset"));
  expect(browser.location).toMatch(callback);

  const old = await newBrowser().logIn(entryOf(await real.request()), "ben@example.com", password);
  expect([old.status, old.location]).toEqual([400, undefined]);
  const fresh = await newBrowser().logIn(entryOf(await real.request()), "ben@example.com", next);
  expect(fresh.location).toMatch(callback);
});

test("the link is only a filled form: reading it as often as one likes uses nothing up", async () => {
  await real.addUser("cat");
  const asking = await forget(newBrowser(), await real.request(), "cat@example.com");
  const code = await lastCode(real, "cat", "password_reset");
  const link = `${base}/password/set?code=${code}&userId=cat&organization=${real.orgId}`;
  const scanner = newBrowser();
  for (const _ of [1, 2, 3])
    expect((await (await scanner.get(link)).follow()).html).toContain(`value="${code}"`);

  const elsewhere = newBrowser();
  await (await elsewhere.get(link)).follow();
  await choose(elsewhere, code);
  expect([elsewhere.location, asking.location]).toEqual([home, undefined]);
});

test("a link that is opened in the browser that asked goes on with its request, and the old address as well", async () => {
  await real.addUser("dan");
  const browser = await forget(newBrowser(), await real.request(), "dan@example.com");
  const code = await lastCode(real, "dan", "password_reset");
  await browser.get(`/ui/login/password/init?userID=dan&code=${code}&orgID=${real.orgId}`);
  await browser.follow();
  await choose(browser, code);
  expect(browser.location).toMatch(callback);
});

test("the code of a link stays in no address: it is sealed for the browser that opened it, on whichever page", async () => {
  for (const [page, who, missing] of [
    ["password/set", "userId=liv", ""],
    ["password/set", "userId=liv", "&requestId=oidc_nothing"],
    ["verify", "userId=liv", ""],
    ["verify", "userId=liv&invite=true", ""],
    ["verify", "userId=liv&activate=true", ""],
  ] as const) {
    const browser = newBrowser();
    await browser.get(`${base}/${page}?code=S3CRET&${who}${missing}`);
    const clean = browser.location ?? "";
    expect([browser.status, clean.split("&link=")[0]]).toEqual([302, `${base}/${page}?${who}`]);
    expect(clean).not.toContain("S3CRET");
    // Reloaded, or come back to, it is the same page again.
    for (const _ of [1, 2]) {
      await browser.get(clean);
      expect([browser.status, browser.html.includes('value="S3CRET"')]).toEqual([200, true]);
    }
    // Who finds the address elsewhere, and who lets no cookie be set, is asked for the code.
    const { status, html } = await newBrowser().get(clean);
    expect([status, html.includes('id="code"'), html.includes("S3CRET")]).toEqual([200, true, false]);
  }
});

test("links opened at once in a new browser are filled in, each", async () => {
  const [one, two] = [newBrowser(), newBrowser()];
  for (const [tab, code] of [
    [one, "F1RST"],
    [two, "S3COND"],
  ] as const)
    await tab.get(`${base}/password/set?code=${code}&userId=liv`);
  one.cookies = new Map([...one.cookies, ...two.cookies]);
  expect((await one.follow()).html).toContain('value="F1RST"');
  expect((await two.follow()).html).toContain('value="S3COND"');
});

test("a link opened again when its request is over leads to the form, without the request", async () => {
  await real.addUser("lou");
  const browser = await forget(newBrowser(), await real.request(), "lou@example.com");
  const code = await lastCode(real, "lou", "password_reset");
  await choose(browser, code);
  expect(browser.location).toMatch(callback);
  await (await browser.get(`${base}/password/set?code=${code}&userId=lou`)).follow();
  expect([browser.status, browser.html.includes(`value="${code}"`)]).toEqual([200, true]);
  expect(browser.html).not.toContain('name="requestId"');
});

test("a link with the request of another browser works without that request", async () => {
  await real.addUser("eli");
  const requestId = await real.request();
  await forget(newBrowser(), requestId, "eli@example.com");
  const code = await lastCode(real, "eli", "password_reset");
  const other = newBrowser();
  await (await other.get(`${base}/password/set?code=${code}&userId=eli&requestId=${requestId}`)).follow();
  expect(other.status).toBe(200);
  await choose(other, code);
  expect(other.location).toBe(home);
});

test("the form sent twice ends where the first did, and a reload after it is harmless", async () => {
  await real.addUser("fay");
  const browser = await forget(newBrowser(), await real.request(), "fay@example.com");
  const code = await lastCode(real, "fay", "password_reset");
  const { html } = browser;
  await choose(browser, code);
  browser.html = html;
  await choose(browser, code);
  expect([browser.status, browser.location]).toEqual([302, home]);
});

test("a wrong code is not taken for a form sent twice because somebody signed in here a moment ago", async () => {
  await real.addUser("gus");
  const ctx = real.ctx({ now: new Date(Date.now() + 180_000) });
  const visit = { browserId: "reset", loginName: "gus@example.com" };
  expect((await signIn(ctx, visit, password)).status).toBe("ok");
  const subject = await codeSubject(ctx, visit, undefined);
  if (subject === undefined) throw new Error("nobody");
  const set = await setPasswordWithCode(ctx, visit, subject, { code: "wrong", password: next });
  expect(set).toEqual({ status: "wrong" });
});

test("resets answer the same for known, unknown, unproven, locked and other organizations' names", async () => {
  await real.addUser("zgil");
  await real.addUser("zfar", { owner: ids.otherOrg });
  await real.addUser("zlow");
  await real.happen(User, "zlow", [{ type: "user.locked", payload: null }]);
  await real.addUser("znew");
  await real.happen(User, "znew", [{ type: "user.human.email.changed", payload: { email: "n@x.example" } }]);
  const answers = [];
  for (const name of ["zgil", "zfar", "zlow", "znew", "znil"]) {
    const loginName = `${name}@example.com`;
    const browser = newBrowser();
    await browser.get(`${base}/password/reset?loginName=${loginName}&organization=${real.orgId}`);
    const seen = [browser.status, plain(browser.html, name)];
    await browser.submit({});
    seen.push(browser.status, plain(browser.location ?? "", name));
    await browser.follow();
    seen.push(browser.status, plain(browser.html, name));
    await choose(browser, "WRONG1");
    answers.push([...seen, browser.status, plain(browser.html, name)]);
  }
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect((await toldTo(real, "zgil")).length).toBe(1);
  for (const silent of ["zfar", "zlow"]) expect(await toldTo(real, silent)).toEqual([]);
  // To the address that was proven, not to the one that waits for it.
  expect((await toldTo(real, "znew")).map(({ to }) => to)).toEqual(["znew@mail.example.com"]);
});

const plain = (text: string, name: string): string =>
  text.replaceAll(/nonce="\w+"|name="csrf" value="[^"]*"/g, "").replaceAll(name, "NAME");

test("codes guessed one after another or at once are too many at the same number, whoever is meant", async () => {
  await real.addUser("hal");
  const ends = [];
  for (const name of ["hal", "nix"]) {
    const browser = newBrowser();
    await browser.get(`${base}/password/reset?loginName=${name}@example.com`);
    await (await browser.submit({})).follow();
    const csrf = /name="csrf" value="([^"]*)"/.exec(browser.html)?.[1] ?? "";
    const guess = async (n: number) => {
      const body = new URLSearchParams({ csrf, loginName: `${name}@example.com`, code: `GUESS${n}` });
      for (const field of ["password", "confirmPassword"]) body.set(field, next);
      const one = newBrowser();
      one.cookies = new Map(browser.cookies);
      await (await one.post(`${base}/password/set`, body)).follow();
      return one.html.includes("Too many attempts") ? "too many" : "wrong";
    };
    const before = [];
    for (let n = 0; n < 5; n++) before.push(await guess(n));
    await Promise.all(Array.from({ length: 8 }, (_, n) => guess(n)));
    ends.push([before, await guess(9)]);
  }
  expect(ends[0]).toEqual([Array.from({ length: 5 }, () => "wrong"), "too many"]);
  expect(ends[1]).toEqual(ends[0]);
  const code = await lastCode(real, "hal", "password_reset");
  const late = newBrowser();
  await (await late.get(`${base}/password/set?userId=hal&code=${code}`)).follow();
  await choose(late, code);
  expect([late.status, late.location]).toEqual([400, undefined]);
});

test("what is wrong with the new password is told to who has the code, which stays good", async () => {
  await real.addUser("ida");
  const browser = await forget(newBrowser(), await real.request(), "ida@example.com");
  const code = await lastCode(real, "ida", "password_reset");
  const tried = async (values: Record<string, string>) => {
    await (await browser.submit(values)).follow();
    const errors = [...browser.html.matchAll(/id="(\w+)-error"/g)].map(([, field]) => field);
    return [browser.status, errors];
  };
  expect(await tried({ code: "", password: next, confirmPassword: next })).toEqual([400, ["code"]]);
  expect(await tried({ code, password: next, confirmPassword: "x" })).toEqual([400, ["confirmPassword"]]);
  expect(await tried({ code: "WRONG1", password: "short", confirmPassword: "short" })).toEqual([
    400,
    ["code"],
  ]);
  expect(await tried({ code, password: "short", confirmPassword: "short" })).toEqual([400, ["password"]]);
  expect(browser.html).toContain(`value="${code}"`);
  await choose(browser, code);
  expect(browser.location).toMatch(callback);
});

test("the policy hides the way to a new password, and then no code is sent", async () => {
  await real.addUser("joy");
  await real.setPolicy("login", { hidePasswordReset: true });
  const browser = newBrowser();
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: "joy@example.com" })).follow();
  expect(browser.html).not.toContain("password/reset");
  const csrf = /name="csrf" value="([^"]*)"/.exec(browser.html)?.[1] ?? "";
  await browser.post(`${base}/password/reset`, new URLSearchParams({ csrf, loginName: "joy@example.com" }));
  expect(browser.status).toBe(303);
  await real.setPolicy("login", { hidePasswordReset: false });
  expect(await toldTo(real, "joy")).toEqual([]);
});

test("nobody of an organization that is not active is sent a code", async () => {
  await real.addUser("kim", { owner: ids.otherOrg });
  await real.happen(Org, ids.otherOrg, [{ type: "org.deactivated", payload: null }]);
  const browser = newBrowser();
  await browser.get(`${base}/password/reset?loginName=kim@example.com`);
  await (await browser.submit({})).follow();
  await real.happen(Org, ids.otherOrg, [{ type: "org.reactivated", payload: null }]);
  expect([browser.status, await toldTo(real, "kim")]).toEqual([200, []]);
});

test("a session of another browser opens nothing here, and no address of a page leads out", async () => {
  const { sessionId } = await real.signedIn();
  const browser = newBrowser();
  for (const page of ["password/reset", "password/set", "verify", "username/change", "password/change"]) {
    await browser.get(`${base}/${page}?sessionId=${sessionId}&redirect=https://evil.example&loginName=ada`);
    expect(browser.html).not.toContain("ada@example.com");
    expect(browser.location ?? "/ui/").toMatch(/^\/ui\//);
    expect(browser.html).not.toContain(`="https://evil`);
  }
  expect((await sessionById(real.ctx(), sessionId))?.state.status).toBe("active");
});
