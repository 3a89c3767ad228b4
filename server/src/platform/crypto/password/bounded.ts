import { exhausted } from "#src/platform/failure/index.ts";

/** How busy hashing is, for metrics. */
export interface HashLoad {
  readonly active: number;
  readonly waiting: number;
}

export interface Bounded {
  /** Runs `work` when a place is free, first come first served. @throws resource_exhausted when too many wait */
  run<T>(work: () => Promise<T>): Promise<T>;
  load(): HashLoad;
}

/** At most `places` at once and `maxWaiting` behind them. */
export function createBounded(places: number, maxWaiting: number): Bounded {
  const waiting: (() => void)[] = [];
  let active = 0;

  /** A place is handed to the next in line without becoming free in between. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else active -= 1;
  }

  async function enter(): Promise<void> {
    if (active < places) {
      active += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw exhausted("CRYPT-7hQ4b", "Errors.TooManyRequests");
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
    load: () => ({ active, waiting: waiting.length }),
  };
}
