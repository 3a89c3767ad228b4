/** One request to a page: what is known when its handler begins, and the answers that it can give. */
import type { Ctx } from "#src/platform/request/index.ts";
import { type Browser, browserCookie, type FlashError, newBrowserCookies } from "./browser.ts";
import { type Decision, nextStep } from "./flow/index.ts";
import { formTargets, pageHeaders } from "./headers.ts";
import type { FieldErrors, Frame, Html } from "./pages/frame.ts";
import type { Params } from "./params.ts";
import { link, paths } from "./routes.ts";
import type { Loaded, PasswordRules, Visit } from "./visit.ts";

export interface Turn {
  readonly ctx: Ctx;
  /** Mails that nobody is set up to send are kept where developers read them. */
  readonly keepsMails: boolean;
  readonly method: "GET" | "POST";
  /** Of this page. */
  readonly path: string;
  readonly params: Params;
  readonly browser: Browser;
  /** The cookie has to be sent: it is new, or its language changed. */
  readonly browserChanged: boolean;
  /** It sent no cookie. */
  readonly browserIsNew: boolean;
  readonly visit: Visit;
  readonly loaded: Loaded;
  readonly frame: Frame;
}

export type Handler = (turn: Turn) => Promise<Response>;

export function decide({ ctx, loaded }: Turn): Decision {
  return nextStep({ ...loaded.facts, surface: "hosted", now: ctx.now });
}

/** Whether the account picker has anybody to offer. */
export const offersAccounts = ({ facts, signedOut = [] }: Loaded): boolean =>
  facts.browserSessions.length > 0 || signedOut.length > 0;

/**
 * A page. Errors that were waiting for it are spent by showing it.
 * @param leadsTo where its forms may end; by default the application's callback, or where a login without one ends
 */
export async function show(turn: Turn, content: Html, status = 200, leadsTo?: string): Promise<Response> {
  const { loaded, browser } = turn;
  const target = leadsTo ?? loaded.request?.redirectUri ?? loaded.settings.defaultRedirectUri;
  const { frameOrigins } = loaded.settings;
  const headers = pageHeaders({
    nonce: turn.frame.nonce,
    formTargets: formTargets(target),
    frameOrigins,
  });
  const { flash, ...rest } = browser;
  const response = new Response((await content).toString(), { status, headers });
  if (turn.browserChanged || flash !== undefined) remember(turn, rest, response.headers);
  return response;
}

/**
 * A form without a cookie is none of ours: it comes from a page elsewhere, to which browsers send no cookie of ours along,
 * and its answer would take the place of the one that there is.
 */
function remember({ ctx, loaded, browserIsNew, method }: Turn, browser: Browser, headers: Headers): void {
  if (browserIsNew && method === "POST") return;
  const framed = loaded.settings.frameOrigins.length > 0;
  const cookies = browserIsNew
    ? newBrowserCookies(ctx, browser, framed)
    : [browserCookie(ctx, browser, framed)];
  for (const cookie of cookies) headers.append("set-cookie", cookie);
}

/** Elsewhere; 303 after a form. `errors` wait for the page they are for. */
export function go(
  turn: Turn,
  to: string,
  forPage?: { readonly page: string; readonly errors: Readonly<Record<string, FlashError>> },
): Response {
  const { ctx, browser } = turn;
  const headers = new Headers({
    location: inHeader(to, ctx.origin),
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
  });
  const requestId = turn.visit.requestId ?? "";
  const flash = forPage === undefined ? undefined : { ...forPage, requestId, at: ctx.now.getTime() };
  if (turn.browserChanged || flash !== undefined) {
    const next = flash === undefined ? browser : { ...browser, flash };
    remember(turn, next, headers);
  }
  return new Response(null, { status: turn.method === "POST" ? 303 : 302, headers });
}

/** Addresses from settings and applications may hold letters that no header can, and what ends a header's line. */
const inHeader = (to: string, origin: string): string =>
  /^[\x21-\x7e]*$/.test(to) ? to : URL.canParse(to, origin) ? new URL(to, origin).href : paths.entry;

/** A link that keeps the request and the organization. */
export function within(
  { visit }: Turn,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  return link(path, { requestId: visit.requestId, organization: visit.organization, ...query });
}

/** The errors that wait for this page. */
export function waiting({ browser: { flash }, path, visit }: Turn): Readonly<Record<string, FlashError>> {
  return flash?.page === path && flash.requestId === (visit.requestId ?? "") ? flash.errors : {};
}

/** The same as text by field. */
export const waitingErrors = (turn: Turn): FieldErrors =>
  errorTexts(turn.frame, waiting(turn), turn.loaded.settings.passwordRules);

/** Errors as text by field. */
export function errorTexts(
  { t, language }: Frame,
  errors: Readonly<Record<string, FlashError>>,
  { minLength }: Pick<PasswordRules, "minLength">,
): FieldErrors {
  const list = new Intl.ListFormat(language, { style: "narrow" });
  return Object.fromEntries(
    Object.entries(errors).map(([field, { key, rules = [], id }]) => {
      const missing = rules.map((rule) => t(`rules.${rule}`, { count: minLength }));
      const text = t(key, { rules: list.format(missing) });
      return [field, id === undefined ? text : `${text} (${id})`];
    }),
  );
}

/** A form with errors is answered as a bad request, so that programs see it too. */
export const formStatus = (errors: FieldErrors): number => (Object.keys(errors).length === 0 ? 200 : 400);
