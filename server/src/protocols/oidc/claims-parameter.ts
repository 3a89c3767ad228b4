/** The `claims` parameter (OIDC Core section 5.5). */
import { OAuthError } from "./errors.ts";
import type { Params } from "./params.ts";

/** The members of a JSON object. */
type Members = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What is asked of the ID token, by claim. `acr` and `sub` are heeded; of other claims scopes and settings decide alone:
 * that one is asked for, even as essential, obliges nobody to give it, and is no reason to refuse (section 5.5.1).
 * @throws invalid_request for `claims` that are not what they are to be
 */
export function idTokenMembers(params: Params): Members {
  const text = params.get("claims");
  if (text === undefined) return {};
  const claims = parsed(text);
  const idToken = isObject(claims) ? (claims["id_token"] ?? {}) : undefined;
  if (isObject(idToken)) return idToken;
  throw new OAuthError("invalid_request", "OIDC-Ac2cl", "parameter claims is not as OIDC Core 5.5 says");
}

/** The one user whom the answer may be about (section 3.1.2.2); nobody else's login is an answer to this request. */
export function readOnlyUser(params: Params): string | undefined {
  const { sub } = idTokenMembers(params);
  return isObject(sub) && typeof sub["value"] === "string" ? sub["value"] : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
