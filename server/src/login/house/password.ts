/** Passwords entered on the pages. */
import { effectiveLockout } from "#src/domains/lockout/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import {
  type PasswordOutcome,
  passwordBudget,
  tryPassword,
  type UserState,
} from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { type Budget, evenTime, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

export type Refused = "wrong" | "locked" | "unknown_user";

/** Whoever the password is right for. */
interface Subject {
  readonly user: Row<UserState> | undefined;
  /** What was typed, or the preferred login name of who is known by a session. */
  readonly name: string;
}

/** Does what a right password is good for, and records together with that, or alone, that it was right. */
type Use<T> = (user: Row<UserState>, recorded: PasswordOutcome) => Promise<T>;

type Right = { readonly ok: true; readonly user: Row<UserState>; readonly recorded: PasswordOutcome };
type Wrong = { readonly ok: false; readonly answer: Refused };
type Used<T> = { readonly ok: true; readonly answer: T };

/**
 * Compares a password within the limits of the name and of the address. A name that nobody has costs the same limits
 * and the same hash as a wrong password, and every refusal comes at an even time: a recorded failure takes longer.
 * @throws resource_exhausted, and what `use` throws
 */
export async function comparePassword<T>(
  ctx: Ctx,
  subject: Subject,
  password: string,
  use: Use<T>,
): Promise<T | Refused> {
  const limited = budgets(ctx, subject.name);
  const { answer } = await evenTime<Wrong | Used<T>>(
    refusalStepMs,
    async () => {
      const compared = await ctx.limits.guard(limited, () => compare(ctx, subject.user, password));
      if (!compared.ok) return compared;
      const used = await useIt(ctx, compared, use);
      if (!used.ok) await ctx.limits.fail(...limited);
      return used;
    },
    ({ ok }) => !ok,
  );
  return answer;
}

/** Well above what a refusal takes, and little beside the time in which somebody types again. */
export const refusalStepMs = 100;

const budgets = (ctx: Ctx, name: string): readonly Budget[] => [
  passwordBudget(ctx, name),
  { instanceId: ctx.instanceId, rule: limitRules.passwordPerAddress, subject: ctx.ip },
];

async function compare(ctx: Ctx, user: Row<UserState> | undefined, password: string): Promise<Right | Wrong> {
  if (user?.state.kind !== "human") return refuseSlowly(ctx, password, "unknown_user");
  const { human, status } = user.state;
  const { allowUsernamePassword } = await effectiveLoginPolicy(ctx, user.owner);
  if (human.password === undefined || !allowUsernamePassword) return refuseSlowly(ctx, password, "wrong");
  if (status === "locked") return refuseSlowly(ctx, password, await locked(ctx, user));
  try {
    return { ok: true, user, recorded: await tryPassword(ctx, user, password) };
  } catch (error) {
    return refused(await reasonOf(ctx, user, error));
  }
}

/** Somebody may have been locked since their password was compared: then it is not used. */
async function useIt<T>(ctx: Ctx, { user, recorded }: Right, use: Use<T>): Promise<Used<T> | Wrong> {
  try {
    return { ok: true, answer: await use(user, recorded) };
  } catch (error) {
    return refused(await reasonOf(ctx, user, error));
  }
}

const refused = (answer: Refused): Wrong => ({ ok: false, answer });

/** @throws what is no refusal of a password */
async function reasonOf(ctx: Ctx, user: Row<UserState>, error: unknown): Promise<Refused> {
  if (error instanceof Failure && error.id === wrongPassword) return wrong(ctx, user, error);
  if (error instanceof Failure && error.id === lockedMeanwhile) return locked(ctx, user);
  throw error;
}

/** Ids that the user slice refuses with (domain F2). */
const wrongPassword = "COMMAND-3M0fs";
const lockedMeanwhile = "COMMAND-JLK35";

async function refuseSlowly(ctx: Ctx, password: string, answer: Refused): Promise<Wrong> {
  await ctx.secrets.verifyPassword(undefined, password);
  return refused(answer);
}

async function locked(ctx: Ctx, user: Row<UserState>): Promise<Refused> {
  return (await effectiveLockout(ctx, user.owner)).showFailures ? "locked" : "wrong";
}

async function wrong(ctx: Ctx, user: Row<UserState>, { details }: Failure): Promise<Refused> {
  const { maxPasswordAttempts } = await effectiveLockout(ctx, user.owner);
  const isLast = maxPasswordAttempts > 0 && (details.failedAttempts ?? 0) >= maxPasswordAttempts;
  return isLast ? locked(ctx, user) : "wrong";
}
