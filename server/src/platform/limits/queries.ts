import type { Database } from "#src/platform/db/index.ts";
import { sql } from "#src/platform/db/index.ts";

export interface Count {
  readonly key: string;
  readonly spacingSeconds: number;
  readonly windowSeconds: number;
}

/** How far ahead of now each budget is free again, in seconds; budgets without a row are free. */
export async function readAhead(
  db: Database,
  instanceId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.query<{ key: string; ahead: number }>(sql`
    select key, extract(epoch from free_at - now())::float8 as ahead
    from rate_limits where instance_id = ${instanceId} and key = any(${keys}::text[])`);
  return new Map(rows.map((row) => [row.key, row.ahead]));
}

/** Counts one against each budget, whatever it holds; never further ahead than its window. */
export async function addCounts(db: Database, instanceId: string, counts: readonly Count[]): Promise<void> {
  // In the order of keys, so that two of these cannot wait for each other.
  const sorted = counts.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  await db.query(sql`
    insert into rate_limits as known (instance_id, key, free_at, window_seconds)
    select ${instanceId}, key, now() + spacing * interval '1 second', span
    from unnest(
      ${sorted.map((count) => count.key)}::text[],
      ${sorted.map((count) => count.spacingSeconds)}::float8[],
      ${sorted.map((count) => count.windowSeconds)}::float8[]
    ) as new (key, spacing, span)
    on conflict (instance_id, key) do update set
      window_seconds = excluded.window_seconds,
      free_at = least(
        greatest(known.free_at, now()) + (excluded.free_at - now()),
        now() + excluded.window_seconds * interval '1 second'
      )`);
}

/** Counts one if it fits: true when it did. */
export async function takeCount(
  db: Database,
  instanceId: string,
  count: Count,
  slackSeconds: number,
): Promise<boolean> {
  const rows = await db.query(sql`
    insert into rate_limits as known (instance_id, key, free_at, window_seconds)
    values (
      ${instanceId}, ${count.key}, now() + ${count.spacingSeconds}::float8 * interval '1 second',
      ${count.windowSeconds}::float8
    )
    on conflict (instance_id, key) do update
      set free_at = greatest(known.free_at, now()) + ${count.spacingSeconds}::float8 * interval '1 second'
      where known.free_at <= now() + ${slackSeconds}::float8 * interval '1 second'
    returning 1 as taken`);
  return rows.length > 0;
}

/** Takes one count back from a budget; one that is whole again has nothing to give. */
export async function returnCount(
  db: Database,
  instanceId: string,
  { key, spacingSeconds }: Count,
): Promise<void> {
  await db.query(sql`
    update rate_limits set free_at = free_at - ${spacingSeconds}::float8 * interval '1 second'
    where instance_id = ${instanceId} and key = ${key} and free_at > now()`);
}

/** Removes up to `most` budgets that are whole again, of all instances; the number removed. */
export async function removeFree(db: Database, most: number): Promise<number> {
  const rows = await db.query(sql`
    delete from rate_limits where (instance_id, key) in (
      select instance_id, key from rate_limits where free_at < now()
      order by free_at limit ${most} for update skip locked
    ) returning 1 as removed`);
  return rows.length;
}

/** Networks jitter: a poll that is early by less than that part of the interval is in time. */
const punctual = 0.9;
/** By which an early poll makes the interval longer (RFC 8628 section 3.5), and how long it may get. */
const penaltySeconds = 5;
const longestSeconds = 300;

/** Counts a poll; false when it came too early, which makes the interval longer. `window_seconds` is the interval. */
export async function keepPace(
  db: Database,
  instanceId: string,
  { key, intervalSeconds }: { readonly key: string; readonly intervalSeconds: number },
): Promise<boolean> {
  const [row] = await db.query<{ early: boolean }>(sql`
    with before as (
      select free_at > now() as early from rate_limits
      where instance_id = ${instanceId} and key = ${key} for update
    )
    insert into rate_limits as known (instance_id, key, free_at, window_seconds)
    -- From "before", so that it is read before anything is written.
    select ${instanceId}, ${key}, now() + ${intervalSeconds * punctual}::float8 * interval '1 second',
      ${intervalSeconds}::float8
    from (select 1) as one left join before on true
    on conflict (instance_id, key) do update set (window_seconds, free_at) = (
      select span, now() + span * ${punctual}::float8 * interval '1 second'
      from (select least(
        known.window_seconds + case when known.free_at > now() then ${penaltySeconds} else 0 end,
        ${longestSeconds}
      ) as span) as next
    )
    returning coalesce((select early from before), false) as early`);
  return row?.early !== true;
}

/** Records a use; false when it is known and has not expired. */
export async function takeUse(
  db: Database,
  instanceId: string,
  { key, expiresAt }: { readonly key: string; readonly expiresAt: Date },
): Promise<boolean> {
  const rows = await db.query(sql`
    insert into single_uses as known (instance_id, key, expires_at)
    values (${instanceId}, ${key}, ${expiresAt})
    on conflict (instance_id, key) do update set expires_at = excluded.expires_at
      where known.expires_at < now()
    returning 1 as taken`);
  return rows.length > 0;
}

/** Removes up to `most` uses that have expired, of all instances; the number removed. */
export async function removePastUses(db: Database, most: number): Promise<number> {
  const rows = await db.query(sql`
    delete from single_uses where (instance_id, key) in (
      select instance_id, key from single_uses where expires_at < now()
      order by expires_at limit ${most} for update skip locked
    ) returning 1 as removed`);
  return rows.length;
}
