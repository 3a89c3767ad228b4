import { type MetadataState, metadataEntity } from "#src/kits/metadata/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** What people store about a user: an entry per key. */
export const UserMetadata = metadataEntity("user");

/** All metadata of a user; values are base64. */
export async function metadataOf(ctx: Ctx, userId: string): Promise<readonly MetadataState[]> {
  const rows = await ctx.store.select(
    UserMetadata,
    ctx.instanceId,
    sql`t.aggregate_id = ${userId}`,
    sql`order by t.key`,
  );
  return rows.map(({ state }) => state);
}
