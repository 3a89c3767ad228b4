import { requirePermission, requireSelfOr } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Delivery, Verification } from "./codes/make-code.ts";
import { requireMayGiveCredentials } from "./credential-access.ts";
import type { HumanChanges } from "./human-changes.ts";
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
  if (!needsPermission(verification)) return requireSelfOrOnUser(ctx, userId, "user.write");
  await requireOnUser(ctx, userId, "user.write");
  await requireMayGiveCredentials(ctx, userId);
}

/** By such a code a password may be set: whoever is handed one could as well set it. */
export async function requireMayReset(ctx: Ctx, userId: string, { kind }: Delivery): Promise<void> {
  await requireOnUser(ctx, userId, "user.write");
  if (kind === "return") await requireMayGiveCredentials(ctx, userId);
}

/**
 * One may change one's own addresses, but neither declare them verified nor be handed the code that proves them.
 * What is stored about somebody takes a manager, also about oneself. An address is where a new password can be asked
 * for, so that another's is changed by those alone who may give them one.
 */
export async function requireMayChange(ctx: Ctx, userId: string, changes: HumanChanges): Promise<void> {
  const declares =
    needsPermission(changes.email?.verification) || needsPermission(changes.phone?.verification);
  const managed = declares || changes.metadata !== undefined;
  await (managed ? requireOnUser : requireSelfOrOnUser)(ctx, userId, "user.write");
  if (changes.email || changes.phone) await requireMayGiveCredentials(ctx, userId);
}
