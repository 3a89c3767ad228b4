/** The database's time, by the offset of its clock from ours. Nodes that share a database agree on it. */
export interface Clock {
  now(): Date;
}

export interface MeasuredClock extends Clock {
  /** Asks the database, and keeps the middle of the round trip as the moment of its answer. */
  measure(): Promise<void>;
}

/** Clocks drift and are set: after this long the offset is measured again, at the next use. */
const maxAgeMs = 30_000;

/** @param ask the database's clock, in milliseconds since the epoch; may fail, the old offset then stays */
export function createClock(ask: () => Promise<number>, localMs: () => number): MeasuredClock {
  let offsetMs = 0;
  let measuredAt = Number.NEGATIVE_INFINITY;
  let measuring = false;

  async function measure(): Promise<void> {
    measuring = true;
    try {
      const before = localMs();
      const answer = await ask();
      const after = localMs();
      offsetMs = answer - (before + after) / 2;
      measuredAt = after;
    } finally {
      measuring = false;
    }
  }

  return {
    measure,
    now() {
      const local = localMs();
      if (!measuring && Math.abs(local - measuredAt) > maxAgeMs) measure().catch(() => undefined);
      return new Date(Math.round(local + offsetMs));
    },
  };
}
