import type { JWK } from "jose";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { WebKey, type WebKeyState } from "./state.ts";

/** All keys of the instance, newest first. */
export const allWebKeys = (ctx: Ctx): Promise<readonly Row<WebKeyState>[]> =>
  ctx.store.select(WebKey, ctx.instanceId, sql`true`, sql`order by t.created_at desc`);

/** All keys that tokens of the instance may be signed with, newest first, as RFC 7517 has them. */
export async function publicKeys(ctx: Ctx): Promise<readonly JWK[]> {
  return (await allWebKeys(ctx)).map(({ state }) => state.publicKey);
}
