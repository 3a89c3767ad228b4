import { fillPool, type KeyShape } from "#src/domains/webkey/index.ts";
import type { Tasks } from "#src/platform/queue/index.ts";
import type { ContextFor } from "./job.ts";

const lookEveryMs = 300_000;

/**
 * Keeps signing keys ready for new instances: after each that was made, and from time to time.
 * @param size none keeps no pool
 */
export function keyPool(contextFor: ContextFor, size: number, shape: KeyShape | undefined): Tasks {
  const run = () => fillPool(contextFor(""), size, shape);
  const refill = { "webkey.refill": { run } };
  return size === 0 ? refill : { ...refill, "webkey.pool": { run, everyMs: lookEveryMs } };
}
