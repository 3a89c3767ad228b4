import { SettingsService } from "#contract/zitadel/settings/v2/settings_service_pb.ts";
import type { PolicyTarget } from "#src/kits/settings/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { writeLinks } from "./commands.ts";
import { readLink, resetLinks, setLinks } from "./decisions.ts";
import { type EffectiveLinks, effectiveLinks } from "./queries.ts";

interface Wanted {
  readonly ctx?:
    | {
        readonly resourceOwner:
          | { readonly case: "orgId"; readonly value: string }
          | { readonly case: "instance"; readonly value: boolean }
          | { readonly case: undefined; readonly value?: undefined };
      }
    | undefined;
}

/** Whose links are read; without a word the context organization's. */
function orgIdOf({ ctx: wanted }: Wanted, ctx: Ctx): string {
  const owner = wanted?.resourceOwner;
  if (owner?.case === "orgId") return owner.value;
  return owner?.case === "instance" ? "" : ctx.orgId;
}

/** Whose links are written has to be said. */
function targetOf({ ctx: wanted }: Wanted, ctx: Ctx): PolicyTarget {
  const owner = wanted?.resourceOwner;
  if (owner?.case === "orgId") return { level: "org", id: owner.value };
  if (owner?.case === "instance") return { level: "instance", id: ctx.instanceId };
  throw invalid("LINKS-Ow1no", "Errors.LinkSettings.OwnerMissing", { field: "ctx" });
}

const sources = { system: 1, instance: 2, org: 3 } as const;

export const linksV2 = ({ links }: Pick<EffectiveLinks, "links">) => ({
  links: links.map((link) => ({ ...link })),
});

export const settingsPart = part(SettingsService, {
  async getLinkSettings(request, ctx) {
    const found = await effectiveLinks(ctx, orgIdOf(request, ctx));
    return { settings: linksV2(found), source: sources[found.source] };
  },
  async setLinkSettings(request, ctx) {
    const target = targetOf(request, ctx);
    const links = request.links.map(readLink);
    const written = await writeLinks(ctx, target, setLinks(target.level, links));
    return { changeDate: timestamp(written.changedAt), settings: { links } };
  },
  async resetLinkSettings(request, ctx) {
    const target = targetOf(request, ctx);
    const written = await writeLinks(ctx, target, resetLinks(target.level));
    const config = ctx.store.config(ctx.instanceId);
    const orgId = target.level === "org" ? target.id : "";
    const found = await effectiveLinks({ instanceId: ctx.instanceId, config }, orgId);
    return { changeDate: timestamp(written.changedAt), settings: linksV2(found) };
  },
});
