/** What tests of second factors do again and again, on the pages of the real house. */
import { loginPolicy, secondFactorTypes } from "#src/domains/loginpolicy/index.ts";
import { hotp, stepAt } from "#src/domains/otp/totp.ts";
import { sessionsOfUserAgent } from "#src/domains/session/index.ts";
import { type HumanState, userById } from "#src/domains/user/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { fromBase32 } from "#src/platform/crypto/index.ts";
import { readBrowser } from "../browser.ts";
import type { PlainBrowser } from "../plain-browser.fixture.ts";
import { browserOf, entryOf } from "./pages.fixture.ts";
import { instanceId, openRealHouse, password } from "./real-house.fixture.ts";

type FactorName = keyof typeof secondFactorTypes;

export async function openFactorHouse() {
  const real = await openRealHouse();
  const reported: unknown[] = [];
  let people = 0;

  const policy = (what: "added" | "removed", factor: FactorName) =>
    real.store.execute(real.ctx(), [policyRef(loginPolicy, "instance", instanceId)], () => [
      [
        {
          type: `instance.policy.login.secondfactor.${what}`,
          payload: { mfaType: secondFactorTypes[factor] },
        },
      ],
    ]);

  /** Somebody new, whose address is proven or not, and a browser that has not asked for anything yet. */
  async function newcomer({ proven = true } = {}) {
    const id = `person${++people}`;
    await real.addUser(id, { proven });
    return { id, name: `${id}@example.com`, browser: browserOf(real, reported) };
  }

  /** From the application up to what follows the password. */
  async function afterPassword(browser: PlainBrowser, name: string): Promise<PlainBrowser> {
    await (await browser.get(entryOf(await real.request()))).follow();
    await (await browser.submit({ loginName: name })).follow();
    return (await browser.submit({ password })).follow();
  }

  /** The one session of a browser. */
  async function sessionOf({ cookies }: PlainBrowser) {
    const header = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const [session] = await sessionsOfUserAgent(real.ctx(), readBrowser(real.ctx(), header)?.id ?? "");
    if (session === undefined) throw new Error("no session in this browser");
    return session;
  }

  /** The code that is under way for the browser's session. */
  async function sentTo(browser: PlainBrowser, channel: "otpSms" | "otpEmail"): Promise<string> {
    const code = (await sessionOf(browser)).state.challenges?.[channel]?.code;
    return code === undefined ? "none" : real.ctx().secrets.open("otp", code).toString();
  }

  async function humanOf(userId: string): Promise<HumanState> {
    const state = (await userById(real.ctx(), userId))?.state;
    if (state?.kind !== "human") throw new Error("no person");
    return state.human;
  }

  return { real, reported, policy, newcomer, afterPassword, sessionOf, sentTo, humanOf };
}

export type FactorHouse = Awaited<ReturnType<typeof openFactorHouse>>;

/** The secret that a page shows, base32. */
export const shownSecret = ({ html }: PlainBrowser): string =>
  (/<code id="secret"[^>]*>([^<]+)</.exec(html)?.[1] ?? "").replaceAll(" ", "");

/** The code of a secret, now or so many steps later. */
export const totpCode = (secret: string, steps = 0): string =>
  hotp(fromBase32(secret) ?? new Uint8Array(), stepAt(new Date()) + steps);

/** Its path, and the way back to the application when that is where it leads. */
export const whereIs = ({ location, status }: PlainBrowser): string =>
  location?.startsWith("https://app.example.com/cb?code=") ? "application" : String(status);

export const titleOf = ({ html }: PlainBrowser): string => /<h1>([^<]*)</.exec(html)?.[1] ?? "";

/** Sends the page's form that goes there. */
export async function submitTo(
  browser: PlainBrowser,
  action: string,
  values: Record<string, string> = {},
): Promise<PlainBrowser> {
  const form = browser.html.split("<form ").find((one) => one.includes(`action="${action}"`));
  browser.html = `<form ${form ?? ""}`;
  return (await browser.submit(values)).follow();
}
