import type { DescField, Message } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { denied, notFound, unauthenticated } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { AuthRule } from "#src/platform/rpc/index.ts";
import { held, inContext } from "./permissions.ts";

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
  const memberships = inContext(await ctx.caller.memberships(), ctx.orgId);
  if (memberships.length === 0) throw notFound("AUTHZ-cdgFk", "Errors.Membership.NotFound");
  const reach = held(memberships, rule.permission);
  if (reach.everywhere) return;
  if (!reach.narrowed) throw denied("AUTH-5mWD2", "Errors.PermissionDenied");
  if (rule.checkField === undefined) return;
  const named = rule.checkField.localName === "grantId" ? reach.grantIds : reach.projectIds;
  if (!named.has(fieldText(rule.checkField, request))) throw denied("AUTH-3jknH", "Errors.PermissionDenied");
}

/** The fields that annotations name are ids of projects or grants; anything else names neither. */
function fieldText(field: DescField, request: Message): string {
  const value = reflect(field.parent, request).get(field);
  return typeof value === "string" ? value : "";
}
