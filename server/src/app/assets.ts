/** `/assets/v1`: images and fonts of label policies, and people's pictures. */
import { assetPath } from "#src/domains/asset/index.ts";
import { type BrandingFile, brandingFile, uploadAsset } from "#src/domains/branding/index.ts";
import { avatarKeyOf, requireSelfHuman, setAvatar } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import { required } from "#src/platform/failure/index.ts";
import {
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type Route,
  sendJson,
} from "#src/platform/http/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { OrgReference } from "#src/platform/rpc/index.ts";
import { deliver } from "./asset-delivery.ts";
import { uploadedFile } from "./asset-upload.ts";
import { bearerOf, type FrameOptions, framedRoute, notAllowed, reads } from "./route-frame.ts";

const prefix = "/assets/v1";

export interface AssetRouteOptions extends FrameOptions {
  /** The context of a visitor whom nobody knows. */
  readonly visitor: (exchange: Exchange) => Promise<Ctx>;
  /** The context of whoever holds a token. @throws unauthenticated */
  readonly contextFor: (exchange: Exchange, token: string, org: OrgReference | undefined) => Promise<Ctx>;
}

interface Place {
  readonly owner: string;
  readonly key: string;
}

/** A place that is asked for and written by what it is for, not by its key: that takes a token. */
interface Named {
  /** @throws not_found, permission_denied */
  find(ctx: Ctx): Promise<Place>;
  /** @throws invalid_argument, permission_denied; undefined where nothing is written */
  readonly may?: (ctx: Ctx) => Promise<unknown>;
  readonly put?: (ctx: Ctx, bytes: Buffer) => Promise<Place>;
}

/**
 * A file by its key is for everybody who has the address, which tells what is in it. All others take a bearer token,
 * and nothing else: a browser sends none by itself, so no page can have another one's visitor upload.
 */
export const assetRoute = (options: AssetRouteOptions): Route =>
  framedRoute(prefix, options, async (req, res, exchange) => {
    const named = namedAt(exchange.path);
    if (named !== undefined) return answerNamed(options, named, req, res, exchange);
    const place = placeAt(exchange.path);
    if (!reads(exchange)) return notAllowed(exchange, res);
    await deliver(await options.visitor(exchange), place, res, exchange, { isPublic: true });
  });

async function answerNamed(
  { contextFor }: AssetRouteOptions,
  { find, may, put }: Named,
  req: HttpRequest,
  res: HttpResponse,
  exchange: Exchange,
): Promise<void> {
  const token = bearerOf(exchange, "ASSET-To1ms");
  const org = exchange.header("x-zitadel-orgid")?.trim();
  const ctx = await contextFor(exchange, token, org ? { id: org, orDomain: true } : undefined);
  if (reads(exchange)) return deliver(ctx, await find(ctx), res, exchange, { isPublic: false });
  if (exchange.method !== "POST" || put === undefined) return notAllowed(exchange, res);
  // Who may not write is told so before a body is read.
  await may?.(ctx);
  const place = await put(ctx, await uploadedFile(req, exchange));
  res.setHeader("cache-control", "no-store");
  sendJson(exchange, res, 200, { url: `${ctx.origin}${assetPath(place.owner, place.key)}` });
}

const policyPath = /^\/(instance|org)\/policy\/label\/(logo|icon|font)(\/dark)?(\/_preview)?$/;

function namedAt(path: string): Named | undefined {
  const rest = path.slice(prefix.length);
  if (rest === "/users/me/avatar") return ownAvatar;
  const [found, of, what, dark, preview] = policyPath.exec(rest) ?? [];
  if (found === undefined || (what === "font" && dark !== undefined)) return undefined;
  const level = of === "org" ? "org" : "instance";
  const kind =
    what === "font" ? what : what === "icon" ? (dark ? "icon.dark" : what) : dark ? "logo.dark" : "logo";
  return ofPolicy({ level, kind }, preview !== undefined);
}

const ofPolicy = (file: BrandingFile, isPreview: boolean): Named => ({
  async find(ctx) {
    await requireOnPolicy(ctx, file, "read");
    return brandingFile(ctx, file, isPreview);
  },
  // What is active is never written: it becomes so by activating the preview.
  may: (ctx) => requireOnPolicy(ctx, file, "write"),
  ...(isPreview ? {} : { put: (ctx, bytes) => uploadAsset(ctx, file, bytes) }),
});

const requireOnPolicy = (ctx: Ctx, { level }: BrandingFile, right: "read" | "write"): Promise<void> =>
  level === "instance"
    ? requirePermission(ctx, `iam.policy.${right}`, { orgId: ctx.instanceId })
    : requirePermission(ctx, `policy.${right}`, { orgId: ctx.orgId });

const ownAvatar: Named = {
  async find(ctx) {
    const user = await requireSelfHuman(ctx);
    const key = required(avatarKeyOf(user), "USER-Av3no", "Errors.Assets.Object.NotFound");
    return { owner: user.owner, key };
  },
  put: async (ctx, bytes) => setAvatar(ctx, await requireSelfHuman(ctx), bytes),
};

/** The key is the rest of the path. What cannot be one is not looked for. */
function placeAt(path: string): Place {
  const [, owner, key] = /^\/([^/]{1,200})\/([\w./%~!'()*-]{1,400})$/.exec(path.slice(prefix.length)) ?? [];
  const decoded = owner === undefined ? undefined : decodeURIComponentOrNothing(owner);
  const known = required(decoded, "ASSET-Pa1th", "Errors.Assets.Object.NotFound");
  return { owner: known, key: required(key, "ASSET-Pa2th", "Errors.Assets.Object.NotFound") };
}

/** Undefined for what no database takes either. */
function decodeURIComponentOrNothing(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text);
    return decoded.includes("\0") ? undefined : decoded;
  } catch {
    return undefined;
  }
}
