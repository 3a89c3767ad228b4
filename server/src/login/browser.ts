/** What we remember in somebody's browser: one sealed cookie. Nobody can read it or make one up. */
import type { Ctx } from "#src/platform/request/index.ts";
import { isTextKey, type TextKey } from "./texts/index.ts";
import type { PasswordRule } from "./visit.ts";

/** An error to show on the next page, which belongs to one form of one request. */
export interface Flash {
  readonly page: string;
  readonly requestId: string;
  readonly errors: Readonly<Record<string, FlashError>>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface FlashError {
  readonly key: TextKey;
  readonly rules?: readonly PasswordRule[];
  /** Stable id of the refusal, shown behind the text. */
  readonly id?: string;
}

export interface Browser {
  /** The user agent's id, which sessions belong to. */
  readonly id: string;
  /**
   * What tabs were called that opened here at once, before any of them had a cookie: requests and forms of theirs are of
   * this browser. Sessions are not: those are of its `id` alone.
   */
  readonly otherIds?: readonly string[];
  readonly language?: string;
  /** The request during which the language was chosen; there it goes before the application's wish. */
  readonly languageFor?: string;
  /** Ids of the users who signed in here, the last one first; they are offered again when they are signed out. */
  readonly userIds?: readonly string[];
  /** The request during which a code was last asked for. */
  readonly asked?: { readonly requestId: string; readonly at: number };
  readonly flash?: Flash;
}

const yearSeconds = 31_536_000;
const flashMs = 300_000;

const isSecure = (ctx: Ctx): boolean => ctx.origin.startsWith("https:");
const cookieName = (ctx: Ctx): string => (isSecure(ctx) ? "__Host-gatehouse.browser" : "gatehouse.browser");

/** More cookies of the name than that no browser sends by itself. */
const maxRead = 4;

/**
 * The browser that sends this Cookie header, or undefined when it is new to this instance. Neighbours of a host without
 * https can set a cookie of the name as well: what we did not seal counts for nothing, wherever it stands.
 */
export function readBrowser(ctx: Ctx, header: string | undefined): Browser | undefined {
  const pairs = (header ?? "").split(";").map((pair) => pair.trim());
  const opened = (prefix: string): readonly Browser[] =>
    pairs
      .filter((pair) => pair.startsWith(prefix))
      .slice(0, maxRead)
      .map((pair) => openCookie(ctx, pair.slice(pair.indexOf("=") + 1)))
      .filter((one) => one !== undefined);
  const [browser] = opened(`${cookieName(ctx)}=`);
  if (browser === undefined || !isSecure(ctx)) return browser;
  const otherIds = opened(`${cookieName(ctx)}.`).flatMap(({ id }) => (id === browser.id ? [] : [id]));
  return otherIds.length === 0 ? browser : { ...browser, otherIds };
}

function openCookie(ctx: Ctx, value: string): Browser | undefined {
  const text = ctx.secrets.openToken("user_agent_cookie", value);
  if (text === undefined) return undefined;
  const [instanceId, id, language, languageFor, flash, userIds, askedFor, askedAt] = parseCookie(text);
  if (instanceId !== ctx.instanceId || typeof id !== "string" || id === "") return undefined;
  const present = readFlash(flash, ctx.now.getTime());
  return {
    id,
    ...(typeof language === "string" && language !== "" ? { language } : {}),
    ...(typeof languageFor === "string" ? { languageFor } : {}),
    ...(present === undefined ? {} : { flash: present }),
    ...(typeof askedFor === "string" && typeof askedAt === "number"
      ? { asked: { requestId: askedFor, at: askedAt } }
      : {}),
    ...(Array.isArray(userIds) ? { userIds: userIds.filter((one) => typeof one === "string") } : {}),
  };
}

function parseCookie(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** Ours by the seal, so its shape is known; only its age and a text key of another version are in doubt. */
function readFlash(value: unknown, now: number): Flash | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const flash = value as Flash;
  const known = Object.values(flash.errors).every((error) => isTextKey(error.key));
  return known && now - flash.at < flashMs ? flash : undefined;
}

/** More people than that do not share a browser. */
const maxUsers = 8;

/** The browser with those who are signed in here now remembered; the same one when it knew them in that order. */
export function rememberingUsers(browser: Browser, signedIn: readonly string[]): Browser {
  const before = browser.userIds ?? [];
  const userIds = [...new Set([...signedIn, ...before])].slice(0, maxUsers);
  return userIds.join() === before.join() ? browser : { ...browser, userIds };
}

/** The browser without somebody. */
export const forgettingUser = (browser: Browser, userId: string): Browser => ({
  ...browser,
  userIds: (browser.userIds ?? []).filter((one) => one !== userId),
});

/** For so long a page may be open that was made for one of several tabs. */
const tabSeconds = 86_400;

/**
 * Of a browser without a cookie: tabs that open at once each get an id, and of cookies of one name the last one stays. So
 * each tab's is kept under a name of its own as well; only where no neighbour can set one (`__Host-`).
 */
export const newBrowserCookies = (ctx: Ctx, browser: Browser, framed: boolean): readonly string[] => {
  const cookie = browserCookie(ctx, browser, framed);
  const ofTab = cookie
    .replace("=", `.${browser.id}=`)
    .replace(`Max-Age=${yearSeconds}`, `Max-Age=${tabSeconds}`);
  return isSecure(ctx) ? [cookie, ofTab] : [cookie];
};

/** @param framed other sites may show our pages in a frame, so the cookie has to reach us from there (https only) */
export function browserCookie(ctx: Ctx, browser: Browser, framed: boolean): string {
  const text = JSON.stringify([
    ctx.instanceId,
    browser.id,
    browser.language ?? "",
    browser.languageFor ?? "",
    browser.flash ?? 0,
    browser.userIds ?? [],
    ...(browser.asked === undefined ? [] : [browser.asked.requestId, browser.asked.at]),
  ]);
  const value = ctx.secrets.sealToken("user_agent_cookie", text);
  const secure = isSecure(ctx);
  const sameSite = framed && secure ? "None" : "Lax";
  return `${cookieName(ctx)}=${value}; Path=/; Max-Age=${yearSeconds}; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`;
}
