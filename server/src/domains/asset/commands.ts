import { createHash } from "node:crypto";
import type { Sql } from "#src/platform/db/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Asset, type AssetPlace, confirmAsset, forgetUnused, offerAsset } from "./queries.ts";
import { type AssetGroup, recognise } from "./recognise.ts";
import { safeSvg } from "./svg.ts";

/** The largest file, in bytes. */
export const maxAssetBytes = 524_288;

/** What may be uploaded somewhere: people's pictures come from anybody, so those are no drawings. */
export type Wanted = AssetGroup | "photo";

const names: Readonly<Record<Wanted, string>> = {
  image: "PNG, JPEG, GIF, WebP, ICO, SVG",
  photo: "PNG, JPEG, GIF, WebP",
  font: "TTF, OTF, WOFF, WOFF2",
};

const photos: ReadonlySet<string> = new Set(["png", "jpg", "gif", "webp"]);

export const tooLarge = () =>
  invalid("ASSET-La1ge", "Errors.Assets.TooLarge", { field: "file", values: { bytes: maxAssetBytes } });

/**
 * The file as it is kept.
 * @throws invalid_argument ASSET-La1ge, ASSET-Ty1pe, ASSET-Sv2ge
 */
export function readAsset(bytes: Buffer, wanted: Wanted): Asset {
  if (bytes.length > maxAssetBytes) throw tooLarge();
  const found = recognise(bytes);
  const fits = wanted === "photo" ? photos.has(found?.ending ?? "") : found?.group === wanted;
  if (found === undefined || !fits)
    throw invalid("ASSET-Ty1pe", "Errors.Assets.Type", { field: "file", values: { types: names[wanted] } });
  const { type, ending } = found;
  return { type, ending, bytes: ending === "svg" ? safeSvg(bytes) : bytes };
}

/** The key of a file in a place, such as `policy/label/logo-….png`: another content has another key. */
export const assetKey = (place: string, { bytes, ending }: Pick<Asset, "bytes" | "ending">): string =>
  `${place}-${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}.${ending}`;

interface Naming<T> {
  readonly place: AssetPlace;
  readonly asset: Asset;
  /** Writes what names the file. */
  readonly name: () => Promise<T>;
  /** As `forgetUnused` takes it. */
  readonly uses: Sql;
}

/** Keeps a file together with what names it, and forgets what that one replaces. */
export async function keepAsset<T>(ctx: Ctx, { place, asset, name, uses }: Naming<T>): Promise<T> {
  await offerAsset(ctx, place, asset);
  const named = await name();
  // Whoever removed the same file a moment ago may have taken away the one that was offered.
  while (!(await confirmAsset(ctx, place))) await offerAsset(ctx, place, asset);
  await forgetUnused(ctx, place, uses);
  return named;
}
