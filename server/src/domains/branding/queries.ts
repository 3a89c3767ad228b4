import { type Sql, sql } from "#src/platform/db/index.ts";

const named = (table: Sql, column: Sql): Sql => sql`
  select 1 from ${table} p where p.instance_id = a.instance_id and p.aggregate_id = a.owner
    and exists (select 1 from jsonb_each_text(coalesce(${column}, '{}')) f where f.value = a.key)`;
const orgs = sql`org_label_policies`;
const instances = sql`instance_label_policies`;
const preview = sql`p.state -> 'assets'`;
const active = sql`p.state -> 'active' -> 'assets'`;

/** For the table of files, aliased `a`: whether a label policy names the file, in its preview or as it is shown. */
export const brandingUses: Sql = sql`(exists (${named(orgs, preview)}) or exists (${named(orgs, active)})
  or exists (${named(instances, preview)}) or exists (${named(instances, active)}))`;
