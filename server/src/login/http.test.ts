import { beforeEach, describe, expect, test } from "vitest";
import { exhausted, invalid } from "#src/platform/failure/index.ts";
import { before } from "./flow/sample.ts";
import { buildHouse, type House, request } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

const entry = "/ui/v2/login/login?authRequest=1";
let house: House;
let browser: PlainBrowser;

beforeEach(() => {
  house = buildHouse();
  browser = new PlainBrowser(house);
});

async function logIn(who = "ada@example.com", password = "Secret1!"): Promise<PlainBrowser> {
  await (await browser.get(entry)).follow();
  await (await browser.submit({ loginName: who })).follow();
  return (await browser.submit({ password })).follow();
}

const user = () => {
  const [first] = house.users;
  if (first === undefined) throw new Error("no user");
  return first;
};

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

  test("the next login in this browser uses the session", async () => {
    await logIn();
    house.requests.set("oidc_2", request(house));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.location).toContain("code=");
  });

  test("two accounts: picker; a session of another browser cannot be chosen", async () => {
    await logIn();
    house.users.push({ ...user(), facts: { ...user().facts, id: "u2" }, loginName: "bob@example.com" });
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
    user().facts = { ...user().facts, password: { changedAt: before(60), changeRequired: true } };
    await logIn();
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
    user().facts = { ...user().facts, password: { changedAt: before(86_400 * 31), changeRequired: false } };
    await logIn();
    expect(browser.html).toContain("more than 30 days");
  });

  test("prompt=login asks again and renews the session; prompt=none never shows a page", async () => {
    await logIn();
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
    await logIn();
    expect(browser.html).toContain("You are signed in");
    expect(browser.html).toContain('href="https://app.example.com/callback?code=');
  });

  test("without a request it ends in the console, or where the login policy says", async () => {
    await logIn();
    expect((await browser.get("/ui/v2/login/login")).location).toMatch(/login\?sessionId=/);
    expect((await browser.get(browser.location ?? "")).location).toBe("/ui/console");
    house.page = { ...house.page, defaultRedirectUri: "https://start.example.com" };
    expect((await (await browser.get("/ui/v2/login/login")).follow()).location).toBe(
      "https://start.example.com",
    );
  });

  test("a mandatory step without a screen ends on the error page with its id and a way back", async () => {
    house.flow = { ...house.flow, forceMfa: true };
    await logIn();
    expect([browser.status, browser.html.includes("LOGIN-mS4t5")]).toEqual([403, true]);
    const cancel = browser.html.slice(browser.html.indexOf("/cancel") - 80);
    browser.html = cancel.slice(cancel.indexOf("<form"));
    await browser.submit({});
    expect(browser.location).toBe("https://app.example.com/callback?error=access_denied");
    expect(house.refused).toEqual([{ error: "access_denied", stepId: "LOGIN-mS4t5" }]);
  });

  test("the voluntary prompt counts as skipped", async () => {
    house.flow = { ...house.flow, mfaInitSkipLifetime: 3600 };
    expect((await logIn()).location).toContain("code=");
  });
});

describe("wrong entries", () => {
  test("a wrong password is said once, as a bad request, and not after a reload", async () => {
    await logIn("ada@example.com", "wrong");
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
    await logIn();
    expect(browser.html).toContain("Too many attempts.");
  });

  test("what the house throws ends on the error page with its id; what breaks tells nothing", async () => {
    house.throwNext = invalid("USER-x1", "Errors.X");
    await logIn();
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

describe("no account enumeration", () => {
  const answers = async (loginName: string): Promise<readonly unknown[]> => {
    const one = new PlainBrowser(house);
    await (await one.get(entry)).follow();
    await one.submit({ loginName });
    const first = [one.status, one.location?.replace(/loginName=.*/, "")];
    await one.follow();
    await (await one.submit({ password: "wrong" })).follow();
    const neutral = (text: string): string =>
      text
        .replaceAll(loginName, "NAME")
        .replaceAll(encodeURIComponent(loginName), "NAME")
        .replace(/nonce="\w+"|name="csrf" value="[^"]*"|aria-hidden="true">.</g, "");
    return [...first, one.status, neutral(one.html)];
  };

  test("where unknown names are ignored, unknown, locked, inactive and mistyped answer alike", async () => {
    house.page = { ...house.page, ignoreUnknownUsernames: true };
    house.users.push({
      ...user(),
      facts: { ...user().facts, id: "u2", state: "locked" },
      loginName: "lea@example.com",
      locked: true,
    });
    house.users.push({
      ...user(),
      facts: { ...user().facts, id: "u3", kind: "machine" },
      loginName: "bot@example.com",
    });
    const known = await answers("ada@example.com");
    expect(known[2]).toBe(400);
    expect(await answers("nobody@example.com")).toEqual(known);
    expect(await answers("lea@example.com")).toEqual(known);
    expect(await answers("bot@example.com")).toEqual(known);
    expect(house.passwordChecks).toBe(4);
  });

  test("where they are not, an unknown name is said on the login name page, and no more", async () => {
    await (await browser.get(entry)).follow();
    await (await browser.submit({ loginName: "nobody" })).follow();
    expect(browser.html).toContain("We know no account of this name.");
    user().facts = { ...user().facts, kind: "machine" };
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    expect(browser.html).toContain("We know no account of this name.");
  });

  test("where unknown names are ignored, a login_hint is taken as typed, whoever it names", async () => {
    house.page = { ...house.page, ignoreUnknownUsernames: true };
    const bot = { ...user().facts, id: "u3", kind: "machine" } as const;
    house.users.push({ ...user(), facts: bot, loginName: "bot@example.com" });
    for (const loginHint of ["ada@example.com", "bot@example.com", "nobody"]) {
      house.requests.set("oidc_2", request(house, {}, { loginHint }));
      await browser.get("/ui/v2/login/login?authRequest=2");
      expect(browser.location).toBe(
        `/ui/v2/login/password?requestId=oidc_2&loginName=${encodeURIComponent(loginHint)}`,
      );
    }
  });

  test("a name in the address of the entry is only filled in, whatever account it names", async () => {
    const away = { ...user().facts, id: "u3", state: "inactive" } as const;
    house.users.push({ ...user(), facts: away, loginName: "eve" });
    for (const loginName of ["ada@example.com", "eve", "nobody"]) {
      const query = `requestId=oidc_1&loginName=${encodeURIComponent(loginName)}`;
      for (const path of ["/ui/v2/login", "/ui/v2/login/login"]) {
        await browser.get(`${path}?${query}`);
        expect([browser.status, browser.location]).toEqual([302, `/ui/v2/login/loginname?${query}`]);
      }
      await browser.get(`/ui/v2/login/signedin?${query}`);
      expect([browser.status, browser.location]).toEqual([302, "/ui/v2/login/login?requestId=oidc_1"]);
    }
  });

  test("the state of an account is told only after its password", async () => {
    user().facts = { ...user().facts, state: "inactive" };
    await (await browser.get(entry)).follow();
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    expect([browser.status, browser.html.includes("not active")]).toEqual([200, false]);
    await (await browser.submit({ password: "Secret1!" })).follow();
    expect([browser.status, browser.html.includes("LOGIN-uA4c7")]).toEqual([403, true]);
  });

  test("a display name is shown for a session of this browser only", async () => {
    await browser.get("/ui/v2/login/password?requestId=oidc_1&loginName=ada%40example.com");
    expect(browser.html).not.toContain("Lovelace");
  });
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
    await logIn();
    await browser.get("/ui/v2/login/logout");
    expect([browser.status, house.sessions[0]?.terminated]).toEqual([200, false]);
  });
});

describe("logging out", () => {
  test("one account, then the page that says so", async () => {
    await logIn();
    await browser.get("/ui/v2/login/logout");
    await browser.submit({ sessionId: house.sessions[0]?.id ?? "" });
    expect([browser.location, house.sessions[0]?.terminated]).toEqual(["/ui/v2/login/logout/done", true]);
    expect((await browser.follow()).html).toContain("You are signed out");
  });

  test("to where the application asked", async () => {
    await logIn();
    await browser.get("/ui/v2/login/logout?post_logout_redirect=https%3A%2F%2Fapp.example.com%2Fbye");
    await browser.submit({ sessionId: "all" });
    expect(browser.location).toBe("https://app.example.com/bye");
  });

  test("a signed token ends its session without asking; a foreign session is left alone", async () => {
    await logIn();
    const id = house.sessions[0]?.id ?? "";
    house.sessions.push({ id: "s-eve", browserId: "another", userId: "u1", checks: {}, terminated: false });
    await browser.get("/ui/v2/login/logout");
    await browser.submit({ sessionId: "s-eve" });
    await browser.get(`/ui/v2/login/logout?logout_token=token-${id}`);
    expect(browser.location).toBe("/ui/v2/login/logout/done");
    expect(house.sessions.map((one) => one.terminated)).toEqual([true, false]);
  });
});

describe("after logging out", () => {
  const picker = "/ui/v2/login/accounts";
  const signOut = async () => {
    await browser.get("/ui/v2/login/logout");
    await (await browser.submit({ sessionId: "all" })).follow();
  };

  test("the account is offered again by its login name alone, and asks for its password", async () => {
    await logIn();
    await signOut();
    house.requests.set("oidc_2", request(house));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.html).toContain("ada@example.com");
    expect(browser.html).toContain("Signed out");
    expect(browser.html).not.toContain("Ada Lovelace");
    await browser.submit({ account: "u1" });
    expect(browser.location).toBe("/ui/v2/login/password?requestId=oidc_2&loginName=ada%40example.com");
    await browser.follow();
    await (await browser.submit({ password: "wrong" })).follow();
    expect(browser.html).toContain("That password is not right");
    await (await browser.submit({ password: "Secret1!" })).follow();
    expect(browser.location).toContain("code=");
  });

  test("one who is signed in goes on as before: the others are offered to those who want to choose", async () => {
    house.users.push({ ...user(), facts: { ...user().facts, id: "u2" }, loginName: "bob@example.com" });
    await logIn("bob@example.com");
    await signOut();
    await browser.get("/ui/v2/login/loginname?requestId=oidc_1");
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    await (await browser.submit({ password: "Secret1!" })).follow();
    house.requests.set("oidc_2", request(house, { prompts: ["none"] }));
    await (await browser.get("/ui/v2/login/login?authRequest=2")).follow();
    expect(browser.location).toContain("code=");
    house.requests.set("oidc_3", request(house, { prompts: ["select_account"] }));
    await (await browser.get("/ui/v2/login/login?authRequest=3")).follow();
    expect(browser.html).toMatch(/Ada Lovelace[\s\S]*bob@example\.com/);
  });

  test("it can be taken off the list, and is not offered to another browser", async () => {
    await logIn();
    await signOut();
    await browser.get(picker);
    await browser.submit({ forget: "u1" });
    expect([browser.status, browser.location]).toEqual([303, picker]);
    await browser.follow();
    expect(browser.html).toContain('id="loginName"');
    expect(browser.html).not.toContain("ada@example.com");
    const other = await (await new PlainBrowser(house).get(picker)).follow();
    expect(other.html).toContain('id="loginName"');
  });

  test("only who is on the list can be chosen; who was removed is not on it", async () => {
    house.users.push({ ...user(), facts: { ...user().facts, id: "u2" }, loginName: "eve@example.com" });
    await logIn();
    await signOut();
    await browser.get(picker);
    await browser.submit({ account: "u2" });
    expect(browser.location).toBe(picker);
    house.users.splice(0, 1);
    await (await browser.get(picker)).follow();
    expect(browser.html).toContain('id="loginName"');
  });

  test("the cookie of another instance names nobody", async () => {
    await logIn();
    await signOut();
    const elsewhere = buildHouse();
    elsewhere.instanceId = "i2";
    const visitor = new PlainBrowser(elsewhere);
    visitor.cookies = browser.cookies;
    await (await visitor.get(picker)).follow();
    expect(visitor.html).toContain('id="loginName"');
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
    await logIn();
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

describe("language", () => {
  const lang = (): string | undefined => /<html lang="(\w+)"/.exec(browser.html)?.[1];
  const open = async (query = ""): Promise<string | undefined> => {
    await browser.get(`/ui/v2/login/loginname?requestId=oidc_1${query}`);
    return lang();
  };

  test("this visit's choice, ui_locales, the cookie, Accept-Language, the default", async () => {
    expect(await open()).toBe("en");
    browser.headers = { "accept-language": "fr-CH,de-AT" };
    expect(await open()).toBe("de");
    house.requests.set("oidc_1", request(house, {}, { uiLocales: ["en-GB"] }));
    expect(await open()).toBe("en");
    expect(await open("&lang=de")).toBe("de");
    expect(await open()).toBe("de");
    house.requests.set("oidc_2", request(house, {}, { uiLocales: ["en"] }));
    await browser.get("/ui/v2/login/loginname?requestId=oidc_2");
    expect(lang()).toBe("en");
    browser.headers = { "accept-language": "en" };
    await browser.get("/ui/v2/login/logout/done?requestId=oidc_none");
    house.requests.set("oidc_3", request(house));
    await browser.get("/ui/v2/login/loginname?requestId=oidc_3");
    expect(lang()).toBe("de");
  });

  test("only languages that the instance allows", async () => {
    house.page = { ...house.page, languages: ["en"] };
    expect(await open("&lang=de")).toBe("en");
    expect(browser.html).not.toContain("Deutsch");
  });
});

describe("the addresses of the older login", () => {
  test.each([
    ["/ui/login", "/ui/v2/login/login"],
    ["/ui/login/login?authRequestID=1", "/ui/v2/login/login?requestId=oidc_1"],
    ["/ui/login/loginname?authRequestID=1", "/ui/v2/login/loginname?requestId=oidc_1"],
    ["/ui/login/logout/done", "/ui/v2/login/logout/done"],
    [
      "/ui/login/mail/verification?userID=1&code=A&orgID=2",
      "/ui/v2/login/verify?userId=1&code=A&organization=2",
    ],
    ["/ui/login/user/invite?userID=1&code=A", "/ui/v2/login/verify?userId=1&code=A&invite=true"],
    [
      "/ui/login/password/init?userID=1&code=A&orgID=2",
      "/ui/v2/login/password/set?userId=1&code=A&organization=2",
    ],
    ["/ui/login/unheard-of", "/ui/v2/login/login"],
  ])("%s", async (from, to) => {
    await browser.get(from);
    expect([browser.status, browser.location]).toEqual([302, to]);
  });
});
