import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { type Sql, sql } from "#src/platform/db/index.ts";
import { invalid } from "#src/platform/failure/index.ts";

const millisecond = 1_000_000;

/**
 * A condition on a time column. `method` is `TimestampQueryMethod` or `TimestampFilterMethod`, which share their
 * numbers. Answers show whole milliseconds while columns have microseconds, so a column counts as the
 * millisecond it lies in: who asks for the very time that an answer showed finds that row.
 * @throws invalid_argument without a timestamp, outside the years 1 to 9999, or for an unknown method
 */
export function timestampFilter(column: Sql, method: number, timestamp: Timestamp | undefined): Sql {
  if (timestamp === undefined) throw invalid("SEARCH-Ts0no", "List.Query.Invalid", { field: "timestamp" });
  const { start, exact } = wholeMillisecond(timestamp);
  const begin = sql`${iso(start)}::timestamptz`;
  const end = sql`${iso(start + 1)}::timestamptz`;
  switch (method) {
    case 0:
      return exact ? sql`(${column} >= ${begin} and ${column} < ${end})` : sql`false`;
    case 1:
      return sql`${column} >= ${end}`;
    case 2:
      return sql`${column} >= ${exact ? begin : end}`;
    case 3:
      return sql`${column} < ${exact ? begin : end}`;
    case 4:
      return sql`${column} < ${end}`;
    default:
      throw invalid("SEARCH-Tm4th", "Errors.Query.InvalidComparison", { field: "method" });
  }
}

/** The millisecond a timestamp lies in, and whether it is its very start. @throws invalid_argument outside the years 1 to 9999 */
export function wholeMillisecond({ seconds, nanos }: Timestamp): {
  readonly start: number;
  readonly exact: boolean;
} {
  if (seconds < -62_135_596_800n || seconds > 253_402_300_798n || nanos < 0 || nanos > 999_999_999)
    throw invalid("SEARCH-Ts1rg", "List.Query.Invalid", { field: "timestamp" });
  return {
    start: Number(seconds) * 1000 + Math.floor(nanos / millisecond),
    exact: nanos % millisecond === 0,
  };
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
