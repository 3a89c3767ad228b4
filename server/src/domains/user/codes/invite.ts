/** Invitations: people who were given an account prove their address, and then set up how they log in. */
import { withinMessageLimits } from "#src/domains/message/index.ts";
import { ref, type Written } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireHuman } from "../decisions.ts";
import type { InviteCodeAdded, UserEvent } from "../events.ts";
import type { HumanState } from "../human-state.ts";
import { requireUser } from "../queries.ts";
import { User, type UserState } from "../state.ts";
import { enterCode, type Purpose } from "./enter-code.ts";
import { type Delivery, makeCode } from "./make-code.ts";
import { codeMessage, countedMessage } from "./messages.ts";
import type { PendingInvite } from "./pending-code.ts";

const purpose: Purpose = {
  pending: ({ inviteCode }) => inviteCode,
  failed: { type: "user.human.invite.check.failed", payload: null },
  wrongId: "COMMAND-Wgn4q",
};

/** Who can log in already needs no invitation. */
function requireInvitable(user: UserState | undefined): HumanState {
  const { human } = requireHuman(user, "COMMAND-Wgvn4");
  if (human.password) throw precondition("COMMAND-EF34g", "Errors.User.AlreadyInitialised");
  return human;
}

/**
 * Makes an invitation; one that was made before is void.
 * @param applicationName what they are invited to, for the text
 * @throws failed_precondition COMMAND-EF34g for somebody who can log in already; resource_exhausted LIMIT-m2Sg9
 */
export async function inviteUser(
  ctx: Ctx,
  userId: string,
  wanted: Delivery,
  applicationName?: string,
): Promise<{ readonly row: Written<UserState>; readonly code: string | undefined }> {
  const { owner, state } = await requireUser(ctx, userId);
  const code = await makeCode(ctx, "invite", wanted);
  const { email } = requireInvitable(state);
  const named = applicationName ? { applicationName } : {};
  const added: UserEvent = {
    type: "user.human.invite.code.added",
    payload: { ...inviteFields(code.event), ...named },
  };
  const [row] = await withinMessageLimits(ctx, countedMessage(code, email, userId), () =>
    ctx.store.execute(
      ctx,
      [ref(User, userId)],
      ([user]) => {
        requireInvitable(user);
        return [[added]];
      },
      {
        jobs: ([user]) => {
          const to = requireInvitable(user).email;
          return codeMessage(ctx, "invite_user", { userId, orgId: owner, channel: "email", to }, code, named);
        },
      },
    ),
  );
  return { row, code: code.returned };
}

/** As history has it. Only providers of SMS make codes themselves, so that there is one. */
function inviteFields(event: Awaited<ReturnType<typeof makeCode>>["event"]): InviteCodeAdded {
  const { code, expiry, triggerOrigin, url_template: urlTemplate, code_returned: codeReturned } = event;
  if (code === undefined) throw new Error("an invitation without a code");
  return {
    code,
    expiry,
    ...(triggerOrigin === undefined ? {} : { triggerOrigin }),
    ...(urlTemplate === undefined ? {} : { urlTemplate }),
    ...(codeReturned === undefined ? {} : { codeReturned }),
  };
}

/** Sends another code the way the last one was sent. @throws failed_precondition COMMAND-Wr3gq when none was sent */
export async function resendInvite(ctx: Ctx, userId: string): Promise<Written<UserState>> {
  const { state } = await requireUser(ctx, userId);
  const { urlTemplate, applicationName } = requireSent(requireInvitable(state).inviteCode);
  return (await inviteUser(ctx, userId, { kind: "send", urlTemplate }, applicationName)).row;
}

function requireSent(invite: PendingInvite | undefined): PendingInvite {
  if (!invite || invite.returned) throw precondition("COMMAND-Wr3gq", "Errors.User.Code.NotFound");
  return invite;
}

/** Accepts an invitation, which proves the address as well. @throws what `enterCode` throws; COMMAND-Wgn4q when it is wrong */
export async function acceptInvite(ctx: Ctx, userId: string, typed: string): Promise<Written<UserState>> {
  const { spend } = await enterCode(ctx, userId, purpose, typed);
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => {
    const { human } = spend(user);
    const accepted: UserEvent = { type: "user.human.invite.check.succeeded", payload: null };
    return [[accepted, ...proven(human)]];
  });
  return row;
}

/** Whoever has the code has the address that it was sent to. */
const proven = ({ emailVerified }: HumanState): readonly UserEvent[] =>
  emailVerified ? [] : [{ type: "user.human.email.verified", payload: null }];
