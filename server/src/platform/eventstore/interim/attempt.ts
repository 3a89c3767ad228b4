/** One try to commit a batch: read its rows, decide, and write everything in one pipelined transaction. */

import type { Sealed, Secrets } from "#src/platform/crypto/index.ts";
import type { Connection, Result, Sql } from "#src/platform/db/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { AnyEntity, AnyRef } from "../model.ts";
import {
  aggregateKey,
  type BatchRow,
  type Decision,
  decideBatch,
  namesOf,
  type RowAfter,
  rowKey,
  type Stored,
  type Unit,
} from "./batch.ts";
import { hasPersonal, needsKey, newKey, openKey, sealKey, sealPayload } from "./personal.ts";
import {
  addJobs,
  addKeys,
  appendEvents,
  begin,
  bumpVersions,
  claimNames,
  commit,
  dropKeys,
  dropKeysOfUsers,
  type EntityStatements,
  lockHeads,
  movedState,
  raiseHeads,
  readKeys,
  releaseAggregates,
  releaseNames,
  rollback,
  shareHeads,
} from "./statements.ts";

export interface AttemptOptions {
  readonly entities: readonly AnyEntity[];
  readonly statements: ReadonlyMap<AnyEntity, EntityStatements>;
  readonly secrets: Secrets;
  readonly onSlowDecision: (milliseconds: number) => void;
  readonly onBump: (instanceId: string, owner: string, version: number) => void;
  readonly onJobs: () => void;
}

/** A row after the commit, in the order of the unit's refs. */
export interface SettledRow {
  readonly after: RowAfter;
  readonly sequence: number;
  readonly owner: string;
  readonly at: Date;
}

export type Settled =
  | { readonly kind: "written"; readonly rows: readonly SettledRow[] }
  | { readonly kind: "refused"; readonly error: unknown }
  | { readonly kind: "deferred" }
  /** Stored, as its events show; the reply was lost. */
  | { readonly kind: "stored" };

export interface Attempt {
  readonly result: Promise<ReadonlyMap<Unit, Settled>>;
  /** The units behind the rows that an error names. */
  guilty(numbers: ReadonlySet<number>, code: string): ReadonlySet<Unit>;
  /** The refusal of the first taken name among these rows. */
  taken(numbers: ReadonlySet<number>): Failure;
  /** Whether `commit` has been sent. */
  committing(): boolean;
}

type Rows = Map<string, BatchRow>;

/** Keys of subjects by aggregate, and the users they are bound to so far. */
type Keys = Map<string, { readonly key: Buffer; readonly userId: string | undefined }>;

/** @param again units have been tried before, so that rows thought fresh must be read */
export function attempt(
  session: Connection,
  units: readonly Unit[],
  again: boolean,
  locked: boolean,
  options: AttemptOptions,
): Attempt {
  let rows: Rows = new Map();
  let names: readonly {
    readonly row: BatchRow;
    readonly taken: { readonly id: string; readonly key: string };
  }[] = [];
  let committing = false;

  async function run(): Promise<ReadonlyMap<Unit, Settled>> {
    if (locked) await session.send([begin, lockHeads(headsOf(units))]);
    try {
      const keys = await read();
      const at = session.now();
      const decision = decide(at);
      if (decision.events.length === 0) {
        if (locked) await session.send([rollback]);
        return settled(decision, new Map(), at);
      }
      const plan = planOf(units, rows, decision, at, keys, options, locked);
      names = plan.names;
      committing = true;
      const results = await session.send(plan.statements);
      if (results.at(-1)?.command !== "COMMIT") throw new Error("the transaction was rolled back");
      for (const { i, o, v } of rowsOf(results[plan.bumpAt])) options.onBump(String(i), String(o), Number(v));
      if (decision.jobs.length > 0) options.onJobs();
      const sequences = new Map(
        rowsOf(results[plan.headsAt]).map(({ i, t, a, n }) => [
          aggregateKey(String(i), String(t), String(a)),
          Number(n),
        ]),
      );
      return settled(decision, sequences, at);
    } catch (error) {
      if (locked && !committing) await session.send([rollback]).catch(() => undefined);
      throw error;
    }
  }

  async function read(): Promise<Keys> {
    const wanted = new Map<AnyEntity, { row: BatchRow; u: number; i: string; a: string; e: string }[]>();
    const subjects = new Map<string, { u: number; i: string; t: string; a: string }>();
    for (const unit of units)
      for (const ref of unit.refs) {
        const { instanceId } = unit.writer;
        const key = rowKey(instanceId, ref);
        if (rows.has(key)) continue;
        const row = emptyRow(rows.size, instanceId, ref);
        rows.set(key, row);
        if (ref.fresh && !again) continue;
        const list = wanted.get(ref.entity) ?? [];
        wanted.set(ref.entity, list);
        list.push({ row, u: row.number, i: instanceId, a: ref.aggregateId, e: ref.entityId });
        if (hasPersonal(ref.entity)) {
          const subject = aggregateKey(instanceId, ref.entity.aggregate, ref.aggregateId);
          subjects.set(subject, {
            u: subjects.size,
            i: instanceId,
            t: ref.entity.aggregate,
            a: ref.aggregateId,
          });
        }
      }
    const statements = [...wanted].map(([entity, list]) =>
      statementsOf(options, entity).read(list.map(({ row: _row, ...key }) => key)),
    );
    if (subjects.size > 0) statements.push(readKeys([...subjects.values()]));
    const results = statements.length === 0 ? [] : await session.send(statements);
    [...wanted].forEach(([entity, list], n) => {
      for (const found of rowsOf(results[n])) fill(rows, list, entity, found);
    });
    const keys: Keys = new Map();
    const ordered = [...subjects.keys()];
    if (subjects.size > 0)
      for (const { u, key, user_id: userId } of rowsOf(results.at(-1))) {
        const subject = ordered[Number(u)];
        // What `sealKey` made, read back from its own column.
        const opened = openKey(options.secrets, key as Sealed);
        if (subject !== undefined)
          keys.set(subject, { key: opened, userId: userId === null ? undefined : String(userId) });
      }
    return keys;
  }

  function decide(at: Date): Decision {
    const started = performance.now();
    const decision = decideBatch(units, rows, at.toISOString());
    const spent = performance.now() - started;
    if (spent / units.length > 5) options.onSlowDecision(spent);
    return decision;
  }

  return {
    result: run(),
    guilty(numbers, code) {
      const named = [...rows.values()].filter(({ number }) => numbers.has(number));
      return new Set(
        named.flatMap(({ readers, writers }) => [...(code === movedState ? readers : []), ...writers]),
      );
    },
    taken(numbers) {
      const name = names.find(({ row }) => numbers.has(row.number));
      return new Failure(
        "already_exists",
        name?.taken.id ?? "CORE-Tak3n",
        name?.taken.key ?? "Errors.AlreadyExists",
      );
    },
    committing: () => committing,
  };
}

const statementsOf = ({ statements }: AttemptOptions, entity: AnyEntity): EntityStatements => {
  const found = statements.get(entity);
  if (found === undefined) throw new Error(`${entity.table} is not registered`);
  return found;
};

const rowsOf = (result: Result | undefined): readonly Record<string, unknown>[] => result?.rows ?? [];

function headsOf(units: readonly Unit[]): readonly { i: string; t: string; a: string }[] {
  const heads = new Map<string, { i: string; t: string; a: string }>();
  for (const { writer, refs } of units)
    for (const { entity, aggregateId } of refs)
      heads.set(aggregateKey(writer.instanceId, entity.aggregate, aggregateId), {
        i: writer.instanceId,
        t: entity.aggregate,
        a: aggregateId,
      });
  return [...heads.values()];
}

const emptyRow = (number: number, instanceId: string, ref: AnyRef): BatchRow => ({
  number,
  instanceId,
  ref,
  before: undefined,
  state: undefined,
  owner: undefined,
  readers: new Set(),
  writers: new Set(),
  lastEvent: 0,
});

function fill(
  rows: Rows,
  list: readonly { readonly row: BatchRow; readonly u: number }[],
  _entity: AnyEntity,
  found: Record<string, unknown>,
): void {
  const entry = list.find(({ u }) => u === Number(found["u"]));
  if (entry === undefined) return;
  // The columns are our own statement's; the state is whatever evolve made.
  const before: Stored = {
    sequence: Number(found["sequence"]),
    owner: String(found["owner"]),
    createdAt: found["created_at"] as Date,
    changedAt: found["changed_at"] as Date,
    state: found["state"] as object,
  };
  const { row } = entry;
  rows.set(rowKey(row.instanceId, row.ref), { ...row, before, state: before.state, owner: before.owner });
}

function settled(
  decision: Decision,
  sequences: ReadonlyMap<string, number>,
  at: Date,
): ReadonlyMap<Unit, Settled> {
  const answers = new Map<Unit, Settled>();
  for (const [unit, outcome] of decision.outcomes) {
    if (outcome.kind !== "written") {
      answers.set(unit, outcome);
      continue;
    }
    answers.set(unit, {
      kind: "written",
      rows: outcome.rows.map((after) => {
        const { row } = after;
        const key = aggregateKey(row.instanceId, row.ref.entity.aggregate, row.ref.aggregateId);
        const head = decision.heads.get(key);
        const end = sequences.get(key);
        const sequence =
          after.touched && head && end !== undefined
            ? end - head.events + after.events
            : (row.before?.sequence ?? 0);
        return { after, sequence, owner: row.owner ?? "", at };
      }),
    });
  }
  return answers;
}

interface Plan {
  readonly statements: readonly Sql[];
  readonly headsAt: number;
  readonly bumpAt: number;
  readonly names: readonly {
    readonly row: BatchRow;
    readonly taken: { readonly id: string; readonly key: string };
  }[];
}

/** Everything that a batch writes, in one order: heads, events, guards, rows, names, jobs, versions, commit. */
function planOf(
  units: readonly Unit[],
  rows: Rows,
  decision: Decision,
  at: Date,
  keys: Keys,
  options: AttemptOptions,
  begun: boolean,
): Plan {
  const statements: Sql[] = begun ? [] : [begin];
  const time = at.toISOString();
  const shared = headsOf(units).filter(({ i, t, a }) => !decision.heads.has(aggregateKey(i, t, a)));
  if (shared.length > 0) statements.push(shareHeads(shared));
  const headsAt = statements.length;
  statements.push(
    raiseHeads(
      [...decision.heads.values()].map(({ instanceId, aggregate, aggregateId, owner, events }) => ({
        i: instanceId,
        t: aggregate,
        a: aggregateId,
        o: owner,
        n: events,
      })),
    ),
  );
  const { subjectKeys, eventRows } = sealedEvents(decision, keys, time, options);
  if (subjectKeys.length > 0) statements.push(addKeys(subjectKeys));
  statements.push(appendEvents(eventRows));

  const names: {
    u: number;
    s: string;
    k: string;
    v: string;
    i: string;
    t: string;
    a: string;
    e: string;
    row: BatchRow;
    taken: { id: string; key: string };
  }[] = [];
  const released: { i: string; k: string; v: string }[] = [];
  const bumped = new Map<string, { i: string; o: string }>();
  const perEntity = new Map<
    AnyEntity,
    { guard: object[]; insert: object[]; update: object[]; remove: object[] }
  >();
  for (const row of rows.values()) {
    const { entity, aggregateId, entityId } = row.ref;
    const base = { u: row.number, i: row.instanceId, a: aggregateId, e: entityId };
    const lists = perEntity.get(entity) ?? { guard: [], insert: [], update: [], remove: [] };
    perEntity.set(entity, lists);
    const version = row.before?.sequence ?? 0;
    if (row.writers.size === 0) {
      // Refusals rest on what was read as well: they are answered after the commit.
      if (row.readers.size > 0) lists.guard.push({ ...base, v: version });
      continue;
    }
    const head = decision.heads.get(aggregateKey(row.instanceId, entity.aggregate, aggregateId));
    const columns = Object.fromEntries(
      Object.entries(entity.columns ?? {}).map(([name, column]) => [
        name,
        row.state === undefined ? null : column.of(row.state),
      ]),
    );
    const full = {
      ...columns,
      ...base,
      b: (head?.events ?? 0) - row.lastEvent,
      v: version,
      at: time,
      s: row.state,
    };
    if (row.state !== undefined) (row.before === undefined ? lists.insert : lists.update).push(full);
    else if (row.before !== undefined) lists.remove.push({ ...base, v: version });
    else lists.guard.push({ ...base, v: 0 });
    if (entity.config && row.owner !== undefined)
      bumped.set(`${row.instanceId}\n${row.owner}`, { i: row.instanceId, o: row.owner });
    const held = new Map(
      namesOf(row, row.before?.state).map((name) => [`${name.scopeId}\n${name.kind}\n${name.value}`, name]),
    );
    for (const name of namesOf(row, row.state)) {
      if (held.delete(`${name.scopeId}\n${name.kind}\n${name.value}`)) continue;
      names.push({
        ...base,
        s: name.scopeId,
        k: name.kind,
        v: name.value,
        t: entity.aggregate,
        row,
        taken: name.taken,
      });
    }
    for (const name of held.values()) released.push({ i: name.scopeId, k: name.kind, v: name.value });
  }
  for (const [entity, lists] of perEntity)
    if (lists.guard.length > 0) statements.push(statementsOf(options, entity).guard(lists.guard));
  for (const [entity, lists] of perEntity) {
    const of = statementsOf(options, entity);
    if (lists.remove.length > 0) statements.push(of.remove(lists.remove));
    if (lists.update.length > 0) statements.push(of.update(lists.update));
    if (lists.insert.length > 0) statements.push(of.insert(lists.insert));
  }
  const gone = [...decision.removed].map((key) => {
    const [i = "", t = "", a = ""] = key.split("\n");
    return { i, t, a };
  });
  for (const entity of options.entities) {
    const mine = gone.filter(({ t }) => t === entity.aggregate && entity.rowOf !== undefined);
    if (mine.length === 0) continue;
    statements.push(statementsOf(options, entity).removeParts(mine));
  }
  if (gone.length > 0) statements.push(releaseAggregates(gone), dropKeys(gone));
  const users = gone.filter(({ t }) => t === "user");
  if (users.length > 0) statements.push(dropKeysOfUsers(users));
  if (released.length > 0) statements.push(releaseNames(released));
  if (names.length > 0)
    statements.push(claimNames(names.map(({ row: _row, taken: _taken, ...name }) => name)));
  if (decision.jobs.length > 0)
    statements.push(
      addJobs(
        decision.jobs.map((job, n) => ({
          n,
          i: job.instanceId,
          t: job.task,
          p: job.payload,
          o: job.orderKey ?? null,
          r: job.runAt?.toISOString() ?? null,
        })),
      ),
    );
  let bumpAt = -1;
  if (bumped.size > 0) {
    bumpAt = statements.length;
    statements.push(bumpVersions([...bumped.values()]));
  }
  statements.push(commit);
  return { statements, headsAt, bumpAt, names };
}

/** The events as rows, personal fields sealed; keys are made for subjects that have none. */
function sealedEvents(
  decision: Decision,
  keys: Keys,
  time: string,
  { secrets }: AttemptOptions,
): { readonly subjectKeys: readonly object[]; readonly eventRows: readonly object[] } {
  const subjectKeys = new Map<string, { i: string; t: string; a: string; w: string | null; k: object }>();
  const eventRows = decision.events.map((event, n) => {
    const { instanceId, aggregate, aggregateId, entity, draft, userId } = event;
    const subject = aggregateKey(instanceId, aggregate, aggregateId);
    if (hasPersonal(entity)) {
      const known = keys.get(subject);
      const bind = userId !== undefined && known !== undefined && known.userId !== userId;
      if ((known === undefined && needsKey(entity, draft)) || bind) {
        const key = known?.key ?? newKey();
        keys.set(subject, { key, userId });
        const k = sealKey(secrets, key);
        subjectKeys.set(subject, { i: instanceId, t: aggregate, a: aggregateId, w: userId ?? null, k });
      }
    }
    const { payload, sealed } = sealPayload(entity, draft, keys.get(subject)?.key);
    const head = decision.heads.get(subject);
    return {
      n,
      i: instanceId,
      t: aggregate,
      a: aggregateId,
      e: event.entityId,
      b: (head?.events ?? 0) - event.index,
      unit: event.unit.id,
      y: draft.type,
      p: payload,
      z: sealed,
      c: event.unit.writer.creator,
      at: time,
    };
  });
  return { subjectKeys: [...subjectKeys.values()], eventRows };
}
