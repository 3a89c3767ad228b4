import type { AnyEntity, Draft, Entity } from "./model.ts";

/** An entity among others: which states and events are its own is no longer known to the compiler. */
export type PlainEntity = Entity<object, Draft>;

/** All entities of the product, by what the core asks for. */
export interface Registry {
  readonly entities: readonly PlainEntity[];
  /** The one entity that folds events of this type. */
  ofType(type: string): PlainEntity | undefined;
  /** The entities whose rows live in aggregates of this type, the root among them. */
  ofAggregate(aggregate: string): readonly PlainEntity[];
}

/** Erasing a user erases what is sealed for it, see `lane/subjects.ts`. */
export const userAggregate = "user";

const identifier = /^[a-z_][a-z0-9_]*$/;
const ownColumns = new Set(
  "instance_id aggregate_id entity_id sequence owner created_at changed_at state state_version".split(" "),
);

/** @throws Error that names the declaration at fault: a mistake in code, found at start */
export function createRegistry(declared: readonly AnyEntity[]): Registry {
  const entities: readonly PlainEntity[] = declared;
  const byTable = new Map<string, PlainEntity>();
  const byType = new Map<string, PlainEntity>();
  const byAggregate = new Map<string, PlainEntity[]>();
  for (const entity of entities) {
    requireSound(entity);
    if (byTable.has(entity.table)) throw new Error(`two entities have the table ${entity.table}`);
    byTable.set(entity.table, entity);
    for (const type of entity.types) {
      const other = byType.get(type);
      if (other) throw new Error(`${type} belongs to ${other.table} and to ${entity.table}`);
      byType.set(type, entity);
    }
    const family = byAggregate.get(entity.aggregate) ?? [];
    const isRoot = entity.rowOf === undefined;
    if (isRoot && family.some(({ rowOf }) => rowOf === undefined))
      throw new Error(`two entities are the root of ${entity.aggregate}`);
    byAggregate.set(entity.aggregate, [...family, entity]);
  }
  return {
    entities,
    ofType: (type) => byType.get(type),
    ofAggregate: (aggregate) => byAggregate.get(aggregate) ?? [],
  };
}

function requireSound({ table, aggregate, columns = {}, personal, rowOf }: PlainEntity): void {
  if (!identifier.test(table)) throw new Error(`not a table name: ${table}`);
  for (const column of Object.keys(columns)) {
    if (!identifier.test(column)) throw new Error(`not a column name: ${table}.${column}`);
    if (ownColumns.has(column)) throw new Error(`${table}.${column} is there for every entity`);
  }
  // There is one key per aggregate: it can be bound to one user only.
  if (personal && rowOf && aggregate !== userAggregate)
    throw new Error(`${table}: personal data needs an aggregate of its own, or that of the user`);
}
