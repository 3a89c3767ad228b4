import type { Connection } from "#src/platform/db/index.ts";
import { type Answer, answersOf, type Sent } from "./attempt.ts";
import type { BatchAggregate } from "./batch.ts";
import { concerned } from "./decide.ts";
import { aggregateRecord, lockRecords } from "./records.ts";
import { begin, findStored, rollback, takeHeads } from "./statements.ts";
import type { Unit } from "./unit.ts";
import { reached } from "./write.ts";

/**
 * What became of a batch whose COMMIT was sent and never answered. Holding its heads, those that are absent too, waits
 * the old transaction out; then its units' ids stand in history, or they never will: should the server still have the
 * statements to run, it will find the rows moved. The batch was one transaction, so any event speaks for all.
 * @returns the answers, or undefined when nothing was stored
 */
export async function findOutcome(
  session: Connection,
  { batch, decision }: Sent,
): Promise<ReadonlyMap<Unit, Answer> | undefined> {
  const written = [...concerned(batch)].filter(({ events }) => events > 0);
  try {
    const results = await session.send([
      begin,
      takeHeads(lockRecords(batch)),
      findStored(written.map(recordOf)),
    ]);
    const found = results.at(-1);
    const isStored = found?.rows.some((row) => row["reached"] !== null) ?? false;
    return isStored ? answersOf(decision, reached(batch, found)) : undefined;
  } finally {
    await session.send([rollback]).catch(() => undefined);
  }
}

const recordOf = (aggregate: BatchAggregate) => ({
  ...aggregateRecord(aggregate),
  unit: aggregate.lastWriter?.id,
});
