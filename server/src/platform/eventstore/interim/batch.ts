/** Decides the units of a batch one after another, in memory: each sees what the ones before it left. Pure. */
import type { AnyEntity, AnyRef, Draft, Job, Writer } from "../model.ts";

/** A row as the database had it. */
export interface Stored {
  readonly sequence: number;
  readonly owner: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly state: object;
}

/** One atomic piece of work on its way. */
export interface Unit {
  readonly id: string;
  readonly writer: Writer;
  readonly refs: readonly AnyRef[];
  readonly decide: (states: readonly (object | undefined)[]) => readonly (readonly Draft[])[];
  readonly jobs?: (
    before: readonly (object | undefined)[],
    after: readonly (object | undefined)[],
  ) => readonly Job[];
}

/** A row in a batch: `before` is what the database holds, `state` what the batch has made of it. */
export interface BatchRow {
  readonly number: number;
  readonly instanceId: string;
  readonly ref: AnyRef;
  readonly before: Stored | undefined;
  state: object | undefined;
  owner: string | undefined;
  /** Units that read it guarded, and those that wrote it. */
  readonly readers: Set<Unit>;
  readonly writers: Set<Unit>;
  /** The index of its last event within its aggregate's in this batch, counted from 1. */
  lastEvent: number;
}

export interface BatchEvent {
  readonly instanceId: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly entity: AnyEntity;
  readonly entityId: string;
  readonly unit: Unit;
  readonly draft: Draft;
  readonly row: BatchRow;
  /** Position within its aggregate's events of this batch, counted from 1. */
  readonly index: number;
  /** The user whose removal erases its personal fields, as known after the event. */
  readonly userId: string | undefined;
}

export interface Head {
  readonly instanceId: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  readonly owner: string;
  events: number;
}

export type Outcome =
  | { readonly kind: "written"; readonly rows: readonly RowAfter[] }
  | { readonly kind: "refused"; readonly error: unknown }
  /** Rests on what another unit of this batch removes or claims: it is decided in the next batch. */
  | { readonly kind: "deferred" };

/** A row as it was after one unit. */
export interface RowAfter {
  readonly row: BatchRow;
  readonly state: object | undefined;
  /** The aggregate's events of this batch so far; the sequence follows from the head. */
  readonly events: number;
  readonly touched: boolean;
}

export interface Decision {
  readonly outcomes: ReadonlyMap<Unit, Outcome>;
  readonly events: readonly BatchEvent[];
  readonly heads: ReadonlyMap<string, Head>;
  readonly jobs: readonly (Job & { readonly instanceId: string })[];
  /** Aggregates whose root is gone after the batch. */
  readonly removed: ReadonlySet<string>;
}

export const rowKey = (instanceId: string, { entity, aggregateId, entityId }: AnyRef): string =>
  `${instanceId}\n${entity.table}\n${aggregateId}\n${entityId}`;
export const aggregateKey = (instanceId: string, aggregate: string, aggregateId: string): string =>
  `${instanceId}\n${aggregate}\n${aggregateId}`;

/** The names a state claims, with the scope they are unique in. */
export function namesOf(row: BatchRow, state: object | undefined) {
  if (state === undefined) return [];
  const { entity, aggregateId, entityId } = row.ref;
  const place = { instanceId: row.instanceId, aggregateId, entityId, owner: row.owner ?? "" };
  return (entity.unique?.(state, place) ?? []).map((unique) => ({
    ...unique,
    scopeId: unique.scope === "global" ? "" : row.instanceId,
  }));
}
const nameKey = (name: { scopeId: string; kind: string; value: string }) =>
  `${name.scopeId}\n${name.kind}\n${name.value}`;

/** @param at the time of all events, RFC 3339 */
export function decideBatch(
  units: readonly Unit[],
  rows: ReadonlyMap<string, BatchRow>,
  at: string,
): Decision {
  const outcomes = new Map<Unit, Outcome>();
  const events: BatchEvent[] = [];
  const heads = new Map<string, Head>();
  const jobs: (Job & { readonly instanceId: string })[] = [];
  const removed = new Set<string>();
  const claims = new Map<string, Unit>();

  for (const unit of units) {
    const { instanceId } = unit.writer;
    const mine = unit.refs.map((ref) => {
      const row = rows.get(rowKey(instanceId, ref));
      if (row === undefined) throw new Error(`row was not read: ${rowKey(instanceId, ref)}`);
      if (ref.guarded) row.readers.add(unit);
      return row;
    });
    if (
      unit.refs.some((ref) => removed.has(aggregateKey(instanceId, ref.entity.aggregate, ref.aggregateId)))
    ) {
      outcomes.set(unit, { kind: "deferred" });
      continue;
    }
    try {
      outcomes.set(unit, decideUnit(unit, mine));
    } catch (error) {
      outcomes.set(unit, { kind: "refused", error });
    }
  }
  return { outcomes, events, heads, jobs, removed };

  function decideUnit(unit: Unit, mine: readonly BatchRow[]): Outcome {
    const { instanceId, creator } = unit.writer;
    const before = mine.map((row) => row.state);
    const decided = unit.decide(before);
    if (decided.length !== mine.length) throw new Error("a decision gives a list of events for every ref");
    const owners = mine.map((row, n) => ownerOf(unit, row, unit.refs[n], mine));
    const after = [...before];
    decided.forEach((drafts, n) => {
      const row = mine[n];
      const owner = owners[n];
      if (row === undefined || drafts.length === 0) return;
      const { entity, aggregateId, entityId } = row.ref;
      if (owner === undefined)
        throw new Error(`nobody owns the new ${entity.aggregate} ${aggregateId}: use ownedBy`);
      const meta = { instanceId, aggregateId, entityId, owner, creator, createdAt: at };
      for (const draft of drafts) {
        requirePlace(row, draft);
        after[n] = entity.evolve(after[n], draft, meta);
      }
    });
    const wanted = mine.flatMap((row, n) => {
      if (row.owner === undefined) row.owner = owners[n];
      return (decided[n]?.length ?? 0) === 0 ? [] : namesOf(row, after[n]);
    });
    if (wanted.some((name) => (claims.get(nameKey(name)) ?? unit) !== unit)) return { kind: "deferred" };
    for (const name of wanted) claims.set(nameKey(name), unit);
    apply(unit, mine, decided, after, owners);
    for (const job of unit.jobs?.(before, after) ?? []) jobs.push({ ...job, instanceId });
    return {
      kind: "written",
      rows: mine.map((row, n) => ({
        row,
        state: after[n],
        events:
          heads.get(aggregateKey(instanceId, row.ref.entity.aggregate, row.ref.aggregateId))?.events ?? 0,
        touched: (decided[n]?.length ?? 0) > 0,
      })),
    };
  }

  function apply(
    unit: Unit,
    mine: readonly BatchRow[],
    decided: readonly (readonly Draft[])[],
    after: readonly (object | undefined)[],
    owners: readonly (string | undefined)[],
  ): void {
    const { instanceId } = unit.writer;
    decided.forEach((drafts, n) => {
      const row = mine[n];
      if (row === undefined || drafts.length === 0) return;
      const { entity, aggregateId, entityId } = row.ref;
      const key = aggregateKey(instanceId, entity.aggregate, aggregateId);
      const head = heads.get(key) ?? {
        instanceId,
        aggregate: entity.aggregate,
        aggregateId,
        owner: owners[n] ?? "",
        events: 0,
      };
      heads.set(key, head);
      const existed = row.state;
      const state = after[n];
      const holder = state ?? existed;
      const userId = holder === undefined ? undefined : entity.personal?.userOf?.(holder);
      for (const draft of drafts) {
        head.events += 1;
        events.push({
          instanceId,
          aggregate: entity.aggregate,
          aggregateId,
          entity,
          entityId,
          unit,
          draft,
          row,
          index: head.events,
          userId: entity.aggregate === "user" ? aggregateId : userId,
        });
      }
      row.lastEvent = head.events;
      row.writers.add(unit);
      row.state = state;
      if (existed !== undefined && state === undefined && entity.rowOf === undefined) removed.add(key);
    });
  }
}

/** An event that would be folded into another row than the declared one would corrupt both silently. */
function requirePlace({ ref }: BatchRow, draft: Draft): void {
  const { entity, entityId } = ref;
  if (!entity.types.includes(draft.type)) throw new Error(`${draft.type} is no event of ${entity.table}`);
  const place = entity.rowOf?.(draft) ?? "";
  if (place !== entityId)
    throw new Error(`${draft.type} belongs to row "${place}" of ${entity.table}, not "${entityId}"`);
}

/** An aggregate is owned by whoever its first event named; parts follow their aggregate. */
function ownerOf(
  unit: Unit,
  row: BatchRow,
  ref: AnyRef | undefined,
  mine: readonly BatchRow[],
): string | undefined {
  if (row.owner !== undefined) return row.owner;
  const { entity, aggregateId } = row.ref;
  if (entity.owner === "self") return aggregateId;
  if (entity.owner === "instance") return unit.writer.instanceId;
  if (ref?.owner !== undefined) return ref.owner;
  const sibling = mine.findIndex(
    (other, n) =>
      other.ref.entity.aggregate === entity.aggregate &&
      other.ref.aggregateId === aggregateId &&
      (other.owner ?? unit.refs[n]?.owner) !== undefined,
  );
  return sibling < 0 ? undefined : (mine[sibling]?.owner ?? unit.refs[sibling]?.owner);
}
