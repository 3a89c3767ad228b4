/** Makes all rows and names anew from history, beside a running service. */
import { type Connection, type Database, identifier, type Sql, sql } from "#src/platform/db/index.ts";
import type { AnyEntity } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import { createRegistry, type Registry } from "../registry.ts";
import { missingParts, nothingPresent } from "../schema/entity-table.ts";
import { mayHaveTrigrams } from "../schema/schema.ts";
import { foldPage } from "./erasure.ts";
import { maintenanceLock } from "./purge.ts";
import { deleteAggregates, insertRows } from "./row-writer.ts";
import { type HeadRecord, type History, inSnapshot, readHistories, walkHistory } from "./walk.ts";

export interface RebuildOptions {
  readonly database: Database;
  readonly entities: readonly AnyEntity[];
  readonly secrets: SubjectSecrets;
}

export interface Rebuilt {
  readonly aggregates: number;
  readonly events: number;
  readonly rows: number;
}

/** Where the new tables grow. */
const shadow = "rebuild";
const plain = (text: string): Sql => ({ text, values: [] });

/**
 * Folds all events into shadow tables, as of one moment; then, under a lock on the heads that writers notice as a short
 * wait, folds once more what has changed since, and swaps the tables.
 * @throws Error when an event cannot be folded, or personal data of a living aggregate cannot be opened: nothing is changed
 */
export async function rebuild({ database, entities, secrets }: RebuildOptions): Promise<Rebuilt> {
  const registry = createRegistry(entities);
  const connection = await database.connect("rebuild", { lock_timeout: "10s" });
  try {
    await connection.query(sql`select pg_advisory_lock(${maintenanceLock}) is null as locked`);
    await prepareShadow(connection, registry);
    const { since, ...counts } = await fillShadow(database, connection, registry, secrets);
    await swap(connection, registry, secrets, since);
    return counts;
  } finally {
    await connection.close();
  }
}

async function prepareShadow(connection: Connection, registry: Registry): Promise<void> {
  await connection.query(plain(`drop schema if exists ${shadow} cascade`));
  await connection.query(plain(`create schema ${shadow}`));
  await connection.query(plain(`create table ${shadow}.uniques (like uniques including all)`));
  const present = { ...nothingPresent, trigrams: await mayHaveTrigrams(connection) };
  for (const entity of registry.entities)
    for (const statement of missingParts(entity, present, shadow)) await connection.query(statement);
}

/** @returns also the first transaction that the snapshot may not have seen */
async function fillShadow(
  database: Database,
  connection: Connection,
  registry: Registry,
  secrets: SubjectSecrets,
): Promise<Rebuilt & { readonly since: bigint }> {
  return inSnapshot(database, "rebuild reader", "read only", async (reader) => {
    const [moment] = await reader.query<{ xmin: bigint }>(
      sql`select pg_snapshot_xmin(pg_current_snapshot()) as xmin`,
    );
    const counts = { aggregates: 0, events: 0, rows: 0 };
    for await (const page of walkHistory(reader, secrets)) {
      counts.aggregates += page.length;
      counts.events += page.reduce((sum, { events }) => sum + events.length, 0);
      counts.rows += await writePage(connection, registry, page);
    }
    return { ...counts, since: moment?.xmin ?? 0n };
  });
}

/** @returns the number of rows; none for what only waits to be removed after its user */
async function writePage(
  connection: Connection,
  registry: Registry,
  page: readonly History[],
): Promise<number> {
  const judged = await foldPage(connection, registry, page);
  const broken = judged.find(({ soundness }) => soundness === "broken");
  if (broken) {
    const { head } = broken.history;
    const where = `${head.aggregate_type} ${head.aggregate_id} of ${head.instance_id}`;
    const cause = broken.folded.failure ?? new Error("its personal data cannot be opened");
    throw new Error(`cannot fold ${where}`, { cause });
  }
  const rows = judged.flatMap(({ folded, soundness }) => (soundness === "sound" ? folded.rows : []));
  if (rows.length > 0) await insertRows(connection, rows, shadow);
  return rows.length;
}

async function swap(
  connection: Connection,
  registry: Registry,
  secrets: SubjectSecrets,
  since: bigint,
): Promise<void> {
  await connection.query(sql`begin`);
  await connection.query(sql`lock table heads in exclusive mode`);
  const changed = await connection.query<HeadRecord>(sql`
    select h.instance_id, h.aggregate_type, h.aggregate_id, h.owner, h.sequence from heads h
    join (select distinct e.instance_id, e.aggregate_type, e.aggregate_id from events e
      where e.xact >= ${since}::text::xid8) c using (instance_id, aggregate_type, aggregate_id)`);
  await deleteAggregates(connection, registry.entities, placesOf(changed), shadow);
  await writePage(connection, registry, await readHistories(connection, secrets, changed));
  const views = await dependentViews(connection, registry);
  for (const { table } of registry.entities) await replaceTable(connection, table);
  await replaceTable(connection, "uniques");
  for (const { name, definition } of views)
    await connection.query(plain(`create view ${name} as ${definition}`));
  await connection.query(plain(`drop schema ${shadow} cascade`));
  await connection.query(sql`commit`);
}

const placesOf = (heads: readonly HeadRecord[]) => ({
  instance: heads.map((head) => head.instance_id),
  type: heads.map((head) => head.aggregate_type),
  id: heads.map((head) => head.aggregate_id),
});

interface View {
  readonly name: string;
  readonly definition: string;
}

/** Views over the tables go with them, and are made again. */
function dependentViews(connection: Connection, { entities }: Registry): Promise<readonly View[]> {
  const tables = ["uniques", ...entities.map(({ table }) => table)];
  return connection.query<View>(sql`
    select distinct v.oid::regclass::text as name, pg_get_viewdef(v.oid) as definition
    from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class v on v.oid = r.ev_class
    where d.classid = 'pg_rewrite'::regclass and d.refclassid = 'pg_class'::regclass and v.relkind = 'v'
      and d.refobjid = any(${tables}::regclass[])`);
}

async function replaceTable(connection: Connection, table: string): Promise<void> {
  const [schema] = await connection.query<{ name: string }>(sql`select current_schema() as name`);
  await connection.query(sql`drop table ${identifier(table)} cascade`);
  await connection.query(
    sql`alter table ${identifier(`${shadow}.${table}`)} set schema ${identifier(schema?.name ?? "public")}`,
  );
}
