import { notFound } from "#src/platform/failure/index.ts";
import { supportedLanguages } from "#src/platform/i18n/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isAllowedLanguage, noRestrictions, Restrictions, type RestrictionsState } from "./restrictions.ts";
import { Instance, type InstanceState } from "./state.ts";

/** The instance of the request; cached, exact. @throws not_found when it was removed a moment ago */
export async function instanceOf(ctx: Pick<Ctx, "config" | "instanceId">): Promise<InstanceState> {
  const row = await ctx.config.row(Instance, ctx.instanceId);
  if (row === undefined) throw notFound("INST-Nf0nd", "Errors.Instance.NotFound");
  return row.state;
}

/** What the instance keeps its people from; nothing unless it says so. */
export async function restrictionsOf(ctx: Pick<Ctx, "config" | "instanceId">): Promise<RestrictionsState> {
  return (await ctx.config.row(Restrictions, ctx.instanceId))?.state ?? noRestrictions;
}

/** The languages that pages are shown and people are written to in, of those that there are texts for. */
export async function allowedLanguages(ctx: Pick<Ctx, "config" | "instanceId">): Promise<readonly string[]> {
  const restrictions = await restrictionsOf(ctx);
  return supportedLanguages.filter((language) => isAllowedLanguage(restrictions, language));
}
