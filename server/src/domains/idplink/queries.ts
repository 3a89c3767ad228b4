import { providerById } from "#src/domains/idp/index.ts";
import { IdpLink, type IdpLinkState } from "#src/domains/user/index.ts";
import { type Found, type Page, search } from "#src/kits/search/index.ts";
import { sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** The accounts that somebody can log in with. */
export const linksOf = (ctx: Ctx, userId: string, page: Page): Promise<Found<IdpLinkState>> =>
  search(ctx.store, IdpLink, ctx.instanceId, {
    filters: [sql`t.aggregate_id = ${userId}`],
    page,
    sort: sql`t.created_at`,
  });

/** Whether somebody can log in with an identity provider. */
export const hasIdpLinks = async ({ store, instanceId }: Ctx, userId: string): Promise<boolean> =>
  (await store.count(IdpLink, instanceId, sql`t.aggregate_id = ${userId}`, { gather: true })) > 0;

/** What the providers are called that these name; empty where one is gone. */
export async function providerNames(
  ctx: Ctx,
  rows: readonly Row<IdpLinkState>[],
): Promise<(idpId: string) => string> {
  const ids = [...new Set(rows.map(({ state }) => state.idpId))];
  const owner = rows[0]?.owner ?? "";
  const names = await Promise.all(ids.map(async (id) => (await providerById(ctx, owner, id))?.name ?? ""));
  const called = new Map(ids.map((id, n) => [id, names[n] ?? ""]));
  return (idpId) => called.get(idpId) ?? "";
}
