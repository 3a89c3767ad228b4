/** The first generation's way to begin: one code by which somebody proves the address and sets a password. */
import { withinMessageLimits } from "#src/domains/message/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { normalEmail } from "../contact.ts";
import { changeEmail, requireHuman } from "../decisions.ts";
import type { UserEvent } from "../events.ts";
import { requireUser } from "../queries.ts";
import { User, type UserState } from "../state.ts";
import { enterCode, type Purpose } from "./enter-code.ts";
import { makeCode } from "./make-code.ts";
import { codeMessage, countedMessage } from "./messages.ts";

const purpose: Purpose = {
  pending: ({ initCode }) => initCode,
  failed: { type: "user.human.initialization.check.failed", payload: null },
};

/**
 * Sends another code to somebody who has not begun yet.
 * @param email the right address, where the one that is known is wrong; empty leaves it
 * @throws failed_precondition COMMAND-2M9sd for somebody who has; resource_exhausted LIMIT-m2Sg9
 */
export async function resendInitialisation(
  ctx: Ctx,
  userId: string,
  email: string,
): Promise<Written<UserState>> {
  const { owner, state } = await requireUser(ctx, userId);
  requireInitial(state);
  const wanted = email === "" ? undefined : normalEmail(email);
  const target = (user: UserState | undefined) => wanted ?? requireInitial(user).email;
  const code = await makeCode(ctx, "init", { kind: "send" });
  const added: UserEvent = { type: "user.human.initialization.code.added", payload: code.event };
  const [row] = await withinMessageLimits(ctx, countedMessage(code, target(state), userId), () =>
    ctx.store.execute(
      ctx,
      [ref(User, userId)],
      ([user]) => {
        requireInitial(user);
        return [[...(wanted === undefined ? [] : changeEmail(wanted, false)(user)), added]];
      },
      {
        jobs: ([user]) =>
          codeMessage(ctx, "init", { userId, orgId: owner, channel: "email", to: target(user) }, code),
      },
    ),
  );
  return row;
}

function requireInitial(user: UserState | undefined) {
  const { human, status } = requireHuman(user, "COMMAND-2M9df");
  if (status !== "initial") throw precondition("COMMAND-2M9sd", "Errors.User.AlreadyInitialised");
  return human;
}

/** Begins, which proves the address as well; what to log in with is set up after it. @throws what `enterCode` throws */
export async function initialise(ctx: Ctx, userId: string, typed: string): Promise<Written<UserState>> {
  const { spend } = await enterCode(ctx, userId, purpose, typed);
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => {
    spend(user);
    const { emailVerified } = requireInitial(user);
    const begun: UserEvent = { type: "user.human.initialization.check.succeeded", payload: null };
    const proven: UserEvent = { type: "user.human.email.verified", payload: null };
    return [emailVerified ? [begun] : [begun, proven]];
  });
  return row;
}
