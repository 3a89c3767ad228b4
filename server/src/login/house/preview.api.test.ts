/** The look that is not active yet, on the pages it is made for: for who looks after it, and nobody else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { branding, uploadAsset } from "#src/domains/branding/index.ts";
import { User } from "#src/domains/user/index.ts";
import { addMember, type MemberOwner, memberRef } from "#src/kits/members/index.ts";
import { paths } from "../routes.ts";
import { draftFor } from "./draft.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { ids, instanceId, openRealHouse, password, type RealHouse } from "./real-house.fixture.ts";

let real: RealHouse;
const settings = { entityId: "settings" };
const ofOrg = branding.org ?? branding.instance;

const become = (owner: MemberOwner, userId: string, role: string) =>
  real.store.execute({ instanceId, creator: "test" }, [memberRef(owner, userId)], ([before]) => [
    addMember(owner, userId, [role])(before),
  ]);
const instanceSays = (name: string, payload: object | null = null) =>
  real.happen(branding.instance, instanceId, [{ type: `instance.policy.label.${name}`, payload }], settings);

async function ownersBrowser() {
  const browser = browserOf(real);
  return browser.logIn(entryOf(await real.request()), "owner@example.com", password);
}

beforeAll(async () => {
  real = await openRealHouse();
  for (const name of ["owner", "manager", "neighbour"]) await real.addUser(name);
  await become({ kind: "instance", id: instanceId }, "owner", "IAM_OWNER");
  await become({ kind: "org", id: real.orgId }, "manager", "ORG_OWNER");
  await become({ kind: "org", id: ids.otherOrg }, "neighbour", "ORG_OWNER");
  const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, 1)]);
  await uploadAsset(real.ctx(), { level: "instance", kind: "logo" }, png);
  await instanceSays("changed", { primaryColor: "#0a7b5c", primaryColorDark: "#4fd1a5" });
  await real.happen(
    ofOrg,
    real.orgId,
    [{ type: "org.policy.label.added", payload: { primaryColor: "#7c3aed", themeMode: 1 } }],
    settings,
  );
});
afterAll(() => real.close());

/** By the draft's colour. */
const seen = (html: string): string =>
  html.includes("#0a7b5c") ? "the instance's" : html.includes("#7c3aed") ? "the organization's" : "none";

test("a draft is shown to those alone who may read its policy, signed in in this browser", async () => {
  const orgs = [undefined, real.orgId, ids.otherOrg, "nobody"];
  const drafts = async (name: string) => {
    const { browserId } = await real.signedIn({ loginName: `${name}@example.com` });
    const found = await Promise.all(orgs.map((orgId) => draftFor(real.ctx(), browserId, orgId)));
    return found.map((one) => one?.light.primary ?? "refused");
  };
  const active = "#5469d4";
  // Where an organization has no look of its own, its pages' look is shown, and never the instance's draft.
  expect(await drafts("owner")).toEqual(["#0a7b5c", "#7c3aed", active, "refused"]);
  expect(await drafts("manager")).toEqual(["refused", "#7c3aed", "refused", "refused"]);
  expect(await drafts("neighbour")).toEqual(["refused", "refused", active, "refused"]);
  expect(await drafts("ada")).toEqual(["refused", "refused", "refused", "refused"]);
  for (const query of ["", `?organization=${real.orgId}`]) {
    const { status, html } = await browserOf(real).get(`${paths.preview}${query}`);
    expect([status, html.includes("LOGIN-dP3v8"), seen(html)]).toEqual([403, true, "none"]);
  }
});

test("who has not proven all that the login policy wants, or may not sign in any more, sees no draft", async () => {
  const { browserId } = await real.signedIn({ loginName: "manager@example.com" });
  const isShown = async () => (await draftFor(real.ctx(), browserId, real.orgId)) !== undefined;
  await real.setPolicy("login", { forceMFA: true });
  expect(await isShown()).toBe(false);
  await real.setPolicy("login", { forceMFA: false });
  expect(await isShown()).toBe(true);
  await real.happen(User, "manager", [{ type: "user.locked", payload: null }]);
  expect(await isShown()).toBe(false);
});

test("the pages show names, password, an error, light and dark; nobody frames them, and their forms do nothing", async () => {
  const browser = await ownersBrowser();
  const at = async (query: string) => (await browser.get(`${paths.preview}${query}`)).html;
  const first = await at("");
  expect(first).toContain('autocomplete="username"');
  expect(first).toContain("--primary:#0a7b5c");
  expect(first).toMatch(/@media \(prefers-color-scheme:dark\)\{:root\{[^}]*--primary:#4fd1a5/);
  expect(first).toMatch(/<img class="logo" src="\/assets\/v1\/[^"]+\/logo-/);
  const policy = browser.response.headers.get("content-security-policy");
  expect(policy).toContain("form-action 'none'; frame-ancestors 'none'");
  expect(browser.response.headers.get("x-frame-options")).toBe("DENY");
  expect(first).not.toContain('name="csrf"');
  expect((await browser.post(paths.preview, new URLSearchParams({ loginName: "x" }))).status).toBe(403);
  expect(await at("?page=password")).toContain('autocomplete="current-password"');
  expect(await at("?page=error")).toContain('aria-invalid="true"');
  const dark = await at("?page=error&theme=dark");
  expect(dark).toContain("--primary:#4fd1a5");
  expect(dark).not.toContain("prefers-color-scheme");
  expect(dark).toContain('href="/ui/v2/login/preview?page=error&amp;theme=dark" aria-current="true"');
  // A look for one theme leaves nothing to choose.
  expect(await at(`?organization=${real.orgId}`)).not.toContain("theme=dark");
  expect((await browser.get(`${paths.preview}?organization=%00`)).status).toBe(403);
  // No page but this one changes.
  expect(seen((await browser.get(paths.loginName)).html)).toBe("none");
});

test("what was activated is no draft any more: preview and page are the same", async () => {
  await instanceSays("activated");
  const browser = await ownersBrowser();
  expect(seen((await browser.get(paths.preview)).html)).toBe("the instance's");
  const { html } = await browserOf(real).get(`${paths.loginName}?organization=${ids.otherOrg}`);
  expect(seen(html)).toBe("the instance's");
});
