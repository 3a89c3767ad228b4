import { type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import {
  deactivateUser,
  lockUser,
  reactivateUser,
  removeUser,
  skipMfaInit,
  unlockUser,
} from "./decisions.ts";
import type { UserEvent } from "./events.ts";
import { usersOfOrg } from "./queries.ts";
import { User, type UserState } from "./state.ts";

type Decision = (user: UserState | undefined) => readonly UserEvent[];

async function apply(ctx: Ctx, userId: string, decision: Decision): Promise<Written<UserState>> {
  const [user] = await ctx.store.execute(ctx, [ref(User, userId)], ([before]) => [decision(before)]);
  return user;
}

export const lock = (ctx: Ctx, userId: string) => apply(ctx, userId, lockUser);
export const unlock = (ctx: Ctx, userId: string) => apply(ctx, userId, unlockUser);
export const deactivate = (ctx: Ctx, userId: string) => apply(ctx, userId, deactivateUser);
export const reactivate = (ctx: Ctx, userId: string) => apply(ctx, userId, reactivateUser);

/** The user declined to set up a second factor; they are asked again when the policy's time is over. */
export const skipMfaSetup = (ctx: Ctx, userId: string) => apply(ctx, userId, skipMfaInit);

/** Removes a user and erases their personal data; memberships, grants and sessions are tidied up by a job. */
export async function remove(ctx: Ctx, userId: string): Promise<Written<UserState>> {
  const [user] = await ctx.store.execute(ctx, [ref(User, userId)], ([before]) => [removeUser(before)], {
    jobs: () => [{ task: "user.cleanup", payload: { userId } }],
  });
  return user;
}

/** Unlocks a user who is locked; leaves others as they are. */
export async function unlockIfLocked(ctx: Ctx, user: Row<UserState>): Promise<void> {
  if (user.state.status === "locked") await unlock(ctx, user.aggregateId);
}

/** Follows the removal of an organization. @returns how many of its users are removed now, `limit` at most */
export async function removeUsersOf(ctx: Ctx, orgId: string, limit: number): Promise<number> {
  const users = await usersOfOrg(ctx, orgId, limit);
  await Promise.all(
    users.map(({ aggregateId }) =>
      ctx.store.execute(
        ctx,
        [ref(User, aggregateId)],
        // Somebody else may have been faster.
        ([before]) => [before ? removeUser(before) : []],
        {
          lane: "bulk",
          jobs: ([before]) => (before ? [{ task: "user.cleanup", payload: { userId: aggregateId } }] : []),
        },
      ),
    ),
  );
  return users.length;
}
