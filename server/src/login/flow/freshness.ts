/** Is a check still good for this request? */
import type { Cause, RequestFacts } from "./model.ts";

/**
 * A check made since the request began stays good for this long whatever the lifetime says, so that a lifetime of
 * zero means "ask on every login" and not "ask for ever".
 */
const sameVisitSeconds = 600;

const second = 1000;

/** prompt=login is max_age=0: only a check after the request counts. */
export function maxAgeSeconds(request: RequestFacts): number | undefined {
  return request.prompts.includes("login") ? 0 : request.maxAgeSeconds;
}

export interface Lifetime {
  readonly seconds: number;
  readonly cause: Cause;
}

/** Why a check is not good (the cause to show), or undefined when it is. Checks from the future are not good. */
export function staleBecause(
  checkedAt: Date | undefined,
  lifetime: Lifetime,
  request: RequestFacts,
  now: Date,
): Cause | undefined {
  if (checkedAt === undefined) return "session.no_check";
  const checked = checkedAt.getTime();
  const began = request.createdAt.getTime();
  const maxAge = maxAgeSeconds(request);
  if (maxAge !== undefined && checked <= began - maxAge * second) {
    return request.prompts.includes("login") ? "request.prompt" : "request.max_age";
  }
  const thisVisit = request.kind === "visit" || checked > began;
  const seconds = thisVisit ? Math.max(lifetime.seconds, sameVisitSeconds) : lifetime.seconds;
  const alive = checked <= now.getTime() + second && checked + seconds * second > now.getTime();
  return alive ? undefined : lifetime.cause;
}
