import { isDeepStrictEqual } from "node:util";
import { Org } from "#src/domains/org/index.ts";
import { type PolicyTarget, unknownOrg } from "#src/kits/settings/index.ts";
import { ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type TranslationSet, translationRef } from "./state.ts";
import type { Translation } from "./translation.ts";

/**
 * Replaces the texts that an instance or an organization has of its own in a language; none puts back what it
 * inherits. Nothing happens when they are these already.
 * @param language as `readLocale` gives it
 * @throws not_found for an organization that is not there
 */
export async function setTranslation(
  ctx: Ctx,
  { level, id }: PolicyTarget,
  language: string,
  translation: Translation,
): Promise<void> {
  const own = translationRef(level, id, language);
  const event: TranslationSet = {
    type: `${level}.hosted_login_translation.set`,
    payload: { translation, language, level: level === "org" ? "organization" : "instance" },
  };
  const changes = (before: { readonly translation: Translation } | undefined): readonly TranslationSet[] =>
    isDeepStrictEqual(before?.translation ?? {}, translation) ? [] : [event];
  if (level === "instance") {
    await ctx.store.execute(ctx, [own], ([before]) => [changes(before)]);
    return;
  }
  await ctx.store.execute(ctx, [own, ref(Org, id)] as const, ([before, org]) => {
    if (org === undefined) throw unknownOrg();
    return [changes(before), []];
  });
}
