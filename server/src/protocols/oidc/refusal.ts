import { OAuthError, type OAuthErrorCode, toOAuthError } from "./errors.ts";
import type { OidcParts } from "./turn.ts";

/**
 * Anything thrown, as what the client is told. What nobody meant to throw is reported, and told apart by the id of
 * the request alone.
 */
export function refusalOf(
  { translate, report }: Pick<OidcParts, "translate" | "report">,
  requestId: string,
  error: unknown,
  fallback: OAuthErrorCode,
): OAuthError {
  // RFC 6749 section 5.2: descriptions are for developers, and in ASCII.
  const known = toOAuthError(error, fallback, ({ key, details }) => translate(key, ["en"], details.values));
  if (known === undefined || known.status >= 500) report(error, requestId);
  return known ?? new OAuthError("server_error", "OIDC-Ba5in", `internal error, request ${requestId}`);
}
