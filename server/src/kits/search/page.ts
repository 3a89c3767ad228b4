import { invalid } from "#src/platform/failure/index.ts";
import type { PageLimits } from "#src/platform/request/index.ts";

/** Which part of a list is asked for. */
export interface Page {
  readonly offset: number;
  /** Undefined: all of it. */
  readonly limit: number | undefined;
  /** Direction of the sorting column. */
  readonly asc: boolean;
}

/** `ListQuery` of v1 and v2, and `PaginationRequest` of filter/v2, all have these fields. */
export interface PageRequest {
  readonly offset: bigint;
  readonly limit: number;
  readonly asc: boolean;
}

const usual: PageLimits = { default: 100, max: 1000, list: 10_000 };

/**
 * `ListQuery`: without a limit the whole list, newest or greatest first unless `asc`. What one answer holds is bounded:
 * clients that ask for all, or for more than that, get the beginning and the number of all (ADR 016).
 */
export function listPage(
  query: PageRequest | undefined,
  limits: PageLimits = usual,
): Page & { readonly limit: number } {
  const limit = Math.min(query?.limit || limits.list, limits.list);
  return { offset: offsetOf(query), limit, asc: query?.asc ?? false };
}

/**
 * `PaginationRequest`: as many as the deployment has for a default, unless it says otherwise.
 * @throws invalid_argument QUERY-4M0fs above the deployment's most
 */
export function filterPage(
  request: PageRequest | undefined,
  limits: PageLimits = usual,
): Page & { readonly limit: number } {
  const limit = request?.limit ?? 0;
  if (limit > limits.max)
    throw invalid("QUERY-4M0fs", "Errors.Query.LimitExceeded", {
      field: "pagination.limit",
      values: { max: limits.max },
    });
  return {
    offset: offsetOf(request),
    limit: limit === 0 ? limits.default : limit,
    asc: request?.asc ?? false,
  };
}

/** Beyond what a number holds exactly there is nothing to list anyway. */
const offsetOf = (query: PageRequest | undefined): number =>
  Math.min(Number(query?.offset ?? 0n), Number.MAX_SAFE_INTEGER);
