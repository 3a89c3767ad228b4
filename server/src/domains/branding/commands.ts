import { assetKey, forgetUnused, keepAsset, readAsset } from "#src/domains/asset/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { effective, type PolicyLevel, type WritePolicy, writePolicy } from "#src/kits/settings/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addAsset } from "./decisions.ts";
import { type AssetKind, activeBranding, type BrandingState, branding } from "./policy.ts";
import { brandingUses } from "./queries.ts";

const write = writePolicy(branding, Org);

/** Writes a policy, and forgets the files that it no longer names. */
export const writeBranding: WritePolicy<BrandingState> = async (ctx, target, decide) => {
  const written = await write(ctx, target, decide);
  await forgetUnused(ctx, { owner: target.id, subject: "" }, brandingUses);
  return written;
};

const target = (ctx: Ctx, level: PolicyLevel) => ({
  level,
  id: level === "org" ? ctx.orgId : ctx.instanceId,
});

/** Files of the preview are asked for apart from those that pages show. */
export interface BrandingFile {
  readonly level: PolicyLevel;
  readonly kind: AssetKind;
}

/**
 * Puts an image or a font into the preview of the instance or of the context organization.
 * @returns the key that it is delivered under
 * @throws invalid_argument as `readAsset`; not_found BRAND-As1nf where there is no policy of its own
 */
export async function uploadAsset(
  ctx: Ctx,
  { level, kind }: BrandingFile,
  bytes: Buffer,
): Promise<{ readonly owner: string; readonly key: string }> {
  const asset = readAsset(bytes, kind === "font" ? "font" : "image");
  const whose = target(ctx, level);
  const place = {
    owner: whose.id,
    subject: "",
    key: assetKey(`policy/label/${kind.replace(".", "-")}`, asset),
  };
  await keepAsset(ctx, {
    place,
    asset,
    name: () => write(ctx, whose, addAsset(level, kind, place.key)),
    uses: brandingUses,
  });
  return place;
}

/**
 * The place of a file that is in effect: the context organization's, or the instance's where it has no policy of its own.
 * @throws not_found BRAND-As3no
 */
export async function brandingFile(
  ctx: Ctx,
  { level, kind }: BrandingFile,
  isPreview: boolean,
): Promise<{ readonly owner: string; readonly key: string }> {
  const orgId = level === "org" ? ctx.orgId : "";
  const { value, row } = isPreview ? await effective(ctx, branding, orgId) : await activeBranding(ctx, orgId);
  const key = value.assets?.[kind];
  if (key === undefined) throw notFound("BRAND-As3no", "Errors.Assets.Object.NotFound");
  return { owner: row?.owner ?? ctx.instanceId, key };
}
