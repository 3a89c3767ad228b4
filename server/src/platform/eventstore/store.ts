import type { Sql } from "#src/platform/db/index.ts";
import type {
  AnyEntity,
  Decided,
  Draft,
  Entity,
  ExecuteOptions,
  Refs,
  Row,
  States,
  StoredEvent,
  Writer,
  WrittenOf,
} from "./model.ts";

/** Which part of history to read; all given conditions must hold. */
export interface EventFilter {
  readonly aggregateTypes?: readonly string[];
  readonly aggregateIds?: readonly string[];
  readonly types?: readonly string[];
  /** Top-level fields of the payload and what they hold, such as the `appId` of one application in its project. */
  readonly payload?: Readonly<Record<string, string>>;
  readonly creator?: string;
  readonly owner?: string;
  /** Exclusive lower (asc) or upper (desc) bound of `sequence`; only sensible within one aggregate. */
  readonly sequence?: number;
  readonly from?: Date;
  readonly to?: Date;
  readonly asc?: boolean;
  /** At most this many, 1 to 1000. */
  readonly limit: number;
}

/**
 * How a read is planned. Prepared ones keep their plan, for whichever tenant and values; searches, whose conditions are
 * made per request, are planned for what they look for, and leave nothing behind in the sessions.
 */
export interface Planning {
  readonly prepare?: false;
  /** It finds little, by an index: it travels with the reads by key that are asked for at the moment. */
  readonly gather?: true;
}

/** The storage core as everyone else sees it. Every read is exact: what was acknowledged is there. */
export interface Store {
  /**
   * One atomic piece of work: reads `refs`, lets the pure `decide` give the events of each (in the order of
   * `refs`), and answers after the commit. `decide` may run several times and must be quick.
   * @throws what `decide` throws; the `taken` failure of a unique name; `aborted` after ten lost races;
   *         `unavailable` when the lane is full or the database is away.
   */
  execute<const R extends Refs>(
    writer: Writer,
    refs: R,
    decide: (states: States<R>) => Decided<R>,
    options?: ExecuteOptions<R>,
  ): Promise<WrittenOf<R>>;

  /** The row by its key. */
  get<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    instanceId: string,
    aggregateId: string,
    entityId?: string,
  ): Promise<Row<S> | undefined>;

  /** The row that holds a name (`Entity.unique`, of the instance's scope); undefined where another entity's does. */
  holder<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    instanceId: string,
    kind: string,
    value: string,
  ): Promise<Row<S> | undefined>;

  /**
   * Rows by a condition over the entity's table, aliased `t`. `tail` is order, limit and offset.
   * `where` must not repeat the tenant: `t.instance_id` is always added.
   */
  select<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    instanceId: string,
    where: Sql,
    tail?: Sql,
    planning?: Planning,
  ): Promise<readonly Row<S>[]>;

  /** How many rows a condition over the entity's table (aliased `t`) matches; exact. */
  count(entity: AnyEntity, instanceId: string, where: Sql, planning?: Planning): Promise<number>;

  /**
   * Whether rows of the instance may still name something that is gone (entities that are `outlived`). Mostly they do
   * not, and then a list need not ask for each of its rows.
   */
  hasGone(instanceId: string): Promise<boolean>;

  /** To be called when no row names it any more. */
  tidied(entity: AnyEntity, instanceId: string, aggregateId: string, entityId?: string): Promise<void>;

  /**
   * History, newest first unless `asc`; personal fields opened. The most telling of the conditions is looked up in an
   * index that has its events in order of time: aggregates, the creator, types (also those of aggregate types), the
   * owner, or time alone.
   */
  events(instanceId: string, filter: EventFilter): Promise<readonly StoredEvent[]>;

  /** Any other read; for `queries.ts` files. The text must name the tenant itself. */
  query<T extends object>(statement: Sql, planning?: Planning): Promise<readonly T[]>;

  /** A reader of cached configuration for one request, exact as of its first use. */
  config(instanceId: string): ConfigReader;
}

/**
 * Cached configuration rows (entities with `config: true`), exact as of the request's first use of the owner concerned, or
 * of a moment before, at which the request had begun.
 */
export interface ConfigReader {
  /** The row by its key. Absence is cached too where the owner is known from the key (org and instance aggregates). */
  row<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    aggregateId: string,
    entityId?: string,
  ): Promise<Row<S> | undefined>;
  /** All rows of that table in one aggregate. */
  rows<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    aggregateId: string,
  ): Promise<readonly Row<S>[]>;
  /** The row that holds `value` in an extracted column that is unique in the instance, such as a client id. */
  by<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    column: string,
    value: string,
  ): Promise<Row<S> | undefined>;
}
