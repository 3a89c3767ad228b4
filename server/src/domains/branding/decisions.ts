import type { PolicyLevel } from "#src/kits/settings/index.ts";
import type { Draft } from "#src/platform/eventstore/index.ts";
import { notFound, required } from "#src/platform/failure/index.ts";
import { type AssetKind, assetKinds, type BrandingState, branding, type Shown, shownOf } from "./policy.ts";

const keyOf = { instance: "Errors.IAM.LabelPolicy", org: "Errors.Org.LabelPolicy" } as const;

const isSame = (left: Shown, right: Shown): boolean =>
  branding.codec.toChanged(left, right) === undefined &&
  assetKinds.every((kind) => left.assets[kind] === right.assets[kind]);

/**
 * Pages show from now on what was a preview; nothing happens when they do already.
 * @throws not_found where there is no policy of its own
 */
export const activateBranding =
  (level: PolicyLevel) =>
  (state: BrandingState | undefined): readonly Draft[] => {
    const preview = required(state, "BRAND-Ac1nf", `${keyOf[level]}.NotFound`);
    if (preview.active !== undefined && isSame(preview.active, shownOf(preview))) return [];
    return [{ type: `${level}.policy.label.activated`, payload: null }];
  };

/** Puts an uploaded image or font into the preview; nothing happens when it is there. */
export const addAsset =
  (level: PolicyLevel, kind: AssetKind, storeKey: string) =>
  (state: BrandingState | undefined): readonly Draft[] =>
    ownPolicy(state, level).assets?.[kind] === storeKey
      ? []
      : [{ type: `${level}.policy.label.${kind}.added`, payload: { storeKey } }];

/** @throws not_found where there is no policy of its own */
const ownPolicy = (state: BrandingState | undefined, level: PolicyLevel): BrandingState =>
  required(state, "BRAND-As1nf", `${keyOf[level]}.NotFound`);

/** Takes an uploaded image or font out of the preview. @throws not_found for one that is not there */
export const removeAsset =
  (level: PolicyLevel, kind: AssetKind) =>
  (state: BrandingState | undefined): readonly Draft[] => {
    const { assets = {} } = ownPolicy(state, level);
    const storeKey = assets[kind];
    if (storeKey === undefined) throw notFound("BRAND-As2no", "Errors.Assets.Object.NotFound");
    return [{ type: `${level}.policy.label.${kind}.removed`, payload: { storeKey } }];
  };
