import { privacyPolicy } from "#src/domains/privacy/index.ts";
import { effective } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Link, type LinkType, linksRef, linkTypes } from "./state.ts";

export interface EffectiveLinks {
  readonly links: readonly Link[];
  readonly source: "system" | "instance" | "org";
}

type Reader = Pick<Ctx, "config" | "instanceId">;

/**
 * The links in force for an organization: its own, else the instance's; where neither has set any, those of the
 * privacy policy in force, which had them first.
 * @param orgId empty where no organization is concerned
 */
export async function effectiveLinks(ctx: Reader, orgId: string): Promise<EffectiveLinks> {
  if (orgId !== "") {
    const own = await stored(ctx, "org", orgId);
    if (own !== undefined) return { links: own, source: "org" };
  }
  const { value, isDefault, row } = await effective(ctx, privacyPolicy, orgId);
  // What an organization says of itself goes before what the instance says of everybody.
  if (!isDefault) return { links: linksOfPolicy(value), source: "org" };
  const shared = await stored(ctx, "instance", ctx.instanceId);
  if (shared !== undefined) return { links: shared, source: "instance" };
  return { links: linksOfPolicy(value), source: row === undefined ? "system" : "instance" };
}

async function stored(ctx: Reader, level: "instance" | "org", id: string) {
  const { entity, aggregateId, entityId } = linksRef(level, id);
  return (await ctx.config.row(entity, aggregateId, entityId))?.state.links;
}

const inNewWindow = 2;

function linksOfPolicy(policy: typeof privacyPolicy.defaults): readonly Link[] {
  const { tosLink, privacyLink, helpLink, supportEmail, docsLink, customLink, customLinkText } = policy;
  const link = (type: LinkType, url: string, translationKey = ""): Link => ({
    type,
    url,
    translationKey,
    target: inNewWindow,
  });
  return [
    link(linkTypes.terms, tosLink),
    link(linkTypes.privacy, privacyLink),
    link(linkTypes.help, helpLink),
    link(linkTypes.support, supportEmail === "" ? "" : `mailto:${supportEmail}`),
    link(linkTypes.docs, docsLink),
    link(linkTypes.custom, customLink, customLinkText),
  ].filter(({ url }) => url !== "");
}
