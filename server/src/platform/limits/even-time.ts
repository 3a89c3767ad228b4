import { setTimeout } from "node:timers/promises";

/** How much is missing to a whole number of steps, in milliseconds. */
export const untilNextStep = (stepMs: number, taken: number): number =>
  Math.ceil(taken / stepMs) * stepMs - taken;

/**
 * Answers at even times: after `work`, waits until a whole number of `stepMs` has passed since it began, where `holds`
 * says so of the result. What the work did (a name looked up in vain, a failure recorded) then cannot be told from how
 * long it took, as long as all its ways end within the same step. What is thrown is not held.
 */
export async function evenTime<T>(
  stepMs: number,
  work: () => Promise<T>,
  holds: (result: T) => boolean,
): Promise<T> {
  const began = performance.now();
  const result = await work();
  if (holds(result)) {
    await setTimeout(untilNextStep(stepMs, performance.now() - began));
  }
  return result;
}
