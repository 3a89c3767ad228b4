/** What measurements of lists share: times, totals, and writes at an even rate beside. */
import type { Answer } from "./call.ts";

/** How many match, as an answer of whichever generation says it. */
export function totalOf(answer: Answer): number {
  const { pagination, details } = answer as Readonly<
    Record<string, { readonly totalResult?: string } | undefined>
  >;
  return Number(pagination?.totalResult ?? details?.totalResult ?? 0);
}

/** Milliseconds, in order of size. */
export async function time(
  work: (n: number) => Promise<unknown>,
  samples: number,
): Promise<readonly number[]> {
  const took: number[] = [];
  for (let n = 0; n < samples; n += 1) {
    const started = performance.now();
    await work(n);
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b);
}

export const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const writesPerSecond = 200;
const mostOpenWrites = 50;

/** Writes at an even rate until told to end; then the number of writes that were answered. */
export function writing(write: () => Promise<unknown>): () => Promise<number> {
  let answered = 0;
  const open = new Set<Promise<unknown>>();
  const timer = setInterval(() => {
    // A machine that cannot keep up is not buried; the rate that is reported tells.
    if (open.size >= mostOpenWrites) return;
    // Some are changed twice at the same moment, which is refused.
    const work: Promise<unknown> = write()
      .then(
        () => {
          answered += 1;
        },
        () => undefined,
      )
      .finally(() => open.delete(work));
    open.add(work);
  }, 1_000 / writesPerSecond);
  return async () => {
    clearInterval(timer);
    await Promise.all(open);
    return answered;
  };
}
