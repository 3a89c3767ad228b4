/**
 * Cross-origin access to the APIs: any origin may ask, since the APIs ignore cookies and a bearer token is
 * the only credential. Login, console and account paths must not use this.
 */
import type { Exchange, HttpRequest, HttpResponse } from "./exchange.ts";
import { addVary } from "./send.ts";

const allowedHeaders = [
  "origin",
  "content-type",
  "accept",
  "accept-language",
  "authorization",
  "x-zitadel-orgid",
  "x-user-agent",
  "x-grpc-web",
  "x-requested-with",
  "connect-protocol-version",
  "connect-timeout-ms",
  "grpc-timeout",
].join(", ");
const allowedMethods = "OPTIONS, GET, HEAD, POST, PUT, PATCH, DELETE";
const exposedHeaders =
  "location, content-length, grpc-status, grpc-message, grpc-status-details-bin, retry-after, ratelimit, ratelimit-policy, x-request-id";
/** Seconds a browser may remember the answer to a preflight: two hours is the most that Chromium keeps. */
const preflightSeconds = "7200";

/** Sets the headers of an API response. @returns true when it was a preflight and is answered */
export function applyApiCors(req: HttpRequest, res: HttpResponse, exchange: Exchange): boolean {
  const origin = exchange.header("origin");
  if (origin === undefined) return false;
  res.setHeader("access-control-allow-origin", origin);
  res.setHeader("access-control-allow-credentials", "true");
  res.setHeader("vary", addVary(res.getHeader("vary"), "Origin"));
  if (req.method !== "OPTIONS" || exchange.header("access-control-request-method") === undefined) {
    res.setHeader("access-control-expose-headers", exposedHeaders);
    return false;
  }
  res.setHeader("access-control-allow-methods", allowedMethods);
  res.setHeader("access-control-allow-headers", allowedHeaders);
  res.setHeader("access-control-max-age", preflightSeconds);
  res.statusCode = 204;
  res.end();
  return true;
}
