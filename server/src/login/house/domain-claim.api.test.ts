/** Who registers an organization gets its domain: users of others whose names end in it choose another name. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHuman, User, userById } from "#src/domains/user/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";
import { toldTo } from "./told.fixture.ts";

const path = "/ui/v2/login/register/org";
const domain = "fresh.id.example.com";
const callback = /^https:\/\/app\.example\.com\/cb\?code=/;
let real: RealHouse;
const reported: unknown[] = [];
beforeAll(async () => {
  real = await openRealHouse();
  await real.setPolicy("login", { mfaInitSkipLifetime: 0 });
});
afterAll(async () => {
  await real.close();
  expect(reported).toEqual([]);
});

const person = (userId: string, userName: string, orgId = real.orgId) =>
  createHuman(real.ctx(), {
    userId,
    orgId,
    userName,
    firstName: userId,
    lastName: "Test",
    email: `${userId}@mail.example.com`,
    emailVerification: { kind: "verified" },
    password: { plain: password },
  });
const nameOf = async (userId: string) => (await userById(real.ctx(), userId))?.state.userName;

test("they get a temporary name and a mail, others keep theirs, and the owner has a name in the domain", async () => {
  await person("grace", `Grace@${domain}`);
  await person("joan", `joan@${domain}`, ids.otherOrg);
  await person("near", `near@not${domain}`);
  const registering = await browserOf(real, reported).get(path);
  await registering.submit({
    orgName: "Fresh",
    givenName: "Barbara",
    familyName: "Liskov",
    email: "barbara@mail.test",
    userName: `barbara@${domain}`,
    password,
    confirmPassword: password,
  });
  expect([registering.status, registering.location]).toEqual([303, expect.stringContaining("sessionId=")]);
  for (const userId of ["grace", "joan"]) {
    expect(await nameOf(userId)).toBe(`${userId}@temporary.id.example.com`);
    expect(await toldTo(real, userId)).toEqual([
      { type: "domain_claimed", channel: "email", to: `${userId}@mail.example.com`, code: "" },
    ]);
  }
  expect([await nameOf("near"), await nameOf(ids.user)]).toEqual([`near@not${domain}`, "ada@example.com"]);
  const [owner] = await real.store.select(User, instanceId, sql`t.user_name = ${`barbara@${domain}`}`);
  expect(owner?.owner).not.toBe(real.orgId);
  expect((await toldTo(real, owner?.aggregateId ?? "")).map(({ type }) => type)).not.toContain(
    "domain_claimed",
  );
});

test("the name that they lost is nobody's; with the temporary one they choose another, which is not of the domain", async () => {
  const browser = browserOf(real, reported);
  await (await browser.get(entryOf(await real.request()))).follow();
  await (await browser.submit({ loginName: `grace@${domain}` })).follow();
  expect(browser.html.includes("It will belong to Fresh.")).toBe(true);
  await browser.logIn(entryOf(await real.request()), "grace@temporary.id.example.com", password);
  expect(browser.html.includes('id="userName"')).toBe(true);
  await (await browser.submit({ userName: `grace@${domain}` })).follow();
  expect([browser.status, browser.html.includes('id="userName-error"')]).toEqual([400, true]);
  await (await browser.submit({ userName: "grace@example.com" })).follow();
  expect(browser.location).toMatch(callback);
  expect(await nameOf("grace")).toBe("grace@example.com");
  const later = browserOf(real, reported);
  await later.logIn(entryOf(await real.request()), "grace@example.com", password);
  expect(later.location).toMatch(callback);
});
