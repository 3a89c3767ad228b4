/** New passwords for people who do not know theirs, by a code that goes to an address of theirs. */
import { withinMessageLimits } from "#src/domains/message/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireHuman } from "../decisions.ts";
import type { UserEvent } from "../events.ts";
import { requireUser } from "../queries.ts";
import { User, type UserState } from "../state.ts";
import { type Entered, enterCode, type Purpose } from "./enter-code.ts";
import { type Delivery, makeCode } from "./make-code.ts";
import { codeMessage, countedMessage } from "./messages.ts";

export type Channel = "email" | "sms";

const purpose: Purpose = { pending: ({ passwordCode }) => passwordCode };

/**
 * Makes a code by which a new password may be set. It is sent to the address or number that was verified last, and
 * never to one that waits for its proof: whoever changes an address must not get at the account by it.
 * @throws failed_precondition COMMAND-Sfe4g for somebody who is not initialised, USER-Rs1nv or USER-Rs2nv without a
 *   verified address, USER-Rs3oa while their organization is not active; resource_exhausted LIMIT-m2Sg9
 */
export async function requestPasswordReset(
  ctx: Ctx,
  userId: string,
  channel: Channel,
  wanted: Delivery,
): Promise<{ readonly row: Written<UserState>; readonly code: string | undefined }> {
  const { owner, state } = await requireUser(ctx, userId);
  const org = await ctx.config.row(Org, owner);
  if (org?.state.active !== true) throw precondition("USER-Rs3oa", "Errors.Org.NotActive");
  const target = resetTarget(channel, wanted);
  const code = await makeCode(ctx, "password_reset", wanted, channel);
  const to = target(state);
  const added: UserEvent = {
    type: "user.human.password.code.added",
    payload: { ...code.event, notificationType: channel === "sms" ? 1 : 0 },
  };
  const [row] = await withinMessageLimits(ctx, countedMessage(code, to, userId), () =>
    ctx.store.execute(
      ctx,
      [ref(User, userId)],
      ([user]) => {
        target(user);
        return [[added]];
      },
      {
        jobs: ([user]) =>
          codeMessage(ctx, "password_reset", { userId, orgId: owner, channel, to: target(user) }, code),
      },
    ),
  );
  return { row, code: code.returned };
}

/** Where the code goes; empty for one that is handed to the caller. Pure. */
export const resetTarget =
  (channel: Channel, wanted: Delivery) =>
  (user: UserState | undefined): string => {
    const { human, status } = requireHuman(user, "COMMAND-G9dh3");
    if (status === "initial") throw precondition("COMMAND-Sfe4g", "Errors.User.NotInitialised");
    if (wanted.kind === "return") return "";
    if (channel === "sms") {
      if (!human.verifiedPhone) throw precondition("USER-Rs2nv", "Errors.User.Phone.NotVerified");
      return human.verifiedPhone;
    }
    if (!human.verifiedEmail) throw precondition("USER-Rs1nv", "Errors.User.Email.NotVerified");
    return human.verifiedEmail;
  };

/** Looks at the code that somebody wants to set a password by. @throws what `enterCode` throws */
export const enterPasswordCode = (ctx: Ctx, userId: string, typed: string): Promise<Entered> =>
  enterCode(ctx, userId, purpose, typed);
