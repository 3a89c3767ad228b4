import { html } from "hono/html";
import { factorLine, factorName, type ListedFactor } from "./factor-list.ts";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { formError, heading, hiddenFields, person } from "./parts.ts";

export interface Ways {
  /** Where the choice of another factor goes. */
  readonly action: string;
  readonly factors: readonly ListedFactor[];
}

interface MfaPage {
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  readonly ways: Ways;
  readonly errors: FieldErrors;
}

/** Each factor as a button: choosing one may send a code. */
export function factorChoice(frame: Frame, { action, factors }: Ways, label: string): Html {
  return html`<form method="post" action="${action}">
${hiddenFields(frame.hidden)}
<ul class="accounts" aria-label="${label}">
${factors.map((factor) => html`<li><button type="submit" name="factor" value="${factor}">${factorLine(factor, factorName(frame, factor), frame.t(`mfa.${factor}About`))}</button></li>`)}
</ul>
</form>`;
}

/** The others beside the one that a page asks for; nothing where there is none. */
export function otherWays(frame: Frame, ways: Ways): Html | "" {
  if (ways.factors.length === 0) return "";
  const label = frame.t("mfa.others");
  return html`<section class="others"><h2>${label}</h2>${factorChoice(frame, ways, label)}</section>`;
}

export function mfaPage(frame: Frame, model: MfaPage): Html {
  const title = frame.t("mfa.title");
  const body = html`${heading(frame, title)}
${person(frame, model, model.otherHref)}
${formError(frame, model.errors["form"])}
${factorChoice(frame, model.ways, title)}`;
  return page(frame, { title, body });
}
