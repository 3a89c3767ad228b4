/**
 * What somebody sees who comes by a host that no instance has, or whose instance answers nothing: a page for people,
 * an error for programs.
 */
import { createHash } from "node:crypto";
import { Failure } from "#src/platform/failure/index.ts";
import { chooseLanguage, directionOf, messageLanguages, type Translate } from "#src/platform/i18n/index.ts";
import type { Exchange, HttpResponse } from "./exchange.ts";
import { sendJson, sendText } from "./send.ts";

const answers = {
  not_found: { status: 404, code: 5, title: "Pages.UnknownHost.Title" },
  resource_exhausted: { status: 429, code: 8, title: "Pages.Blocked.Title" },
} as const;

/** Whether the host's instance answers; where none does, the visitor has been told. */
export async function isServed(
  exchange: Exchange,
  res: HttpResponse,
  translate: Translate,
): Promise<boolean> {
  try {
    await exchange.tenant();
    return true;
  } catch (error) {
    if (!isAboutHost(error)) throw error;
    answerUnknownHost(res, exchange, error, translate);
    return false;
  }
}

/** Whether a refusal of the tenant is one that visitors are told about. */
const isAboutHost = (error: unknown): error is Failure => error instanceof Failure && error.kind in answers;

function answerUnknownHost(
  res: HttpResponse,
  exchange: Exchange,
  failure: Failure,
  translate: Translate,
): void {
  const { status, code, title } =
    failure.kind === "not_found" ? answers.not_found : answers.resource_exhausted;
  const text = translate(failure.key, exchange.languages, failure.details.values ?? {});
  if (!(exchange.header("accept") ?? "").includes("text/html")) {
    sendJson(exchange, res, status, { code, message: `${text} (${failure.id})`, details: [] });
    return;
  }
  const values = failure.details.values ?? {};
  const known = String(values["domains"] ?? "")
    .split(", ")
    .filter((domain) => domain !== "");
  const port = /:\d+$/.exec(String(values["host"] ?? ""))?.[0] ?? "";
  const content = {
    language: chooseLanguage(exchange.languages, messageLanguages, "en"),
    title: translate(title, exchange.languages, values),
    text,
    hosts: known.map((domain) => `${domain}${port}`),
    id: failure.id,
  };
  res.setHeader("content-security-policy", `default-src 'none'; style-src '${styleHash}'; base-uri 'none'`);
  sendText(exchange, res, status, "text/html; charset=utf-8", page(content));
}

interface PageContent {
  readonly language: string;
  readonly title: string;
  readonly text: string;
  /** Where an instance answers, as far as the port that was asked for is the one to use there too. */
  readonly hosts: readonly string[];
  readonly id: string;
}

const style = `
:root { color-scheme: light dark; background: light-dark(#fff, #121212); font: 1rem/1.5 system-ui, sans-serif }
body { max-width: 36rem; margin: 18vh auto; padding: 0 1.5rem; overflow-wrap: anywhere }
main { padding-top: 1.25rem; border-top: .375rem solid light-dark(#2f3c7c, #8f9ff0) }
h1 { margin: 0 0 .75rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em }
a { color: light-dark(#4355bd, #8f9ff0); text-underline-offset: .2em }
small { color: light-dark(#5a5a5a, #b4b6bb) }
`;

/** The page needs no style but this one. */
const styleHash = `sha256-${createHash("sha256").update(style).digest("base64")}`;

function page({ language, title, text, hosts, id }: PageContent): string {
  const ways = hosts.map((host) => `<li><a href="//${escapeHtml(host)}/">${escapeHtml(host)}</a></li>`);
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>
${ways.length === 0 ? "" : `<ul>${ways.join("")}</ul>`}<p><small>${escapeHtml(id)}</small></p></main></body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
