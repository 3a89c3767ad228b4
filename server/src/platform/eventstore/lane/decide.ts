/** Decides the units of a batch one after another, in memory: each sees what the ones before it left. Pure. */
import { alreadyExists } from "#src/platform/failure/index.ts";
import type { Draft, EventMeta, Job } from "../model.ts";
import type { Batch, BatchAggregate, BatchRow } from "./batch.ts";
import { type Name, nameKey, namesOf } from "./names.ts";
import type { AnyStates, Unit } from "./unit.ts";

/** An event of the batch. `index` counts its aggregate's events of this batch from 1; the sequence follows from the head. */
export interface BatchEvent {
  readonly unit: Unit;
  readonly row: BatchRow;
  readonly draft: Draft;
  readonly index: number;
}

/** A row as one unit left it. */
export interface RowAfter {
  readonly row: BatchRow;
  readonly state: object | undefined;
  readonly createdAt: Date | undefined;
  readonly changedAt: Date | undefined;
  /** As in `BatchEvent.index`, of the unit's last event in this aggregate; 0 when it wrote none there. */
  readonly index: number;
}

export type Outcome =
  | { readonly kind: "decided"; readonly rows: readonly RowAfter[] }
  | { readonly kind: "refused"; readonly reason: unknown }
  /** Rests on what another unit of this batch removes or claims: it is for the next batch. */
  | { readonly kind: "deferred" }
  /** More events than this lane takes. */
  | { readonly kind: "tooLarge" };

export interface Decision {
  readonly outcomes: ReadonlyMap<Unit, Outcome>;
  readonly events: readonly BatchEvent[];
  readonly jobs: readonly { readonly instanceId: string; readonly job: Job }[];
  /** Who claims a name in this batch, by `nameKey`. */
  readonly claims: ReadonlyMap<string, Unit>;
  /** Units that saw a row which an earlier unit of this batch had changed. */
  readonly leaning: ReadonlySet<Unit>;
}

export interface DecideOptions {
  /** The time of all events: the database's. */
  readonly at: Date;
  readonly maxEvents: number;
  /** Milliseconds, for measuring. */
  readonly clock: () => number;
  readonly onSlow: (milliseconds: number, unit: Unit) => void;
}

/** A decision that takes longer than this holds up everybody, in milliseconds. */
const slowMs = 5;

/** What a batch has come to so far. */
interface Course {
  readonly options: DecideOptions;
  readonly events: BatchEvent[];
  readonly jobs: { readonly instanceId: string; readonly job: Job }[];
  readonly claims: Map<string, Unit>;
  readonly leaning: Set<Unit>;
}

export function decideBatch(batch: Batch, options: DecideOptions): Decision {
  const course: Course = { options, events: [], jobs: [], claims: new Map(), leaning: new Set() };
  const outcomes = new Map<Unit, Outcome>();
  for (const unit of batch.units) outcomes.set(unit, decideUnit(course, unit, batch.rowsOf(unit)));
  return { ...course, outcomes };
}

function decideUnit(course: Course, unit: Unit, rows: readonly BatchRow[]): Outcome {
  if (rows.some(({ aggregate }) => aggregate.removed)) return { kind: "deferred" };
  if (rows.some(({ lastWriter }) => lastWriter !== undefined)) course.leaning.add(unit);
  try {
    const before = rows.map(({ state }) => state);
    requireUnused(unit, rows);
    const decided = timed(course.options, unit, before);
    if (decided.length !== rows.length) throw new Error("a decision gives a list of events for every ref");
    const total = decided.reduce((sum, drafts) => sum + drafts.length, 0);
    return total > course.options.maxEvents
      ? { kind: "tooLarge" }
      : take(course, unit, rows, decided, before);
  } catch (reason) {
    return { kind: "refused", reason };
  }
}

/** An id has been used when its aggregate has a history, and its root is not there any more. */
function requireUnused({ refs }: Unit, rows: readonly BatchRow[]): void {
  rows.forEach(({ aggregate, state }, n) => {
    const used = refs[n]?.used;
    if (used !== undefined && aggregate.begun && state === undefined) throw used;
  });
}

function timed(
  { clock, onSlow }: DecideOptions,
  unit: Unit,
  before: AnyStates,
): readonly (readonly Draft[])[] {
  const started = clock();
  try {
    return unit.decide(before);
  } finally {
    const spent = clock() - started;
    if (spent > slowMs) onSlow(spent, unit);
  }
}

/** Folds first and changes the batch last: a throw on the way leaves nothing behind. */
function take(
  course: Course,
  unit: Unit,
  rows: readonly BatchRow[],
  decided: readonly (readonly Draft[])[],
  before: AnyStates,
): Outcome {
  const { claims, jobs, options } = course;
  const at = options.at.toISOString();
  const owners = ownersOf(unit, rows);
  const folds = rows.map((row, n) => foldRow(unit, row, decided[n] ?? [], owners.get(row.aggregate), at));
  requireOrder(rows, folds);
  const names = rows.map((row, n) => namesOf(row, folds[n]?.state, owners.get(row.aggregate)));
  requireOneHolder(rows, (n) => (folds[n]?.touched ? (names[n] ?? []) : []));
  const wanted = names.flat();
  if (wanted.some((name) => (claims.get(nameKey(name)) ?? unit) !== unit && !holds(rows, name)))
    return { kind: "deferred" };
  const after = folds.map(({ state }) => state);
  const caused = [...(unit.jobs?.(before, after) ?? []), ...followUps(unit, rows, folds, owners)];
  for (const name of wanted) if (!claims.has(nameKey(name))) claims.set(nameKey(name), unit);
  for (const job of caused) jobs.push({ instanceId: unit.writer.instanceId, job });
  rows.forEach((row, n) => {
    const fold = folds[n];
    if (!fold?.touched) return;
    row.aggregate.owner = owners.get(row.aggregate);
    if (unit.refs[n]?.used !== undefined && row.state === undefined) row.aggregate.mustBegin = true;
    write(course, unit, row, decided[n] ?? [], fold);
  });
  if (folds.some(({ touched }) => touched)) depend(unit, rows);
  return { kind: "decided", rows: rows.map((row, n) => rowAfter(row, folds[n]?.touched ?? false)) };
}

/** What entities say that follows from their changes. */
const followUps = (
  { writer: { instanceId } }: Unit,
  rows: readonly BatchRow[],
  folds: readonly Folded[],
  owners: ReadonlyMap<BatchAggregate, string>,
): readonly Job[] =>
  rows.flatMap(({ entity, entityId, aggregate, state }, n) => {
    const fold = folds[n];
    if (!fold?.touched || entity.follows === undefined) return [];
    const place = { instanceId, aggregateId: aggregate.id, entityId, owner: owners.get(aggregate) ?? "" };
    return entity.follows(state, fold.state, place);
  });

function write(
  { events, options }: Course,
  unit: Unit,
  row: BatchRow,
  drafts: readonly Draft[],
  { state, reborn }: Folded,
): void {
  const { aggregate, entity } = row;
  for (const draft of drafts) {
    aggregate.events += 1;
    events.push({ unit, row, draft, index: aggregate.events });
  }
  const holder = state ?? row.state;
  aggregate.bindTo = (holder && entity.personal?.userOf?.(holder)) ?? aggregate.bindTo;
  if (entity.rowOf === undefined && row.state !== undefined && state === undefined) aggregate.removed = true;
  if (row.state === undefined || reborn) row.createdAt = options.at;
  row.changedAt = options.at;
  row.state = state;
  row.lastEvent = aggregate.events;
  row.lastWriter = unit;
  aggregate.lastWriter = unit;
}

interface Folded {
  readonly state: object | undefined;
  readonly touched: boolean;
  /** The row was gone in between: it counts as created anew. */
  readonly reborn: boolean;
}

function foldRow(
  { writer }: Unit,
  row: BatchRow,
  drafts: readonly Draft[],
  owner: string | undefined,
  createdAt: string,
): Folded {
  let { state } = row;
  let reborn = false;
  if (drafts.length === 0) return { state, touched: false, reborn };
  const { instanceId, id: aggregateId, type } = row.aggregate;
  if (owner === undefined) throw new Error(`nobody owns the new ${type} ${aggregateId}: say it with ownedBy`);
  const { entityId } = row;
  const meta: EventMeta = { instanceId, aggregateId, entityId, owner, creator: writer.creator, createdAt };
  for (const draft of drafts) {
    requirePlace(row, draft);
    const next = row.entity.evolve(state, draft, meta);
    reborn ||= row.state !== undefined && state === undefined && next !== undefined;
    state = next;
  }
  return { state, touched: true, reborn };
}

/** An aggregate keeps its owner; a new one gets that of whichever ref of the unit names it. */
function ownersOf(unit: Unit, rows: readonly BatchRow[]): ReadonlyMap<BatchAggregate, string> {
  const owners = new Map<BatchAggregate, string>();
  rows.forEach(({ aggregate }, n) => {
    const owner = aggregate.owner ?? unit.refs[n]?.owner;
    if (owner !== undefined && !owners.has(aggregate)) owners.set(aggregate, owner);
  });
  return owners;
}

/**
 * Of two rows of one unit that are given the same name, the second is refused as if it had come later. Against rows
 * that stay as they are the database decides.
 */
function requireOneHolder(rows: readonly BatchRow[], given: (n: number) => readonly Name[]): void {
  const holders = new Map<string, BatchRow>();
  rows.forEach((row, n) => {
    for (const name of given(n)) {
      const holder = holders.get(nameKey(name)) ?? row;
      if (holder !== row) throw alreadyExists(name.taken.id, name.taken.key);
      holders.set(nameKey(name), holder);
    }
  });
}

/** An event that history would fold into another row than the declared one would corrupt both silently. */
function requirePlace({ entity, entityId }: BatchRow, draft: Draft): void {
  if (!entity.types.includes(draft.type)) throw new Error(`${draft.type} is no event of ${entity.table}`);
  const place = entity.rowOf?.(draft) ?? "";
  if (place !== entityId)
    throw new Error(`${draft.type} belongs to row "${place}" of ${entity.table}, not "${entityId}"`);
}

/** Removing a root takes its parts along, so in history nothing of the aggregate may come to life after it. */
function requireOrder(rows: readonly BatchRow[], folds: readonly Folded[]): void {
  rows.forEach((root, n) => {
    const gone = root.entity.rowOf === undefined && root.state !== undefined && folds[n]?.state === undefined;
    if (!gone) return;
    const survivor = rows.find(
      (row, k) => k > n && row.aggregate === root.aggregate && folds[k]?.touched && folds[k].state,
    );
    if (survivor) throw new Error(`${survivor.entity.table} is written after its root was removed`);
  });
}

/** The unit's own rows hold the name already: the claim before it was for the same row. */
const holds = (rows: readonly BatchRow[], name: Name): boolean =>
  rows.some((row) => namesOf(row, row.state).some((held) => nameKey(held) === nameKey(name)));

/** Only what is written can come to be wrong: a unit without events rests on nothing afterwards. */
function depend(unit: Unit, rows: readonly BatchRow[]): void {
  rows.forEach((row, n) => {
    if (unit.refs[n]?.guarded || row.lastWriter === unit) row.dependants.add(unit);
  });
}

function rowAfter(row: BatchRow, touched: boolean): RowAfter {
  const { state, createdAt, changedAt, aggregate } = row;
  return { row, state, createdAt, changedAt, index: touched ? aggregate.events : 0 };
}

/** Aggregates that must be locked: those that are written, and those of rows that writing units rest on. */
export function concerned(batch: Batch): ReadonlySet<BatchAggregate> {
  const aggregates = new Set<BatchAggregate>();
  for (const row of batch.rows)
    if (row.dependants.size > 0 || row.lastEvent > 0) aggregates.add(row.aggregate);
  return aggregates;
}
