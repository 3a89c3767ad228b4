export { assetPath } from "./address.ts";
export { assetKey, keepAsset, maxAssetBytes, readAsset, tooLarge } from "./commands.ts";
export { assetSchema } from "./migrations/assets.ts";
export {
  assetByKey,
  forgetAbandoned,
  forgetAssetsOfOwner,
  forgetAssetsOfUser,
  forgetUnused,
} from "./queries.ts";
