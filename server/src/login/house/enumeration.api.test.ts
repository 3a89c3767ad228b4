/** Who is not signed in learns nothing about accounts. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { createHuman, createMachine, User } from "#src/domains/user/index.ts";
import { policyRef, startPolicy } from "#src/kits/settings/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
let browser: PlainBrowser;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.addUser("lea");
  await real.happen(User, "lea", [{ type: "user.locked", payload: null }]);
  await real.addUser("eve");
  await real.happen(User, "eve", [{ type: "user.deactivated", payload: null }]);
  await createMachine(real.ctx(), { orgId: real.orgId, userName: "bot@example.com", name: "Bot" });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});
beforeEach(() => {
  browser = browserOf(real, reported);
});

const ignoreUnknown = (ignoreUnknownUsernames: boolean) =>
  real.setPolicy("login", { ignoreUnknownUsernames });

async function answers(loginName: string): Promise<readonly unknown[]> {
  const requestId = await real.request();
  const one = browserOf(real, reported);
  await (await one.get(entryOf(requestId))).follow();
  await one.submit({ loginName });
  const first = [one.status, one.location?.replace(/requestId=[^&]*/, "").replace(/loginName=.*/, "")];
  await one.follow();
  await (await one.submit({ password: "wrong" })).follow();
  const page = one.html
    .replaceAll(loginName, "NAME")
    .replaceAll(encodeURIComponent(loginName), "NAME")
    .replaceAll(requestId, "REQUEST")
    .replace(/nonce="\w+"|value="[^"]*"|data-options="[^"]*"|aria-hidden="true">.</g, "");
  return [...first, one.status, page];
}

test("where unknown names are ignored, unknown, locked, inactive, service users and mistyped answer alike", async () => {
  await ignoreUnknown(true);
  const known = await answers("ada@example.com");
  expect(known[2]).toBe(400);
  for (const name of ["nobody@example.com", "lea@example.com", "eve@example.com", "bot@example.com"])
    expect(await answers(name)).toEqual(known);
  await ignoreUnknown(false);
});

test("where unknown names are ignored, the time of a page does not tell whether a name is somebody's", async () => {
  await ignoreUnknown(true);
  for (const name of ["ada@example.com", "nobody@example.com"]) {
    const hinted = await real.request({ login_hint: name });
    for (const path of [
      `/ui/v2/login/password?loginName=${name}`,
      `/ui/v2/login/loginname?requestId=${hinted}`,
    ]) {
      const began = performance.now();
      await browser.get(path);
      // A whole step at least, of which timers may be short by a millisecond.
      expect(performance.now() - began).toBeGreaterThan(18);
    }
  }
  await ignoreUnknown(false);
});

test("where they are not, an unknown name is said on the login name page, and no more", async () => {
  await (await browser.get(entryOf(await real.request()))).follow();
  for (const loginName of ["nobody", "bot@example.com"]) {
    await (await browser.submit({ loginName })).follow();
    expect(browser.html).toContain("We know no account of this name.");
  }
});

test("an address that asks for many unknown names is told nothing for a while, of known ones either", async () => {
  const from = (ip: string) => browserOf(real, reported, true, { ip });
  const named = async (one: PlainBrowser, loginName: string) => {
    await one.get("/ui/v2/login/loginname");
    return one.submit({ loginName });
  };
  const rule = limitRules.unknownNamePerAddress;
  const guesser = from("192.0.2.7");
  for (let n = 0; n < 5; n++) await named(guesser, "ada@example.com");
  // All but two of them, as one that takes as long.
  const most = {
    name: rule.name,
    limit: 1,
    windowSeconds: (rule.windowSeconds / rule.limit) * (rule.limit - 2),
  };
  await real.limits.fail({ instanceId, rule: most, subject: "192.0.2.7" });
  await guesser.get(entryOf(await real.request({ login_hint: "nobody" })));
  expect((await named(guesser, "nobody")).status).toBe(303);
  const refusals = [];
  for (const name of ["nobody", "ada@example.com"]) {
    const { status, html, response } = await named(guesser, name);
    refusals.push([status, html.includes("LIMIT-f4Sl7"), Number(response.headers.get("retry-after")) > 0]);
  }
  expect(refusals).toEqual(Array.from({ length: 2 }, () => [429, true, true]));
  for (const hint of ["nobody", "ada@example.com"]) {
    await guesser.get(entryOf(await real.request({ login_hint: hint })));
    expect(guesser.location).toContain("/loginname?");
  }
  // Elsewhere, and where no name is told, people go on.
  expect((await named(from("192.0.2.8"), "nobody")).status).toBe(303);
  await ignoreUnknown(true);
  expect((await named(guesser, "ada@example.com")).location).toContain("/password?");
  await ignoreUnknown(false);
});

test("where unknown names are ignored, a login_hint is taken as typed, whoever it names", async () => {
  await ignoreUnknown(true);
  for (const hint of ["ada@example.com", "bot@example.com", "nobody"]) {
    const requestId = await real.request({ login_hint: hint });
    await browser.get(entryOf(requestId));
    expect(browser.location).toBe(
      `/ui/v2/login/password?requestId=${requestId}&loginName=${encodeURIComponent(hint)}`,
    );
  }
  await ignoreUnknown(false);
});

test("a name in the address of the entry is only filled in, whatever account it names", async () => {
  const requestId = await real.request();
  for (const loginName of ["ada@example.com", "eve@example.com", "nobody"]) {
    const query = `requestId=${requestId}&loginName=${encodeURIComponent(loginName)}`;
    for (const path of ["/ui/v2/login", "/ui/v2/login/login"]) {
      await browser.get(`${path}?${query}`);
      expect([browser.status, browser.location]).toEqual([302, `/ui/v2/login/loginname?${query}`]);
    }
    await browser.get(`/ui/v2/login/signedin?${query}`);
    expect([browser.status, browser.location]).toEqual([302, entryOf(requestId)]);
  }
});

test("the state of an account is told only after its password", async () => {
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: "eve@example.com" })).follow();
  expect([browser.status, browser.html.includes("not active")]).toEqual([200, false]);
  await (await browser.submit({ password })).follow();
  expect([browser.status, browser.html.includes("LOGIN-uA4c7")]).toEqual([403, true]);
});

test("a display name is shown for a session of this browser only", async () => {
  await browser.get(`/ui/v2/login/password?requestId=${await real.request()}&loginName=ada%40example.com`);
  expect(browser.html).not.toContain("ada Test");
});

test("a name that is filled in on the login name page does not show the rules of its account's organization", async () => {
  await real.addUser("otto", { owner: ids.otherOrg });
  const [start] = startPolicy(loginPolicy);
  const payload = { ...start?.payload, allowUsernamePassword: false, passwordlessType: 0 };
  const at = policyRef(loginPolicy, "org", ids.otherOrg);
  await real.store.execute(real.ctx(), [at], () => [[{ type: "org.policy.login.added", payload }]]);
  await browser.get(`/ui/v2/login/loginname?organization=${ids.otherOrg}`);
  expect(browser.html).not.toContain('id="loginName"');
  await ignoreUnknown(true);
  const pages = [];
  for (const loginName of ["otto@example.com", "nobody@example.com"]) {
    await browser.get(`/ui/v2/login/loginname?loginName=${encodeURIComponent(loginName)}`);
    pages.push([browser.status, browser.html.includes(`value="${loginName}"`)]);
  }
  await ignoreUnknown(false);
  expect(pages).toEqual([
    [200, true],
    [200, true],
  ]);
});

test("a login_hint in the domain of an organization that ignores unknown names leads on, whoever it names", async () => {
  const domain = "two.id.example.com";
  const userName = `tom@${domain}`;
  await createHuman(real.ctx(), {
    orgId: ids.otherOrg,
    userName,
    firstName: "Tom",
    lastName: "Two",
    email: "tom@mail.example.com",
    emailVerification: { kind: "verified" },
    password: { plain: password },
  });
  const at = policyRef(loginPolicy, "org", ids.otherOrg);
  const payload = { allowUsernamePassword: true, allowDomainDiscovery: true, ignoreUnknownUsernames: true };
  await real.store.execute(real.ctx(), [at], () => [[{ type: "org.policy.login.changed", payload }]]);
  for (const hint of [userName, `nobody@${domain}`]) {
    const requestId = await real.request({ login_hint: hint });
    await browser.get(entryOf(requestId));
    const query = new URLSearchParams({ requestId, organization: ids.otherOrg, loginName: hint });
    expect(browser.location).toBe(`/ui/v2/login/password?${query}`);
  }
});
