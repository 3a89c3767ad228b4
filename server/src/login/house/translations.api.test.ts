/** Texts of their own that instances and organizations set over the API, and where the pages show them. */

import { type Client, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { textAt, valueAt } from "#test/harness/json.ts";
import { outcome } from "#test/harness/refusal.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { createLogin, loginParts } from "../index.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { translator } from "../texts/index.ts";
import { ownTexts } from "./own-texts.ts";

let tenant: Tenant;
let settings: Client<typeof SettingsService>;
let orgId: string;
beforeAll(async () => {
  tenant = await createTenant({ moreParts: loginParts });
  settings = createClient(SettingsService, tenant.transport(tenant.ownerToken));
  orgId = (await createOrg(tenant.ctx(), "Translated")).aggregateId;
});
afterAll(() => tenant.close());

const system = { case: "system", value: true } as const;
const instance = { case: "instance", value: true } as const;
const org = (value = orgId) => ({ case: "organizationId", value }) as const;
const titlesOf = (translations: unknown) =>
  ["loginname.title", "accounts.title", "custom.greeting"].map((path) => valueAt(translations, path));

/** The titles that our own pages show. */
async function onPages(of: string, language: "de" | "en"): Promise<readonly string[]> {
  const t = translator(language, await ownTexts(tenant.ctx(), of, language));
  return [t("loginName.title"), t("accounts.title")];
}

test("the system's texts are those of the pages, in their language", async () => {
  const german = await settings.getHostedLoginTranslation({ level: system, locale: "de-AT" });
  expect(textAt(german.translations, "loginname.title")).toBe(translator("de")("loginName.title"));
  expect(textAt(german.translations, "password.change.title")).toBe(translator("de")("passwordChange.title"));
  const [french, english] = await Promise.all([
    settings.getHostedLoginTranslation({ level: instance, locale: "fr" }),
    settings.getHostedLoginTranslation({ level: system, locale: "en" }),
  ]);
  expect(textAt(french.translations, "loginname.title")).toBe(translator("fr")("loginName.title"));
  expect(textAt(english.translations, "loginname.title")).toBe(translator("en")("loginName.title"));
  const etags = [german, french, english].map(({ etag }) => etag);
  expect(etags).toEqual(etags.map(() => expect.stringMatching(/^[0-9a-f]{32}$/)));
  expect(new Set(etags).size).toBe(3);
});

test("an organization's texts go before the instance's, and those before the system's", async () => {
  const shared = { loginname: { title: "Hello" }, custom: { greeting: "Hi" } };
  const set = await settings.setHostedLoginTranslation({
    level: instance,
    locale: "en",
    translations: shared,
  });
  await settings.setHostedLoginTranslation({
    level: org(),
    locale: "en",
    translations: { accounts: { title: "Who?" } },
  });
  const get = async (level: ReturnType<typeof org> | typeof instance | typeof system, locale = "en") =>
    titlesOf((await settings.getHostedLoginTranslation({ level, locale })).translations);
  const english = translator("en");
  expect(await get(org())).toEqual(["Hello", "Who?", "Hi"]);
  expect(await get(instance)).toEqual(["Hello", english("accounts.title"), "Hi"]);
  expect(await get(system)).toEqual([english("loginName.title"), english("accounts.title"), undefined]);
  expect((await get(org(), "de"))[1]).toBe(translator("de")("accounts.title"));
  const alone = await settings.getHostedLoginTranslation({
    level: instance,
    locale: "en",
    ignoreInheritance: true,
  });
  expect(alone).toMatchObject({ etag: set.etag, translations: shared });
  expect(await onPages(orgId, "en")).toEqual(["Hello", "Who?"]);
  expect(await onPages("", "en")).toEqual(["Hello", english("accounts.title")]);
});

test("a region's texts go before its language's, and setting none takes texts back", async () => {
  const set = (locale: string, title?: string) =>
    settings.setHostedLoginTranslation({
      level: org(),
      locale,
      translations: title === undefined ? {} : { accounts: { title } },
    });
  const german = async (locale: string) =>
    titlesOf((await settings.getHostedLoginTranslation({ level: org(), locale })).translations)[1];
  await set("de", "Wer?");
  await set("de-at", "Wer denn?");
  expect([await german("de"), await german("de-AT"), await german("de-CH")]).toEqual([
    "Wer?",
    "Wer denn?",
    "Wer?",
  ]);
  await set("de-AT");
  await set("de");
  await set("de");
  expect(await german("de-AT")).toBe(translator("de")("accounts.title"));
});

const deep = (levels: number): Record<string, object | string> =>
  levels === 0 ? { a: "x" } : { a: deep(levels - 1) };

test.each([
  ["InvalidArgument LOGTX-Le1no", () => ({ locale: "en", translations: {} })],
  ["NotFound SETTING-Or9nf", () => ({ level: org("1"), locale: "en", translations: { a: "x" } })],
  ["InvalidArgument LOGTX-La1ng", () => ({ level: instance, locale: "tlh", translations: {} })],
  ["InvalidArgument LOGTX-La1ng", () => ({ level: instance, locale: "e?", translations: {} })],
  ["InvalidArgument LOGTX-Tr1in", () => ({ level: instance, locale: "en", translations: { a: 1 } })],
  ["InvalidArgument LOGTX-Tr1in", () => ({ level: instance, locale: "en", translations: { a: ["x"] } })],
  ["InvalidArgument LOGTX-Tr1in", () => ({ level: instance, locale: "en", translations: { a: null } })],
  ["InvalidArgument LOGTX-Tr1in", () => ({ level: instance, locale: "en", translations: { "a.b": "x" } })],
  [
    "InvalidArgument LOGTX-Tr1in",
    () => ({ level: instance, locale: "en", translations: { ["__proto__"]: { polluted: "x" } } }),
  ],
  ["InvalidArgument LOGTX-Tr1in", () => ({ level: instance, locale: "en", translations: deep(10) })],
  [
    "InvalidArgument LOGTX-Tr1in",
    () => ({ level: instance, locale: "en", translations: { a: "x".repeat(60_000) } }),
  ],
])("refused: %s (%#)", async (told, request) => {
  expect(await outcome(settings.setHostedLoginTranslation(request()))).toBe(told);
});

test("what is not there cannot be read, nor what is said of nobody", async () => {
  const get = settings.getHostedLoginTranslation;
  expect(await outcome(get({ level: org("1"), locale: "en" }))).toBe("NotFound SETTING-Or9nf");
  expect(await outcome(get({ locale: "en" }))).toBe("InvalidArgument LOGTX-Le1no");
});

test("texts of one's own stand on the pages as texts, never as markup", async () => {
  const translations = { loginname: { title: "<b>Hello</b> at {app}" } };
  await settings.setHostedLoginTranslation({ level: instance, locale: "en", translations });
  const report = (error: unknown): never => {
    throw error;
  };
  const app = createLogin({ context: async () => tenant.ctx(), report });
  const { html } = await new PlainBrowser({ app }, tenant.origin).get("/ui/v2/login/loginname");
  expect(html).toContain("&lt;b&gt;Hello&lt;/b&gt; at {app}");
  expect(html).not.toContain("<b>");
});
