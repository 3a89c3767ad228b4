import { assetByKey } from "#src/domains/asset/index.ts";
import { required } from "#src/platform/failure/index.ts";
import { type Exchange, type HttpResponse, sendBytes } from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A drawing that somebody opens by itself is a document: it runs nothing, loads nothing and is of no origin. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

const yearSeconds = 31_536_000;

interface Delivery {
  /** By its key, for everybody: what is there never changes. Otherwise what the caller is shown at present. */
  readonly isPublic: boolean;
}

/** @throws not_found ASSET-Ob1nf */
export async function deliver(
  ctx: Ctx,
  { owner, key }: { readonly owner: string; readonly key: string },
  res: HttpResponse,
  exchange: Exchange,
  { isPublic }: Delivery,
): Promise<void> {
  const tag = key.slice(key.lastIndexOf("-") + 1);
  const isKnown = matches(exchange.header("if-none-match"), tag);
  const found = await assetByKey(ctx, owner, key, isKnown);
  const { type, bytes } = required(found, "ASSET-Ob1nf", "Errors.Assets.Object.NotFound");
  // Weak: on its way it may be packed.
  res.setHeader("etag", `W/"${tag}"`);
  res.setHeader("cache-control", cachingOf(key, isPublic));
  res.setHeader("content-security-policy", policy);
  res.setHeader("content-disposition", type.startsWith("image/") ? "inline" : "attachment");
  res.setHeader("cross-origin-resource-policy", "cross-origin");
  // Login pages of one's own have other origins, and take fonts only so. There is nothing here that a cookie opens.
  if (isPublic) res.setHeader("access-control-allow-origin", "*");
  if (isPublic) res.removeHeader("access-control-allow-credentials");
  if (bytes !== null) return sendBytes(exchange, res, 200, type, bytes);
  res.statusCode = 304;
  res.end();
}

/** Pictures of people stay in their viewers' own browsers. */
function cachingOf(key: string, isPublic: boolean): string {
  if (!isPublic) return "private, no-cache";
  return `${key.startsWith("users/") ? "private" : "public"}, max-age=${yearSeconds}, immutable`;
}

/** If-None-Match (RFC 9110, section 13.1.2). */
const matches = (header: string | undefined, tag: string): boolean =>
  header !== undefined && header.split(",").some((one) => one.trim().replace(/^W\//, "") === `"${tag}"`);
