import type { Batch, BatchAggregate, BatchRow } from "./batch.ts";
import type { Decision } from "./decide.ts";
import { type Name, nameKey, namesChanged } from "./names.ts";
import type { Unit } from "./unit.ts";

/** A name that the batch claims; errors speak of its place in the list. */
export interface Claim {
  readonly name: Name;
  readonly row: BatchRow;
  readonly unit: Unit | undefined;
}

/** What happens to the rows of a batch. */
export interface Changes {
  readonly guard: readonly BatchRow[];
  readonly insert: readonly BatchRow[];
  readonly update: readonly BatchRow[];
  readonly remove: readonly BatchRow[];
  readonly removed: readonly BatchAggregate[];
  readonly claims: readonly Claim[];
  readonly released: readonly { readonly row: BatchRow; readonly name: Name }[];
}

export function changesOf(batch: Batch, decision: Decision): Changes {
  const guard: BatchRow[] = [];
  const insert: BatchRow[] = [];
  const update: BatchRow[] = [];
  const remove: BatchRow[] = [];
  for (const row of batch.rows) {
    const { aggregate, lastEvent, before, state } = row;
    const gone = aggregate.removed || (before === undefined && state === undefined);
    if (lastEvent === 0 || gone) {
      // Rows of a removed aggregate go with it; they too must be what the decision saw.
      if (row.dependants.size > 0) guard.push(row);
    } else if (before === undefined) insert.push(row);
    else if (state === undefined) remove.push(row);
    else update.push(row);
  }
  const written = [...insert, ...update, ...remove].sort((a, b) => a.n - b.n);
  const holders = written.filter(({ entity }) => entity.unique !== undefined);
  const diffs = holders.map((row) => ({ row, ...namesChanged(row) }));
  const claimed = diffs.flatMap(({ row, claimed: taken }) => taken.map((name) => ({ row, name })));
  return {
    guard,
    insert,
    update,
    remove,
    removed: batch.aggregates.filter(({ removed }) => removed),
    claims: claimed.map(({ row, name }) => ({ row, name, unit: decision.claims.get(nameKey(name)) })),
    released: diffs.flatMap(({ row, released }) => released.map((name) => ({ row, name }))),
  };
}
