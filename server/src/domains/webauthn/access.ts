import { requireMayGiveCredentials, requireSelfOrOnUser } from "#src/domains/user/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { AuthenticatorKind } from "./events.ts";
import { entityOf } from "./state.ts";

/** Who registers an authenticator for somebody can be them: one may for oneself, managers as for other credentials. */
export async function requireMayRegister(ctx: Ctx, userId: string): Promise<void> {
  await requireSelfOrOnUser(ctx, userId, "user.credential.write");
  await requireMayGiveCredentials(ctx, userId);
}

/** As `requireMayRegister`; also whoever began this registration, who may have been let in by a code. */
export async function requireMayFinish(
  ctx: Ctx,
  userId: string,
  kind: AuthenticatorKind,
  id: string,
): Promise<void> {
  try {
    await requireMayRegister(ctx, userId);
  } catch (refusal) {
    const begun = await ctx.store.get(entityOf[kind], ctx.instanceId, userId, id);
    const isTheirs = begun?.state.status === "pending" && begun.state.startedBy === ctx.caller.userId;
    if (!isTheirs || !(refusal instanceof Failure)) throw refusal;
  }
}
