import { type Connection, identifier, sql } from "#src/platform/db/index.ts";
import { type Registry, userAggregate } from "../registry.ts";
import { type Folded, type FoldedRow, foldAggregate } from "./fold.ts";
import type { History } from "./walk.ts";

/**
 * "sound": the fold is right. "orphaned": its personal data went with its user; the aggregate itself is still to be
 * removed, by a job. "broken": it lives, and it cannot be folded or its personal data cannot be opened.
 */
export type Soundness = "sound" | "orphaned" | "broken";

export interface JudgedHistory {
  readonly history: History;
  readonly folded: Folded;
  readonly soundness: Soundness;
}

/** Folds a page of histories and tells which folds can be trusted. */
export async function foldPage(
  connection: Connection,
  registry: Registry,
  page: readonly History[],
): Promise<readonly JudgedHistory[]> {
  const folds = page.map((history) => ({ history, folded: foldAggregate(registry, history.events) }));
  const doubtful = folds.filter(({ folded }) => isDoubtful(folded));
  const gone = await findGoneUsers(
    connection,
    registry,
    doubtful.flatMap(({ folded }) => folded.rows),
  );
  const isOrphan = (row: FoldedRow): boolean => gone.has(`${row.instanceId}\n${userOf(row)}`);
  return folds.map((fold) => {
    if (!isDoubtful(fold.folded)) return { ...fold, soundness: "sound" };
    const isOrphaned = fold.folded.erased && fold.folded.rows.every(isOrphan);
    return { ...fold, soundness: isOrphaned ? "orphaned" : "broken" };
  });
}

/** An erased history is fine when nothing comes of it: then the aggregate is removed. */
const isDoubtful = ({ rows, erased, failure }: Folded): boolean =>
  erased ? rows.length > 0 : failure !== undefined;

const userOf = ({ entity, state }: FoldedRow): string | undefined => entity.personal?.userOf?.(state);

async function findGoneUsers(
  connection: Connection,
  registry: Registry,
  rows: readonly FoldedRow[],
): Promise<ReadonlySet<string>> {
  const root = registry.ofAggregate(userAggregate).find(({ rowOf }) => rowOf === undefined);
  const bound = rows.filter((row) => userOf(row) !== undefined);
  if (bound.length === 0 || root === undefined) return new Set();
  const gone = await connection.query<{ i: string; u: string }>(sql`
    select x.i, x.u from unnest(${bound.map(({ instanceId }) => instanceId)}::text[],
      ${bound.map(userOf)}::text[]) as x(i, u)
    where not exists (select from ${identifier(root.table)} t
      where t.instance_id = x.i and t.aggregate_id = x.u and t.entity_id = '')`);
  return new Set(gone.map(({ i, u }) => `${i}\n${u}`));
}
