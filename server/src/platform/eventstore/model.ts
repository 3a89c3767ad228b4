/**
 * What a slice hands to the storage core: facts, folds and pure decisions. Nothing in here does I/O.
 *
 * A resource is one row: a fold (`evolve`) of its events, written in the transaction that appends them.
 * Resources live in aggregates; an aggregate is the unit of sequence numbers and of locking. The root of
 * an aggregate has the entity id "", parts of it (a member, a key, a domain) have ids of their own.
 */

import type { Failure } from "#src/platform/failure/index.ts";

export type ColumnType = "text" | "boolean" | "bigint" | "timestamptz" | "text[]";
export type ColumnValue = string | number | boolean | null | readonly string[];

/** An event before it has a place in history. Payloads are plain JSON: no undefined, Date, bigint or bytes. */
export interface Draft {
  readonly type: string;
  readonly payload: object | null;
}

/** What `evolve` may know of an event beside its payload. `createdAt` is RFC 3339, from the database's clock. */
export interface EventMeta {
  readonly instanceId: string;
  readonly aggregateId: string;
  readonly entityId: string;
  readonly owner: string;
  readonly creator: string;
  readonly createdAt: string;
}

/** Where a row stands. */
export interface Place {
  readonly instanceId: string;
  readonly aggregateId: string;
  readonly entityId: string;
  readonly owner: string;
}

/** A name that one row alone may hold, in its instance or over all of them; `taken` is the refusal of a second claim. */
export interface Unique {
  readonly kind: string;
  readonly value: string;
  readonly scope?: "global";
  readonly taken: { readonly id: string; readonly key: string };
}

export interface Column<S> {
  readonly type: ColumnType;
  of(state: S): ColumnValue;
}

/** Personal data is sealed in the events (never in rows) with a key that dies with its user. */
export interface Personal<S, E extends Draft> {
  /** Event type → the top-level payload fields that hold personal data. */
  readonly fields: Readonly<Partial<Record<E["type"], readonly string[]>>>;
  /** The user whose removal erases it, once known; left out in the user aggregate itself. */
  readonly userOf?: (state: S) => string | undefined;
}

/** A resource: one row of `table` per entity of its aggregate. */
export interface Entity<S extends object, E extends Draft> {
  readonly table: string;
  readonly aggregate: string;
  /** Every event type that this row folds; a type belongs to exactly one entity. */
  readonly types: readonly E["type"][];
  /** Raised whenever `evolve` or `columns` change meaning: older rows are folded again. */
  readonly version: number;
  /** "self": the aggregate owns itself (org, instance). "instance": owned by the instance. Otherwise `ownedBy` says it. */
  readonly owner?: "self" | "instance";
  /** The entity id an event concerns; left out by roots. */
  readonly rowOf?: (event: E) => string;
  /** The next state; undefined = the row is gone. A root that is gone takes the whole aggregate along. Pure. */
  evolve(state: S | undefined, event: E, meta: EventMeta): S | undefined;
  /** Extracted for searches, beside the jsonb state. */
  readonly columns?: Readonly<Record<string, Column<S>>>;
  /** Index expressions behind `instance_id`, such as `owner, user_name` or `lower(user_name)`. */
  readonly indexes?: readonly string[];
  /** As `indexes`, of those rows alone of which `where` holds: lists of few among very many come in order from these. */
  readonly few?: { readonly where: string; readonly indexes: readonly string[] };
  /**
   * Text expressions that are searched for pieces of them, such as `lower(name)`: one index of trigrams. Without the
   * extensions pg_trgm and btree_gin there is none, and such a search reads the tenant's rows.
   */
  readonly pieces?: readonly string[];
  unique?(state: S, place: Place): readonly Unique[];
  /** The work that follows from a change of it, whoever makes it; committed with it. Pure. */
  follows?(before: S | undefined, after: S | undefined, place: Place): readonly Job[];
  /**
   * Rows of other aggregates name it, and stay behind until a job has tidied up: from its removal until then its key
   * is kept, so that lists need not ask for each of their rows whether what it names is there (`store.hasGone`).
   */
  readonly outlived?: true;
  /** Configuration is cached by every process; a change bumps its owner's version in the same transaction. */
  readonly config?: true;
  readonly personal?: Personal<S, E>;
  /** Of a row's state as JSON, where the contract lets it take more than the 8,192 that `verify` allows others. */
  readonly maxStateBytes?: number;
}

/** Names a row a piece of work reads and may change. Every ref is guarded: a concurrent change means deciding again. */
export interface Ref<S extends object, E extends Draft> {
  readonly entity: Entity<S, E>;
  readonly aggregateId: string;
  readonly entityId: string;
  /** An id made just now: its row cannot exist, so it is not read at the first attempt. */
  readonly fresh: boolean;
  /** False for `peek`. */
  readonly guarded: boolean;
  /** Owner of the aggregate, should this be its first event. */
  readonly owner?: string;
  /** The refusal for a root whose aggregate is no more, but was: its id is not given a second time. */
  readonly used?: Failure;
}

export function ref<S extends object, E extends Draft>(
  entity: Entity<S, E>,
  aggregateId: string,
  entityId = "",
): Ref<S, E> {
  return { entity, aggregateId, entityId, fresh: false, guarded: true };
}

/** A row whose id was made just now. */
export function fresh<S extends object, E extends Draft>(
  entity: Entity<S, E>,
  aggregateId: string,
  entityId = "",
): Ref<S, E> {
  return { entity, aggregateId, entityId, fresh: true, guarded: true };
}

/**
 * A root by an id of the caller's choice. What others still say of something removed must not become true of its
 * successor, so an id that any aggregate of this kind ever had is refused, in whichever process it was removed. About one
 * that is still there the decision says so itself.
 */
export function unused<S extends object, E extends Draft>(
  entity: Entity<S, E>,
  aggregateId: string,
  used: Failure,
): Ref<S, E> {
  return { ...ref(entity, aggregateId), used };
}

/** Reads without guarding: the decision must stay right whatever happens to that row; `why` says why it does. */
export function peek<S extends object, E extends Draft>(target: Ref<S, E>, _why: string): Ref<S, E> {
  return { ...target, guarded: false };
}

/** The resource owner (an organization's id, mostly) of an aggregate that this work creates. */
export function ownedBy<S extends object, E extends Draft>(owner: string, target: Ref<S, E>): Ref<S, E> {
  return { ...target, owner };
}

/* oxlint-disable typescript/no-explicit-any -- an entity is invariant in its event type; a list of refs of unlike entities can only be typed with any */
export type AnyEntity = Entity<any, any>;
export type AnyRef = Ref<any, any>;
export type Refs = readonly AnyRef[];
/** Of a ref whose entity is not known by type, a state is just an object. */
type StateOf<S> = 0 extends 1 & S ? object : S;
export type States<R extends Refs> = {
  readonly [K in keyof R]: R[K] extends Ref<infer S, any> ? StateOf<S> | undefined : never;
};
export type Decided<R extends Refs> = {
  readonly [K in keyof R]: R[K] extends Ref<any, infer E> ? readonly E[] : never;
};
/* oxlint-enable typescript/no-explicit-any */

/** A row as it stands. Times are the database's. `sequence` is its aggregate's number at the row's last change. */
export interface Row<S> extends Place {
  readonly sequence: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly state: S;
}

/** Work for later, committed with the facts that cause it. */
export interface Job {
  readonly task: string;
  readonly payload: object;
  /** Jobs with the same key run one after another, in order. */
  readonly orderKey?: string;
  readonly runAt?: Date;
}

/** Who writes, and where. `creator` is a user id or a service name ("SYSTEM", "LOGIN", "OIDC", "NOTIFICATION"). */
export interface Writer {
  readonly instanceId: string;
  readonly creator: string;
}

/** One ref after the commit; `state` is undefined when the row is gone or never was. */
export interface Written<S> extends Place {
  readonly sequence: number;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly state: S | undefined;
}

export type WrittenOf<R extends Refs> = {
  readonly [K in keyof R]: R[K] extends Ref<infer S, infer _E> ? Written<S> : never;
};

export interface ExecuteOptions<R extends Refs> {
  /** Pure: the jobs this change causes. */
  readonly jobs?: (before: States<R>, after: States<R>) => readonly Job[];
  /** "bulk" for imports, cascades and anything over 200 events. */
  readonly lane?: "bulk";
  /** Dropped undecided when it is past; milliseconds since the epoch. */
  readonly deadline?: number;
}

/** An event as history has it. Personal fields are opened, or `undefined`-free "erased" once their key is gone. */
export interface StoredEvent extends EventMeta {
  readonly aggregateType: string;
  readonly type: string;
  readonly payload: object | null;
  readonly sequence: number;
  readonly position: bigint;
  /** True when the personal fields cannot be opened any more. */
  readonly erased: boolean;
}
