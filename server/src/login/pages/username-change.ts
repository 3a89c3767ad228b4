import { html } from "hono/html";
import type { FieldErrors, Frame, Html } from "./frame.ts";
import { page } from "./layout.ts";
import { cancelForm, field, formError, hiddenFields, person, submit } from "./parts.ts";

interface UsernameChangePage {
  readonly action: string;
  /** Where giving up leads; absent when no application waits. */
  readonly cancelAction: string | undefined;
  /** Only for a while, and made up of digits: not shown where there is another name. */
  readonly loginName: string;
  readonly displayName?: string | undefined;
  readonly otherHref: string;
  readonly value: string;
  /** Stands behind every name of the organization. */
  readonly suffix: string | undefined;
  readonly errors: FieldErrors;
}

export function usernameChangePage(frame: Frame, model: UsernameChangePage): Html {
  const { t } = frame;
  const title = t("usernameChange.title");
  const body = html`<h1>${title}</h1>
<p class="lead">${t("usernameChange.lead")}</p>
${person(frame, { ...model, shown: model.displayName }, model.otherHref)}
${formError(frame, model.errors["form"])}
<form method="post" action="${model.action}">
${hiddenFields(frame.hidden)}
${field(frame, {
  name: "userName",
  label: t("usernameChange.name"),
  type: "text",
  autocomplete: "username",
  value: model.value,
  error: model.errors["userName"],
  autofocus: true,
  suffix: model.suffix,
})}
${submit(t("usernameChange.submit"))}
</form>
${cancelForm(frame, model.cancelAction)}`;
  return page(frame, { title, body });
}
