import { Org } from "#src/domains/org/index.ts";
import { type PolicyTarget, unknownOrg } from "#src/kits/settings/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Links, type LinksEvent, linksRef } from "./state.ts";

/** Writes what a decision says. @throws not_found for an organization that is not there */
export async function writeLinks(
  ctx: Ctx,
  { level, id }: PolicyTarget,
  decide: (before: Links | undefined) => readonly LinksEvent[],
): Promise<Written<Links>> {
  const own = linksRef(level, id);
  if (level === "instance") {
    const [written] = await ctx.store.execute(ctx, [own], ([before]) => [decide(before)]);
    return written;
  }
  const [written] = await ctx.store.execute(ctx, [own, ref(Org, id)] as const, ([before, org]) => {
    if (org === undefined) throw unknownOrg();
    return [decide(before), []];
  });
  return written;
}
