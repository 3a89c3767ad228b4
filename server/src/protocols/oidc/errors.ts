import { Failure, type FailureKind } from "#src/platform/failure/index.ts";

/** Error codes of RFC 6749 sections 4.1.2.1 and 5.2, RFC 6750 section 3.1, RFC 7009, RFC 8628 section 3.5, OIDC Core section 3.1.2.6 and its errata on `acr`. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_grant"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_response_type"
  | "invalid_scope"
  | "access_denied"
  | "server_error"
  | "temporarily_unavailable"
  | "login_required"
  | "interaction_required"
  | "unmet_authentication_requirements"
  | "invalid_token"
  | "authorization_pending"
  | "slow_down"
  | "expired_token"
  | "request_not_supported"
  | "request_uri_not_supported";

const statuses: Readonly<Partial<Record<OAuthErrorCode, number>>> = {
  invalid_client: 401,
  invalid_token: 401,
  server_error: 500,
  temporarily_unavailable: 503,
};

/** What RFC 6749 section 5.2 allows in a description; anything else, such as what a client sent, becomes a dot. */
const plainText = (text: string): string => text.replaceAll(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, ".");

/**
 * A refusal in OAuth's own terms. `id` is stable and stands at the end of the description, in brackets.
 * @param status of the HTTP answer; by the code when left out
 */
export class OAuthError extends Error {
  override readonly name = "OAuthError";
  readonly code: OAuthErrorCode;
  readonly id: string;
  readonly status: number;

  constructor(code: OAuthErrorCode, id: string, description: string, status?: number, cause?: unknown) {
    super(plainText(`${description} (${id})`), cause === undefined ? undefined : { cause });
    this.code = code;
    this.id = id;
    this.status = status ?? statuses[code] ?? 400;
  }
}

const tooManyStatus = 429;

/**
 * What a slice refused, in OAuth's terms; undefined for anything that nobody meant to throw.
 * @param fallback the code that the endpoint gives to a refusal that is the client's fault
 * @param describe the English text of a refusal
 */
export function toOAuthError(
  error: unknown,
  fallback: OAuthErrorCode,
  describe: (failure: Failure) => string,
): OAuthError | undefined {
  if (error instanceof OAuthError) return error;
  if (!(error instanceof Failure)) return undefined;
  const { field } = error.details;
  const text = field === undefined ? describe(error) : `${field}: ${describe(error)}`;
  return new OAuthError(codeOf(error.kind) ?? fallback, error.id, text, statusOf(error.kind), error);
}

function codeOf(kind: FailureKind): OAuthErrorCode | undefined {
  if (kind === "internal") return "server_error";
  const busy = ["unavailable", "resource_exhausted", "aborted", "deadline_exceeded"];
  return busy.includes(kind) ? "temporarily_unavailable" : undefined;
}

const statusOf = (kind: FailureKind): number | undefined =>
  kind === "resource_exhausted" ? tooManyStatus : undefined;
