/** What happens to every request before and after its handler: id, tenant, headers, routing, access log. */
import type { Translate } from "#src/platform/i18n/index.ts";
import { type DebugHooks, debugRoutes } from "./debug.ts";
import type { Exchange, HttpRequest, HttpResponse, Route, Tenant } from "./exchange.ts";
import { readLanguages } from "./languages.ts";
import { readHosts } from "./origin.ts";
import { createRouter } from "./router.ts";
import { sendJson } from "./send.ts";
import { settleTarget } from "./target.ts";
import { findTenant, type TenantOptions } from "./tenant.ts";
import { clientAddress, type Trust } from "./trust.ts";
import { isServed } from "./unknown-host.ts";

/** One line of the access log. The query is left out: it can hold codes and tokens. */
export interface AccessEntry {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly ip: string;
  readonly userAgent: string;
  readonly httpVersion: string;
  /** Undefined when no handler asked for it, or the host is unknown. */
  readonly instanceId: string | undefined;
  /** The client went away before the answer was complete. */
  readonly aborted: boolean;
}

export interface FrontOptions {
  readonly routes: readonly Route[];
  readonly trust: Trust;
  readonly tenants: TenantOptions;
  /** The outside sees https although this port is cleartext. */
  readonly externalSecure: boolean;
  /** Tells browsers to come by https for a year. Not for loopback names, which other programs share. */
  readonly strictTransport: boolean;
  readonly debug: DebugHooks;
  readonly translate: Translate;
  readonly newRequestId: () => string;
  /** Milliseconds of a clock that only goes forward. */
  readonly clock: () => number;
  readonly onAccess: (entry: AccessEntry) => void;
  /** A handler threw something unexpected; the client has been told the request id alone. */
  readonly onError: (error: unknown, exchange: Exchange) => void;
}

export type Front = (req: HttpRequest, res: HttpResponse) => void;

export function createFront(options: FrontOptions): Front {
  const find = createRouter([...debugRoutes(options.debug), ...options.routes]);
  return (req, res) => {
    const started = options.clock();
    const isSound = settleTarget(req);
    let tenant: Tenant | undefined;
    const addHeader: Exchange["addHeader"] = (name, value) => {
      if (!res.headersSent) res.appendHeader(name, value);
    };
    const exchange = createExchange(req, addHeader, options, (found) => {
      tenant = found;
    });
    // A broken upload or a reset must end here and disturb nobody else.
    req.on("error", () => {});
    res.on("error", () => {});
    res.once("close", () => {
      options.onAccess(entryOf(req, res, exchange, tenant, options.clock() - started));
    });
    setCommonHeaders(res, exchange, options.strictTransport);
    if (!isSound) return refuseTarget(req, res, exchange);
    serve(find(exchange.path), req, res, exchange, options).catch((error: unknown) => {
      options.onError(error, exchange);
      refuse(res, exchange);
    });
  };
}

async function serve(
  route: Route | undefined,
  req: HttpRequest,
  res: HttpResponse,
  exchange: Exchange,
  options: FrontOptions,
): Promise<void> {
  if (route === undefined) {
    return sendJson(exchange, res, 404, { code: 5, message: "Not Found", details: [] });
  }
  if (route.tenant === "checked" && !(await isServed(exchange, res, options.translate))) return;
  await route.handle(req, res, exchange);
}

function createExchange(
  req: HttpRequest,
  addHeader: Exchange["addHeader"],
  options: FrontOptions,
  onTenant: (tenant: Tenant) => void,
): Exchange {
  const header = (name: string): string | undefined => {
    const value = req.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  };
  const url = req.url ?? "/";
  const mark = url.indexOf("?");
  const peer = req.socket.remoteAddress ?? "";
  let tenant: Promise<Tenant> | undefined;
  return {
    requestId: options.newRequestId(),
    method: req.method ?? "GET",
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    ip: clientAddress(peer, header("x-forwarded-for"), options.trust),
    userAgent: header("user-agent") ?? "",
    languages: readLanguages(header("accept-language")),
    header,
    addHeader,
    tenant: () => {
      tenant ??= resolveTenant(req, header, options, onTenant);
      return tenant;
    },
  };
}

async function resolveTenant(
  req: HttpRequest,
  header: Exchange["header"],
  { externalSecure, trust, tenants }: FrontOptions,
  onTenant: (tenant: Tenant) => void,
): Promise<Tenant> {
  const authority = header(":authority") ?? header("host") ?? "";
  const peer = req.socket.remoteAddress ?? "";
  const encrypted = "encrypted" in req.socket && req.socket.encrypted === true;
  const hosts = readHosts({ header, authority, peer, encrypted, externalSecure }, trust);
  const found = await findTenant(hosts, tenants);
  onTenant(found);
  return found;
}

function setCommonHeaders(res: HttpResponse, exchange: Exchange, strictTransport: boolean): void {
  res.setHeader("x-request-id", exchange.requestId);
  res.setHeader("x-content-type-options", "nosniff");
  res.setHeader("x-frame-options", "DENY");
  res.setHeader("referrer-policy", "same-origin");
  if (strictTransport) res.setHeader("strict-transport-security", "max-age=31536000");
}

/** Who reads the rest of such a connection may read it otherwise than whoever is in front of us. */
function refuseTarget(req: HttpRequest, res: HttpResponse, exchange: Exchange): void {
  if (req.httpVersionMajor === 1) res.setHeader("connection", "close");
  sendJson(exchange, res, 400, { code: 3, message: "Bad Request: the host or the target", details: [] });
}

function refuse(res: HttpResponse, exchange: Exchange): void {
  if (res.headersSent || res.destroyed) return void res.destroy();
  const message = `internal error, request ${exchange.requestId}`;
  sendJson(exchange, res, 500, { code: 13, message, details: [] });
}

function entryOf(
  req: HttpRequest,
  res: HttpResponse,
  exchange: Exchange,
  tenant: Tenant | undefined,
  durationMs: number,
): AccessEntry {
  return {
    requestId: exchange.requestId,
    method: exchange.method,
    path: exchange.path,
    status: res.statusCode,
    durationMs,
    ip: exchange.ip,
    userAgent: exchange.userAgent,
    httpVersion: req.httpVersion,
    instanceId: tenant?.instanceId,
    aborted: !res.writableFinished,
  };
}
