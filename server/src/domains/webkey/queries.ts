import type { JWK } from "jose";
import { sql } from "#src/platform/db/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { WebKey } from "./state.ts";

/** All keys that tokens of the instance may be signed with, newest first, as RFC 7517 has them. */
export async function publicKeys(ctx: Ctx): Promise<readonly JWK[]> {
  const rows = await ctx.store.select(WebKey, ctx.instanceId, sql`true`, sql`order by t.created_at desc`);
  return rows.map(({ state }) => state.publicKey);
}
