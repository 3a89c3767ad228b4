/** From the request to the answer, by the forms of the pages. */
import { beforeEach, describe, expect, test } from "vitest";
import { exhausted, invalid } from "#src/platform/failure/index.ts";
import { before } from "./flow/sample.ts";
import { ada, buildHouse, entry, type House, logIn, request } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

let house: House;
let browser: PlainBrowser;
beforeEach(() => {
  house = buildHouse();
  browser = new PlainBrowser(house);
});

describe("a login by plain forms", () => {
  test("login name, password, back to the application with the answer", async () => {
    await browser.get(entry);
    expect([browser.status, browser.location]).toEqual([302, "/ui/v2/login/loginname?requestId=oidc_1"]);
    await browser.follow();
    expect(browser.html).toContain("Example App");
    await browser.submit({ loginName: " ada@example.com " });
    expect([browser.status, browser.location]).toEqual([
      303,
      "/ui/v2/login/password?requestId=oidc_1&loginName=ada%40example.com",
    ]);
    await browser.follow();
    await browser.submit({ password: "Secret1!" });
    expect(browser.status).toBe(303);
    await browser.follow();
    expect(browser.location).toMatch(/^https:\/\/app\.example\.com\/callback\?code=c-\d+$/);
  });

  test("texts of one's own stand on the pages as texts, never as markup", async () => {
    house.texts = new Map([["loginname.title", "<b>Hello</b> at {app}"]]);
    await (await browser.get(entry)).follow();
    expect(browser.html).toContain("&lt;b&gt;Hello&lt;/b&gt; at {app}");
    expect(browser.html).not.toContain("<b>");
  });

  test("the next login in this browser uses the session", async () => {
    await logIn(browser);
    house.requests.set("oidc_2", request(house));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.location).toContain("code=");
  });

  test("two accounts: picker; a session of another browser cannot be chosen", async () => {
    await logIn(browser);
    house.users.push({
      ...ada(house),
      facts: { ...ada(house).facts, id: "u2" },
      loginName: "bob@example.com",
    });
    house.sessions.push({
      id: "s-bob",
      browserId: house.sessions[0]?.browserId ?? "",
      userId: "u2",
      checks: { password: before(60) },
      terminated: false,
    });
    house.sessions.push({
      id: "s-eve",
      browserId: "another",
      userId: "u2",
      checks: { password: before(60) },
      terminated: false,
    });
    house.requests.set("oidc_2", request(house));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.html).toContain("bob@example.com");
    await browser.submit({ sessionId: "s-eve" });
    expect(browser.location).toBe("/ui/v2/login/accounts?requestId=oidc_2");
    await browser.follow();
    await (await browser.submit({ sessionId: "s-bob" })).follow();
    expect(browser.location).toBe("https://app.example.com/callback?code=c-s-bob");
    await browser.get("/ui/v2/login/login?requestId=oidc_2&sessionId=s-eve");
    expect(browser.location).toBe("/ui/v2/login/accounts?requestId=oidc_2");
  });

  test("a password that must change is changed before the answer", async () => {
    ada(house).facts = { ...ada(house).facts, password: { changedAt: before(60), changeRequired: true } };
    await logIn(browser);
    expect(browser.html).toContain('name="oldPassword"');
    await (
      await browser.submit({ oldPassword: "wrong", newPassword: "Better1!", confirmPassword: "Better1!" })
    ).follow();
    expect(browser.html).toContain("The current password is not right.");
    await (
      await browser.submit({ oldPassword: "Secret1!", newPassword: "Better1!", confirmPassword: "Other1!" })
    ).follow();
    expect(browser.html).toContain("differ.");
    await (
      await browser.submit({ oldPassword: "Secret1!", newPassword: "bad", confirmPassword: "bad" })
    ).follow();
    expect(browser.html).toContain("a digit, at least 8 characters");
    await (
      await browser.submit({ oldPassword: "Secret1!", newPassword: "Better1!", confirmPassword: "Better1!" })
    ).follow();
    expect(browser.location).toContain("code=");
  });

  test("an old password says after how many days", async () => {
    house.flow = { ...house.flow, passwordMaxAgeDays: 30 };
    ada(house).facts = {
      ...ada(house).facts,
      password: { changedAt: before(86_400 * 31), changeRequired: false },
    };
    await logIn(browser);
    expect(browser.html).toContain("more than 30 days");
  });

  test("prompt=login asks again and renews the session; prompt=none never shows a page", async () => {
    await logIn(browser);
    house.clock = new Date(house.clock.getTime() + 60_000);
    house.requests.set("oidc_2", request(house, { prompts: ["login"] }));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.html).toContain('id="loginName"');
    house.requests.set("oidc_3", request(house, { prompts: ["none"] }));
    await (await browser.get("/ui/v2/login/login?authRequest=3")).follow();
    expect(browser.location).toContain("code=");
    await (await new PlainBrowser(house).get("/ui/v2/login/login?authRequest=3")).follow();
    expect(house.refused).toEqual([{ error: "login_required", stepId: "LOGIN-n4mE1" }]);
  });

  test("login_hint saves typing a known name and fills in an unknown one", async () => {
    house.requests.set("oidc_2", request(house, {}, { loginHint: "ada@example.com" }));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.html).toContain('id="password"');
    house.requests.set("oidc_3", request(house, {}, { loginHint: "nobody" }));
    await (await browser.get("/ui/v2/login/login?authRequest=3")).follow();
    expect([browser.status, browser.html.includes('value="nobody"')]).toEqual([200, true]);
  });

  test("a native application gets its last page with the link", async () => {
    house.requests.set(
      "oidc_1",
      request(house, { showSuccessPage: true }, { redirectUri: "com.example.app:/cb" }),
    );
    await logIn(browser);
    expect(browser.html).toContain("You are signed in");
    expect(browser.html).toContain('href="https://app.example.com/callback?code=');
  });

  test("without a request it ends in the console, or where the login policy says", async () => {
    await logIn(browser);
    expect((await browser.get("/ui/v2/login/login")).location).toMatch(/login\?sessionId=/);
    expect((await browser.get(browser.location ?? "")).location).toBe("/ui/console");
    house.page = { ...house.page, defaultRedirectUri: "https://start.example.com" };
    expect((await (await browser.get("/ui/v2/login/login")).follow()).location).toBe(
      "https://start.example.com",
    );
  });

  test("a mandatory step without a screen ends on the error page with its id and a way back", async () => {
    house.flow = { ...house.flow, forceMfa: true, secondFactors: [] };
    await logIn(browser);
    expect([browser.status, browser.html.includes("LOGIN-5Hm8s")]).toEqual([403, true]);
    const cancel = browser.html.slice(browser.html.indexOf("/cancel") - 80);
    browser.html = cancel.slice(cancel.indexOf("<form"));
    await browser.submit({});
    expect(browser.location).toBe("https://app.example.com/callback?error=access_denied");
    expect(house.refused).toEqual([{ error: "access_denied", stepId: "LOGIN-5Hm8s" }]);
  });
});

describe("wrong entries", () => {
  test("a wrong password is said once, as a bad request, and not after a reload", async () => {
    await logIn(browser, "ada@example.com", "wrong");
    expect(browser.status).toBe(400);
    expect(browser.html).toMatch(/aria-invalid="true" aria-describedby="password-error"/);
    expect(browser.html).toContain("That password is not right.");
    expect(browser.html).not.toContain('wrong"');
    await browser.get("/ui/v2/login/password?requestId=oidc_1&loginName=ada%40example.com");
    expect([browser.status, browser.html.includes("not right")]).toEqual([200, false]);
  });

  test("an error waits for its own request only", async () => {
    await browser.get(entry);
    await browser.follow();
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    await browser.submit({ password: "wrong" });
    house.requests.set("oidc_2", request(house));
    await browser.get("/ui/v2/login/password?requestId=oidc_2&loginName=ada%40example.com");
    expect(browser.status).toBe(200);
  });

  test("nothing entered", async () => {
    await (await browser.get(entry)).follow();
    await (await browser.submit({ loginName: "  " })).follow();
    expect(browser.html).toContain("This field must be filled in.");
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    await (await browser.submit({ password: "" })).follow();
    expect(browser.html).toContain("This field must be filled in.");
    expect(house.passwordChecks).toBe(0);
  });

  test("too many attempts", async () => {
    house.throwNext = exhausted("LIMIT-1", "Errors.Limit");
    await logIn(browser);
    expect(browser.html).toContain("Too many attempts.");
  });

  test("what the house throws ends on the error page with its id; what breaks tells nothing", async () => {
    house.throwNext = invalid("USER-x1", "Errors.X");
    await logIn(browser);
    expect([browser.status, browser.html.includes("USER-x1")]).toEqual([400, true]);
    house.throwNext = new Error("secret detail");
    await browser.get("/ui/v2/login/password?requestId=oidc_1&loginName=ada%40example.com");
    await browser.submit({ password: "x" });
    expect([browser.status, browser.html.includes("secret detail")]).toEqual([500, false]);
    expect(house.reported).toHaveLength(1);
  });

  test.each([
    ["unknown", "/ui/v2/login/login?authRequest=99", undefined, 404],
    ["not an id", "/ui/v2/login/login?requestId=%3Cscript%3E", undefined, 404],
    ["expired", entry, "expired", 410],
    ["handled", entry, "handled", 409],
    ["begun in another browser", entry, "other_browser", 403],
  ] as const)("a request that is %s", async (_name, path, problem, status) => {
    if (problem !== undefined) house.requests.set("oidc_1", { ...request(house), problem });
    await browser.get(path);
    expect(browser.status).toBe(status);
    expect(browser.html).toMatch(/Error LOGIN-\w{5}/);
  });

  test("there is no such page", async () => {
    await browser.get("/ui/v2/login/nothing");
    expect(browser.status).toBe(404);
  });
});
