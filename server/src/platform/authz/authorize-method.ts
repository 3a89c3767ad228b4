import type { DescField, Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { denied, notFound, unauthenticated } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { AuthRule } from "#src/platform/rpc/index.ts";
import { type Held, held, inContext } from "./permissions.ts";

/**
 * Decides over a method's annotation, in the context organization of the request. What "authenticated" leaves
 * open is the handler's to check (`requirePermission`).
 * @throws unauthenticated for callers without a token;
 *   not_found AUTHZ-cdgFk when the caller manages nothing there;
 *   permission_denied AUTH-5mWD2 when no membership gives the permission, AUTH-3jknH when those that do are
 *   narrowed to other resources than the request names
 */
export async function authorizeMethod(
  rule: AuthRule,
  ctx: Pick<Ctx, "caller" | "orgId">,
  request: Message,
): Promise<void> {
  if (rule.kind === "public") return;
  if (ctx.caller.kind === "anonymous") throw unauthenticated("AUTHZ-No4th", "Errors.Token.Missing");
  if (rule.kind === "authenticated") return;
  const reach = await requireSomewhere(ctx, rule.permission, ctx.orgId);
  if (reach.everywhere || rule.checkField === undefined) return;
  const named = rule.checkField.localName === "grantId" ? reach.grantIds : reach.projectIds;
  if (!named.has(fieldText(rule.checkField, request))) throw denied("AUTH-3jknH", "Errors.PermissionDenied");
}

/**
 * What an annotation asks in a context organization: the permission, be it on a single project or grant there. For
 * handlers whose request names another organization than the call is about.
 * @throws not_found AUTHZ-cdgFk when the caller manages nothing there; permission_denied AUTH-5mWD2 when no
 *   membership gives the permission
 */
export async function requireSomewhere(
  ctx: Pick<Ctx, "caller">,
  permission: string,
  orgId: string,
): Promise<Held> {
  const memberships = inContext(await ctx.caller.memberships(), orgId);
  if (memberships.length === 0) throw notFound("AUTHZ-cdgFk", "Errors.Membership.NotFound");
  const reach = held(memberships, permission);
  if (!reach.everywhere && !reach.narrowed) throw denied("AUTH-5mWD2", "Errors.PermissionDenied");
  return reach;
}

/** The fields that annotations name are ids of projects or grants; anything else names neither. */
function fieldText(field: DescField, request: Message): string {
  const value = reflect(field.parent, request).get(field);
  return typeof value === "string" ? value : "";
}
