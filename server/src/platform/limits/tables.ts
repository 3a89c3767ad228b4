import { type Sql, sql } from "#src/platform/db/index.ts";

/**
 * One row per budget that was touched within its window. `key` is a keyed hash of rule and subject: no address, name
 * or number stands in it. `free_at` is when the budget is whole again.
 */
export const limitTables: readonly Sql[] = [
  sql`create table rate_limits (
    instance_id text not null,
    key text not null,
    free_at timestamptz not null,
    window_seconds float8 not null,
    primary key (instance_id, key)
  ) with (fillfactor = 70)`,
  sql`create index rate_limits_free_at on rate_limits (free_at)`,
];

/** One row per use of something that is good for one, until it expires. `key` is a keyed hash, as above. */
export const onceTables: readonly Sql[] = [
  sql`create table single_uses (
    instance_id text not null,
    key text not null,
    expires_at timestamptz not null,
    primary key (instance_id, key)
  )`,
  sql`create index single_uses_expires_at on single_uses (expires_at)`,
];
