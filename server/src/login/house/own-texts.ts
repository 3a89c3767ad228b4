/** Texts that instances and organizations say in the place of the built-in ones, by either generation of the API. */
import { ownTranslation, textsByPath } from "#src/domains/hostedlogintranslation/index.ts";
import { ownLoginTexts } from "#src/domains/logintext/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type OwnTexts, type PageLanguage, pathsOfV1 } from "../texts/index.ts";

/**
 * The organization's go before the instance's; on one level hosted-login translations before login texts.
 * @param orgId empty: the instance's alone
 */
export async function ownTexts(ctx: Ctx, orgId: string, language: PageLanguage): Promise<OwnTexts> {
  const levels = [
    { level: "instance", id: ctx.instanceId, orgId: "" } as const,
    ...(orgId === "" ? [] : [{ level: "org", id: orgId, orgId } as const]),
  ];
  const layers = await Promise.all(
    levels.flatMap((place) => [
      ownLoginTexts(ctx, place.orgId, language).then(pathsOfV1),
      ownTranslation(ctx, place, language).then((translation) => textsByPath(translation)),
    ]),
  );
  return new Map(layers.flatMap((layer) => [...layer]));
}
