/** One try to commit a batch: read its rows, decide, write everything in one transaction. */
import type { Connection } from "#src/platform/db/index.ts";
import { isDatabaseError } from "#src/platform/db/index.ts";
import { alreadyExists, Failure } from "#src/platform/failure/index.ts";
import { type Batch, type BatchRow, openBatch } from "./batch.ts";
import { type Decision, decideBatch, type RowAfter } from "./decide.ts";
import { loadBatch } from "./load.ts";
import { lockRecords } from "./records.ts";
import * as statements from "./statements.ts";
import { isStorableValue, looksUnstorable, unstorable } from "./text.ts";
import type { Unit } from "./unit.ts";
import { planWrite, reached, type Write, type WriteOptions } from "./write.ts";

export interface AttemptOptions extends WriteOptions {
  readonly maxEvents: number;
  readonly clock: () => number;
  readonly onSlowDecision: (milliseconds: number, unit: Unit) => void;
  /** Folds a row again that an older version of its entity has folded. */
  readonly refold: (row: BatchRow) => Promise<object | undefined>;
}

/** How a unit stands after a commit. */
export type Answer =
  | { readonly kind: "written"; readonly rows: readonly SettledRow[] }
  | { readonly kind: "refused"; readonly reason: unknown }
  | { readonly kind: "deferred" }
  | { readonly kind: "tooLarge" };

export interface SettledRow extends RowAfter {
  /** The aggregate's sequence after the unit's own events; without any, that of the row. */
  readonly sequence: number;
}

export interface Bump {
  readonly instanceId: string;
  readonly owner: string;
  readonly version: number;
}

/** What must be known to find out, on another connection, whether a batch was committed. */
export interface Sent {
  readonly batch: Batch;
  readonly decision: Decision;
}

export type Verdict =
  | {
      readonly kind: "committed";
      readonly answers: ReadonlyMap<Unit, Answer>;
      readonly bumps: readonly Bump[];
      readonly hasJobs: boolean;
    }
  /** Somebody else was faster on what these units rest on. */
  | { readonly kind: "conflict"; readonly guilty: ReadonlySet<Unit> }
  /** These units are refused whatever the others do. */
  | { readonly kind: "refused"; readonly guilty: ReadonlyMap<Unit, Failure> }
  /** Deadlock, lock or statement timeout: nobody is guilty, trying again helps. */
  | { readonly kind: "contended"; readonly error: unknown }
  | { readonly kind: "failed"; readonly error: unknown }
  /** The connection broke. With `sent` the outcome is unknown. */
  | { readonly kind: "lost"; readonly error: unknown; readonly sent: Sent | undefined };

/**
 * Deadlock, serialization failure, lock timeout, statement timeout; and statements that a change of the schema has made
 * stale, for which the session is renewed.
 */
const contention = new Set(["40P01", "40001", "55P03", "57014", "26000", "0A000"]);

export interface Haste {
  /** Tried before: rows thought fresh are read. */
  readonly distrustFresh: boolean;
  /** Lost twice: heads are locked before rows are read, so that nobody can be faster. */
  readonly lockFirst: boolean;
}

export async function attempt(
  session: Connection,
  units: readonly Unit[],
  { distrustFresh, lockFirst }: Haste,
  options: AttemptOptions,
): Promise<Verdict> {
  const batch = openBatch(units, distrustFresh);
  let begun = false;
  let sent: { readonly decision: Decision; readonly write: Write } | undefined;
  try {
    if (lockFirst) {
      begun = true;
      await session.send([statements.begin, statements.lockHeads(lockRecords(batch))]);
    }
    await load(session, batch, options);
    const decision = decide(session, batch, options);
    if (decision.events.length === 0 && decision.jobs.length === 0) return nothingWritten(decision);
    const write = planWrite(batch, decision, begun, options);
    const unfit = unfitUnits(write, decision);
    if (unfit.size > 0) return { kind: "refused", guilty: unfit };
    sent = { decision, write };
    begun = false;
    return await commit(session, batch, decision, write);
  } catch (error) {
    return verdictOf(error, batch, sent);
  } finally {
    if (begun) await session.send([statements.rollback]).catch(() => undefined);
  }
}

async function commit(session: Connection, batch: Batch, decision: Decision, write: Write): Promise<Verdict> {
  const results = await session.send(write.statements);
  // A transaction that failed answers COMMIT with ROLLBACK, and without an error.
  if (results.at(-1)?.command !== "COMMIT") throw new Error("the transaction was rolled back");
  const bumps = write.bumpAt === undefined ? [] : (results[write.bumpAt]?.rows ?? []);
  return {
    kind: "committed",
    answers: answersOf(
      decision,
      reached(batch, write.headsAt === undefined ? undefined : results[write.headsAt]),
    ),
    bumps: bumps.map((row) => ({
      instanceId: String(row["instance_id"]),
      owner: String(row["owner"]),
      version: Number(row["version"]),
    })),
    hasJobs: decision.jobs.length > 0,
  };
}

async function load(session: Connection, batch: Batch, options: AttemptOptions): Promise<void> {
  const outdated = await loadBatch(session, batch, options.statementsOf);
  for (const row of outdated) row.before = row.state = await options.refold(row);
}

function decide(session: Connection, batch: Batch, options: AttemptOptions): Decision {
  return decideBatch(batch, {
    at: session.now(),
    maxEvents: options.maxEvents,
    clock: options.clock,
    onSlow: options.onSlowDecision,
  });
}

const nothingWritten = (decision: Decision): Verdict => ({
  kind: "committed",
  answers: answersOf(decision, new Map()),
  bumps: [],
  hasJobs: false,
});

/** @param sequences the sequence each aggregate reached, by its place in the batch */
export function answersOf(
  { outcomes }: Decision,
  sequences: ReadonlyMap<number, number>,
): ReadonlyMap<Unit, Answer> {
  const settle = (after: RowAfter): SettledRow => {
    const { aggregate, version } = after.row;
    const end = sequences.get(aggregate.n);
    const written = after.index > 0 && end !== undefined;
    return { ...after, sequence: written ? end - aggregate.events + after.index : version };
  };
  return new Map(
    [...outcomes].map(([unit, outcome]) => [
      unit,
      outcome.kind === "decided" ? { kind: "written", rows: outcome.rows.map(settle) } : outcome,
    ]),
  );
}

/** Units with text that cannot be stored, which would fail everybody's transaction. */
function unfitUnits(write: Write, { events, jobs }: Decision): ReadonlyMap<Unit, Failure> {
  const guilty = new Map<Unit, Failure>();
  if (!write.statements.some(({ values: [json] }) => typeof json === "string" && looksUnstorable(json)))
    return guilty;
  for (const { unit, draft } of events) if (!isStorableValue(draft.payload)) guilty.set(unit, unstorable());
  if (guilty.size === 0 && !jobs.every(({ job }) => isStorableValue(job)))
    throw new Error("a job has text that cannot be stored");
  return guilty;
}

/** The session is gone: what it was asked last may have been done or not. */
export const isLost = (error: unknown): boolean => error instanceof Failure && error.kind === "unavailable";

function verdictOf(
  error: unknown,
  batch: Batch,
  sent: { readonly decision: Decision; readonly write: Write } | undefined,
): Verdict {
  if (isLost(error)) return { kind: "lost", error, sent: sent && { batch, decision: sent.decision } };
  if (!isDatabaseError(error)) return { kind: "failed", error };
  const { code = "", detail = "" } = error;
  if (contention.has(code)) return { kind: "contended", error };
  if (code === statements.tooOld) return { kind: "refused", guilty: outdatedUnits(batch, detail) };
  const numbers = new Set(detail.split(",").map(Number));
  if (code === statements.nameTaken && sent) return taken(sent.decision, sent.write, numbers);
  const rows = batch.rows.filter(({ n, aggregate }) =>
    code === statements.rowMoved
      ? numbers.has(n)
      : code === statements.aggregateMoved && numbers.has(aggregate.n),
  );
  const guilty = new Set(rows.flatMap(({ dependants }) => [...dependants]));
  return guilty.size > 0 ? { kind: "conflict", guilty } : { kind: "failed", error };
}

/** A claim that rests on what another unit of the batch wrote is tried again without that one. */
function taken({ leaning }: Decision, { claims }: Write, numbers: ReadonlySet<number>): Verdict {
  const refused = claims.flatMap(({ name, unit }, u) => (unit && numbers.has(u) ? [{ unit, name }] : []));
  if (refused.length === 0) return { kind: "failed", error: new Error("a name is taken, but whose?") };
  // Of several taken names a unit hears of the first, in the order of its refs.
  const failures = new Map(
    refused
      .toReversed()
      .map(({ unit, name }) => [unit, alreadyExists(name.taken.id, name.taken.key)] as const),
  );
  const sure = new Map([...failures].filter(([unit]) => !leaning.has(unit)));
  return sure.size > 0
    ? { kind: "refused", guilty: sure }
    : { kind: "conflict", guilty: new Set(failures.keys()) };
}

/** A rolling upgrade has gone past this process. */
function outdatedUnits({ rows }: Batch, tables: string): ReadonlyMap<Unit, Failure> {
  const named = new Set(tables.split(","));
  const failure = new Failure("unavailable", "CORE-O1der", "Errors.Database.Newer", {
    values: { tables },
  });
  const units = rows
    .filter(({ entity }) => named.has(entity.table))
    .flatMap(({ dependants }) => [...dependants]);
  return new Map(units.map((unit) => [unit, failure]));
}
