import { denied, Failure, notFound, unauthenticated } from "#src/platform/failure/index.ts";
import type { Ctx, Membership } from "#src/platform/request/index.ts";
import { held, inContext } from "./permissions.ts";

/** The resource that a permission is wanted on. */
export interface Where {
  /** Its resource owner; the instance's id for what belongs to the instance. */
  readonly orgId: string;
  /** For permissions that may be narrowed to a project: the one concerned. */
  readonly projectId?: string;
  /** For permissions that may be narrowed to a project grant: the one concerned. */
  readonly grantId?: string;
}

/**
 * Checks in a handler what the annotation leaves open: the caller's memberships at the resource's owner, not at
 * the organization of the header.
 * @throws unauthenticated for anonymous callers; not_found AUTHZ-cdgFk when the caller manages nothing there;
 *   permission_denied AUTH-AWfge without the permission, AUTH-Swrgg2 when it is narrowed to something else
 */
export async function requirePermission(
  ctx: Pick<Ctx, "caller">,
  permission: string,
  where: Where,
): Promise<void> {
  if (ctx.caller.kind === "anonymous") throw unauthenticated("AUTHZ-Rp4nm", "Errors.Token.Missing");
  checkPermission(await ctx.caller.memberships(), permission, where);
}

/**
 * As `requirePermission`, where one of several owners may allow it: a project grant is managed from either side.
 * @throws what is thrown at the place that tells the caller most: a refusal rather than no membership
 */
export async function requirePermissionAtAny(
  ctx: Pick<Ctx, "caller">,
  permission: string,
  places: readonly [Where, ...Where[]],
): Promise<void> {
  let told: unknown;
  for (const place of places) {
    try {
      return await requirePermission(ctx, permission, place);
    } catch (refusal) {
      const isRefusal = refusal instanceof Failure && refusal.kind === "permission_denied";
      if (told === undefined || isRefusal) told = refusal;
    }
  }
  throw told;
}

/** Lets everyone do to themselves what others need a permission for; throws like `requirePermission`. */
export async function requireSelfOr(
  ctx: Pick<Ctx, "caller">,
  userId: string,
  permission: string,
  where: Where,
): Promise<void> {
  if (ctx.caller.kind === "user" && ctx.caller.userId === userId && userId !== "") return;
  await requirePermission(ctx, permission, where);
}

/** The decision of `requirePermission`. */
export function checkPermission(memberships: readonly Membership[], permission: string, where: Where): void {
  const counting = inContext(memberships, where.orgId);
  if (counting.length === 0) throw notFound("AUTHZ-cdgFk", "Errors.Membership.NotFound");
  const reach = held(counting, permission);
  if (reach.everywhere) return;
  if (!reach.narrowed) throw denied("AUTH-AWfge", "Errors.PermissionDenied");
  if (where.projectId !== undefined && reach.projectIds.has(where.projectId)) return;
  if (where.grantId === undefined || !reach.grantIds.has(where.grantId))
    throw denied("AUTH-Swrgg2", "Errors.PermissionDenied");
}
