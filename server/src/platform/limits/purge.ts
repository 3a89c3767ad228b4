import type { Database } from "#src/platform/db/index.ts";
import { removeFree, removePastUses } from "./queries.ts";

/** In one statement, so that nobody waits long for rows. */
const atOnce = 5000;

async function untilNoneIsLeft(remove: (most: number) => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await remove(atOnce);
    total += removed;
    if (removed < atOnce) return total;
  }
}

/** Forgets budgets that are whole again; how many. */
export const purgeBudgets = (db: Database): Promise<number> =>
  untilNoneIsLeft((most) => removeFree(db, most));

/** Forgets uses of what is no longer good; how many. */
export const purgeUses = (db: Database): Promise<number> =>
  untilNoneIsLeft((most) => removePastUses(db, most));

/** Both, of all instances. */
export const purgeLimits = async (db: Database): Promise<number> =>
  (await purgeBudgets(db)) + (await purgeUses(db));
