/** What pages and forms carry beside their text: tokens, headers, cookies, assets. */
import { beforeEach, describe, expect, test } from "vitest";
import { buildHouse, entry, type House, logIn } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

let house: House;
let browser: PlainBrowser;
beforeEach(() => {
  house = buildHouse();
  browser = new PlainBrowser(house);
});

describe("CSRF", () => {
  const form = (csrf: string) =>
    new URLSearchParams({ csrf, requestId: "oidc_1", loginName: "ada@example.com", password: "Secret1!" });
  const token = (html: string): string => /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? "";

  test("a form without, with a made-up or with another browser's token is refused before anything happens", async () => {
    const other = new PlainBrowser(house);
    await (await other.get(entry)).follow();
    await (await browser.get(entry)).follow();
    for (const csrf of ["", "x".repeat(40), token(other.html)]) {
      await browser.post("/ui/v2/login/password", form(csrf));
      expect([browser.status, browser.html.includes("LOGIN-c5Rf2")]).toEqual([403, true]);
    }
    expect(house.passwordChecks).toBe(0);
    await browser.get("/ui/v2/login/loginname?requestId=oidc_1");
    await browser.post("/ui/v2/login/password", form(token(browser.html)));
    expect(browser.status).toBe(303);
  });

  test("no cookie, no form", async () => {
    await (await browser.get(entry)).follow();
    const csrf = token(browser.html);
    browser.cookies.clear();
    expect((await browser.post("/ui/v2/login/password", form(csrf))).status).toBe(403);
  });

  test("a form from another site is refused whatever it carries", async () => {
    await (await browser.get(entry)).follow();
    browser.headers = { "sec-fetch-site": "cross-site" };
    expect((await browser.post("/ui/v2/login/password", form(token(browser.html)))).status).toBe(403);
  });

  test("a token lasts a day", async () => {
    await (await browser.get(entry)).follow();
    house.clock = new Date(house.clock.getTime() + 24 * 3_600_000);
    expect((await browser.post("/ui/v2/login/password", form(token(browser.html)))).status).toBe(403);
  });

  test("logging out needs a form: a link alone ends nothing", async () => {
    await logIn(browser);
    await browser.get("/ui/v2/login/logout");
    expect([browser.status, house.sessions[0]?.terminated]).toEqual([200, false]);
  });
});

describe("headers and cookies", () => {
  test("forms may end where a logout leads, and where a login without a request ends", async () => {
    const target = () =>
      /form-action ([^;]*)/.exec(browser.response.headers.get("content-security-policy") ?? "")?.[1];
    house.page = { ...house.page, defaultRedirectUri: "https://portal.example.com/" };
    await (await browser.get("/ui/v2/login/login")).follow();
    expect(target()).toBe("'self' https:");
    house.page = { ...house.page, defaultRedirectUri: "" };
    await logIn(browser);
    await browser.get("/ui/v2/login/logout?post_logout_redirect=https%3A%2F%2Fapp.example.com%2Fbye");
    expect(target()).toBe("'self' https:");
    await browser.get("/ui/v2/login/logout");
    expect(target()).toBe("'self'");
  });

  test("every page: strict policy with a fresh nonce, no framing, nothing stored", async () => {
    await (await browser.get(entry)).follow();
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
    house.page = { ...house.page, frameOrigins: ["https://portal.example.com", "x; script-src *"] };
    await browser.get("/ui/v2/login/loginname");
    const policy = browser.response.headers.get("content-security-policy");
    expect(policy).toContain("frame-ancestors 'self' https://portal.example.com");
    expect(policy).not.toContain("script-src *");
    expect(browser.response.headers.get("x-frame-options")).toBeNull();
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
    await browser.get("/ui/v2/login/loginname");
    expect(browser.response.headers.getSetCookie()[0]).toMatch(
      /^gatehouse\.browser=[\w-]+; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax$/,
    );
    const secure = new PlainBrowser(buildHouse("https://id.example.com"), "https://id.example.com");
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
    expect(names).toHaveLength(3);
    for (const name of names) {
      await browser.get(name);
      expect([browser.status, browser.response.headers.get("cache-control")]).toEqual([
        200,
        "public, max-age=31536000, immutable",
      ]);
    }
  });
});
