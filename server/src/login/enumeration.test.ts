/** Who is not signed in learns nothing about accounts. */
import { beforeEach, describe, expect, test } from "vitest";
import { ada, buildHouse, entry, type House, request } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

let house: House;
let browser: PlainBrowser;
beforeEach(() => {
  house = buildHouse();
  browser = new PlainBrowser(house);
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
      ...ada(house),
      facts: { ...ada(house).facts, id: "u2", state: "locked" },
      loginName: "lea@example.com",
      locked: true,
    });
    house.users.push({
      ...ada(house),
      facts: { ...ada(house).facts, id: "u3", kind: "machine" },
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
    ada(house).facts = { ...ada(house).facts, kind: "machine" };
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    expect(browser.html).toContain("We know no account of this name.");
  });

  test("where unknown names are ignored, a login_hint is taken as typed, whoever it names", async () => {
    house.page = { ...house.page, ignoreUnknownUsernames: true };
    const bot = { ...ada(house).facts, id: "u3", kind: "machine" } as const;
    house.users.push({ ...ada(house), facts: bot, loginName: "bot@example.com" });
    for (const loginHint of ["ada@example.com", "bot@example.com", "nobody"]) {
      house.requests.set("oidc_2", request(house, {}, { loginHint }));
      await browser.get("/ui/v2/login/login?authRequest=2");
      expect(browser.location).toBe(
        `/ui/v2/login/password?requestId=oidc_2&loginName=${encodeURIComponent(loginHint)}`,
      );
    }
  });

  test("a name in the address of the entry is only filled in, whatever account it names", async () => {
    const away = { ...ada(house).facts, id: "u3", state: "inactive" } as const;
    house.users.push({ ...ada(house), facts: away, loginName: "eve" });
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
    ada(house).facts = { ...ada(house).facts, state: "inactive" };
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
