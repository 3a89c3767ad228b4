/** The rows and aggregates that the units of one batch share, as the database has them and as the batch changes them. */
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { AnyRef } from "../model.ts";
import type { PlainEntity } from "../registry.ts";
import type { Unit } from "./unit.ts";

export interface BatchAggregate {
  /** Place in the batch; names the aggregate in errors. */
  readonly n: number;
  readonly instanceId: string;
  readonly type: string;
  readonly id: string;
  owner: string | undefined;
  /** The sealed subject key as stored, and the user it is bound to. */
  subject: { readonly key: Sealed; readonly user: string | null } | undefined;
  /** The user whose removal is to erase this aggregate's personal data, once a state names one. */
  bindTo: string | undefined;
  /** Its root is thought to be fresh: it begins with this batch, and nobody else knows it. */
  fresh: boolean;
  /** It has a history in the database; known of aggregates whose rows were read. */
  begun: boolean;
  /** A unit that writes needs it to have none, see `Ref.used`. */
  mustBegin: boolean;
  /** How many events the batch appends to it. */
  events: number;
  /** The last unit that appends to it. */
  lastWriter: Unit | undefined;
  /** Its root is gone after the batch. */
  removed: boolean;
}

export interface BatchRow {
  /** Place in the batch; names the row in errors. */
  readonly n: number;
  readonly entity: PlainEntity;
  readonly aggregate: BatchAggregate;
  readonly entityId: string;
  /** The row's sequence in the database; 0 = there is none. */
  version: number;
  /** The state in the database. */
  before: object | undefined;
  /** The state that the batch has come to. */
  state: object | undefined;
  createdAt: Date | undefined;
  changedAt: Date | undefined;
  /** The place of its last event among its aggregate's in this batch, counted from 1; 0 = not written. */
  lastEvent: number;
  /** Units that write, and whose decision depends on this row. */
  readonly dependants: Set<Unit>;
  /** Written by a unit before the one that asks. */
  lastWriter: Unit | undefined;
}

export interface Batch {
  readonly units: readonly Unit[];
  readonly aggregates: readonly BatchAggregate[];
  readonly rows: readonly BatchRow[];
  /** The rows of a unit, in the order of its refs. */
  rowsOf(unit: Unit): readonly BatchRow[];
  /** Rows that must be read before deciding. */
  readonly wanted: readonly BatchRow[];
}

/** Its sequence begins at 1 with this batch, or the batch is tried again. */
export const begins = ({ fresh, begun, events }: BatchAggregate): boolean => fresh && !begun && events > 0;

const aggregateKey = (instanceId: string, type: string, id: string): string =>
  `${instanceId}\n${type}\n${id}`;

function declaredOwner(ref: AnyRef, instanceId: string): string | undefined {
  if (ref.entity.owner === "self") return ref.aggregateId;
  return ref.entity.owner === "instance" ? instanceId : undefined;
}

/** A row that cannot exist yet need not be read, unless the owner or the subject key of its aggregate is to be found. */
function mustBeRead({ entity, entityId, aggregate }: BatchRow): boolean {
  return aggregate.owner === undefined || (entity.personal !== undefined && entityId !== "");
}

/** @param distrustFresh after a lost race rows thought fresh are read */
export function openBatch(units: readonly Unit[], distrustFresh: boolean): Batch {
  const aggregates = new Map<string, BatchAggregate>();
  const rows = new Map<string, BatchRow>();
  const known = new Set<BatchRow>();
  const byUnit = new Map<Unit, readonly BatchRow[]>();

  function aggregateOf(instanceId: string, ref: AnyRef): BatchAggregate {
    const { aggregate: type } = ref.entity;
    const key = aggregateKey(instanceId, type, ref.aggregateId);
    const found = aggregates.get(key) ?? newAggregate(aggregates.size, instanceId, type, ref.aggregateId);
    aggregates.set(key, found);
    found.owner ??= declaredOwner(ref, instanceId) ?? (ref.fresh ? ref.owner : undefined);
    if (ref.fresh && ref.entity.rowOf === undefined && !distrustFresh) found.fresh = true;
    return found;
  }

  function rowOf(instanceId: string, ref: AnyRef): BatchRow {
    const key = `${instanceId}\n${ref.entity.table}\n${ref.aggregateId}\n${ref.entityId}`;
    const aggregate = aggregateOf(instanceId, ref);
    const found = rows.get(key) ?? newRow(rows.size, ref, aggregate);
    rows.set(key, found);
    if (!ref.fresh || distrustFresh) known.add(found);
    return found;
  }

  for (const unit of units)
    byUnit.set(
      unit,
      unit.refs.map((ref) => rowOf(unit.writer.instanceId, ref)),
    );
  const all = [...rows.values()];
  return {
    units,
    aggregates: [...aggregates.values()],
    rows: all,
    rowsOf: (unit) => byUnit.get(unit) ?? [],
    wanted: all.filter((row) => known.has(row) || mustBeRead(row)),
  };
}

const newAggregate = (n: number, instanceId: string, type: string, id: string): BatchAggregate => ({
  n,
  instanceId,
  type,
  id,
  owner: undefined,
  subject: undefined,
  bindTo: undefined,
  fresh: false,
  begun: false,
  mustBegin: false,
  events: 0,
  lastWriter: undefined,
  removed: false,
});

const newRow = (n: number, { entity, entityId }: AnyRef, aggregate: BatchAggregate): BatchRow => ({
  n,
  entity,
  aggregate,
  entityId,
  version: 0,
  before: undefined,
  state: undefined,
  createdAt: undefined,
  changedAt: undefined,
  lastEvent: 0,
  dependants: new Set(),
  lastWriter: undefined,
});
