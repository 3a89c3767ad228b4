/**
 * Every step of the flow as somebody in a browser comes to it and goes on from it, with an application behind: from
 * which step to which, and what the application learns in the end.
 */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StepKind } from "#src/login/flow/index.ts";
import { stepRules } from "#src/login/flow/steps.ts";
import { paths } from "#src/login/routes.ts";
import {
  openRelyingParty,
  openTelevision,
  type RelyingParty,
  type Television,
} from "../protocols/relying-party.ts";
import { type Server, startServer } from "../protocols/server.ts";
import { addApplication, addPerson, type Person, password, rest } from "../protocols/world.ts";
import { codeFor, totp } from "./codes.ts";
import { addApp, addDispossessed, addOrg, addUnbegun, addWithoutPassword, invite } from "./people.ts";
import { addNewcomer, decline, enterName, enterPassword } from "./steps.ts";
import { carryDevice, newVisitor, openBrowser, plugInKey, type Visitor } from "./visitor.ts";
import {
  arrives,
  fill,
  isTurnedAway,
  type Known,
  type Leg,
  type Look,
  looks,
  looksBack,
  send,
  type Visit,
  type Walker,
  walk,
} from "./walk.ts";

let server: Server;
let browser: Browser;
let party: RelyingParty;
/** Who shares a browser with others. */
let neighbour: Person;
let television: Television;
const parties: RelyingParty[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), openBrowser()]);
  party = await opened(openRelyingParty(server));
  neighbour = await settled("neighbour");
  television = await openTelevision(server, party);
  await addOrg(server, "Elsewhere");
});

afterAll(async () => {
  await browser?.close();
  await Promise.all(parties.map((one) => one.close()));
  await server?.stop();
});

async function opened(opening: Promise<RelyingParty>): Promise<RelyingParty> {
  parties.push(await opening);
  return opening;
}

const visitors = new Map<Look, Promise<Visitor>>();

/** At a browser of that look, in which nobody is signed in. */
async function nobody(look: Look): Promise<Visitor> {
  const opening = visitors.get(look) ?? newVisitor(browser, looks[look]);
  visitors.set(look, opening);
  const visitor = await opening;
  await visitor.context.clearCookies();
  return visitor;
}

interface Walk {
  readonly look: Look;
  /** In a browser of their own: nobody else finds the device in it, or an app that did not open. */
  readonly alone?: true;
  readonly who: (userName: string) => Promise<Known>;
  /** The application, where not the usual one. */
  readonly at?: (userName: string) => Promise<RelyingParty>;
  readonly visits: readonly Visit[];
}

const chosen = "Another-Horse-2";

const name: Leg = ["login_name", ({ page, person }) => enterName(page, person.loginName)];
const secret: Leg = ["password", ({ page }) => enterPassword(page, password)];
const later: Leg = ["mfa_prompt", ({ page }) => decline(page)];
const atOnce: Leg = ["reuse_session", async () => {}];

const giveUp = ({ page }: Walker): Promise<void> =>
  page.locator(`form[action="${paths.cancel}"] button`).click();

/** Who is stopped after these steps, and goes back to the application. */
const stopped = (
  look: Look,
  legs: readonly Leg[],
  kind: StepKind,
  who: Walk["who"],
  at: Walk["at"] = async () => party,
): Walk => ({
  look,
  who,
  at,
  visits: [{ legs: [...legs, [kind, giveUp]], ends: isTurnedAway("access_denied") }],
});

/** Somebody of an organization whose people log in as this policy says. */
const under =
  (policy?: object): Walk["who"] =>
  async (userName) => {
    const orgId = await addOrg(server, userName, policy);
    return { ...(await addPerson(server, userName, "Grace Hopper", orgId)), orgId };
  };

/** Has been asked already whether they would like a second factor. */
async function settle(person: Person): Promise<Person> {
  await rest(server, "POST", `/v2/users/${person.id}/mfa_init_skipped`, {});
  return person;
}

const settled = async (userName: string): Promise<Person> => settle(await addPerson(server, userName));

/** Something happens to them while they type their password. */
const meanwhile = (happens: (person: Known) => Promise<unknown>): Leg => [
  "password",
  async ({ page, person }) => {
    await happens(person);
    await enterPassword(page, password);
  },
];

/** Of a project that lets in only whom it was granted to. */
const guarded =
  (checks: object) =>
  async (name: string): Promise<RelyingParty> => {
    const guardedParty = await opened(openRelyingParty(server));
    const path = `/management/v1/projects/${guardedParty.projectId}`;
    await rest(server, "PUT", path, { name, ...checks });
    return guardedParty;
  };

async function setUpApp({ page }: Walker): Promise<void> {
  await page.locator(`a[href*="${paths.otpTimeSet}"]`).click();
  const key = (await page.locator("#secret").innerText()).replaceAll(" ", "");
  await fill(page, { code: totp(key) });
  await page.locator(".aside a").click();
}

/** On a device whose owner it does not recognise the next time. */
async function setUpPasskey({ page, devices }: Walker): Promise<void> {
  const device = await carryDevice(page);
  devices.push(device);
  await page.locator(`a[href*="${paths.passkeySet}"]`).click();
  await send(page);
  await page.locator("#next-link").click();
  await device.recognises(false);
}

/** The page asks by itself; where nothing comes of it, it says so and asks again when told to. */
async function proveOnceMore({ page, devices }: Walker): Promise<void> {
  await page.locator('[data-says="failed"]').waitFor();
  await devices[0]?.recognises(true);
  await send(page);
}

/** By the code of a message, and then a password in the place of a passkey. */
const begin =
  (codeOf: (walker: Walker) => Promise<string> | string) =>
  async (walker: Walker): Promise<void> => {
    const { page } = walker;
    await fill(page, { code: await codeOf(walker) });
    await page.locator(".ways a:not(#submit-button)").click();
    await fill(page, { password, confirmPassword: password });
  };

const mailed = ({ person }: Walker): Promise<string> =>
  codeFor(server, `${person.loginName.split("@")[0]}@example.test`);

const takeTurns = async (walker: Walker): Promise<void> => {
  walker.person = neighbour;
  await enterName(walker.page, neighbour.loginName);
};

const choose = async (walker: Walker): Promise<void> => {
  const account = walker.page.locator("button[name=sessionId]").filter({ hasText: walker.person.loginName });
  await account.click();
};

const walks: Readonly<Record<string, Walk>> = {
  newcomer: {
    look: "arabic",
    who: (userName) => addNewcomer(server, userName),
    visits: [
      {
        legs: [
          name,
          secret,
          [
            "password_change",
            ({ page }) => fill(page, { oldPassword: password, newPassword: chosen, confirmPassword: chosen }),
          ],
          later,
        ],
        ends: arrives({ amr: ["pwd"] }),
      },
      { legs: [atOnce], ends: arrives() },
      {
        asks: { max_age: "0" },
        legs: [["password", ({ page }) => enterPassword(page, chosen)]],
        ends: arrives(),
      },
      { asks: { prompt: "none", acr_values: "mfa" }, legs: [], ends: isTurnedAway("interaction_required") },
      {
        asks: { acr_values: "mfa" },
        legs: [["mfa_setup", setUpApp]],
        ends: arrives({ acr: "mfa", amr: ["otp", "pwd", "mfa"] }),
      },
    ],
  },
  careful: {
    look: "dark",
    who: async (userName) => {
      const person = await addPerson(server, userName);
      return { ...person, secret: await addApp(server, person) };
    },
    visits: [
      {
        legs: [
          secret,
          ["mfa_check", ({ page, person }) => fill(page, { code: totp(person.secret ?? "", 1) })],
          ["passkey_prompt", ({ page }) => decline(page)],
        ],
        ends: arrives({ amr: ["otp", "pwd", "mfa"] }),
      },
    ],
  },
  forced: {
    look: "mobile",
    who: under({ forceMfa: true, secondFactors: ["SECOND_FACTOR_TYPE_OTP"] }),
    visits: [{ legs: [secret, ["mfa_setup", setUpApp]], ends: arrives({ amr: ["otp", "pwd", "mfa"] }) }],
  },
  keyholder: {
    look: "light",
    alone: true,
    who: (userName) => addPerson(server, userName),
    visits: [
      {
        legs: [
          secret,
          [
            "mfa_prompt",
            async ({ page }) => {
              await plugInKey(page);
              await page.locator(`a[href*="${paths.u2fSet}"]`).click();
              await fill(page, { name: "Blue key" });
            },
          ],
          [
            "mfa_check",
            async ({ page }) => {
              await send(page);
              await page.locator(".aside a").click();
            },
          ],
        ],
        ends: arrives(),
      },
      {
        asks: { prompt: "login", login_hint: "keyholder", acr_values: "phr" },
        legs: [secret, ["mfa_check", ({ page }) => send(page)]],
        ends: arrives({ acr: "phr" }),
      },
    ],
  },
  modern: {
    look: "mobile",
    alone: true,
    who: (userName) => addPerson(server, userName),
    visits: [
      { legs: [secret, ["mfa_prompt", setUpPasskey]], ends: arrives() },
      {
        asks: { prompt: "login", login_hint: "modern", acr_values: "phr" },
        legs: [["passkey", proveOnceMore]],
        ends: arrives({ acr: "phr" }),
      },
    ],
  },
  promised: {
    look: "dark",
    alone: true,
    who: async (userName) => {
      const person = await addWithoutPassword(server, userName);
      const path = `/v2/users/${person.id}/passkeys/registration_link`;
      const { code } = await rest<{ code: { id: string; code: string } }>(server, "POST", path, {
        returnCode: {},
      });
      const query = new URLSearchParams({ userId: person.id, codeId: code.id, code: code.code });
      return { ...person, secret: `${server.origin}${paths.passkeySet}?${query}` };
    },
    visits: [
      {
        legs: [
          name,
          [
            "passkey_setup",
            async ({ page, person }) => {
              const { confirms } = await carryDevice(page);
              await page.goto(person.secret ?? "");
              await send(page);
              await send(page);
              await page.waitForURL(({ searchParams }) => searchParams.has("done"));
              await confirms(false);
            },
          ],
        ],
        ends: async () => {},
      },
    ],
  },
  invited: {
    look: "mobile",
    who: async (userName) => {
      const { id, code } = await invite(server, userName);
      return { id, loginName: userName, secret: code };
    },
    visits: [
      {
        legs: [name, ["password_setup", begin(({ person }) => person.secret ?? "")], later],
        ends: arrives({ amr: ["pwd"] }),
      },
    ],
  },
  forgotten: {
    look: "light",
    who: (userName) => addWithoutPassword(server, userName),
    visits: [
      {
        legs: [
          name,
          [
            "password_setup",
            async (walker) =>
              fill(walker.page, { code: await mailed(walker), password, confirmPassword: password }),
          ],
          later,
        ],
        ends: arrives({ amr: ["pwd"] }),
      },
    ],
  },
  unbegun: {
    look: "arabic",
    who: (userName) => addUnbegun(server, userName),
    visits: [{ legs: [name, ["activate_user", begin(mailed)], later], ends: arrives() }],
  },
  dispossessed: {
    look: "light",
    who: async () => settle(await addDispossessed(server)),
    visits: [
      {
        legs: [name, secret, ["username_change", ({ page }) => fill(page, { userName: "emmy" })]],
        ends: arrives(),
      },
    ],
  },
  mary: {
    look: "arabic",
    who: async () => ({ id: "", loginName: "mary@example.test" }),
    visits: [
      {
        asks: { prompt: "create" },
        legs: [
          [
            "register",
            ({ page }) =>
              fill(page, {
                givenName: "Mary",
                familyName: "Somerville",
                email: "mary@example.test",
                password,
                confirmPassword: password,
              }),
          ],
          ["email_verification", async (walker) => fill(walker.page, { code: await mailed(walker) })],
          later,
        ],
        async ends(walker) {
          const { sub } = await walker.party.welcome(walker.page);
          const { user } = await rest<{ user: { preferredLoginName: string } }>(
            server,
            "GET",
            `/v2/users/${sub}`,
          );
          expect(user.preferredLoginName).toBe(walker.person.loginName);
          walker.person = { ...walker.person, id: sub };
          walker.isIn = true;
        },
      },
    ],
  },
  kicked: {
    look: "dark",
    who: (userName) => addPerson(server, userName),
    visits: [
      {
        legs: [
          name,
          secret,
          [
            "mfa_prompt",
            async ({ page }) => {
              const sessionId = new URL(page.url()).searchParams.get("sessionId");
              await rest(server, "DELETE", `/v2/sessions/${sessionId}`, {});
              await decline(page);
            },
          ],
          ["session_expired", ({ page }) => page.locator("button[name=account]").click()],
          secret,
          later,
        ],
        ends: arrives(),
      },
    ],
  },
  sharer: {
    look: "light",
    who: settled,
    visits: [
      { legs: [name, secret], ends: arrives() },
      { asks: { prompt: "login" }, legs: [["login_name", takeTurns], secret], ends: arrives() },
      { asks: { max_age: "0" }, legs: [["account_picker", choose], secret], ends: arrives() },
      {
        asks: { scope: "openid urn:zitadel:iam:org:domain:primary:elsewhere.localhost" },
        legs: [["login_name", ({ page }) => page.locator(`a[href*="${paths.register}"]`).click()]],
        ends: async ({ page }) => page.waitForURL(({ pathname }) => pathname === paths.register),
      },
      {
        begins: ({ party: left, page }) => left.dismiss(page),
        legs: [],
        async ends(walker) {
          await choose(walker);
          await walker.page.waitForURL(/\/callback$/);
          await walker.party.send(walker.page, { prompt: "none", login_hint: walker.person.loginName });
          await isTurnedAway("login_required")(walker);
        },
      },
    ],
  },
  viewer: {
    look: "mobile",
    who: settled,
    visits: [
      {
        async begins({ page }) {
          await page.goto(`${server.origin}${paths.device}?user_code=${television.userCode}`);
          await send(page);
        },
        legs: [name, secret],
        async ends(walker) {
          const { page, person } = walker;
          await page.waitForURL(({ pathname }) => pathname === paths.deviceConsent);
          await expect(television.claims()).rejects.toMatchObject({ error: "authorization_pending" });
          await send(page);
          await page.waitForURL(({ pathname }) => pathname === paths.deviceDone);
          expect(await television.claims()).toMatchObject({ sub: person.id });
        },
      },
    ],
  },
  native: {
    look: "arabic",
    alone: true,
    who: settled,
    async at() {
      const redirectUri = "com.example.app:/callback";
      const application = await addApplication(server, { redirectUri, method: "NONE", native: true });
      return opened(openRelyingParty(server, { application, redirectUri }));
    },
    visits: [
      {
        legs: [name, secret],
        async ends(walker) {
          const { page, party: app, person } = walker;
          const href = await page.locator("#submit-button[href^='com.example.app']").getAttribute("href");
          expect(await app.redeem(new URL(href ?? ""))).toMatchObject({ sub: person.id });
          // The page leaves by itself, so that nobody goes back from it.
          walker.isIn = false;
        },
      },
    ],
  },
  dismissed: stopped(
    "light",
    [meanwhile(({ id }) => rest(server, "POST", `/v2/users/${id}/deactivate`, {}))],
    "user_not_active",
    (userName) => addPerson(server, userName),
  ),
  closed: stopped(
    "dark",
    [meanwhile(({ orgId }) => rest(server, "POST", `/v2/organizations/${orgId}/deactivate`, {}))],
    "org_not_active",
    under(),
  ),
  wayless: stopped("mobile", [name], "no_login_method", under({ allowUsernamePassword: false })),
  external: stopped(
    "arabic",
    [name],
    "external_login",
    under({ allowUsernamePassword: false, allowExternalIdp: true }),
  ),
  factorless: stopped(
    "arabic",
    [secret],
    "mfa_not_configured",
    under({ forceMfa: true, passwordlessType: "PASSWORDLESS_TYPE_NOT_ALLOWED" }),
  ),
  stranger: stopped(
    "mobile",
    [secret],
    "project_required",
    under({ mfaInitSkipLifetime: "0s" }),
    guarded({ hasProjectCheck: true }),
  ),
  ungranted: stopped(
    "dark",
    [secret],
    "grant_required",
    (userName) => addPerson(server, userName),
    guarded({ projectRoleCheck: true }),
  ),
};

test("every step of the flow is walked", () => {
  const legs = Object.values(walks).flatMap(({ visits }) => visits.flatMap((visit) => visit.legs));
  const walked = new Set<string>(legs.map(([kind]) => kind));
  expect(Object.keys(stepRules).filter((kind) => !walked.has(kind))).toEqual([]);
});

/** The forms that somebody has sent twice already: walkers who end with the same one would prove the same. */
const sentTwice = new Set<string>();

test.each(Object.entries(walks))("%s", async (userName, { look, who, at, visits, alone }) => {
  const [visitor, person, app] = await Promise.all([
    alone ? newVisitor(browser, looks[look]) : nobody(look),
    who(userName),
    at?.(userName) ?? party,
  ]);
  const walker: Walker = { ...visitor, server, party: app, person, look, devices: [] };
  for (const visit of visits) await walk(walker, visit);
  const { pathname } = new URL(visitor.forms.at(-1)?.url() ?? "");
  if (!sentTwice.has(pathname)) await looksBack(walker);
  sentTwice.add(pathname);
  expect(visitor.complaints).toEqual([]);
});
