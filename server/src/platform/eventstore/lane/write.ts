/** Everything that a batch writes, as one pipelined transaction. */
import type { Result, Sql } from "#src/platform/db/index.ts";
import type { SubjectSecrets } from "../personal.ts";
import { type PlainEntity, type Registry, userAggregate } from "../registry.ts";
import { type Batch, type BatchAggregate, type BatchRow, begins } from "./batch.ts";
import { type Changes, type Claim, changesOf } from "./changes.ts";
import type { Decision } from "./decide.ts";
import type { EntityStatements } from "./entity-statements.ts";
import type { Name } from "./names.ts";
import {
  aggregateRecord,
  compare,
  eventRecord,
  fullRecord,
  headRecords,
  newHeadRecords,
  rowRecord,
} from "./records.ts";
import * as statements from "./statements.ts";
import { boundTo, createSubjects, type Subjects } from "./subjects.ts";

export interface Write {
  readonly statements: readonly Sql[];
  readonly claims: readonly Claim[];
  /** Where the answers of these statements stand. */
  readonly headsAt: number | undefined;
  readonly bumpAt: number | undefined;
}

export interface WriteOptions {
  readonly registry: Registry;
  readonly secrets: SubjectSecrets;
  readonly statementsOf: (entity: PlainEntity) => EntityStatements;
}

/**
 * The order: heads (all locks, in key order), events, guards, rows, subject keys, what removed aggregates leave, what outlives them, names,
 * jobs. Rows come before names, so that adding the same twice says "exists" and not "taken"; configuration versions
 * come last, since their locks are the hottest.
 * @param begun the transaction is open already
 */
export function planWrite(batch: Batch, decision: Decision, begun: boolean, options: WriteOptions): Write {
  const at = changesOf(batch, decision);
  const subjects = createSubjects(options.secrets);
  const heads = headsOf(batch);
  const events = statements.appendEvents(decision.events.map((event, n) => eventRecord(event, n, subjects)));
  const before = begun ? heads.list : [statements.begin, ...heads.list];
  const list = [
    ...before,
    events,
    ...guards(at, options),
    ...rows(at, options),
    ...keys(batch, subjects),
    ...removals(at, options),
    ...outlived(at, options),
    ...names(at),
    ...jobs(decision),
  ];
  const bumps = bumped(batch, options.registry);
  if (bumps.length > 0) list.push(statements.bumpVersions(bumps));
  return {
    statements: [...list, statements.commit],
    claims: at.claims,
    headsAt: heads.taken ? before.length - 1 : undefined,
    bumpAt: bumps.length > 0 ? list.length - 1 : undefined,
  };
}

/** @returns the statements; the last one gives sequences when any heads are `taken` */
function headsOf(batch: Batch): { readonly list: readonly Sql[]; readonly taken: boolean } {
  const added = newHeadRecords(batch);
  const taken = headRecords(batch);
  return {
    list: [
      ...(added.length > 0 ? [statements.addHeads(added)] : []),
      ...(taken.length > 0 ? [statements.takeHeads(taken)] : []),
    ],
    taken: taken.length > 0,
  };
}

function guards({ guard }: Changes, { statementsOf }: WriteOptions): readonly Sql[] {
  const perEntity = Map.groupBy(guard, ({ entity }) => entity);
  return [...perEntity].map(([entity, list]) => statementsOf(entity).guard(list.map(rowRecord)));
}

function rows({ insert, update, remove }: Changes, { statementsOf }: WriteOptions): readonly Sql[] {
  const each = (
    kind: "insert" | "update" | "remove",
    list: readonly BatchRow[],
    record: (row: BatchRow) => object,
  ): readonly Sql[] =>
    [...Map.groupBy(list, ({ entity }) => entity)].map(([entity, mine]) =>
      statementsOf(entity)[kind](mine.map(record)),
    );
  return [
    ...each("remove", remove, rowRecord),
    ...each("update", update, fullRecord),
    ...each("insert", insert, fullRecord),
  ];
}

/** A removed aggregate leaves its history and its head, nothing else. */
function removals({ removed }: Changes, { registry, statementsOf }: WriteOptions): readonly Sql[] {
  if (removed.length === 0) return [];
  const perType = Map.groupBy(removed, ({ type }) => type);
  const records = removed.map(aggregateRecord);
  const users = perType.get(userAggregate) ?? [];
  return [
    ...[...perType].flatMap(([type, list]) =>
      registry
        .ofAggregate(type)
        .map((entity) => statementsOf(entity).removeAggregates(list.map(aggregateRecord))),
    ),
    statements.releaseNamesOfAggregates(records),
    statements.dropSubjects(records),
    ...(users.length > 0 ? [statements.dropSubjectsOfUsers(users.map(aggregateRecord))] : []),
  ];
}

/** Keys of what rows of other aggregates go on to name. Parts of a removed aggregate are gone with its root. */
function outlived({ removed, remove }: Changes, { registry }: WriteOptions): readonly Sql[] {
  const roots = removed.filter(({ type }) =>
    registry.ofAggregate(type).some((entity) => entity.outlived && entity.rowOf === undefined),
  );
  const parts = remove.filter(({ entity }) => entity.outlived);
  const keys = [
    ...roots.map((root) => ({ ...aggregateRecord(root), e: "" })),
    ...parts.map(({ aggregate, entityId: e }) => ({ ...aggregateRecord(aggregate), e })),
  ];
  return keys.length > 0 ? [statements.keepGone(keys)] : [];
}

function names({ released, claims }: Changes): readonly Sql[] {
  const record = ({ aggregate, entityId }: BatchRow, { scopeId, kind, value }: Name) => ({
    ...aggregateRecord(aggregate),
    s: scopeId,
    k: kind,
    v: value,
    e: entityId,
  });
  const given = released.map(({ row, name }) => record(row, name));
  const taken = claims.map(({ row, name }, u) => ({ u, ...record(row, name) }));
  return [
    ...(given.length > 0 ? [statements.releaseNames(given)] : []),
    ...(taken.length > 0 ? [statements.claimNames(taken)] : []),
  ];
}

/** Keys that were made, and the users that keys are now known to belong to. */
function keys(batch: Batch, subjects: Subjects): readonly Sql[] {
  const made = [...subjects.made()].filter(([{ removed }]) => !removed);
  const bound = batch.aggregates.filter(
    (aggregate) =>
      !aggregate.removed && aggregate.subject !== undefined && boundTo(aggregate) !== aggregate.subject.user,
  );
  const records = made.map(([aggregate, { sealed }]) => ({
    ...aggregateRecord(aggregate),
    u: aggregate.n,
    w: boundTo(aggregate),
    k: sealed,
  }));
  return [
    ...(records.length > 0 ? [statements.addSubjects(records)] : []),
    ...(bound.length > 0
      ? [
          statements.bindSubjects(
            bound.map((aggregate) => ({ ...aggregateRecord(aggregate), w: boundTo(aggregate) })),
          ),
        ]
      : []),
  ];
}

function jobs({ jobs: caused }: Decision): readonly Sql[] {
  if (caused.length === 0) return [];
  return [
    statements.addJobs(
      caused.map(({ instanceId, job }, n) => ({
        n,
        i: instanceId,
        t: job.task,
        p: job.payload,
        o: job.orderKey ?? null,
        r: job.runAt ?? null,
      })),
    ),
  ];
}

/** Owners whose configuration changed. A removed aggregate may have taken configuration along that nobody named. */
function bumped(batch: Batch, registry: Registry): readonly object[] {
  const owners = new Map<string, { i: string; o: string }>();
  const bump = ({ instanceId, owner = "" }: BatchAggregate): void => {
    owners.set(`${instanceId}\n${owner}`, { i: instanceId, o: owner });
  };
  for (const { entity, aggregate, lastEvent } of batch.rows)
    if (entity.config && lastEvent > 0) bump(aggregate);
  for (const aggregate of batch.aggregates)
    if (aggregate.removed && registry.ofAggregate(aggregate.type).some(({ config }) => config))
      bump(aggregate);
  return [...owners].sort(([a], [b]) => compare(a, b)).map(([, record], n) => ({ n, ...record }));
}

/**
 * The sequence each aggregate reached, by its place in the batch.
 * @param result of the statement that takes heads
 */
export function reached(batch: Batch, result: Result | undefined): ReadonlyMap<number, number> {
  return new Map([
    ...batch.aggregates.filter(begins).map(({ n, events }) => [n, events] as const),
    ...(result?.rows ?? []).map((row) => [Number(row["head"]), Number(row["reached"])] as const),
  ]);
}
