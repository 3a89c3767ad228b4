import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Connection, Result, Sql } from "#src/platform/db/index.ts";
import type { PlainEntity } from "../registry.ts";
import type { Batch, BatchRow } from "./batch.ts";
import type { EntityStatements } from "./entity-statements.ts";

/** What `EntityStatements.read` answers for each record. */
interface Loaded {
  readonly u: number;
  /** Null when there is no row. */
  readonly sequence: number | null;
  readonly created_at: Date;
  readonly changed_at: Date;
  readonly state: object;
  readonly state_version: number;
  readonly owner: string | null;
  readonly subject: { readonly key: Sealed; readonly user: string | null } | null;
}

/** Rows that an older version of their entity has folded. */
export type Outdated = readonly BatchRow[];

/** Reads the wanted rows of a batch, one statement per table, all in one go. */
export async function loadBatch(
  session: Connection,
  batch: Batch,
  statementsOf: (entity: PlainEntity) => EntityStatements,
): Promise<Outdated> {
  const perEntity = Map.groupBy(batch.wanted, ({ entity }) => entity);
  const statements = [...perEntity].map(
    ([entity, rows]): Sql => statementsOf(entity).read(rows.map(recordOf)),
  );
  if (statements.length === 0) return [];
  const results = await session.send(statements);
  return results.flatMap(({ rows }: Result) =>
    // The statement's own columns.
    (rows as unknown as readonly Loaded[]).flatMap((loaded) => fill(batch.rows[loaded.u], loaded)),
  );
}

const recordOf = ({ n, aggregate, entityId }: BatchRow) => ({
  u: n,
  i: aggregate.instanceId,
  a: aggregate.id,
  e: entityId,
});

function fill(row: BatchRow | undefined, loaded: Loaded): Outdated {
  if (row === undefined) throw new Error(`row ${loaded.u} was not asked for`);
  if (loaded.owner !== null) {
    row.aggregate.owner = loaded.owner;
    row.aggregate.begun = true;
  }
  if (loaded.subject !== null) row.aggregate.subject = loaded.subject;
  if (loaded.sequence === null) return [];
  row.version = Number(loaded.sequence);
  row.before = loaded.state;
  row.state = loaded.state;
  row.createdAt = loaded.created_at;
  row.changedAt = loaded.changed_at;
  return loaded.state_version < row.entity.version ? [row] : [];
}
