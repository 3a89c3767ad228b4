/** Somebody on their way through the login: each step as the flow asks for it, and what became of them. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { StepKind } from "#src/login/flow/index.ts";
import { stepRules } from "#src/login/flow/steps.ts";
import { paths } from "#src/login/routes.ts";
import type { RelyingParty } from "../protocols/relying-party.ts";
import type { Server } from "../protocols/server.ts";
import { type Person, rest } from "../protocols/world.ts";
import { title } from "./steps.ts";
import { type carryDevice, picture, type Visitor } from "./visitor.ts";

/** How the pages look on the way. */
export const looks = {
  light: {},
  dark: { colorScheme: "dark" },
  mobile: { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true },
  arabic: { locale: "ar" },
} as const satisfies Record<string, BrowserContextOptions>;

export type Look = keyof typeof looks;

/** Who walks; nobody knows the id of who makes their account on the way. */
export interface Known extends Person {
  /** Of their authenticator app, or the code or the link that they were given. */
  readonly secret?: string;
  readonly orgId?: string;
}

export interface Walker extends Visitor {
  readonly server: Server;
  readonly party: RelyingParty;
  /** The other one, after they take turns. */
  person: Known;
  readonly look: Look;
  readonly devices: Awaited<ReturnType<typeof carryDevice>>[];
  /** In the application at the end; `false` also for who does not go back, undefined where none waits. */
  isIn?: boolean;
}

/** A step of the flow, and what somebody does at its page. */
export type Leg = readonly [StepKind, (walker: Walker) => Promise<unknown>];

export interface Visit {
  /** What the application asks beside the usual. */
  readonly asks?: Readonly<Record<string, string>>;
  /** How it begins where the application sends nobody. */
  readonly begins?: (walker: Walker) => Promise<unknown>;
  readonly legs: readonly Leg[];
  readonly ends: (walker: Walker) => Promise<unknown>;
}

/** Where each step is seen; those without a page say on an error page, by their id, that the login ends there. */
const pages: Readonly<Record<StepKind, readonly string[] | "ends" | "unseen">> = {
  login_name: [paths.loginName],
  account_picker: [paths.accounts],
  register: [paths.register],
  reuse_session: "unseen",
  user_not_active: "ends",
  activate_user: [paths.verify],
  org_not_active: "ends",
  // Whoever it was is let in again, without typing their name.
  session_expired: [paths.accounts],
  no_login_method: "ends",
  password_setup: [paths.passwordSet, paths.verify],
  passkey_setup: [paths.passkeySet],
  passkey: [paths.passkey],
  password: [paths.password],
  external_login: "ends",
  email_verification: [paths.verify],
  mfa_check: [paths.otpTime, paths.otpEmail, paths.otpSms, paths.u2f, paths.mfa],
  mfa_setup: [paths.mfaSet],
  mfa_not_configured: "ends",
  mfa_prompt: [paths.mfaSet],
  passkey_prompt: [paths.passkeyPrompt],
  password_change: [paths.passwordChange],
  username_change: [paths.usernameChange],
  project_required: "ends",
  grant_required: "ends",
};

/** Nobody is asked for these by their name, so that the flow has nobody to explain. */
const ofNobody: readonly StepKind[] = ["login_name", "account_picker", "register", "session_expired"];

export async function walk(walker: Walker, { asks, begins, legs, ends }: Visit): Promise<void> {
  const { page, party, person, documents, look } = walker;
  const before = documents.length;
  const wishes = look === "arabic" ? { ui_locales: "ar" } : {};
  // Who is not asked for their name is named by the application.
  const hint = legs[0]?.[0] === "password" ? { login_hint: person.loginName } : {};
  await (begins === undefined ? party.send(page, { ...wishes, ...hint, ...asks }) : begins(walker));
  for (const [kind, act] of legs) {
    const seen = pages[kind];
    if (seen === "unseen") expect(documents.slice(before).filter(isOfLogin)).toEqual([]);
    else await isAt(walker, kind, seen);
    await act(walker);
  }
  await ends(walker);
}

const language = "(({ lang, dir }) => ({ lang, dir }))(document.documentElement)";

const isOfLogin = (document: { url(): string }): boolean => document.url().includes("/ui/v2/login");

async function isAt(walker: Walker, kind: StepKind, seen: readonly string[] | "ends"): Promise<void> {
  const { page, person, look } = walker;
  if (seen === "ends") await page.getByText(stepRules[kind].id).waitFor();
  else await page.waitForURL(({ pathname }) => seen.includes(pathname));
  await title(page).waitFor();
  const { lang, dir } = await page.evaluate<{ lang: string; dir: string }>(language);
  expect([lang, dir]).toEqual(look === "arabic" ? ["ar", "rtl"] : ["en", "ltr"]);
  await picture(page, `walk-${person.loginName}-${look}-${kind}`);
  if (!ofNobody.includes(kind)) expect(await explained(walker)).toBe(kind);
}

/** Which step the flow itself says is next, for who stands at the page. */
async function explained({ server, page, person }: Walker): Promise<string | undefined> {
  const { searchParams } = new URL(page.url());
  const sessionId = searchParams.get("sessionId");
  const [, authRequestId] = searchParams.get("requestId")?.split("oidc_") ?? [];
  const { steps } = await rest<{ steps?: { kind: string }[] }>(
    server,
    "POST",
    "/gatehouse/v1/login/explain",
    {
      ...(person.id === "" ? { loginName: person.loginName } : { userId: person.id }),
      ...(sessionId && { sessionId }),
      ...(authRequestId && { authRequestId }),
    },
  );
  return steps?.[0]?.kind;
}

/** Back at the application, which lets them in for these claims. */
export const arrives =
  (claims: object = {}) =>
  async (walker: Walker): Promise<void> => {
    const { party, page, person } = walker;
    expect(await party.welcome(page)).toMatchObject({ sub: person.id, ...claims });
    walker.isIn = true;
  };

/** Back at the application, which is told why nobody came in. */
export const isTurnedAway =
  (error: string) =>
  async (walker: Walker): Promise<void> => {
    await expect(walker.party.welcome(walker.page)).rejects.toMatchObject({ error });
    walker.isIn = false;
  };

/**
 * The last form once more, as after two clicks, and then the way back: pages with words, nothing breaks, and who was in
 * still is.
 */
export async function looksBack({ page, context, forms, party, person, isIn }: Walker): Promise<void> {
  const form = forms.at(-1);
  const answer = await context.request.post(form?.url() ?? "", {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    data: form?.postData() ?? "",
  });
  expect(answer.status()).toBeLessThan(500);
  expect(await answer.text()).toContain("<h1>");
  if (isIn === false) return;
  const back = await page.goBack();
  expect(back?.status()).toBeLessThan(500);
  await title(page).waitFor();
  if (isIn === undefined) return;
  await party.send(page, { prompt: "none", login_hint: person.loginName });
  expect(await party.welcome(page)).toMatchObject({ sub: person.id });
}

export const send = (page: Page): Promise<void> => page.locator("#submit-button").click();

export async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [id, value] of Object.entries(values)) await page.locator(`#${id}`).fill(value);
  await send(page);
}
