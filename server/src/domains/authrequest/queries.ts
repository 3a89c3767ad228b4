import { type Sql, sql } from "#src/platform/db/index.ts";

/** Over all instances: requests made before `before`, answered or not: nobody comes back to them. */
export const isPastAuthRequest = (before: Date): Sql => sql`t.created_at < ${before}`;
