/** The login pages in a look that is not active yet. Nothing on them does anything. */
import type { Branding } from "../branding.ts";
import { pageHeaders } from "../headers.ts";
import { draftFor } from "../house/draft.ts";
import type { Frame, Html } from "../pages/frame.ts";
import { loginNamePage } from "../pages/login-name.ts";
import { passwordPage } from "../pages/password.ts";
import { previewBar } from "../pages/preview.ts";
import { link, paths } from "../routes.ts";
import type { Turn } from "../turn.ts";
import { type Refusal, refusal } from "./failure.ts";

const noPreview: Refusal = { id: "LOGIN-dP3v8", key: "error.noPreview", status: 403, otherAccount: true };

const pages = ["name", "password", "error"] as const;
const themes = ["auto", "light", "dark"] as const;

const chosen = <T extends string>(all: readonly [T, ...T[]], wanted: string | undefined): T =>
  all.find((one) => one === wanted) ?? all[0];

export async function showPreview(turn: Turn): Promise<Response> {
  const { ctx, browser, params, visit } = turn;
  const isMeant = visit.organization === params.organization;
  const draft = isMeant ? await draftFor(ctx, browser.id, visit.organization) : undefined;
  if (draft === undefined) return refusal(turn, noPreview);
  const page = chosen(pages, params.get("page"));
  const theme = draft.themeMode === "auto" ? chosen(themes, params.get("theme")) : draft.themeMode;
  const to = { organization: visit.organization, lang: params.get("lang"), page, theme };
  const { nonce } = turn.frame;
  const frame: Frame = {
    ...turn.frame,
    branding: { ...draft, themeMode: theme },
    hidden: {},
    appName: undefined,
    picture: undefined,
    above: previewBar(turn.frame, barOf(turn, draft, to)),
  };
  const content = page === "name" ? namePage(turn, frame, to) : password(turn, frame, to);
  const headers = pageHeaders({ nonce, formTargets: undefined, frameOrigins: [] });
  return new Response((await content).toString(), { status: 200, headers });
}

interface Place {
  readonly organization: string | undefined;
  readonly lang: string | undefined;
  readonly page: (typeof pages)[number];
  readonly theme: (typeof themes)[number];
}

const addressOf = (place: Place): string => link(paths.preview, { ...place });

function barOf({ frame: { t } }: Turn, draft: Branding, place: Place) {
  const titles = { name: t("loginName.title"), password: t("password.title"), error: t("preview.error") };
  const names = { auto: t("preview.system"), light: t("preview.light"), dark: t("preview.dark") };
  return {
    pages: pages.map((page) => ({
      label: titles[page],
      href: addressOf({ ...place, page }),
      isChosen: page === place.page,
    })),
    themes:
      draft.themeMode === "auto"
        ? themes.map((theme) => ({
            label: names[theme],
            href: addressOf({ ...place, theme }),
            isChosen: theme === place.theme,
          }))
        : [],
  };
}

function namePage({ loaded: { settings, registration } }: Turn, frame: Frame, place: Place): Html {
  return loginNamePage(frame, {
    action: paths.preview,
    value: "",
    takesNames: true,
    orgName: settings.orgName,
    withEmail: settings.loginWithEmail,
    withPhone: settings.loginWithPhone,
    registerHref: registration === undefined ? undefined : addressOf(place),
    errors: {},
  });
}

function password({ loaded: { settings } }: Turn, frame: Frame, place: Place): Html {
  return passwordPage(frame, {
    action: paths.preview,
    loginName: "ada@example.com",
    displayName: "Ada Lovelace",
    otherHref: addressOf({ ...place, page: "name" }),
    resetHref: settings.hidePasswordReset ? undefined : addressOf(place),
    errors: place.page === "error" ? { password: frame.t("password.errorWrong") } : {},
  });
}
