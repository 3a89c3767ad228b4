const firstMs = 1_000;
const lastMs = 3_600_000;

/** Attempts before a job becomes a dead letter; with the pauses between them about four hours. */
export const defaultMaxAttempts = 15;

/**
 * How long a failed job waits: 1 s, 2 s, 4 s … up to an hour, each times 0.5 to 1.5, so that what failed together
 * does not come back together.
 * @param attempt the one that failed, from 1
 * @param random from 0 to 1
 */
export function backOffMs(attempt: number, random: number): number {
  return Math.min(lastMs, firstMs * 2 ** Math.min(attempt - 1, 30)) * (0.5 + random);
}
