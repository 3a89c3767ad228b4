/** What pages and forms carry beside their text: tokens, headers, cookies, assets. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { setSecurity } from "#src/domains/security/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { pageHeaders } from "../headers.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { entryOf } from "./pages.fixture.ts";
import { openRealHouse, origin, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
let browser: PlainBrowser;
/** What differs from the real context. */
let changed: Partial<Ctx> = {};
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(() => real.close());
beforeEach(() => {
  changed = {};
  browser = newBrowser();
});

function newBrowser(at = origin): PlainBrowser {
  const report = (error: unknown): never => {
    throw error;
  };
  const app = createLogin({ context: async () => real.ctx({ origin: at, ...changed }), report });
  return new PlainBrowser({ app }, at);
}

const enter = async (who = browser) => (await who.get(entryOf(await real.request()))).follow();
const logIn = async () => browser.logIn(entryOf(await real.request()), "ada@example.com", password);

describe("CSRF", () => {
  const form = (csrf: string) => new URLSearchParams({ csrf, loginName: "ada@example.com", password });
  const token = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

  test("a form without, with a made-up or with another browser's token is refused before anything happens", async () => {
    const other = await enter(newBrowser());
    await enter();
    for (const csrf of ["", "x".repeat(40), token(other.html)]) {
      await browser.post("/ui/v2/login/password", form(csrf));
      expect([browser.status, browser.html.includes("LOGIN-c5Rf2")]).toEqual([403, true]);
    }
    await browser.get("/ui/v2/login/accounts");
    expect(browser.location).toBe("/ui/v2/login/loginname");
    await browser.get("/ui/v2/login/loginname");
    await browser.post("/ui/v2/login/password", form(token(browser.html)));
    expect(browser.status).toBe(303);
  });

  test("no cookie, no form", async () => {
    await enter();
    const csrf = token(browser.html);
    browser.cookies.clear();
    expect((await browser.post("/ui/v2/login/password", form(csrf))).status).toBe(403);
  });

  test("a form from another site is refused whatever it carries", async () => {
    await enter();
    browser.headers = { "sec-fetch-site": "cross-site" };
    expect((await browser.post("/ui/v2/login/password", form(token(browser.html)))).status).toBe(403);
  });

  test("a token lasts a day", async () => {
    await enter();
    changed = { now: new Date(Date.now() + 24 * 3_600_000) };
    expect((await browser.post("/ui/v2/login/password", form(token(browser.html)))).status).toBe(403);
  });

  test("logging out needs a form: a link alone ends nothing", async () => {
    await logIn();
    await browser.get("/ui/v2/login/logout");
    expect(browser.status).toBe(200);
    await browser.get("/ui/v2/login/accounts");
    expect(browser.html).toContain('name="sessionId"');
  });
});

describe("headers and cookies", () => {
  test("forms may end where a logout leads, and where a login without a request ends", async () => {
    const target = () =>
      /form-action ([^;]*)/.exec(browser.response.headers.get("content-security-policy") ?? "")?.[1];
    await real.setPolicy("login", { defaultRedirectURI: "https://portal.example.com/" });
    await (await browser.get("/ui/v2/login/login")).follow();
    await real.setPolicy("login", { defaultRedirectURI: "" });
    expect(target()).toBe("'self' https:");
    browser = newBrowser();
    await logIn();
    const own = encodeURIComponent(`${origin}/bye`);
    await browser.get(`/ui/v2/login/logout?post_logout_redirect=${own}`);
    expect(target()).toBe("'self' https:");
    await browser.get("/ui/v2/login/logout");
    expect(target()).toBe("'self'");
  });

  test("every page: strict policy with a fresh nonce, no framing, nothing stored", async () => {
    await enter();
    const policy = browser.response.headers.get("content-security-policy") ?? "";
    const nonce = /script-src 'nonce-(\w{24})'/.exec(policy)?.[1] ?? "none";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(browser.html).toContain(`<script nonce="${nonce}" src=`);
    expect(browser.html).toContain(`<style nonce="${nonce}">`);
    expect(browser.response.headers.get("cache-control")).toBe("no-store");
    expect(browser.response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(browser.response.headers.get("referrer-policy")).toBe("same-origin");
    await browser.get("/ui/v2/login/loginname");
    expect(browser.response.headers.get("content-security-policy")).not.toContain(nonce);
    expect(browser.response.headers.get("content-security-policy")).toContain("form-action 'self';");
  });

  test("frames only where the security settings name the origin", async () => {
    const allowedOrigins = ["https://portal.example.com"];
    const security = { enableIframeEmbedding: true, allowedOrigins, enableImpersonation: false };
    await setSecurity(real.ctx(), security);
    await browser.get("/ui/v2/login/loginname");
    await setSecurity(real.ctx(), { ...security, enableIframeEmbedding: false });
    const policy = browser.response.headers.get("content-security-policy");
    expect(policy).toContain("frame-ancestors 'self' https://portal.example.com");
    expect(browser.response.headers.get("x-frame-options")).toBeNull();
    const smuggled = { nonce: "n", formTargets: [], frameOrigins: ["x; script-src *"] };
    expect(pageHeaders(smuggled)["content-security-policy"]).not.toContain("script-src *");
  });

  test("the organization that an address names goes along with every form and link", async () => {
    await browser.get("/ui/v2/login/login?organization=org-7");
    expect(browser.location).toContain("organization=org-7");
    await browser.get(browser.location ?? "");
    expect(browser.html).toContain('name="organization" value="org-7"');
    await browser.get("/ui/v2/login/loginname?organization=%22%3E");
    expect(browser.html).not.toContain('name="organization"');
  });

  test("one sealed cookie; __Host- and Secure over https; worthless on another instance or when altered", async () => {
    browser = newBrowser("http://localhost:8080");
    await browser.get("/ui/v2/login/loginname");
    expect(browser.response.headers.getSetCookie()[0]).toMatch(
      /^gatehouse\.browser=[\w-]+; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/,
    );
    const secure = newBrowser();
    await secure.get("/ui/v2/login/loginname");
    expect(secure.response.headers.getSetCookie()[0]).toMatch(/^__Host-gatehouse\.browser=.*; Secure$/);
    const value = browser.cookies.get("gatehouse.browser") ?? "";
    browser.cookies.set("gatehouse.browser", `${value.slice(0, -3)}abc`);
    expect((await browser.get("/ui/v2/login/loginname")).response.headers.getSetCookie()).toHaveLength(1);
  });

  test("a known browser gets no new cookie", async () => {
    await browser.get("/ui/v2/login/loginname");
    await browser.get("/ui/v2/login/loginname");
    expect(browser.response.headers.getSetCookie()).toEqual([]);
  });

  test("assets: versioned, cacheable, typed", async () => {
    await browser.get("/ui/v2/login/loginname");
    const names = [...browser.html.matchAll(/"(\/ui\/v2\/login\/assets\/[^"]+)"/g)].map(
      ([, path]) => path ?? "",
    );
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const name of names) {
      await browser.get(name);
      expect([browser.status, browser.response.headers.get("cache-control")]).toEqual([
        200,
        "public, max-age=31536000, immutable",
      ]);
    }
  });
});
