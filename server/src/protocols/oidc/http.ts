import { limitHeadersOf } from "#src/platform/failure/index.ts";
import type { Exchange, HttpRequest, HttpResponse, Route } from "#src/platform/http/index.ts";
import {
  BodyTooLarge,
  ClientGone,
  isServed,
  readBody,
  sendJson,
  sendText,
} from "#src/platform/http/index.ts";
import { isOriginOf, preflightHeaders, readableBy } from "./cors.ts";
import { endpoints } from "./endpoints.ts";
import { errorPage, pagePolicy } from "./error-page.ts";
import { OAuthError } from "./errors.ts";
import { readParams, requireSound } from "./params.ts";
import { paths } from "./paths.ts";
import { refusalOf } from "./refusal.ts";
import type { Answer, Endpoint, OidcParts, Turn } from "./turn.ts";

/** Forms hold a few tokens at most. */
const maxFormBytes = 128 * 1024;

/** The endpoints of OAuth 2 and OpenID Connect, for the port. */
export const oidcRoutes = (parts: OidcParts): readonly Route[] =>
  endpoints.map((endpoint) => ({
    prefix: endpoint.path,
    tenant: "own",
    handle: (req, res, exchange) => serve(parts, endpoint, req, res, exchange),
  }));

async function serve(
  parts: OidcParts,
  endpoint: Endpoint,
  req: HttpRequest,
  res: HttpResponse,
  exchange: Exchange,
): Promise<void> {
  res.setHeader("cache-control", "no-store");
  // RFC 6749 section 5.1 wants both.
  if (endpoint.readers === "client") res.setHeader("pragma", "no-cache");
  if (endpoint.readers === "everybody") setAll(res, readableBy("*"));
  const early = exchange.path === endpoint.path ? earlyStatus(endpoint, exchange) : 404;
  if (early !== undefined) {
    if (await isServed(exchange, res, parts.translate)) endEarly(early, endpoint, res, exchange);
    return;
  }
  const admit = (allowed: string) => setAll(res, readableBy(allowed));
  try {
    const body = exchange.method === "POST" ? await readForm(req) : undefined;
    // Only now: a body may take long to come, and what is read of the host's instance must not be older than it.
    if (!(await isServed(exchange, res, parts.translate))) return;
    const text = body === undefined ? exchange.query : formOf(body, exchange);
    send(await answer(parts, endpoint, { text, exchange, admit }), res, exchange);
  } catch (error) {
    if (error instanceof ClientGone) return void res.destroy();
    await refuse(
      parts,
      refusalOf(parts, exchange.requestId, error, endpoint.fallback),
      endpoint,
      res,
      exchange,
    );
  }
}

function endEarly(status: number, endpoint: Endpoint, res: HttpResponse, exchange: Exchange): void {
  const origin = exchange.header("origin");
  if (status === 204 && origin !== undefined) setAll(res, preflightHeaders(endpoint, origin));
  if (status === 405) res.setHeader("allow", endpoint.methods.join(", "));
  end(res, status);
}

/** A preflight, or a method that the endpoint does not have. */
function earlyStatus({ methods, readers }: Endpoint, { method }: Exchange): number | undefined {
  if (method === "OPTIONS") return 204;
  const known = methods.some((one) => one === method) || (method === "HEAD" && readers === "everybody");
  return known ? undefined : 405;
}

interface Asked {
  /** Of the query, or the form. */
  readonly text: string;
  readonly exchange: Exchange;
  /** Lets scripts of that origin read the answer. */
  admit(origin: string): void;
}

async function answer(
  parts: OidcParts,
  endpoint: Endpoint,
  { text, exchange, admit }: Asked,
): Promise<Answer> {
  const params = readParams(text);
  if (endpoint.lenient !== true) requireSound(params);
  const ctx = await parts.makeCtx(exchange);
  const origin = exchange.header("origin");
  const turn: Turn = {
    ctx,
    parts,
    method: exchange.method,
    params,
    header: exchange.header,
    countProven: async () => parts.countProven?.(exchange, ctx),
    admit(client) {
      if (endpoint.readers !== "client" || origin === undefined) return;
      if (isOriginOf(client, origin, ctx.origin)) admit(origin);
    },
  };
  return endpoint.handle(turn);
}

const readForm = (req: HttpRequest): Promise<Buffer> =>
  readBody(req, maxFormBytes).catch((error: unknown) => {
    if (!(error instanceof BodyTooLarge)) throw error;
    throw new OAuthError("invalid_request", "OIDC-Bo1la", "the form is too large", 413);
  });

/** The form of a POST; what stands in the query of one does not count. */
function formOf(body: Buffer, exchange: Exchange): string {
  const type = exchange.header("content-type") ?? "";
  if (body.length === 0) return "";
  if (!/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(type))
    throw new OAuthError(
      "invalid_request",
      "OIDC-Bo2ty",
      "the content type must be application/x-www-form-urlencoded",
    );
  return body.toString("utf8");
}

function send({ status, headers, body }: Answer, res: HttpResponse, exchange: Exchange): void {
  setAll(res, headers ?? {});
  if (body === undefined) end(res, status);
  else sendJson(exchange, res, status, body);
}

async function refuse(
  parts: OidcParts,
  refusal: OAuthError,
  endpoint: Endpoint,
  res: HttpResponse,
  exchange: Exchange,
): Promise<void> {
  setAll(res, challengeOf(refusal, endpoint, exchange));
  setAll(res, limitHeadersOf(refusal.cause));
  if (refusal.status === 413) res.setHeader("connection", "close");
  if (endpoint.readers === "nobody" && (exchange.header("accept") ?? "").includes("text/html")) {
    if (await isShown(parts, refusal, res, exchange)) return;
    res.setHeader("content-security-policy", pagePolicy);
    const page = await errorPage(refusal, exchange.requestId);
    return sendText(exchange, res, refusal.status, "text/html; charset=utf-8", page);
  }
  sendJson(exchange, res, refusal.status, { error: refusal.code, error_description: refusal.message });
}

/** The page may fail as well, as where the database is away: then a bare one has to do. */
async function isShown(
  { showRefusal, report }: OidcParts,
  refusal: OAuthError,
  res: HttpResponse,
  exchange: Exchange,
): Promise<boolean> {
  const { id, code, message, status } = refusal;
  const about =
    exchange.path === paths.endSession ? "logout" : code === "unauthorized_client" ? "client" : "request";
  try {
    await showRefusal?.(exchange, res, { id, detail: `${code}: ${message}`, about, status });
    return showRefusal !== undefined;
  } catch (error) {
    report(error, exchange.requestId);
    return false;
  }
}

/**
 * How to authenticate: for a bearer as RFC 6750 section 3 says, for a client by the scheme it tried (RFC 6749 section
 * 5.2), so that browsers ask nobody for a password.
 */
function challengeOf(
  refusal: OAuthError,
  endpoint: Endpoint,
  exchange: Exchange,
): Readonly<Record<string, string>> {
  const tried = exchange.header("authorization") !== undefined;
  if (endpoint.fallback === "invalid_token") {
    const why = `, error="${refusal.code}", error_description="${refusal.message}"`;
    const known = refusal.id !== "OIDC-Ui3no" && refusal.status < 500;
    return { "www-authenticate": `Bearer realm="userinfo"${known ? why : ""}` };
  }
  return refusal.code === "invalid_client" && tried ? { "www-authenticate": 'Basic realm="client"' } : {};
}

function setAll(res: HttpResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

function end(res: HttpResponse, status: number): void {
  res.statusCode = status;
  res.end();
}
