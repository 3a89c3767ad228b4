import type { FoldedRow } from "./fold.ts";

/** A unique name as a row of `uniques`. */
export interface ClaimedName {
  readonly scopeId: string;
  readonly kind: string;
  readonly value: string;
  readonly row: FoldedRow;
}

/** The names that these rows hold. */
export const namesOfRows = (rows: readonly FoldedRow[]): readonly ClaimedName[] =>
  rows.flatMap((row) =>
    (row.entity.unique?.(row.state, row) ?? []).map(({ kind, value, scope }) => ({
      scopeId: scope === "global" ? "" : row.instanceId,
      kind,
      value,
      row,
    })),
  );

export const nameText = ({ scopeId, kind, value }: ClaimedName): string => `${scopeId} ${kind} ${value}`;
