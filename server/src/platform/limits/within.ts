import { Failure } from "#src/platform/failure/index.ts";
import type { Limits } from "./limits.ts";
import type { Budget } from "./rule.ts";

/**
 * Does `work` after counting one against each of the budgets. What fails costs nothing: neither where one of them is used
 * up, nor where `work` throws.
 * @throws resource_exhausted LIMIT-m2Sg9, and then nothing is done
 */
export async function withinBudgets<T>(
  limits: Pick<Limits, "take" | "giveBack">,
  budgets: readonly Budget[],
  work: () => Promise<T>,
): Promise<T> {
  const taken: Budget[] = [];
  try {
    for (const budget of budgets) {
      await limits.take(budget);
      taken.push(budget);
    }
    return await work();
  } catch (error) {
    for (const budget of taken) await limits.giveBack(budget);
    throw error;
  }
}

/** Counts one against the budget, if it fits. */
export async function fits(limits: Pick<Limits, "take">, budget: Budget): Promise<boolean> {
  try {
    await limits.take(budget);
    return true;
  } catch (error) {
    if (error instanceof Failure && error.kind === "resource_exhausted") return false;
    throw error;
  }
}
