import type { Unique } from "../model.ts";
import type { BatchRow } from "./batch.ts";

/** A unique name with the scope it is unique in: an instance, or "" for all of them. */
export interface Name extends Unique {
  readonly scopeId: string;
}

export const nameKey = ({ scopeId, kind, value }: Name): string => `${scopeId}\n${kind}\n${value}`;

/** The names a row holds in that state. `owner` is that of its aggregate, known once it has an event. */
export function namesOf(
  { entity, aggregate, entityId }: BatchRow,
  state: object | undefined,
  owner = aggregate.owner ?? "",
): readonly Name[] {
  if (state === undefined || entity.unique === undefined) return [];
  const { instanceId, id: aggregateId } = aggregate;
  return entity
    .unique(state, { instanceId, aggregateId, entityId, owner })
    .map((name) => ({ ...name, scopeId: name.scope === "global" ? "" : instanceId }));
}

/** What the row gives up and what it takes, from the state in the database to the one that is written. */
export function namesChanged(row: BatchRow): {
  readonly released: readonly Name[];
  readonly claimed: readonly Name[];
} {
  const held = new Map(namesOf(row, row.before).map((name) => [nameKey(name), name]));
  const claimed = new Map(namesOf(row, row.state).map((name) => [nameKey(name), name]));
  return {
    released: [...held].filter(([key]) => !claimed.has(key)).map(([, name]) => name),
    claimed: [...claimed].filter(([key]) => !held.has(key)).map(([, name]) => name),
  };
}
