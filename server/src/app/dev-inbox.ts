/** `/dev/inbox`: on a machine that nobody else reaches, mails and SMS that nobody is set up to send. */
import { html, raw } from "hono/html";
import { type InboxMessage, inboxMessages } from "#src/domains/message/index.ts";
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

const messageHtml = ({ channel, to, subject, text, html: body, keptAt }: InboxMessage) => html`<article>
  <h2>${channel === "email" ? subject : "SMS"}</h2>
  <p>${to} · <time datetime="${keptAt.toISOString()}">${keptAt.toISOString()}</time></p>
  <pre>${linked(text)}</pre>
  ${body === "" ? "" : html`<details><summary>HTML</summary><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="${subject}" srcdoc="${body}"></iframe></details>`}
</article>`;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #ccc;padding:.5rem 0}pre{white-space:pre-wrap;overflow-wrap:anywhere}
iframe{width:100%;height:32rem;border:1px solid #ccc}`;

const page = (messages: readonly InboxMessage[]) => html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Development inbox</title>
<meta name="viewport" content="width=device-width"><style>${raw(style)}</style></head>
<body><main><h1>Development inbox</h1>
<p>Nothing of this was sent: no provider was active. The same as JSON: <a href="${path}.json">${path}.json</a></p>
${messages.length === 0 ? html`<p>Nothing yet.</p>` : messages.map(messageHtml)}</main></body></html>`;

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
