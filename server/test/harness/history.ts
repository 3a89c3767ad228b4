/** Looks at the stored history itself: every sequence whole, every head and row in step with its events. */
import { identifier, openDatabase, sql } from "#src/platform/db/index.ts";

/** @returns what is wrong; @throws Error when there is no history to look at */
export async function historyFaults(url: string): Promise<readonly string[]> {
  const database = await openDatabase({ url, localMs: Date.now, poolSize: 1 });
  try {
    const [total] = await database.query<{ events: number }>(sql`select count(*)::int as events from events`);
    if (!total?.events) throw new Error("there is no history");
    const gaps = await database.query<{ what: string }>(sql`
      select h.aggregate_type || ' ' || h.aggregate_id || ': head ' || h.sequence || ', last ' || e.last || ', events ' || e.total as what
      from heads h full join (
        select instance_id, aggregate_type, aggregate_id, max(sequence) as last, count(*) as total
        from events group by 1, 2, 3) e using (instance_id, aggregate_type, aggregate_id)
      where h.sequence is distinct from e.last or e.last is distinct from e.total`);
    const ahead = await rowsAhead(database);
    return [...gaps.map(({ what }) => what), ...ahead];
  } finally {
    await database.close();
  }
}

/** Rows that claim an event which is not there. */
async function rowsAhead(database: Awaited<ReturnType<typeof openDatabase>>): Promise<readonly string[]> {
  const tables = await database.query<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = current_schema() and column_name = 'state_version'`);
  const faults: string[] = [];
  for (const { name } of tables) {
    const rows = await database.query<{ id: string }>(sql`
      select t.aggregate_id as id from ${identifier(name)} t where not exists (
        select from events e where e.instance_id = t.instance_id and e.aggregate_id = t.aggregate_id
          and e.entity_id = t.entity_id and e.sequence = t.sequence)`);
    faults.push(...rows.map(({ id }) => `${name} ${id} is ahead of its events`));
  }
  return faults;
}
