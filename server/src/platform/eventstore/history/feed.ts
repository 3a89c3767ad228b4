import { type Database, sql } from "#src/platform/db/index.ts";
import type { StoredEvent } from "../model.ts";
import type { SubjectSecrets } from "../personal.ts";
import { createEventOpener, type EventRecord, selectEvents } from "./event-record.ts";

/** Where a reader of the feed stands: behind the event with these two numbers. */
export interface FeedCursor {
  readonly xact: bigint;
  readonly position: bigint;
}

export const feedStart: FeedCursor = { xact: 0n, position: 0n };

export interface FeedPage {
  readonly events: readonly StoredEvent[];
  /** To go on from; the one that was given when there was nothing new. */
  readonly next: FeedCursor;
}

/**
 * The next events of all instances, in an order that nothing is ever added to behind a reader: by transaction, below
 * the oldest one that is still open, then by position. (By position alone, an event of a transaction that took its
 * position early and committed late would be passed over for ever.)
 * @param limit 1 to 1,000
 */
export async function readFeed(
  database: Database,
  secrets: SubjectSecrets,
  after: FeedCursor,
  limit: number,
): Promise<FeedPage> {
  const records = await database.query<EventRecord>(
    selectEvents(sql`where (e.xact, e.position) > (${after.xact}::text::xid8, ${after.position}::bigint)
      and e.xact < pg_snapshot_xmin(pg_current_snapshot()) order by e.xact, e.position limit ${limit}`),
  );
  const last = records.at(-1);
  return {
    events: records.map(createEventOpener(secrets)),
    next: last === undefined ? after : { xact: last.xact, position: BigInt(last.position) },
  };
}
