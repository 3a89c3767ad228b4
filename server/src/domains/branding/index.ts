import { policyEntities } from "#src/kits/settings/index.ts";
import { branding } from "./policy.ts";

export { adminPart, authPart, managementPart } from "./api.v1.ts";
export { type AssetUrls, assetUrls } from "./asset-urls.ts";
export { contrast, isColour, mix, readableOn, whiteOrBlack } from "./colour.ts";
export { type BrandingFile, brandingFile, uploadAsset } from "./commands.ts";
export {
  type AssetKind,
  activeBranding,
  assetKinds,
  type Branding,
  branding,
  draftBranding,
  effectiveBranding,
  type Shown,
} from "./policy.ts";
export { brandingUses } from "./queries.ts";
export const entities = policyEntities(branding);
