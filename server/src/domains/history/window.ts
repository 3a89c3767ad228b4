import { historyStart } from "#src/domains/limits/index.ts";
import type { EventFilter } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

const maxEvents = 1_000;

/** Which stretch of history is asked for. */
export interface Stretch {
  /** The one before the first, in the direction of the list; 0 is none. */
  readonly sequence: bigint;
  /** 0, or more than are given at once, is as many as are. */
  readonly limit: number;
  readonly asc: boolean;
}

/** The stretch as a filter, not reaching back beyond what the instance may look at. */
export async function windowOf(
  ctx: Ctx,
  { sequence, limit, asc }: Stretch,
): Promise<Pick<EventFilter, "sequence" | "limit" | "asc" | "from">> {
  const from = await historyStart(ctx);
  return {
    limit: limit === 0 ? maxEvents : Math.min(limit, maxEvents),
    asc,
    ...(sequence === 0n ? {} : { sequence: Math.min(Number(sequence), Number.MAX_SAFE_INTEGER) }),
    ...(from === undefined ? {} : { from }),
  };
}
