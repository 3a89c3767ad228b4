/** What stands above the pages of a look that is not active yet. */
import { html, raw } from "hono/html";
import type { Frame, Html } from "./frame.ts";

interface Choice {
  readonly label: string;
  readonly href: string;
  readonly isChosen: boolean;
}

export interface PreviewBar {
  readonly pages: readonly Choice[];
  /** Empty where the look is for one theme only. */
  readonly themes: readonly Choice[];
}

/** Text and page change places, so that the bar is no part of the look and can be read with every look. */
const style = `body{grid-template-rows:auto 1fr}
.preview{grid-column:1/-1;display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.5rem;padding:.75rem 1.25rem;background:var(--text);color:var(--page);font-size:.9375rem}
.preview p{flex:1 1 18rem;margin:0}.preview nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
.preview a{padding-block:.25rem;color:inherit}.preview a[aria-current]{font-weight:680;text-decoration:none}
.preview a:focus-visible{outline-color:currentcolor}`;

export function previewBar({ t, nonce }: Pick<Frame, "t" | "nonce">, { pages, themes }: PreviewBar): Html {
  return html`<style nonce="${nonce}">${raw(style)}</style>
<aside class="preview" aria-label="${t("preview.title")}">
<p><strong>${t("preview.title")}.</strong> ${t("preview.lead")}</p>
${choices(t("preview.page"), pages)}
${themes.length === 0 ? "" : choices(t("preview.theme"), themes)}
</aside>`;
}

const choices = (label: string, links: readonly Choice[]): Html =>
  html`<nav aria-label="${label}">${links.map(
    (one) => html`<a href="${one.href}"${one.isChosen ? html` aria-current="true"` : ""}>${one.label}</a>`,
  )}</nav>`;
