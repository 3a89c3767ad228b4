import type { OidcConfig } from "#src/domains/app/index.ts";
import { OAuthError } from "./errors.ts";
import { matchesUri } from "./glob.ts";

/** Applications by kind, as stored. */
const web = 0;
const native = 2;

/** Schemes that run code or read files in the browser that follows them; no application may have them. */
const dangerous = new Set(["javascript:", "data:", "vbscript:", "file:", "blob:", "about:", "view-source:"]);

/** A fragment is forbidden, and readers of URLs disagree about what blanks and backslashes mean. */
const ambiguous = /[#\\\s\p{Cc}]/u;

/** What makes a path of one place one of another. */
const dotSegment = /\/(?:\.|%2e){1,2}(?:[/?]|$)/i;

type Rules = Pick<OidcConfig, "applicationType" | "devMode">;

/**
 * Whether an answer may be sent to `uri` (RFC 6749 section 3.1.2, RFC 9700 section 2.1, RFC 8252 section 7).
 * @param registered the application's own URIs
 * @throws invalid_request OIDC-Rd1nr, OIDC-Rd2sc; never to be answered by a redirect to that URI
 */
export function checkRedirectUri(
  rules: Rules,
  registered: readonly string[],
  uri: string,
  responseType: string,
): void {
  if (!isRegistered(rules, registered, uri))
    throw new OAuthError(
      "invalid_request",
      "OIDC-Rd1nr",
      "parameter redirect_uri is not one that the application registered",
    );
  if (!isSchemeAllowed(rules, new URL(uri), responseType))
    throw new OAuthError(
      "invalid_request",
      "OIDC-Rd2sc",
      "parameter redirect_uri has a scheme that this kind of application may not use",
    );
}

/** Exactly as registered; by pattern in development mode; on any port of one's own machine for native applications. */
export function isRegistered(rules: Rules, registered: readonly string[], uri: string): boolean {
  if (!URL.canParse(uri) || ambiguous.test(uri) || dangerous.has(new URL(uri).protocol)) return false;
  if (registered.includes(uri)) return true;
  if (rules.devMode && !dotSegment.test(uri) && registered.some((pattern) => matchesUri(pattern, uri)))
    return true;
  return rules.applicationType === native && registered.some((other) => isSameLoopback(other, uri));
}

const loopbackHosts = new Set(["localhost", "127.0.0.1", "[::1]"]);

const isLoopbackUrl = ({ protocol, hostname, username, password }: URL): boolean =>
  (protocol === "http:" || protocol === "https:") &&
  loopbackHosts.has(hostname) &&
  username === "" &&
  password === "";

/** Port and name of one's own machine do not matter (RFC 8252 section 7.3); path and query do. */
function isSameLoopback(registered: string, uri: string): boolean {
  if (!URL.canParse(registered)) return false;
  const [a, b] = [new URL(registered), new URL(uri)];
  return isLoopbackUrl(a) && isLoopbackUrl(b) && a.pathname === b.pathname && a.search === b.search;
}

function isSchemeAllowed({ applicationType, devMode }: Rules, url: URL, responseType: string): boolean {
  if (url.protocol === "https:") return true;
  if (url.protocol === "http:") {
    if (devMode) return true;
    return applicationType === native
      ? isLoopbackUrl(url)
      : applicationType === web && responseType === "code";
  }
  return applicationType === native;
}
