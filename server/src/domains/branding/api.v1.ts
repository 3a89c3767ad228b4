import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { type PolicyLevel, policyV1, unknownOrg } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { changedV1, details, part } from "#src/platform/rpc/index.ts";
import { assetUrls } from "./asset-urls.ts";
import { writeBranding } from "./commands.ts";
import { activateBranding, removeAsset } from "./decisions.ts";
import { type AssetKind, activeBranding, type BrandingState, branding } from "./policy.ts";
import { givenV1, shownV1 } from "./translate.v1.ts";

/** What is set, and shown by no page before it is activated. */
const preview = policyV1(branding, {
  orgs: Org,
  shown: (value: BrandingState, { ctx, owner }) => shownV1(value, assetUrls(owner, value.assets, ctx.origin)),
  given: givenV1,
  write: writeBranding,
});

/** What pages show. */
async function activeV1(ctx: Ctx, orgId: string) {
  const { value, isDefault, row } = await activeBranding(ctx, orgId);
  const urls = assetUrls(row?.owner ?? ctx.instanceId, value.assets, ctx.origin);
  return { ...shownV1(value, urls), ...(row === undefined ? {} : { details: details(row) }), isDefault };
}

const target = (ctx: Ctx, level: PolicyLevel) => ({
  level,
  id: level === "org" ? ctx.orgId : ctx.instanceId,
});
const activate = (level: PolicyLevel) => async (_request: object, ctx: Ctx) => ({
  details: changedV1(await writeBranding(ctx, target(ctx, level), activateBranding(level))),
});
const remove = (level: PolicyLevel, kind: AssetKind) => async (_request: object, ctx: Ctx) => ({
  details: changedV1(await writeBranding(ctx, target(ctx, level), removeAsset(level, kind))),
});

export const adminPart = part(AdminService, {
  async getLabelPolicy(_request, ctx) {
    return { policy: await activeV1(ctx, "") };
  },
  getPreviewLabelPolicy: preview.getDefault,
  updateLabelPolicy: preview.updateDefault,
  activateLabelPolicy: activate("instance"),
  removeLabelPolicyLogo: remove("instance", "logo"),
  removeLabelPolicyLogoDark: remove("instance", "logo.dark"),
  removeLabelPolicyIcon: remove("instance", "icon"),
  removeLabelPolicyIconDark: remove("instance", "icon.dark"),
  removeLabelPolicyFont: remove("instance", "font"),
});

export const managementPart = part(ManagementService, {
  async getLabelPolicy(_request, ctx) {
    if ((await ctx.config.row(Org, ctx.orgId)) === undefined) throw unknownOrg();
    const policy = await activeV1(ctx, ctx.orgId);
    return { policy, isDefault: policy.isDefault };
  },
  getPreviewLabelPolicy: preview.get,
  async getDefaultLabelPolicy(_request, ctx) {
    return { policy: await activeV1(ctx, "") };
  },
  addCustomLabelPolicy: preview.add,
  updateCustomLabelPolicy: preview.update,
  activateCustomLabelPolicy: activate("org"),
  resetLabelPolicyToDefault: preview.reset,
  removeCustomLabelPolicyLogo: remove("org", "logo"),
  removeCustomLabelPolicyLogoDark: remove("org", "logo.dark"),
  removeCustomLabelPolicyIcon: remove("org", "icon"),
  removeCustomLabelPolicyIconDark: remove("org", "icon.dark"),
  removeCustomLabelPolicyFont: remove("org", "font"),
});

/** What pages show to people of the caller's own organization. */
export const authPart = part(AuthService, {
  async getMyLabelPolicy(_request, ctx) {
    return { policy: await activeV1(ctx, ctx.caller.orgId) };
  },
});
