/** In which language pages are. */
import { beforeEach, describe, expect, test } from "vitest";
import { buildHouse, type House, request } from "./house.fixture.ts";
import { PlainBrowser } from "./plain-browser.fixture.ts";

let house: House;
let browser: PlainBrowser;
beforeEach(() => {
  house = buildHouse();
  browser = new PlainBrowser(house);
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
