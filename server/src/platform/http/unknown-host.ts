/** What somebody sees who comes by a host that no instance has: a page for people, an error for programs. */
import type { Failure } from "#src/platform/failure/index.ts";
import type { Translate } from "#src/platform/i18n/index.ts";
import type { Exchange, HttpResponse } from "./exchange.ts";
import { sendJson, sendText } from "./send.ts";

export function answerUnknownHost(
  res: HttpResponse,
  exchange: Exchange,
  failure: Failure,
  translate: Translate,
): void {
  const text = translate(failure.key, exchange.languages, failure.details.values ?? {});
  if (!(exchange.header("accept") ?? "").includes("text/html")) {
    sendJson(exchange, res, 404, { code: 5, message: `${text} (${failure.id})`, details: [] });
    return;
  }
  const values = failure.details.values ?? {};
  const known = String(values["domains"] ?? "")
    .split(", ")
    .filter((domain) => domain !== "");
  const title = translate("Pages.UnknownHost.Title", exchange.languages, values);
  res.setHeader("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'");
  sendText(exchange, res, 404, "text/html; charset=utf-8", page(title, text, known, failure.id));
}

function page(title: string, text: string, known: readonly string[], id: string): string {
  const domains = known.map((domain) => `<li><code>${escapeHtml(domain)}</code></li>`).join("");
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 36rem; margin: 15vh auto; padding: 0 1.5rem }
code { padding: .1em .35em; border-radius: .25em; background: color-mix(in srgb, currentColor 12%, transparent) }
small { opacity: .7 }
</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>
${domains === "" ? "" : `<ul>${domains}</ul>`}<p><small>${escapeHtml(id)}</small></p></main></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
