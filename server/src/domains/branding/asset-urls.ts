import { assetPath } from "#src/domains/asset/index.ts";
import { type AssetKind, type Assets, assetKinds } from "./policy.ts";

/** Where each file is delivered; empty for what was not uploaded. */
export type AssetUrls = Readonly<Record<AssetKind, string>>;

/**
 * @param owner whose policy it is: an organization or the instance
 * @param origin such as `https://id.example.com`; empty for addresses within it
 */
export function assetUrls(owner: string, assets: Assets = {}, origin: string): AssetUrls {
  const urls = assetKinds.map((kind) => {
    const key = assets[kind];
    return [kind, key === undefined ? "" : `${origin}${assetPath(owner, key)}`] as const;
  });
  // Every kind is named once.
  return Object.fromEntries(urls) as AssetUrls;
}
