import { requirePermission, requireSelfOr } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { HumanChanges } from "./human-commands.ts";
import { requireUser } from "./queries.ts";

/** Permission on a user is permission at the user's own organization. @throws not_found for nobody */
export async function requireOnUser(ctx: Ctx, userId: string, permission: string): Promise<void> {
  const { owner } = await requireUser(ctx, userId);
  await requirePermission(ctx, permission, { orgId: owner });
}

export async function requireSelfOrOnUser(ctx: Ctx, userId: string, permission: string): Promise<void> {
  const { owner } = await requireUser(ctx, userId);
  await requireSelfOr(ctx, userId, permission, { orgId: owner });
}

/** One may change one's own addresses, but not declare them verified. */
export async function requireMayChange(ctx: Ctx, userId: string, changes: HumanChanges): Promise<void> {
  const declares =
    changes.email?.verification.kind === "verified" || changes.phone?.verification.kind === "verified";
  await (declares ? requireOnUser : requireSelfOrOnUser)(ctx, userId, "user.write");
}
