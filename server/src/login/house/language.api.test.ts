/** In which language pages are. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Restrictions } from "#src/domains/instance/index.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { instanceId, openRealHouse, origin, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
let browser: PlainBrowser;
let languages: readonly string[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  const context = async () => real.ctx({ languages });
  const report = (error: unknown): never => {
    throw error;
  };
  browser = new PlainBrowser({ app: createLogin({ context, report }) }, origin);
});
afterAll(() => real.close());

async function lang(requestId: string, query = ""): Promise<string | undefined> {
  await browser.get(`/ui/v2/login/loginname?requestId=${requestId}${query}`);
  return /<html lang="(\w+)"/.exec(browser.html)?.[1];
}

test("this visit's choice, ui_locales, the cookie, Accept-Language, the default", async () => {
  const plain = await real.request();
  expect(await lang(plain)).toBe("en");
  languages = ["tlh-CH", "de-AT"];
  expect(await lang(plain)).toBe("de");
  const english = await real.request({ ui_locales: ["en-GB"] });
  expect(await lang(english)).toBe("en");
  expect(await lang(english, "&lang=de")).toBe("de");
  expect(await lang(english)).toBe("de");
  expect(await lang(await real.request({ ui_locales: ["en"] }))).toBe("en");
  languages = ["en"];
  expect(await lang(await real.request())).toBe("de");
});

test("a language that there is not is none", async () => {
  expect(await lang(await real.request({ ui_locales: ["en"] }), "&lang=tlh")).toBe("en");
});

test("only languages that the instance allows", async () => {
  await real.happen(Restrictions, instanceId, [
    { type: "restrictions.set", payload: { allowedLanguages: ["en"] } },
  ]);
  expect(await lang(await real.request(), "&lang=de")).toBe("en");
  expect(browser.html).not.toContain("Deutsch");
});
