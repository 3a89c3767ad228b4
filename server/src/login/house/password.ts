/** Passwords entered on the pages. */
import { effectiveLockout } from "#src/domains/lockout/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import { passwordBudget, tryPassword, type UserState } from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { type Budget, evenTime, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

export type Outcome = "ok" | "wrong" | "locked" | "unknown_user";

/**
 * Compares a password within the limits of the name and of the address. A name that nobody has costs the same limits
 * and the same hash as a wrong password, and every refusal comes at an even time: a recorded failure takes longer.
 * @param name what was typed, or the preferred login name of who is known by a session
 * @throws resource_exhausted
 */
export async function comparePassword(
  ctx: Ctx,
  { user, name }: { readonly user: Row<UserState> | undefined; readonly name: string },
  password: string,
): Promise<Outcome> {
  const compared = async () => {
    const outcome = await compare(ctx, user, password);
    return { ok: outcome === "ok", outcome };
  };
  const { outcome } = await evenTime(
    refusalStepMs,
    () => ctx.limits.guard(budgets(ctx, name), compared),
    ({ ok }) => !ok,
  );
  return outcome;
}

/** Well above what a refusal takes, and little beside the time in which somebody types again. */
export const refusalStepMs = 100;

const budgets = (ctx: Ctx, name: string): readonly Budget[] => [
  passwordBudget(ctx, name),
  { instanceId: ctx.instanceId, rule: limitRules.passwordPerAddress, subject: ctx.ip },
];

async function compare(ctx: Ctx, user: Row<UserState> | undefined, password: string): Promise<Outcome> {
  if (user?.state.kind !== "human") return refuseSlowly(ctx, password, "unknown_user");
  const { human, status } = user.state;
  const { allowUsernamePassword } = await effectiveLoginPolicy(ctx, user.owner);
  if (human.password === undefined || !allowUsernamePassword) return refuseSlowly(ctx, password, "wrong");
  if (status === "locked") return refuseSlowly(ctx, password, await locked(ctx, user));
  try {
    await tryPassword(ctx, user, password);
    return "ok";
  } catch (error) {
    if (error instanceof Failure && error.id === wrongPassword) return wrong(ctx, user, error);
    if (error instanceof Failure && error.id === lockedMeanwhile) return locked(ctx, user);
    throw error;
  }
}

/** Ids that the user slice refuses with (domain F2). */
const wrongPassword = "COMMAND-3M0fs";
const lockedMeanwhile = "COMMAND-JLK35";

async function refuseSlowly(ctx: Ctx, password: string, outcome: Outcome): Promise<Outcome> {
  await ctx.secrets.verifyPassword(undefined, password);
  return outcome;
}

async function locked(ctx: Ctx, user: Row<UserState>): Promise<Outcome> {
  return (await effectiveLockout(ctx, user.owner)).showFailures ? "locked" : "wrong";
}

async function wrong(ctx: Ctx, user: Row<UserState>, { details }: Failure): Promise<Outcome> {
  const { maxPasswordAttempts } = await effectiveLockout(ctx, user.owner);
  const isLast = maxPasswordAttempts > 0 && (details.failedAttempts ?? 0) >= maxPasswordAttempts;
  return isLast ? locked(ctx, user) : "wrong";
}
