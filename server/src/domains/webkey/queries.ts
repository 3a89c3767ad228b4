import type { JWK } from "jose";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { WebKey, type WebKeyState } from "./state.ts";

/** All keys of the instance, newest first. */
export const allWebKeys = (ctx: Ctx): Promise<readonly Row<WebKeyState>[]> =>
  ctx.store.select(WebKey, ctx.instanceId, sql`true`, sql`order by t.created_at desc`);

/** The instance's signing key, unless it is this one. */
export const signerBeside = async (ctx: Ctx, keyId: string): Promise<Row<WebKeyState> | undefined> =>
  (
    await ctx.store.select(WebKey, ctx.instanceId, sql`t.status = 'active' and t.aggregate_id <> ${keyId}`)
  )[0];

/** All keys that tokens of the instance may be signed with, newest first, as RFC 7517 has them. */
export async function publicKeys(ctx: Ctx): Promise<readonly JWK[]> {
  return (await allWebKeys(ctx)).map(({ state }) => state.publicKey);
}
