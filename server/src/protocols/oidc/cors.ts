import { allowedOrigins, type Client } from "#src/domains/app/index.ts";
import type { Endpoint } from "./turn.ts";

/** Seconds a browser may remember the answer to a preflight: two hours is the most that Chromium keeps. */
const preflightSeconds = "7200";

/** Whether scripts of that origin belong to the client. An opaque origin ("null") is anybody's. */
export const isOriginOf = (client: Client, origin: string, own: string): boolean =>
  origin === own || (origin !== "null" && allowedOrigins(client.config).has(origin));

/**
 * The answer to a preflight. The client is not known yet, so any origin may go on and ask; what it may read is decided
 * by the client of the request itself. No cookies are read here, so asking alone gains nothing.
 */
export function preflightHeaders(endpoint: Endpoint, origin: string): Readonly<Record<string, string>> {
  if (endpoint.readers === "nobody") return {};
  return {
    ...readableBy(endpoint.readers === "everybody" ? "*" : origin),
    "access-control-allow-methods": endpoint.methods.join(", "),
    "access-control-allow-headers": "authorization, content-type, accept, accept-language",
    "access-control-max-age": preflightSeconds,
  };
}

export const readableBy = (origin: string): Readonly<Record<string, string>> => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "www-authenticate, x-request-id",
  vary: "Origin",
});
