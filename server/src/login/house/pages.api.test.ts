/** The pages over the real house: what a person with a plain browser sees from the request to the logout. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCode } from "#src/domains/authrequest/index.ts";
import { sessionById } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import type { Exchange } from "#src/platform/http/index.ts";
import { createLogin } from "../http.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { createRefusalPage } from "../refusal-page.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { openRealHouse, origin, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
});
afterAll(() => real.close());

const newBrowser = () => browserOf(real, reported);

const enter = async (browser: PlainBrowser, requestId: string) =>
  (await browser.get(entryOf(requestId))).follow();

const logIn = (browser: PlainBrowser, requestId: string, plain = password) =>
  browser.logIn(entryOf(requestId), "ada@example.com", plain);

test("login, the next login without a password, logout", async () => {
  const browser = newBrowser();
  await logIn(browser, await real.request());
  const code = new URL(browser.location ?? "").searchParams.get("code") ?? "";
  expect(readCode(real.ctx(), code)?.aggregateId).toMatch(/^V2_/);

  await enter(browser, await real.request());
  expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);

  await browser.get("/ui/v2/login/logout");
  const sessionId = /name="sessionId" value="(\d+)"/.exec(browser.html)?.[1] ?? "none";
  expect((await sessionById(real.ctx(), sessionId))?.state.status).toBe("active");
  await (await browser.submit({ sessionId })).follow();
  expect((await sessionById(real.ctx(), sessionId))?.state.status).toBe("terminated");

  await enter(browser, await real.request());
  const userId = /name="account" value="([^"]+)"/.exec(browser.html)?.[1] ?? "none";
  await (await browser.submit({ account: userId })).follow();
  expect(browser.html).toContain('id="password"');
  expect(reported).toEqual([]);
});

test("a wrong password stays on its page", async () => {
  const browser = await logIn(newBrowser(), await real.request(), "wrong");
  expect([browser.status, browser.html.includes('id="password"')]).toEqual([400, true]);
  expect(browser.location).toBeUndefined();
});

test("why an account may not be used is told in words, and only after its password", async () => {
  await real.addUser("idle");
  await real.happen(User, "idle", [{ type: "user.deactivated", payload: null }]);
  const tried = async (plain: string) => {
    const browser = await newBrowser().logIn(entryOf(await real.request()), "idle@example.com", plain);
    const { status, html } = browser;
    return [status, html.includes("This account is not active."), html.includes("LOGIN-uA4c7")];
  };
  expect(await tried("wrong")).toEqual([400, false, false]);
  expect(await tried(password)).toEqual([403, true, true]);
});

test("where unknown names are ignored, known and unknown get the same answers", async () => {
  await real.setPolicy("login", { ignoreUnknownUsernames: true });
  const pages = [];
  for (const loginName of ["ada@example.com", "abe@example.com"]) {
    const requestId = await real.request();
    const browser = await enter(newBrowser(), requestId);
    await (await browser.submit({ loginName })).follow();
    const asked = browser.status;
    await (await browser.submit({ password: "wrong" })).follow();
    const page = browser.html
      .replaceAll(/nonce="\w+"|value="[^"]*"/g, "")
      .replaceAll(requestId, "REQUEST")
      .replaceAll(loginName, "NAME")
      .replaceAll(encodeURIComponent(loginName), "NAME");
    pages.push([asked, browser.status, page]);
  }
  await real.setPolicy("login", { ignoreUnknownUsernames: false });
  expect(pages[1]).toEqual(pages[0]);
});

test("where unknown names are ignored, no hint tells who exists to somebody who is signed in", async () => {
  await real.setPolicy("login", { ignoreUnknownUsernames: true });
  await real.addUser("eve");
  const browser = newBrowser();
  await logIn(browser, await real.request());
  const ways = [];
  for (const login_hint of ["eve@example.com", "abe@example.com"]) {
    const asked = await real.request({ login_hint });
    await browser.get(`/ui/v2/login/login?requestId=${asked}`);
    const way = browser.location?.replace(asked, "REQUEST").replace(encodeURIComponent(login_hint), "NAME");
    const silent = await real.request({ login_hint, prompt: [1] });
    await browser.get(`/ui/v2/login/login?requestId=${silent}`);
    ways.push([way, new URL(browser.location ?? "").searchParams.get("error")]);
  }
  await real.setPolicy("login", { ignoreUnknownUsernames: false });
  expect(ways[0]).toEqual(["/ui/v2/login/password?requestId=REQUEST&loginName=NAME", "login_required"]);
  expect(ways[1]).toEqual(ways[0]);
});

test("what breaks before there is a page is left to the port, which answers and reports it", async () => {
  const broken = createLogin({ context: () => Promise.reject(new Error("away")), report: () => {} });
  await expect(broken.fetch(new Request(`${origin}/ui/v2/login`), {} as Exchange)).rejects.toThrow("away");
});

test("a request is that of the browser that opened it first; another can neither answer nor cancel it", async () => {
  const requestId = await real.request();
  const [own, other] = [newBrowser(), newBrowser()];
  await enter(own, requestId);
  await enter(other, await real.request());
  const form = /name="csrf" value="([^"]+)"/.exec(other.html)?.[1] ?? "";
  await other.post("/ui/v2/login/cancel", new URLSearchParams({ csrf: form, requestId }));
  expect([other.status, other.html.includes("LOGIN-rB7o1")]).toEqual([403, true]);

  await logIn(other, await real.request());
  expect(other.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
  await enter(other, requestId);
  expect([other.status, other.html.includes("LOGIN-rB7o1")]).toEqual([403, true]);

  await (await own.submit({ loginName: "ada@example.com" })).follow();
  await (await own.submit({ password })).follow();
  expect(own.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});

test("a request that cannot be answered to its application is refused in the login's look and the person's language", async () => {
  const show = createRefusalPage({
    context: async ({ languages }) => real.ctx({ languages }),
  });
  const at = (languages: readonly string[], query = "client_id=x&state=%22%3E%3Cscript%3E"): Exchange => ({
    requestId: "request",
    method: "GET",
    path: "/oauth/v2/authorize",
    query,
    ip: "",
    userAgent: "",
    languages,
    header: () => undefined,
    addHeader: () => undefined,
    tenant: () => Promise.reject(new Error("nobody asks")),
  });
  const refusal = {
    id: "OIDC-Ba1cl",
    detail: "unauthorized_client: <b>none</b>",
    about: "client",
    status: 400,
  } as const;
  const [english, german] = await Promise.all([show(at(["en"]), refusal), show(at(["de"]), refusal)]);
  expect([english.status, english.headers.get("content-security-policy")]).toEqual([
    400,
    expect.stringContaining("default-src 'none'"),
  ]);
  for (const [page, language, text] of [
    [await english.text(), "en", "is not known, or not active"],
    [await german.text(), "de", "ist nicht bekannt oder nicht aktiv"],
  ] as const) {
    expect(page).toContain(`<html lang="${language}"`);
    expect(page).toContain(text);
    expect(page).toContain("OIDC-Ba1cl");
    expect(page).toContain("unauthorized_client: &lt;b&gt;none");
    expect(page).toContain('href="/ui/v2/login/login"');
    expect(page).not.toContain("<script>");
  }
  const status = async (about: "logout" | "request", code: number) =>
    (await show(at(["en"]), { ...refusal, about, status: code })).text();
  expect(await status("logout", 400)).toContain("nothing was changed");
  expect(await status("request", 500)).toContain("went wrong on our side");
});
