/** Logging out, and who is offered to log in again. */
import { beforeEach, describe, expect, test } from "vitest";
import { ada, buildHouse, type House, logIn, request } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

let house: House;
let browser: PlainBrowser;
beforeEach(() => {
  house = buildHouse();
  browser = new PlainBrowser(house);
});

describe("logging out", () => {
  test("one account, then the page that says so", async () => {
    await logIn(browser);
    await browser.get("/ui/v2/login/logout");
    await browser.submit({ sessionId: house.sessions[0]?.id ?? "" });
    expect([browser.location, house.sessions[0]?.terminated]).toEqual(["/ui/v2/login/logout/done", true]);
    expect((await browser.follow()).html).toContain("You are signed out");
  });

  test("to where the application asked", async () => {
    await logIn(browser);
    await browser.get("/ui/v2/login/logout?post_logout_redirect=https%3A%2F%2Fapp.example.com%2Fbye");
    await browser.submit({ sessionId: "all" });
    expect(browser.location).toBe("https://app.example.com/bye");
  });

  test("a signed token ends its session without asking; a foreign session is left alone", async () => {
    await logIn(browser);
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
    await logIn(browser);
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
    house.users.push({
      ...ada(house),
      facts: { ...ada(house).facts, id: "u2" },
      loginName: "bob@example.com",
    });
    await logIn(browser, "bob@example.com");
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
    await logIn(browser);
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
    house.users.push({
      ...ada(house),
      facts: { ...ada(house).facts, id: "u2" },
      loginName: "eve@example.com",
    });
    await logIn(browser);
    await signOut();
    await browser.get(picker);
    await browser.submit({ account: "u2" });
    expect(browser.location).toBe(picker);
    house.users.splice(0, 1);
    await (await browser.get(picker)).follow();
    expect(browser.html).toContain('id="loginName"');
  });

  test("the cookie of another instance names nobody", async () => {
    await logIn(browser);
    await signOut();
    const elsewhere = buildHouse();
    elsewhere.instanceId = "i2";
    const visitor = new PlainBrowser(elsewhere);
    visitor.cookies = browser.cookies;
    await (await visitor.get(picker)).follow();
    expect(visitor.html).toContain('id="loginName"');
  });
});
