/**
 * The one error of the product. It is thrown where the rule is and mapped once per protocol edge
 * (RPC and REST in `platform/rpc`, OAuth in `protocols/oidc`, pages in `login`).
 */

/** The kinds are gRPC's canonical codes, spelled as words; `platform/rpc` maps them to numbers and HTTP. */
export type FailureKind =
  | "invalid_argument"
  | "failed_precondition"
  | "not_found"
  | "already_exists"
  | "permission_denied"
  | "unauthenticated"
  | "resource_exhausted"
  | "aborted"
  | "deadline_exceeded"
  | "unimplemented"
  | "unavailable"
  | "internal";

export interface FailureDetails {
  /** The request field or OIDC parameter that is wrong, in its wire name. */
  readonly field?: string;
  /** Wrong passwords and codes: how often in a row (wire: zitadel.v1.CredentialsCheckError). */
  readonly failedAttempts?: number;
  /** Values for the placeholders of the message text. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/**
 * @param kind what sort of refusal
 * @param id stable id that clients match on, `<PREFIX>-<short unique>`; unique over the code base
 * @param key message key such as `Errors.User.NotFound`, translated at the edge
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly kind: FailureKind;
  readonly id: string;
  readonly key: string;
  readonly details: FailureDetails;

  constructor(kind: FailureKind, id: string, key: string, details: FailureDetails = {}, cause?: unknown) {
    super(`${key} (${id})`, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.id = id;
    this.key = key;
    this.details = details;
  }
}

type Make = (id: string, key: string, details?: FailureDetails) => Failure;
const of =
  (kind: FailureKind): Make =>
  (id, key, details) =>
    new Failure(kind, id, key, details);

export const invalid = of("invalid_argument");
export const precondition = of("failed_precondition");
export const notFound = of("not_found");
export const alreadyExists = of("already_exists");
export const denied = of("permission_denied");
export const unauthenticated = of("unauthenticated");
export const exhausted = of("resource_exhausted");
export const unimplemented = of("unimplemented");
export const unavailable = of("unavailable");

/** After how many seconds it is worth asking again (HTTP: Retry-After), where a refusal says so. */
function retryAfterOf(error: unknown): number | undefined {
  const seconds = error instanceof Failure ? error.details.values?.["retryAfterSeconds"] : undefined;
  return typeof seconds === "number" ? seconds : undefined;
}

/**
 * The headers of a refusal that is over later: when to ask again (RFC 9110 section 10.2.3), and where a limit refused,
 * which one (draft-ietf-httpapi-ratelimit-headers).
 */
export function limitHeadersOf(error: unknown): Readonly<Record<string, string>> {
  const seconds = retryAfterOf(error);
  if (seconds === undefined || !(error instanceof Failure)) return {};
  const { rule, limit, windowSeconds } = error.details.values ?? {};
  const retry = { "retry-after": String(seconds) };
  if (rule === undefined || limit === undefined) return retry;
  return {
    ...retry,
    "ratelimit-policy": `"${rule}";q=${limit};w=${windowSeconds}`,
    ratelimit: `"${rule}";r=0;t=${seconds}`,
  };
}

/** The state, or the refusal when there is none: `const user = required(state, "USER-2a", "Errors.User.NotFound")`. */
export function required<S>(state: S | undefined, id: string, key: string): S {
  if (state === undefined) throw notFound(id, key);
  return state;
}
