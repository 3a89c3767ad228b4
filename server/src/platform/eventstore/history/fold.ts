import type { Row, StoredEvent } from "../model.ts";
import type { PlainEntity, Registry } from "../registry.ts";

export interface FoldedRow extends Row<object> {
  readonly entity: PlainEntity;
}

export interface Folded {
  readonly rows: readonly FoldedRow[];
  /** Personal data of this aggregate cannot be opened any more: what is left of it may not be right. */
  readonly erased: boolean;
  /** The fold broke off. Only an erased aggregate may do that, and only when it is gone in the end. */
  readonly failure: unknown;
}

/** Folds the whole history of one aggregate into its rows, exactly as the lanes do it event by event. */
export function foldAggregate(registry: Registry, events: readonly StoredEvent[]): Folded {
  const rows = new Map<string, FoldedRow>();
  let failure: unknown;
  for (const event of events) {
    const entity = registry.ofType(event.type);
    if (entity === undefined) continue;
    try {
      foldEvent(rows, entity, event);
    } catch (error) {
      failure ??= error;
    }
  }
  return { rows: [...rows.values()], erased: events.some(({ erased }) => erased), failure };
}

function foldEvent(rows: Map<string, FoldedRow>, entity: PlainEntity, event: StoredEvent): void {
  const { instanceId, aggregateId, entityId, owner, sequence, createdAt } = event;
  const key = `${entity.table}\n${entityId}`;
  const before = rows.get(key);
  const state = entity.evolve(before?.state, event, event);
  if (state === undefined) {
    if (before && entity.rowOf === undefined) rows.clear();
    rows.delete(key);
    return;
  }
  const changedAt = new Date(createdAt);
  rows.set(key, {
    entity,
    instanceId,
    aggregateId,
    entityId,
    owner,
    sequence,
    createdAt: before?.createdAt ?? changedAt,
    changedAt,
    state,
  });
}
