import { html, raw } from "hono/html";
import { directionOf } from "#src/platform/i18n/index.ts";
import { brandingCss } from "../branding.ts";
import { gatehouse, mark } from "./art.ts";
import type { Frame, Html } from "./frame.ts";

interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** Seconds and address of a page that leads on by itself. */
  readonly leadsTo?: string | undefined;
  /** It has a form that an authenticator fills. */
  readonly asksAuthenticator?: boolean;
}

/** The document around every page: brand, one main region, footer. */
export function page(frame: Frame, { title, body, leadsTo, asksAuthenticator }: PageContent): Html {
  const { t, nonce, assets, language } = frame;
  // Colours are checked to be hexadecimal before they get here (branding.ts), so the style needs no escaping.
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${leadsTo === undefined ? "" : html`<meta http-equiv="refresh" content="1;url=${leadsTo}">`}
<title>${title}${frame.appName === undefined ? "" : ` · ${frame.appName}`}</title>
${icons(frame)}
<style nonce="${nonce}">${raw(brandingCss(frame.branding))}</style>
<link rel="stylesheet" href="${assets.css}">
${asksAuthenticator ? html`<script nonce="${nonce}" src="${assets.webauthn}" defer></script>` : ""}
<script nonce="${nonce}" src="${assets.script}" defer></script>
</head>
<body${frame.branding.errorsPopUp ? html` class="popup"` : ""}>
<a class="skip" href="#main">${t("common.skipToContent")}</a>
${frame.above ?? ""}
<div class="wall" aria-hidden="true">${gatehouse(hasOwnLogo(frame.branding) || frame.brandName !== undefined)}</div>
<div class="court">
<header class="brand">${brand(frame)}</header>
<main id="main" class="door">${body}</main>
${footer(frame)}
</div>
</body>
</html>`;
}

/** In the tabs of browsers, whose own theme decides. */
function icons({ branding, assets }: Frame): Html {
  const { iconUrl, iconDarkUrl, themeMode } = branding;
  const light = iconUrl ?? iconDarkUrl ?? assets.mark;
  const dark = iconDarkUrl ?? light;
  if (themeMode !== "auto" || light === dark)
    return html`<link rel="icon" href="${themeMode === "dark" ? dark : light}">`;
  return html`<link rel="icon" href="${light}" media="(prefers-color-scheme: light)">
<link rel="icon" href="${dark}" media="(prefers-color-scheme: dark)">`;
}

const hasOwnLogo = ({ logoUrl, logoDarkUrl }: Frame["branding"]): boolean =>
  logoUrl !== undefined || logoDarkUrl !== undefined;

function brand({ branding, brandName }: Frame): Html {
  const { logoUrl, logoDarkUrl } = branding;
  if (!hasOwnLogo(branding)) {
    if (brandName !== undefined) return html`<span class="name">${brandName}</span>`;
    return html`<span class="mark">${mark()}</span><span class="name">Gatehouse</span>`;
  }
  const light = logoUrl ?? logoDarkUrl ?? "";
  const dark = branding.themeMode === "light" ? light : (logoDarkUrl ?? light);
  if (branding.themeMode === "dark") return html`<img class="logo" src="${dark}" alt="">`;
  return html`<picture><source srcset="${dark}" media="(prefers-color-scheme: dark)"><img class="logo" src="${light}" alt=""></picture>`;
}

function footer(frame: Frame): Html {
  const { t } = frame;
  const links = frame.links.map(({ label, href }) => html`<a href="${href}" rel="noopener">${label}</a>`);
  return html`<footer class="foot" aria-label="${t("footer.label")}">
${frame.languages.length > 1 ? tongues(frame) : ""}
<div class="links">${links}${frame.branding.hideWatermark ? "" : html`<span class="seal">${t("footer.watermark")}</span>`}</div>
</footer>`;
}

/** Folded up, since there may be more than twenty. */
function tongues({ t, languages, language }: Frame): Html {
  const current = languages.find(({ tag }) => tag === language)?.name ?? language;
  const choice = languages.map((one) =>
    one.tag === language
      ? html`<span lang="${one.tag}" aria-current="true">${one.name}</span>`
      : html`<a href="${one.href}" lang="${one.tag}" hreflang="${one.tag}">${one.name}</a>`,
  );
  return html`<details class="tongues"><summary><span class="sr">${t("footer.language")}: </span>${current}</summary>
<nav aria-label="${t("footer.language")}">${choice}</nav></details>`;
}
