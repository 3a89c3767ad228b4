import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import type { PolicyTarget } from "#src/kits/settings/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, type ServicePart } from "#src/platform/rpc/index.ts";
import { setTranslation } from "./commands.ts";
import { readLocale } from "./locale.ts";
import { customTranslation, ownTranslation, requireTarget } from "./queries.ts";
import { etagOf, overlaid, readTranslation, type Translation } from "./translation.ts";

/** The texts that the pages come with, in the first of these languages that they have. */
export type BuiltInTexts = (languages: readonly string[]) => Translation;

interface Level {
  readonly case: "system" | "instance" | "organizationId" | undefined;
  readonly value?: boolean | string | undefined;
}

/** @returns undefined for the system's own @throws invalid_argument when the request does not say it */
function targetOf({ case: level, value }: Level, ctx: Ctx): PolicyTarget | undefined {
  if (level === "organizationId" && typeof value === "string") return { level: "org", id: value };
  if (level === "instance") return { level: "instance", id: ctx.instanceId };
  if (level === "system") return undefined;
  throw invalid("LOGTX-Le1no", "Errors.HostedLoginTranslation.LevelMissing", { field: "level" });
}

export const settingsPart = (builtIn: BuiltInTexts): ServicePart => {
  async function inForce(
    ctx: Ctx,
    target: PolicyTarget | undefined,
    locale: string,
    defaultLanguage: string,
  ): Promise<Translation> {
    const system = builtIn([locale, defaultLanguage]);
    if (target === undefined) return system;
    const orgId = target.level === "org" ? target.id : "";
    return overlaid(system, await customTranslation(ctx, orgId, locale));
  }

  return part(SettingsService, {
    async getHostedLoginTranslation({ level, locale: wanted, ignoreInheritance }, ctx) {
      const { defaultLanguage } = await instanceOf(ctx);
      const locale = readLocale(wanted);
      const target = targetOf(level, ctx);
      if (target !== undefined) await requireTarget(ctx, target);
      const translations =
        ignoreInheritance && target !== undefined
          ? await ownTranslation(ctx, target, locale)
          : await inForce(ctx, target, locale, defaultLanguage);
      return { etag: etagOf(translations), translations };
    },
    async setHostedLoginTranslation({ level, locale, translations }, ctx) {
      const target = targetOf(level, ctx);
      if (target === undefined)
        throw invalid("LOGTX-Le2sy", "Errors.HostedLoginTranslation.LevelMissing", { field: "level" });
      const translation = readTranslation(translations ?? {});
      await setTranslation(ctx, target, readLocale(locale), translation);
      return { etag: etagOf(translation) };
    },
  });
};
