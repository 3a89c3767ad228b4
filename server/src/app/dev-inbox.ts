/** `/dev/inbox`: on a machine that nobody else reaches, mails and SMS that nobody is set up to send. */
import { html, raw } from "hono/html";
import { type InboxMessage, inboxMessages } from "#src/domains/message/index.ts";
import { brandingCss, defaultBranding, mark, markFile } from "#src/login/index.ts";
import { type Config, isLoopback } from "#src/platform/config/index.ts";
import type { OpenStore } from "#src/platform/eventstore/index.ts";
import {
  type Exchange,
  type HttpResponse,
  type Route,
  sendJson,
  sendText,
} from "#src/platform/http/index.ts";

const path = "/dev/inbox";

/**
 * Whether there is an inbox. What it holds are codes that let people in, so it is there only where the service listens
 * on loopback, has a loopback name, and no proxy brings others to it.
 */
export const hasDevInbox = ({ local, trustedProxies }: Pick<Config, "local" | "trustedProxies">): boolean =>
  local && trustedProxies.length === 0;

/** What a proxy adds that was not configured: somebody else's browser may be behind it. */
const fromProxies = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"] as const;

/**
 * Whether a request comes from this machine, and from a page that the service has here. A page of any other name may
 * have that name lead here (DNS rebinding): then its browser still says the name, whatever instance it asks for.
 */
function isFromHere({ ip, header }: Pick<Exchange, "ip" | "header">): boolean {
  const authority = `http://${header(":authority") ?? header("host") ?? ""}`;
  const host = URL.canParse(authority) ? new URL(authority).hostname.replace(/^\[|\]$/g, "") : "";
  return isLoopback(ip) && isLoopback(host) && fromProxies.every((name) => header(name) === undefined);
}

/** Every address in a text as a link. */
function linked(text: string) {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/g)
    .map((piece, n) => (n % 2 === 0 ? piece : html`<a href="${piece}">${piece}</a>`));
}

const time = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "long", timeZone: "UTC" });

/** Links of a mail open beside the inbox: inside their frame nothing may be loaded. */
const ownWindow = `<base target="_blank">`;

/** The first one is open; what is closed is not drawn. */
const messageHtml = ({ channel, to, subject, text, html: body, keptAt }: InboxMessage, n: number) => html`<li>
<details${n === 0 ? raw(" open") : ""}>
<summary><h2>${channel === "email" ? subject : "SMS"}</h2>
<p>to <bdi>${to}</bdi> · <time datetime="${keptAt.toISOString()}">${time.format(keptAt)}</time></p></summary>
${body === "" ? "" : html`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" title="${subject}" srcdoc="${ownWindow}${body}"></iframe>`}
${body === "" ? "" : html`<h3>As plain text</h3>`}
<pre>${linked(text)}</pre>
</details></li>`;

/** The colours of the login as the product comes; where they are alike here, so that mails stand out. */
const style = `${brandingCss(defaultBranding)}
*{box-sizing:border-box}html{font:100%/1.5 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
body{margin:0;background:var(--page);color:var(--text)}main{max-width:48rem;margin-inline:auto;padding:2.5rem 1.25rem}
.mark{display:block;margin-bottom:1.25rem;color:var(--link)}.mark svg{display:block;fill:currentcolor}
h1{margin:0 0 .375rem;font-size:1.75rem;line-height:1.2;letter-spacing:-.024em}h2,h3{margin:0;font-size:1rem;font-weight:600;overflow-wrap:anywhere}
h3{margin-top:1.25rem;color:var(--quiet);font-size:.875rem}p{margin:0;color:var(--quiet)}a{color:var(--link);text-underline-offset:.2em;overflow-wrap:anywhere}
ol{display:grid;gap:.75rem;margin:1.75rem 0 0;padding:0;list-style:none}
details{border:1px solid var(--line);border-radius:.75rem;background:var(--field)}
summary{padding:.875rem 1.125rem;border-radius:.75rem;cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
summary p{font-size:.875rem;overflow-wrap:anywhere}details[open]{padding-bottom:1.125rem}
details>:not(summary){margin-inline:1.125rem}iframe{display:block;width:calc(100% - 2.25rem);height:34rem;border:1px solid var(--line);background:#fff}
pre{margin:.375rem 0 0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}
:is(a,summary,iframe):focus-visible{outline:3px solid var(--ring);outline-offset:2px}`;

const icon = `data:image/svg+xml,${encodeURIComponent(markFile(defaultBranding.light.primary))}`;

const page = (messages: readonly InboxMessage[]) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Development inbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="${icon}"><style>${raw(style)}</style></head>
<body><main><span class="mark">${mark()}</span><h1>Development inbox</h1>
<p>Nothing of this was sent: no provider was active. The same as JSON: <a href="${path}.json">${path}.json</a></p>
${messages.length === 0 ? html`<ol><li><p>Nothing yet.</p></li></ol>` : html`<ol>${messages.map(messageHtml)}</ol>`}</main></body></html>`;

/** The page runs no script; a mail's own styles count inside its frame, which loads nothing but pictures. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page and the same as JSON; no routes where there is no inbox. */
export function devInboxRoutes(
  store: OpenStore,
  config: Pick<Config, "local" | "trustedProxies">,
): readonly Route[] {
  if (!hasDevInbox(config)) return [];

  /** Undefined, and answered, for whoever is not on this machine. */
  async function messagesFor(exchange: Exchange, res: HttpResponse) {
    res.setHeader("cache-control", "no-store");
    const isThere = exchange.path === path || exchange.path === `${path}.json`;
    const mayRead = ["GET", "HEAD"].includes(exchange.method) && isFromHere(exchange);
    if (isThere && mayRead) {
      const { instanceId } = await exchange.tenant();
      return inboxMessages({ store, instanceId });
    }
    sendJson(exchange, res, 404, { code: 5, message: "Not Found", details: [] });
    return undefined;
  }

  return [
    {
      prefix: path,
      tenant: "checked",
      async handle(_req, res, exchange) {
        const messages = await messagesFor(exchange, res);
        if (messages === undefined) return;
        res.setHeader("content-security-policy", policy);
        sendText(exchange, res, 200, "text/html; charset=utf-8", String(await page(messages)));
      },
    },
    {
      prefix: `${path}.json`,
      tenant: "checked",
      async handle(_req, res, exchange) {
        const messages = await messagesFor(exchange, res);
        if (messages !== undefined) sendJson(exchange, res, 200, { messages });
      },
    },
  ];
}
