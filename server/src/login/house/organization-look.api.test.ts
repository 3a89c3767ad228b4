/** An organization that an address or a request names has its own look, words and rules from the first page on. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOidcApp } from "#src/domains/app/index.ts";
import { branding } from "#src/domains/branding/index.ts";
import { setTranslation } from "#src/domains/hostedlogintranslation/commands.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { passwordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { createProject, Project } from "#src/domains/project/index.ts";
import { createHuman } from "#src/domains/user/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";

const base = "/ui/v2/login";
const colours = { two: "#222222", three: "#333333" } as const;
const words = "Welcome at Two";
let real: RealHouse;
let browser: PlainBrowser;
const reported: unknown[] = [];

async function paint(orgId: string, primaryColor: string): Promise<void> {
  const target = policyRef(branding, "org", orgId);
  const events = [
    { type: "org.policy.label.added", payload: { primaryColor } },
    { type: "org.policy.label.activated", payload: null },
  ];
  await real.store.execute({ instanceId, creator: "test" }, [target], () => [events] as never);
}

beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
  const two = ids.otherOrg;
  await paint(two, colours.two);
  await setTranslation(real.ctx(), { level: "org", id: two }, "en", {
    loginname: { title: words },
    register: { title: words },
  });
  await real.store.execute({ instanceId, creator: "test" }, [policyRef(loginPolicy, "org", two)], () => [
    [
      {
        type: "org.policy.login.added",
        payload: { allowUsernamePassword: true, allowRegister: true, passwordlessType: 0 },
      },
    ],
  ]);
  await real.addUser("tess", { owner: two });
  const rules = { minLength: 14, hasLowercase: true };
  const added = { type: "org.policy.password.complexity.added", payload: rules };
  await real.store.execute(
    { instanceId, creator: "test" },
    [policyRef(passwordComplexity, "org", two)],
    () => [[added]] as never,
  );
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});
beforeEach(() => {
  browser = browserOf(real, reported);
});

const colour = (): string => /--primary:(#\w{6})/.exec(browser.html)?.[1] ?? "none";
const shows = (...texts: readonly string[]): readonly boolean[] =>
  texts.map((text) => browser.html.includes(text));

const entry = async (...scopes: readonly string[]) =>
  entryOf(await real.request({ scope: ["openid", ...scopes] }));

describe.each([
  ["an address that names it", async () => `${base}/login?organization=${ids.otherOrg}`],
  [
    "a request that names it, in an address that does",
    async () => `${await entry()}&organization=${ids.otherOrg}`,
  ],
  ["a scope with its id", () => entry(`urn:zitadel:iam:org:id:${ids.otherOrg}`)],
  ["a scope with its domain", () => entry("urn:zitadel:iam:org:domain:primary:two.id.example.com")],
])("%s", (_how, start) => {
  test("has its colours, words and rules on the page of the login name, up to the password and on the registration", async () => {
    await (await browser.get(await start())).follow();
    expect([colour(), ...shows(words, "webauthn")]).toEqual([colours.two, true, false]);
    const register = /<a href="([^"]+\/register[^"]*)"/.exec(browser.html)?.[1] ?? "none";
    await (await browser.submit({ loginName: "tess@example.com" })).follow();
    expect([colour(), ...shows('id="password"')]).toEqual([colours.two, true]);
    await browser.get(register.replaceAll("&amp;", "&"));
    expect([colour(), ...shows(words, "It will belong to Two.", 'data-count="14"')]).toEqual([
      colours.two,
      true,
      true,
      true,
    ]);
    expect(browser.html).not.toContain('value="passkey"');
  });

  test("an error keeps the look, and somebody of another organization is not let in", async () => {
    await (await browser.get(await start())).follow();
    await (await browser.submit({ loginName: "ada@example.com" })).follow();
    expect([browser.status, colour(), ...shows('id="password"')]).toEqual([400, colours.two, false]);
  });
});

test("without a name of an organization, with one that is nobody's, and on the way back, nothing of it is shown", async () => {
  for (const address of [`${base}/login`, `${base}/login?organization=nobody`, await entry()]) {
    await (await browser.get(address)).follow();
    expect([colour() === colours.two, ...shows(words)]).toEqual([false, false]);
  }
  const scoped = await entry(`urn:zitadel:iam:org:id:${ids.otherOrg}`);
  await (await browser.get(`${scoped}&organization=${real.orgId}`)).follow();
  expect([colour(), ...shows(words)]).toEqual([colours.two, true]);
});

test("the project's owner gives the look to everybody where the project says so, unless an organization was asked for", async () => {
  await createOrg(real.ctx(), "Three", "org3");
  await paint("org3", colours.three);
  await createProject(real.ctx(), { orgId: "org3", projectId: "shop", name: "Shop" });
  const { clientId } = await createOidcApp(
    real.ctx(),
    { projectId: "shop", name: "Shop" },
    { redirectUris: ["https://app.example.com/cb"] },
  );
  await createHuman(real.ctx(), {
    userId: "cora",
    orgId: ids.otherOrg,
    userName: "cora@example.com",
    firstName: "Cora",
    lastName: "Test",
    email: "cora@mail.example.com",
    emailVerification: { kind: "verified" },
    password: { plain: `${password} of Cora` },
    passwordChangeRequired: true,
  });
  /** The first page, the one after the password of somebody of Two, and the first one of a request for Two. */
  const looks = async (privateLabelingSetting: 0 | 1 | 2) => {
    await real.happen(Project, "shop", [{ type: "project.changed", payload: { privateLabelingSetting } }]);
    browser = browserOf(real, reported);
    const start = (...more: string[]) =>
      real.request({ client_id: clientId, audience: [clientId], scope: ["openid", ...more] }).then(entryOf);
    await (await browser.get(await start())).follow();
    const first = colour();
    await browser.logIn(await start(), "cora@example.com", `${password} of Cora`);
    expect(browser.html).toContain('autocomplete="new-password"');
    const proven = colour();
    browser = browserOf(real, reported);
    await (await browser.get(await start(`urn:zitadel:iam:org:id:${ids.otherOrg}`))).follow();
    return [first, proven, colour()];
  };
  const { two, three } = colours;
  expect(await looks(1)).toEqual([three, three, two]);
  for (const setting of [0, 2] as const) expect(await looks(setting)).toEqual(["#5469d4", two, two]);
});
