/** Organizations that people make for themselves, on the page: from the form to the first login, and every refusal. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { readCode } from "#src/domains/authrequest/index.ts";
import { Restrictions } from "#src/domains/instance/index.ts";
import { User } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import { createLogin } from "../http.ts";
import { PlainBrowser } from "../plain-browser.fixture.ts";
import { instanceId, openRealHouse, type RealHouse } from "./real-house.fixture.ts";

const path = "/ui/v2/login/register/org";
const password = "Password1!";
const filled = {
  orgName: "Acme",
  givenName: "Barbara",
  familyName: "Liskov",
  email: "barbara@mail.test",
  userName: "barbara",
  password,
  confirmPassword: password,
};
const fresh = { ...filled, orgName: "Fresh" };

let real: RealHouse;
let browser: PlainBrowser;
let language = "en";
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});
beforeEach(() => {
  browser = newBrowser();
});

/** @param ip registrations are counted by it */
function newBrowser(ip = "192.0.2.1"): PlainBrowser {
  const context = async () => real.ctx({ ip, languages: [language] });
  const app = createLogin({ context, report: (error) => reported.push(error) });
  return new PlainBrowser({ app }, "https://id.example.com");
}

const restrict = (disallowPublicOrgRegistration: boolean) =>
  real.happen(Restrictions, instanceId, [
    { type: "restrictions.set", payload: { disallowPublicOrgRegistration } },
  ]);

/** As if the code of the mail had been entered. */
async function verify(userName: string): Promise<void> {
  const [user] = await real.store.select(User, instanceId, sql`t.user_name = ${userName}`);
  await real.happen(User, user?.aggregateId ?? "", [{ type: "user.human.email.verified", payload: null }]);
}

const orgNames = (): Promise<readonly unknown[]> =>
  real.database.query(sql`select name from orgs where instance_id = ${instanceId} order by name`);

const valueOf = (name: string): string | undefined =>
  new RegExp(`<input id="${name}"[^>]* value="([^"]*)"`).exec(browser.html)?.[1];
const errorOf = (name: string): string | undefined =>
  new RegExp(`id="${name}-error">([^<]*)<`).exec(browser.html)?.[1];

test("who registers an organization is signed in, goes on to the application that waits, and logs in later", async () => {
  const requestId = await real.request();
  await browser.get(`${path}?requestId=${requestId}`);
  await browser.submit(filled);
  expect([browser.status, browser.location]).toEqual([
    303,
    expect.stringMatching(new RegExp(`^/ui/v2/login/login\\?requestId=${requestId}&sessionId=\\d+$`)),
  ]);
  await verify("barbara");
  await browser.follow();
  const code = new URL(browser.location ?? "").searchParams.get("code") ?? "";
  expect(readCode(real.ctx(), code)?.aggregateId).toMatch(/^V2_/);
  const later = newBrowser();
  await later.logIn(`/ui/v2/login/login?requestId=${await real.request()}`, "barbara", password);
  expect(later.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});

test("without a request it ends where every login without one ends; the address is the user name when none is given", async () => {
  await browser.get(path);
  await browser.submit({ ...filled, orgName: "Second", email: "second@mail.test", userName: "" });
  await verify("second@mail.test");
  await browser.get(browser.location ?? "");
  expect(browser.location).toBe("/ui/console");
  const entry = `/ui/v2/login/login?requestId=${await real.request()}`;
  const later = await newBrowser().logIn(entry, "second@mail.test", password);
  expect(later.location).toMatch(/^https:\/\/app\.example\.com\/cb\?code=/);
});

test.each([
  [
    "nothing",
    { ...filled, orgName: " ", givenName: "", familyName: "", email: "", password: "" },
    ["orgName", "givenName", "familyName", "email", "password"],
  ],
  ["too much", { ...filled, orgName: "n".repeat(201), password: "p".repeat(201) }, ["orgName", "password"]],
  ["two passwords", { ...filled, confirmPassword: "Password2!" }, ["confirmPassword"]],
  ["a weak password", { ...filled, password: "weak", confirmPassword: "weak" }, ["password"]],
  ["no name for a domain", { ...filled, orgName: "!?" }, ["orgName"], "ORG-RrfXY"],
  ["a name that is taken", { ...filled, orgName: "one" }, ["orgName"], "ORG-Nq3vd"],
  ["no address", { ...filled, email: "nowhere" }, ["email"], "EMAIL-599BI"],
  ["a user name that is taken", { ...fresh, userName: "ada@example.com" }, ["userName"], "V2-usrnm"],
  [
    "an address that is a user name",
    { ...fresh, email: "ada@example.com", userName: "" },
    ["email"],
    "V2-usrnm",
  ],
  ["another's domain", { ...fresh, userName: "me@one.id.example.com" }, ["userName"], "COMMAND-SFd21"],
] as const)(
  "%s: told at the field, what was typed stays, the passwords do not",
  async (_what, form, wrong, id?: string) => {
    const before = await orgNames();
    await browser.get(path);
    await browser.submit(form);
    expect(browser.status).toBe(400);
    const fields = Object.keys(filled);
    expect(fields.filter((name) => errorOf(name) !== undefined)).toEqual(wrong);
    expect(errorOf(wrong[0])).toContain(id ?? "");
    expect(browser.html).toMatch(
      new RegExp(`id="${wrong[0]}"[^>]* autofocus[^>]*aria-describedby="${wrong[0]}-error`),
    );
    for (const name of ["orgName", "givenName", "familyName", "email", "userName"] as const)
      expect(valueOf(name)).toBe(form[name].trim());
    expect([valueOf("password"), valueOf("confirmPassword")]).toEqual([undefined, undefined]);
    for (const secret of [form.password, form.confirmPassword].filter((text) => text !== ""))
      expect(browser.html).not.toContain(secret);
    expect(await orgNames()).toEqual(before);
  },
);

test("a weak password is told every rule that it breaks, by the instance's rules and in the person's language", async () => {
  language = "de";
  await browser.get(path);
  await browser.submit({ ...filled, password: "weak", confirmPassword: "weak" });
  language = "en";
  expect(browser.html).toContain("Organisation registrieren");
  expect(errorOf("password")).toBe(
    "Dem neuen Passwort fehlt noch: mindestens 8 Zeichen, einen Großbuchstaben, eine Ziffer und ein Sonder- oder Satzzeichen.",
  );
  expect(browser.html).toContain(`href="${path}?lang=en"`);
});

test("terms and privacy have to be agreed to where there are links to read, in the page's language", async () => {
  await browser.get(path);
  expect(browser.html).not.toContain('type="checkbox"');
  await real.setPolicy("privacy", {
    tosLink: "https://acme.test/{{.Lang}}/terms",
    privacyLink: "https://acme.test/privacy",
  });
  const form = { ...filled, orgName: "Third", email: "third@mail.test", userName: "third" };
  await browser.get(path);
  const csrf = /name="csrf" value="([^"]+)"/.exec(browser.html)?.[1] ?? "";
  expect(browser.html).toContain('<a href="https://acme.test/en/terms" target="_blank"');
  await browser.post(path, new URLSearchParams({ ...form, csrf, terms: "yes" }));
  expect([browser.status, errorOf("terms")]).toEqual([400, undefined]);
  expect(errorOf("privacy")).toBe("Without this it cannot go on.");
  expect(browser.html).toMatch(/id="terms"[^>]* checked/);
  await browser.submit({ ...form, terms: "yes", privacy: "yes" });
  await real.setPolicy("privacy", { tosLink: "", privacyLink: "" });
  expect(browser.status).toBe(303);
});

test("where the instance lets nobody register, there is no page, and a form that is still open is refused", async () => {
  const before = await orgNames();
  await browser.get(path);
  await restrict(true);
  await browser.submit({ ...filled, orgName: "Closed" });
  expect([browser.status, browser.html.includes("ORGSETUP-Re9na")]).toEqual([409, true]);
  await browser.get(path);
  expect([browser.status, browser.html.includes("<form")]).toEqual([404, false]);
  await restrict(false);
  expect((await browser.get(path)).status).toBe(200);
  expect(await orgNames()).toEqual(before);
});

test("a form that is not of this browser registers nothing", async () => {
  const before = await orgNames();
  const other = await newBrowser().get(path);
  const foreign = /name="csrf" value="([^"]+)"/.exec(other.html)?.[1] ?? "";
  await browser.get(path);
  for (const csrf of ["", foreign]) {
    await browser.post(path, new URLSearchParams({ ...filled, orgName: "Forged", csrf }));
    expect([browser.status, browser.html.includes("LOGIN-c5Rf2")]).toEqual([403, true]);
  }
  expect(await orgNames()).toEqual(before);
});

test("an address that registers too often is told so on the form, and keeps what it typed", async () => {
  const ip = "198.51.100.7";
  const rule = limitRules.registrationPerAddress;
  for (let n = 0; n < rule.limit; n += 1) await real.limits.take({ instanceId, rule, subject: ip });
  browser = newBrowser(ip);
  await browser.get(path);
  await browser.submit({ ...filled, orgName: "Thirty-first" });
  expect([browser.status, valueOf("orgName")]).toEqual([429, "Thirty-first"]);
  expect(browser.html).toContain("Too many organizations");
  expect(await orgNames()).not.toContainEqual({ name: "Thirty-first" });
});
