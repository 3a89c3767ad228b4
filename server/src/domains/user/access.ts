import { requirePermission, requireSelfOr } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { HumanChanges, Verification } from "./human-commands.ts";
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

/** Whoever is handed a code proves nothing by it, so that it takes the permission that declaring verified takes. */
const needsPermission = (verification: Verification | undefined): boolean =>
  verification?.kind === "verified" || verification?.kind === "return";

/** One may have a code sent to oneself, but not handed out. */
export async function requireMayAskFor(ctx: Ctx, userId: string, verification: Verification): Promise<void> {
  await (needsPermission(verification) ? requireOnUser : requireSelfOrOnUser)(ctx, userId, "user.write");
}

/**
 * One may change one's own addresses, but neither declare them verified nor be handed the code that proves them.
 * What is stored about somebody takes a manager, also about oneself.
 */
export async function requireMayChange(ctx: Ctx, userId: string, changes: HumanChanges): Promise<void> {
  const declares =
    needsPermission(changes.email?.verification) || needsPermission(changes.phone?.verification);
  const managed = declares || changes.metadata !== undefined;
  await (managed ? requireOnUser : requireSelfOrOnUser)(ctx, userId, "user.write");
}
