import { sql } from "#src/platform/db/index.ts";
import type { Row, Store } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { QuotaUnit } from "./events.ts";
import { Quota, type QuotaState, quotaId } from "./state.ts";

/** Cached, exact. */
export const quotaOf = (
  { config }: Pick<Ctx, "config">,
  unit: QuotaUnit,
): Promise<Row<QuotaState> | undefined> => config.row(Quota, quotaId(unit));

/** What was used in a period. */
export interface Usage {
  readonly instanceId: string;
  readonly unit: QuotaUnit;
  readonly periodStart: Date;
  readonly amount: number;
}

interface UsageRecord {
  readonly instance_id: string;
  readonly unit: QuotaUnit;
  readonly period_start: Date;
  readonly usage: number;
}

/**
 * Adds to what was used, of many instances in one statement, and answers what that makes in all. In the order of the
 * key, so that two processes never wait for each other in a circle.
 */
export async function addUsage(
  { query }: Pick<Store, "query">,
  used: readonly Usage[],
): Promise<readonly Usage[]> {
  const rows = await query<UsageRecord>(sql`
    insert into quota_usage (instance_id, unit, period_start, usage)
    select x.i, x.u, x.p, x.n from unnest(${used.map(({ instanceId }) => instanceId)}::text[],
      ${used.map(({ unit }) => unit)}::int[], ${used.map(({ periodStart }) => periodStart.toISOString())}::timestamptz[],
      ${used.map(({ amount }) => amount)}::bigint[]) as x(i, u, p, n) order by x.i, x.u, x.p
    on conflict (instance_id, unit, period_start) do update set usage = quota_usage.usage + excluded.usage
    returning instance_id, unit, period_start, usage`);
  return rows.map((row) => ({
    instanceId: row.instance_id,
    unit: row.unit,
    periodStart: row.period_start,
    amount: Number(row.usage),
  }));
}
