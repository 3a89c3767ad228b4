/** Holds what the database has against what history says. */
import { isDeepStrictEqual } from "node:util";
import { type Connection, type Database, identifier, sql } from "#src/platform/db/index.ts";
import type { AnyEntity, ColumnValue } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import { createRegistry, type PlainEntity, type Registry } from "../registry.ts";
import type { RowRecord } from "../rows.ts";
import { foldPage, type JudgedHistory } from "./erasure.ts";
import type { FoldedRow } from "./fold.ts";
import { namesOfRows, nameText } from "./names.ts";
import { type HeadRecord, type History, inSnapshot, isAmong, keyOf, walkHistory } from "./walk.ts";

export type ProblemKind =
  /** Sequences have a gap, or the head does not stand where its events end. */
  | "sequence"
  | "owner"
  /** An event type that no entity folds. */
  | "unknown_type"
  /** Personal data cannot be opened although its aggregate lives. */
  | "unreadable"
  | "row_missing"
  | "row_unexpected"
  | "row_differs"
  | "column_differs"
  /** A state over 8 KB: a list in it has no bound, or belongs into rows of its own. */
  | "state_too_large"
  | "name_missing"
  | "name_unexpected"
  /** Events, rows or names of an aggregate without a head. */
  | "orphan";

export interface Problem {
  readonly kind: ProblemKind;
  readonly instanceId: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  /** Tables, ids and names of fields; no personal data. */
  readonly detail: string;
}

/** The counts tell a check that saw nothing from one that found nothing. */
export interface Verified {
  readonly aggregates: number;
  readonly events: number;
  readonly rows: number;
  readonly problems: readonly Problem[];
}

export interface VerifyOptions {
  readonly database: Database;
  readonly entities: readonly AnyEntity[];
  readonly secrets: SubjectSecrets;
}

const maxStateBytes = 8_192;

/** Folds all events again and compares: heads, sequences, rows, columns, names. Reads one snapshot, locks nothing. */
export async function verify({ database, entities, secrets }: VerifyOptions): Promise<Verified> {
  const registry = createRegistry(entities);
  return inSnapshot(database, "verify", "read only", async (connection) => {
    const problems: Problem[] = [];
    const counts = { aggregates: 0, events: 0, rows: 0 };
    for await (const page of walkHistory(connection, secrets)) {
      const stored = await readPage(connection, registry, page);
      counts.aggregates += page.length;
      counts.rows += stored.rows.length;
      for (const judged of await foldPage(connection, registry, page)) {
        counts.events += judged.history.events.length;
        problems.push(...compareAggregate(registry, judged, stored));
      }
    }
    return { ...counts, problems: [...problems, ...(await findOrphans(connection, registry))] };
  });
}

/** A row with the columns that are extracted from its state. */
interface StoredRow extends RowRecord {
  readonly entity: PlainEntity;
  readonly aggregate_type: string;
  readonly bytes: number;
  readonly [column: string]: unknown;
}

interface StoredName {
  readonly instance_id: string;
  readonly aggregate_type: string;
  readonly aggregate_id: string;
  readonly entity_id: string;
  readonly text: string;
}

interface Stored {
  readonly rows: readonly StoredRow[];
  readonly rowsOf: ReadonlyMap<string, readonly StoredRow[]>;
  readonly namesOf: ReadonlyMap<string, readonly StoredName[]>;
}

async function readPage(
  connection: Connection,
  registry: Registry,
  page: readonly History[],
): Promise<Stored> {
  const heads = page.map(({ head }) => head);
  const rows: StoredRow[] = [];
  for (const [type, mine] of Map.groupBy(heads, (head) => head.aggregate_type))
    for (const entity of registry.ofAggregate(type)) rows.push(...(await readRows(connection, entity, mine)));
  const names = await connection.query<StoredName>(sql`
    select u.claimant_instance_id as instance_id, u.aggregate_type, u.aggregate_id, u.entity_id,
      u.instance_id || ' ' || u.kind || ' ' || u.value as text
    from uniques u where ${isAmong(sql`u.claimant_instance_id, u.aggregate_type, u.aggregate_id`, heads)}`);
  return {
    rows,
    rowsOf: Map.groupBy(rows, keyOf),
    namesOf: Map.groupBy(names, keyOf),
  };
}

async function readRows(
  connection: Connection,
  entity: PlainEntity,
  heads: readonly HeadRecord[],
): Promise<readonly StoredRow[]> {
  const rows = await connection.query<Omit<StoredRow, "entity">>(sql`
    select t.*, ${entity.aggregate}::text as aggregate_type, octet_length(t.state::text) as bytes
    from ${identifier(entity.table)} t
    where ${isAmong(sql`t.instance_id, ${entity.aggregate}::text, t.aggregate_id`, heads)}`);
  // What the statement gives, and the table it is from.
  return rows.map((row) => ({ ...row, entity }) as StoredRow);
}

function compareAggregate(
  registry: Registry,
  { history: { head, events }, folded, soundness }: JudgedHistory,
  stored: Stored,
): readonly Problem[] {
  const problem = (kind: ProblemKind, detail: string): Problem => ({
    kind,
    instanceId: head.instance_id,
    aggregateType: head.aggregate_type,
    aggregateId: head.aggregate_id,
    detail,
  });
  const found: Problem[] = [];
  if (events.some(({ sequence }, n) => sequence !== n + 1) || Number(head.sequence) !== events.length)
    found.push(problem("sequence", `head ${head.sequence}, ${events.length} events`));
  if (events.some(({ owner }) => owner !== head.owner)) found.push(problem("owner", head.owner));
  const unknown = events.find(({ type }) => registry.ofType(type) === undefined);
  if (unknown) found.push(problem("unknown_type", unknown.type));
  if (soundness === "broken") found.push(problem("unreadable", `${folded.rows.length} rows`));
  if (soundness !== "sound") return found;
  const rows = stored.rowsOf.get(keyOf(head)) ?? [];
  const names = (stored.namesOf.get(keyOf(head)) ?? []).map(({ text }) => text);
  return [...found, ...compareRows(folded.rows, rows, problem), ...compareNames(folded.rows, names, problem)];
}

type MakeProblem = (kind: ProblemKind, detail: string) => Problem;

function compareRows(
  folded: readonly FoldedRow[],
  stored: readonly StoredRow[],
  problem: MakeProblem,
): readonly Problem[] {
  const place = (entity: PlainEntity, entityId: string): string => `${entity.table} "${entityId}"`;
  const expected = new Map(folded.map((row) => [place(row.entity, row.entityId), row]));
  const found: Problem[] = [];
  for (const row of stored) {
    const where = place(row.entity, row.entity_id);
    const want = expected.get(where);
    if (row.bytes > (row.entity.maxStateBytes ?? maxStateBytes))
      found.push(problem("state_too_large", `${where}: ${row.bytes} bytes`));
    if (want === undefined) found.push(problem("row_unexpected", where));
    else found.push(...compareRow(want, row).map(([kind, what]) => problem(kind, `${where}: ${what}`)));
    expected.delete(where);
  }
  return [...found, ...[...expected.keys()].map((where) => problem("row_missing", where))];
}

function compareRow(want: FoldedRow, row: StoredRow): readonly (readonly [ProblemKind, string])[] {
  const differences: [ProblemKind, string][] = [];
  if (!isSameJson(want.state, row.state)) differences.push(["row_differs", "state"]);
  if (want.sequence !== Number(row.sequence)) differences.push(["row_differs", "sequence"]);
  if (want.owner !== row.owner) differences.push(["row_differs", "owner"]);
  if (want.createdAt.getTime() !== row.created_at.getTime()) differences.push(["row_differs", "created_at"]);
  if (want.changedAt.getTime() !== row.changed_at.getTime()) differences.push(["row_differs", "changed_at"]);
  for (const [name, column] of Object.entries(want.entity.columns ?? {}))
    if (!isSameColumn(column.of(want.state), row[name])) differences.push(["column_differs", name]);
  return differences;
}

/** A state is plain JSON: what does not survive being written is not part of it. */
const isSameJson = (a: object, b: object): boolean => isDeepStrictEqual(JSON.parse(JSON.stringify(a)), b);

function isSameColumn(want: ColumnValue, stored: unknown): boolean {
  if (stored instanceof Date) return typeof want === "string" && Date.parse(want) === stored.getTime();
  return isDeepStrictEqual(want ?? null, stored ?? null);
}

function compareNames(
  folded: readonly FoldedRow[],
  stored: readonly string[],
  problem: MakeProblem,
): readonly Problem[] {
  const expected = namesOfRows(folded).map(nameText);
  return [
    ...expected.filter((name) => !stored.includes(name)).map((name) => problem("name_missing", name)),
    ...stored.filter((name) => !expected.includes(name)).map((name) => problem("name_unexpected", name)),
  ];
}

/** Whatever belongs to an aggregate that has no head. */
async function findOrphans(connection: Connection, registry: Registry): Promise<readonly Problem[]> {
  const withoutHead = (instance: string, type: string, id: string) => sql`not exists (select from heads h
    where h.instance_id = ${{ text: instance, values: [] }} and h.aggregate_type = ${{ text: type, values: [] }}
      and h.aggregate_id = ${{ text: id, values: [] }})`;
  const places = [
    sql`select 'events' as what, e.instance_id as i, e.aggregate_type as t, e.aggregate_id as a from events e
      where ${withoutHead("e.instance_id", "e.aggregate_type", "e.aggregate_id")}`,
    sql`select 'uniques', u.claimant_instance_id, u.aggregate_type, u.aggregate_id from uniques u
      where ${withoutHead("u.claimant_instance_id", "u.aggregate_type", "u.aggregate_id")}`,
    ...registry.entities.map(
      ({ table, aggregate }) => sql`select ${table}::text, t.instance_id, ${aggregate}::text, t.aggregate_id
        from ${identifier(table)} t where ${withoutHead("t.instance_id", `'${aggregate}'`, "t.aggregate_id")}`,
    ),
  ];
  const found: Problem[] = [];
  for (const orphans of places)
    for (const { what, i, t, a } of await connection.query<{ what: string; i: string; t: string; a: string }>(
      sql`select distinct * from (${orphans}) as o(what, i, t, a) limit 1000`,
    ))
      found.push({ kind: "orphan", instanceId: i, aggregateType: t, aggregateId: a, detail: what });
  return found;
}
