import { setImmediate } from "node:timers/promises";

/** The event loop is given back after this long. */
const SLICE_MS = 2;

/**
 * Runs generators to their end, one after another, handing the loop back between slices: however many old hashes
 * are checked at once, other requests wait for one slice at most.
 */
export function createSlices(
  clock = () => performance.now(),
): <T>(work: Generator<undefined, T>) => Promise<T> {
  let line: Promise<unknown> = Promise.resolve();

  async function finish<T>(work: Generator<undefined, T>): Promise<T> {
    for (;;) {
      const until = clock() + SLICE_MS;
      do {
        const step = work.next();
        if (step.done) return step.value;
      } while (clock() < until);
      await setImmediate();
    }
  }

  return (work) => {
    const result = line.then(() => finish(work));
    line = result.catch(() => undefined);
    return result;
  };
}
