import { randomUUID } from "node:crypto";
import type { Secrets } from "#src/platform/crypto/index.ts";
import { type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { AnyEntity, Draft, Entity, ExecuteOptions, Refs, Row, Writer } from "../model.ts";
import type { Store } from "../store.ts";
import type { Settled } from "./attempt.ts";
import type { Unit } from "./batch.ts";
import { createConfigCache } from "./config-cache.ts";
import { readEvents } from "./events.ts";
import { type Lane, openLane } from "./lane.ts";
import { type RowRecord, rowFrom } from "./row.ts";
import { entityStatements } from "./statements.ts";

export interface StoreOptions {
  readonly database: Database;
  readonly entities: readonly AnyEntity[];
  readonly secrets: Secrets;
  readonly localMs: () => number;
  /** A decision that held up the lane, in milliseconds. */
  readonly onSlowDecision?: (milliseconds: number) => void;
  /** Jobs were committed: their worker should look. */
  readonly onJobs?: () => void;
}

export interface OpenStore extends Store {
  /** Units waiting in the lanes. */
  depth(): number;
  /** Who holds a name that is unique over all instances, such as a host's instance. */
  claimant(kind: string, value: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** @throws Error when an event type belongs to two entities, or a table is declared twice */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { database, entities, secrets, localMs } = options;
  requireDistinct(entities);
  const cache = createConfigCache(database);
  const common = {
    database,
    entities,
    secrets,
    localMs,
    statements: new Map(entities.map((entity) => [entity, entityStatements(entity)])),
    onSlowDecision: options.onSlowDecision ?? (() => undefined),
    onBump: cache.bumped,
    onJobs: options.onJobs ?? (() => undefined),
    onReconnect: cache.clear,
  };
  const lanes = {
    normal: openLane({ ...common, name: "lane" }),
    bulk: openLane({ ...common, name: "bulk lane" }),
  };

  async function select(
    entity: AnyEntity,
    instanceId: string,
    where: Sql,
    tail: Sql,
  ): Promise<readonly Row<object>[]> {
    const rows = await database.query<RowRecord>(
      sql`select t.* from ${identifier(entity.table)} t where t.instance_id = ${instanceId} and (${where}) ${tail}`,
    );
    return rows.map((row) => rowFrom(entity, row));
  }

  return {
    async execute<const R extends Refs>(
      writer: Writer,
      refs: R,
      decide: (states: never) => readonly (readonly Draft[])[],
      execution: ExecuteOptions<R> = {},
    ) {
      // States and decisions are typed by the refs, where the caller stands; the lane handles them untyped.
      const unit: Unit = {
        id: randomUUID(),
        writer: { instanceId: writer.instanceId, creator: writer.creator },
        refs,
        decide: decide as Unit["decide"],
        ...(execution.jobs === undefined ? {} : { jobs: execution.jobs as NonNullable<Unit["jobs"]> }),
      };
      const lane: Lane = execution.lane === "bulk" ? lanes.bulk : lanes.normal;
      const settled = await lane.run(unit, execution.deadline);
      return (await writtenOf(settled, unit)) as never;
    },
    async get<S extends object, E extends Draft>(
      entity: Entity<S, E>,
      instanceId: string,
      aggregateId: string,
      entityId = "",
    ) {
      const [row] = await select(
        entity,
        instanceId,
        sql`t.aggregate_id = ${aggregateId} and t.entity_id = ${entityId}`,
        sql``,
      );
      return row as Row<S> | undefined;
    },
    async select<S extends object, E extends Draft>(
      entity: Entity<S, E>,
      instanceId: string,
      where: Sql,
      tail?: Sql,
    ) {
      return (await select(entity, instanceId, where, tail ?? sql``)) as readonly Row<S>[];
    },
    async count(entity, instanceId, where) {
      const [row] = await database.query<{ total: number }>(
        sql`select count(*) as total from ${identifier(entity.table)} t where t.instance_id = ${instanceId} and (${where})`,
      );
      return Number(row?.total ?? 0);
    },
    events: (instanceId, filter) => readEvents(database, secrets, instanceId, filter),
    query: (statement) => database.query(statement),
    config: cache.reader,
    depth: () => lanes.normal.depth() + lanes.bulk.depth(),
    async claimant(kind, value) {
      const [row] = await database.query<{ aggregate_id: string }>(
        sql`select aggregate_id from uniques where instance_id = '' and kind = ${kind} and value = ${value}`,
      );
      return row?.aggregate_id;
    },
    async close() {
      await Promise.all([lanes.normal.close(), lanes.bulk.close()]);
    },
  };

  /** After a lost reply the rows are read again: that the unit is stored is all that is known of it. */
  async function writtenOf(settled: Settled, unit: Unit): Promise<readonly object[]> {
    const { instanceId } = unit.writer;
    if (settled.kind === "written")
      return settled.rows.map(({ after, sequence, owner, at }) => ({
        instanceId,
        aggregateId: after.row.ref.aggregateId,
        entityId: after.row.ref.entityId,
        owner,
        sequence,
        createdAt: after.row.before?.createdAt ?? at,
        changedAt: after.touched ? at : (after.row.before?.changedAt ?? at),
        state: after.state,
      }));
    if (settled.kind !== "stored") throw new Failure("internal", "CORE-Un5et", "Errors.Internal");
    return Promise.all(
      unit.refs.map(async ({ entity, aggregateId, entityId }) => {
        const where = sql`t.aggregate_id = ${aggregateId} and t.entity_id = ${entityId}`;
        const [row] = await select(entity, instanceId, where, sql``);
        const now = database.now();
        const nothing = {
          instanceId,
          aggregateId,
          entityId,
          owner: "",
          sequence: 0,
          createdAt: now,
          changedAt: now,
        };
        return row ?? { ...nothing, state: undefined };
      }),
    );
  }
}

function requireDistinct(entities: readonly AnyEntity[]): void {
  const tables = new Set<string>();
  const types = new Map<string, string>();
  for (const { table, types: own } of entities) {
    if (tables.has(table)) throw new Error(`two entities have the table ${table}`);
    tables.add(table);
    for (const type of own) {
      const other = types.get(type);
      if (other !== undefined) throw new Error(`${type} belongs to ${other} and to ${table}`);
      types.set(type, table);
    }
  }
}
