import { Org } from "#src/domains/org/index.ts";
import { type PolicyLevel, type PolicyTarget, unknownOrg } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { baseOf } from "./locale.ts";
import { translationRef } from "./state.ts";
import { overlaid, type Translation } from "./translation.ts";

type Reader = Pick<Ctx, "config" | "instanceId">;

/** What a level says itself: of a language with a region (`de-AT`), over what it says of the language. Cached. */
export async function ownTranslation(
  { config }: Reader,
  { level, id }: PolicyTarget,
  locale: string,
): Promise<Translation> {
  const read = async (language: string): Promise<Translation> => {
    const { entity, aggregateId, entityId } = translationRef(level, id, language);
    return (await config.row(entity, aggregateId, entityId))?.state.translation ?? {};
  };
  const base = baseOf(locale);
  if (base === locale) return read(locale);
  const [general, regional] = await Promise.all([read(base), read(locale)]);
  return overlaid(general, regional);
}

/**
 * What an organization and its instance say beside the built-in texts, the organization first.
 * @param orgId empty where no organization is concerned
 */
export async function customTranslation(ctx: Reader, orgId: string, locale: string): Promise<Translation> {
  const of = (level: PolicyLevel, id: string) => ownTranslation(ctx, { level, id }, locale);
  const [shared, own] = await Promise.all([
    of("instance", ctx.instanceId),
    orgId === "" ? {} : of("org", orgId),
  ]);
  return overlaid(shared, own);
}

/** @throws not_found unless there is such an organization */
export async function requireTarget({ config }: Reader, { level, id }: PolicyTarget): Promise<void> {
  if (level === "org" && (await config.row(Org, id)) === undefined) throw unknownOrg();
}
