/** Puts the storage core together: lanes for writing, rows, history and cached configuration for reading. */
import { randomUUID } from "node:crypto";
import type { Secrets } from "#src/platform/crypto/index.ts";
import { type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import { ConfigCache } from "./config/cache.ts";
import { CachedConfig } from "./config/reader.ts";
import { createRecentOwners } from "./config/recent-owners.ts";
import { createVersions, type ReadVersion } from "./config/versions.ts";
import { createGathering } from "./gathering.ts";
import { readEvents } from "./history/events.ts";
import { createKeyedReads, type ReadByKey } from "./keyed-reads.ts";
import type { Bump, SettledRow } from "./lane/attempt.ts";
import { entityStatements } from "./lane/entity-statements.ts";
import { Lane, type LaneOptions, type LaneStats } from "./lane/lane.ts";
import { isStorable, unstorable } from "./lane/text.ts";
import type { Unit } from "./lane/unit.ts";
import type {
  AnyEntity,
  Decided,
  Draft,
  Entity,
  ExecuteOptions,
  Refs,
  Row,
  States,
  Writer,
  WrittenOf,
} from "./model.ts";
import { createNameReads, type ReadByName } from "./name-reads.ts";
import { createRegistry, type Registry } from "./registry.ts";
import { createRows, type Rows } from "./rows.ts";
import { createShortReads } from "./short-reads.ts";
import type { Planning, Store } from "./store.ts";

export interface StoreOptions {
  readonly database: Database;
  readonly entities: readonly AnyEntity[];
  readonly secrets: Pick<Secrets, "seal" | "open">;
  /** This machine's clock in milliseconds since the epoch; only deadlines are measured by it. */
  readonly localMs: () => number;
  /** Milliseconds, for measuring how long decisions take; `performance.now` unless given. */
  readonly clock?: () => number;
  /** A decision took over 5 ms and held up its lane. `tables` are those of its refs. */
  readonly onSlowDecision?: (milliseconds: number, tables: readonly string[]) => void;
  /** Units per transaction; 1 turns batching off, which shows what it gains. */
  readonly maxBatch?: number;
  /** Jobs may have been committed: this process's worker should look. */
  readonly onJobs?: () => void;
}

export interface OpenStore extends Store {
  /** Units waiting in the lanes. */
  depth(): number;
  /** What the lanes have done since the start. */
  stats(): { readonly normal: LaneStats; readonly bulk: LaneStats };
  /** The aggregate id of who holds a name that is unique over all instances, such as a host's instance. */
  claimant(kind: string, value: string): Promise<string | undefined>;
  /** Finishes what is waiting, takes nothing more. */
  close(): Promise<void>;
}

/** Rows that one process caches of configuration, at most. */
const maxCachedRows = 50_000;
const defaultMaxBatch = 256;
const maxBulkBatch = 16;
/** Events of one unit that the normal lane takes; larger ones go to the bulk lane. */
const maxEvents = 200;

/** @throws Error when two entities claim a table or an event type: found at start */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { database } = options;
  const registry = createRegistry(options.entities);
  const { rows, query, readVersion, ...reads } = gatheredReads(options, registry);
  const cache = new ConfigCache(maxCachedRows);
  const { clock = () => performance.now() } = options;
  const config = { database, rows, cache, readVersion, recent: createRecentOwners(), clock };
  const lanes = openLanes(options, registry, rows, {
    onCommit(bumps: readonly Bump[], hasJobs: boolean) {
      for (const { instanceId, owner, version } of bumps) cache.raise(instanceId, owner, version);
      if (hasJobs) options.onJobs?.();
    },
    onRenewed: () => cache.clear(),
  });

  return {
    ...reading(options, registry, rows, { ...reads, query }),
    async execute<const R extends Refs>(
      writer: Writer,
      refs: R,
      decide: (states: States<R>) => Decided<R>,
      how: ExecuteOptions<R> = {},
    ) {
      const lane = how.lane === "bulk" ? lanes.bulk : lanes.normal;
      const settled = await lane.run(toUnit(writer, refs, decide, how), how.deadline);
      return toWritten<R>(settled, database);
    },
    config: (instanceId) => new CachedConfig(instanceId, config),
    depth: () => lanes.normal.stats().waiting + lanes.bulk.stats().waiting,
    stats: () => ({ normal: lanes.normal.stats(), bulk: lanes.bulk.stats() }),
    async close() {
      await lanes.normal.close();
      await lanes.bulk.close();
    },
  };
}

type Reading = Pick<
  OpenStore,
  "get" | "holder" | "select" | "count" | "hasGone" | "tidied" | "events" | "query" | "claimant"
>;

interface GatheredReads {
  readonly rows: Rows;
  readonly query: Store["query"];
  readonly readByKey: ReadByKey;
  readonly readByName: ReadByName;
  readonly readVersion: ReadVersion;
}

/** What requests read by key or name and what they ask of configuration's versions travels together. */
function gatheredReads({ database, secrets }: StoreOptions, registry: Registry): GatheredReads {
  const isAsked = createGathering(database, () => [versions.take, keyed.take, named.take, short.take]);
  const versions = createVersions(isAsked);
  const short = createShortReads(isAsked);
  async function query<T extends object>(statement: Sql, { gather, ...planning }: Planning = {}) {
    if (gather !== true) return database.query<T>(statement, planning);
    // Row types are the caller's claim about its own statement, as in `Database.query`.
    return (await short.read(statement)) as readonly T[];
  }
  const rows = createRows(query, registry, secrets);
  const keyed = createKeyedReads(rows, isAsked);
  const named = createNameReads(rows, isAsked);
  return { rows, query, readByKey: keyed.read, readByName: named.read, readVersion: versions.read };
}

/** Reads straight from the database. A row's state is what its entity's `evolve` made. */
function reading(
  { database, secrets }: StoreOptions,
  registry: Registry,
  rows: Rows,
  { query, readByKey, readByName }: Pick<GatheredReads, "query" | "readByKey" | "readByName">,
): Reading {
  return {
    async get<S extends object, E extends Draft>(
      entity: Entity<S, E>,
      instanceId: string,
      aggregateId: string,
      entityId = "",
    ) {
      if (![instanceId, aggregateId, entityId].every(isStorable)) return undefined;
      const row = await readByKey(entity, { instanceId, aggregateId, entityId });
      return row as Row<S> | undefined;
    },
    async holder<S extends object, E extends Draft>(
      entity: Entity<S, E>,
      instanceId: string,
      kind: string,
      value: string,
    ) {
      if (![instanceId, value].every(isStorable)) return undefined;
      const row = await readByName(entity, { instanceId, kind, value });
      return row as Row<S> | undefined;
    },
    async select<S extends object, E extends Draft>(
      entity: Entity<S, E>,
      instanceId: string,
      where: Sql,
      tail: Sql = sql``,
      planning: Planning = {},
    ) {
      const rest = sql`where t.instance_id = ${instanceId} and (${where}) ${tail}`;
      const found = await rows.select(entity, rest, planning);
      return found as readonly Row<S>[];
    },
    async count(entity, instanceId, where, planning = {}) {
      const [row] = await query<{ total: number }>(
        sql`select count(*) as total from ${identifier(entity.table)} t where t.instance_id = ${instanceId} and (${where})`,
        planning,
      );
      return Number(row?.total ?? 0);
    },
    async hasGone(instanceId) {
      const [row] = await database.query<{ some: boolean }>(
        sql`select exists (select 1 from gone where instance_id = ${instanceId}) as some`,
      );
      return row?.some ?? false;
    },
    async tidied({ aggregate }, instanceId, aggregateId, entityId = "") {
      await database.query(sql`delete from gone where instance_id = ${instanceId}
        and aggregate_type = ${aggregate} and aggregate_id = ${aggregateId} and entity_id = ${entityId}`);
    },
    events: (instanceId, filter) => readEvents(database, secrets, registry, instanceId, filter),
    query,
    async claimant(kind, value) {
      const [holder] = await database.query<{ aggregate_id: string }>(
        sql`select aggregate_id from uniques where instance_id = '' and kind = ${kind} and value = ${value}`,
      );
      return holder?.aggregate_id;
    },
  };
}

/** The normal lane hands what is too large to the bulk lane, so that nobody waits behind it. */
function openLanes(
  options: StoreOptions,
  registry: Registry,
  rows: Rows,
  events: Pick<LaneOptions, "onCommit" | "onRenewed">,
): { readonly normal: Lane; readonly bulk: Lane } {
  const { database, secrets, localMs, onSlowDecision } = options;
  const { clock = () => performance.now(), maxBatch = defaultMaxBatch } = options;
  const statements = new Map(registry.entities.map((entity) => [entity, entityStatements(entity)]));
  const common = {
    ...events,
    database,
    registry,
    secrets,
    localMs,
    clock,
    onSlowDecision: (spent: number, { refs }: Unit) =>
      onSlowDecision?.(
        spent,
        refs.map(({ entity }) => entity.table),
      ),
    statementsOf(entity: AnyEntity) {
      const found = statements.get(entity);
      if (found === undefined) throw new Error(`${entity.table} is not registered`);
      return found;
    },
    refold: (row: Parameters<LaneOptions["refold"]>[0]) =>
      rows.refold(row.entity, {
        instanceId: row.aggregate.instanceId,
        aggregateId: row.aggregate.id,
        entityId: row.entityId,
      }),
  };
  const bulkBatch = Math.min(maxBatch, maxBulkBatch);
  const bulk = new Lane({ ...common, purpose: "bulk lane", maxBatch: bulkBatch, maxEvents: Infinity });
  return { bulk, normal: new Lane({ ...common, purpose: "lane", maxBatch, maxEvents, overflow: bulk }) };
}

/** @throws invalid_argument for text that cannot be stored; Error when the same row is named twice */
function toUnit<R extends Refs>(
  { instanceId, creator }: Writer,
  refs: R,
  decide: (states: States<R>) => Decided<R>,
  { jobs }: ExecuteOptions<R>,
): Unit {
  const names = refs.map(
    ({ entity, aggregateId, entityId }) => `${entity.table}\n${aggregateId}\n${entityId}`,
  );
  if (new Set(names).size < names.length) throw new Error(`a row is named twice: ${names.join(", ")}`);
  if (![instanceId, creator, ...names].every(isStorable)) throw unstorable();
  // States are handed to the decision in the order of its refs, which is what `States<R>` says.
  return {
    id: randomUUID(),
    writer: { instanceId, creator },
    refs,
    decide: decide as Unit["decide"],
    ...(jobs && { jobs: jobs as NonNullable<Unit["jobs"]> }),
  };
}

/** Rows are in the order of the refs, which is what `WrittenOf<R>` says. */
function toWritten<R extends Refs>(settled: readonly SettledRow[], database: Database): WrittenOf<R> {
  return settled.map(({ row, state, sequence, createdAt, changedAt }) => ({
    instanceId: row.aggregate.instanceId,
    aggregateId: row.aggregate.id,
    entityId: row.entityId,
    owner: row.aggregate.owner ?? "",
    sequence,
    createdAt: createdAt ?? database.now(),
    changedAt: changedAt ?? database.now(),
    state,
  })) as unknown as WrittenOf<R>;
}
