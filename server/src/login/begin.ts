/** Gathers what a page's handler needs, in the order: who is it, may this form be taken, what is loaded, which language. */
import type { Ctx } from "#src/platform/request/index.ts";
import type { Asset, Assets } from "./assets/index.ts";
import { type Browser, readBrowser, rememberingUsers } from "./browser.ts";
import { csrfToken } from "./csrf.ts";
import { isSignedIn } from "./flow/index.ts";
import { ownTexts } from "./house/own-texts.ts";
import { load } from "./house/visit.ts";
import { offeredLanguages, pageLanguage } from "./language.ts";
import type { Frame } from "./pages/frame.ts";
import { isId, type Params, readParams } from "./params.ts";
import { base, link, linkIn, paths } from "./routes.ts";
import { type OwnTexts, type PageLanguage, tableOf, translator } from "./texts/index.ts";
import type { Turn } from "./turn.ts";
import type { Loaded, Visit } from "./visit.ts";

interface Arrival {
  readonly ctx: Ctx;
  readonly assets: Assets;
  readonly keepsMails: boolean;
  readonly request: Request;
  /** Of the body, for a form. */
  readonly form: URLSearchParams | undefined;
}

export async function begin({ ctx, assets, keepsMails, request, form }: Arrival): Promise<Turn> {
  const url = new URL(request.url);
  const params = readParams(form ?? url.searchParams);
  const known = readBrowser(ctx, request.headers.get("cookie") ?? undefined);
  const arrived: Browser = known ?? { id: ctx.newId() };
  const visit = visitOf(params, arrived, { path: url.pathname, isForm: form !== undefined });
  const loaded = await loadVisit(ctx, visit);
  const remembered = rememberingUsers(arrived, signedInUsers(loaded, ctx.now));
  const offered = offeredLanguages(loaded.settings.languages);
  const language = languageOf({ ctx, loaded, params, visit, browser: remembered, offered });
  const own = await ownTexts(ctx, loaded.settings.textsOf, language);
  const chosen = offered.find((one) => one === params.get("lang"));
  const isForm = form !== undefined;
  let frame: Frame | undefined;
  return {
    ctx,
    keepsMails,
    method: form === undefined ? "GET" : "POST",
    path: url.pathname,
    params,
    browser: chosen === undefined ? remembered : remembering(remembered, chosen, visit),
    browserIsNew: known === undefined,
    browserChanged: known === undefined || chosen !== undefined || remembered !== arrived,
    visit,
    loaded,
    // Most answers to forms lead elsewhere, and show nothing.
    get frame() {
      frame ??= frameOf({ ctx, assets, loaded, language, own, offered, visit, url, isForm });
      return frame;
    },
  };
}

const signedInUsers = ({ facts }: Loaded, now: Date): readonly string[] =>
  facts.browserSessions.filter((session) => isSignedIn(session, now)).map(({ userId }) => userId);

const remembering = (browser: Browser, language: PageLanguage, { requestId }: Visit): Browser => ({
  ...browser,
  language,
  languageFor: requestId ?? "",
});

interface LanguageInput {
  readonly ctx: Ctx;
  readonly loaded: Loaded;
  readonly params: Params;
  readonly visit: Visit;
  readonly browser: Browser;
  readonly offered: readonly PageLanguage[];
}

function languageOf({ ctx, loaded, params, visit, browser, offered }: LanguageInput): PageLanguage {
  const chosenHere = browser.languageFor === (visit.requestId ?? "") ? browser.language : undefined;
  return pageLanguage(
    {
      explicit: params.get("lang") ?? chosenHere,
      uiLocales: loaded.request?.uiLocales ?? params.get("ui_locales")?.split(" ") ?? [],
      userPreference: loaded.user?.preferredLanguage,
      remembered: browser.language,
      accepted: ctx.languages,
    },
    offered,
    loaded.settings.defaultLanguage,
  );
}

/** Where the flow decides: a name in such an address would be told apart there by its account, before any password. */
const decidesFlow: readonly string[] = [base, paths.entry, paths.success, paths.register];

function visitOf(
  params: Params,
  { id, otherIds, userIds = [] }: Browser,
  { path, isForm }: { readonly path: string; readonly isForm: boolean },
): Visit {
  const { requestId, sessionId, organization, loginName } = params;
  // On the login name page somebody else is about to be named.
  const withSession = sessionId !== undefined && isId(sessionId) && path !== paths.loginName;
  // There a name is only filled in: how the page looks must not tell whose it is.
  const isFilledIn = path === paths.loginName && !isForm;
  const withName = loginName !== undefined && !isFilledIn && !decidesFlow.includes(path);
  return {
    browserId: id,
    ...(otherIds === undefined ? {} : { otherBrowserIds: otherIds }),
    ...(userIds.length === 0 ? {} : { knownUserIds: userIds }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(organization !== undefined && isId(organization) ? { organization } : {}),
    ...(withSession ? { sessionId } : {}),
    ...(withName ? { loginName } : {}),
  };
}

/** A request id that cannot be one is not looked up. */
async function loadVisit(ctx: Ctx, visit: Visit): Promise<Loaded> {
  if (visit.requestId === undefined || isId(visit.requestId)) return load(ctx, visit);
  const loaded = await load(ctx, { browserId: visit.browserId });
  return { ...loaded, problem: "not_found" };
}

interface FrameInput {
  readonly ctx: Ctx;
  readonly assets: Assets;
  readonly loaded: Loaded;
  readonly language: PageLanguage;
  readonly own: OwnTexts;
  readonly offered: readonly PageLanguage[];
  readonly visit: Visit;
  readonly url: URL;
  readonly isForm: boolean;
}

function frameOf(input: FrameInput): Frame {
  const { ctx, assets, loaded, language, own, visit } = input;
  const t = translator(language, own);
  const { links, branding } = loaded.settings;
  const footer = [
    { label: t("footer.terms"), href: linkIn(language, links.terms) },
    { label: t("footer.privacy"), href: linkIn(language, links.privacy) },
    { label: t("footer.help"), href: linkIn(language, links.help) },
    { label: t("footer.support"), href: linkIn(language, links.support) },
  ];
  const at = (asset: Asset): string => `${paths.assets}/${asset.name}`;
  return {
    language,
    t,
    nonce: ctx.secrets.code({ length: 24, lower: true, upper: true, digits: true, symbols: false }),
    assets: {
      css: at(assets.css),
      script: at(assets.script),
      webauthn: at(assets.webauthn),
      mark: at(assets.mark),
    },
    branding,
    brandName: loaded.settings.brandName,
    links: footer.flatMap(({ label, href }) => (href === undefined || href === "" ? [] : [{ label, href }])),
    languages: inLanguages(input),
    picture: pictureOf(loaded),
    appName: loaded.request?.appName,
    hidden: {
      csrf: csrfToken(ctx, visit.browserId),
      ...(visit.requestId === undefined ? {} : { requestId: visit.requestId }),
      ...(visit.organization === undefined ? {} : { organization: visit.organization }),
      ...(visit.sessionId === undefined ? {} : { sessionId: visit.sessionId }),
    },
  };
}

function pictureOf({ user }: Loaded): Frame["picture"] {
  return user?.avatarUrl === undefined ? undefined : { loginName: user.loginName, url: user.avatarUrl };
}

/**
 * This page in each language; the answer to a form has no address of its own, so there the login is entered again, or
 * the empty form where there is no way to it from the login.
 */
function inLanguages({ url, isForm, visit, offered }: FrameInput): Frame["languages"] {
  const start = [paths.registerOrg, paths.register].find((path) => path === url.pathname) ?? paths.entry;
  const again = link(start, { requestId: visit.requestId, organization: visit.organization });
  const { pathname, searchParams } = isForm ? new URL(again, url) : url;
  const query = new URLSearchParams(searchParams);
  query.delete("lang");
  query.append("lang", "");
  const href = `${pathname}?${query}`;
  return offered.map((tag) => ({ tag, name: tableOf(tag)["language.name"], href: href + tag }));
}
