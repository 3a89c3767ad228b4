/** The codes that lead people into their account who forgot their password or have none yet. */
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import {
  type HumanState,
  inviteUser,
  isDead,
  isUsable,
  type PendingCode,
  renewCode,
  requestPasswordReset,
  resendInitialisation,
  resendInvite,
  type UserState,
} from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { evenTime } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { UserFacts } from "../flow/index.ts";
import { refusalStepMs } from "./password.ts";
import { asLogin } from "./sign-in.ts";
import { readUserFacts } from "./user.ts";

/** `password` sets a new one; the others prove the address, before what to log in with is set up. */
export type CodeUse = "password" | "init" | "invite" | "email";

/** Whether there is nothing that they could log in with. */
export const hasNoWayIn = ({ password, factors, linkedToIdp }: UserFacts): boolean =>
  password === undefined && factors.length === 0 && !linkedToIdp;

export const pendingOf = (human: HumanState, use: CodeUse): PendingCode | undefined =>
  ({
    password: human.passwordCode,
    init: human.initCode,
    invite: human.inviteCode,
    email: human.emailCode,
  })[use];

/**
 * What lets somebody in who cannot log in, as things stand; undefined where nothing may. A password that is there is
 * replaced only where the policy lets it, and an address that was never proven helps only those who have no other way.
 */
export async function wayIn(ctx: Ctx, user: Row<UserState> | undefined): Promise<CodeUse | undefined> {
  if (user?.state.kind !== "human" || !(await isUsable(ctx, user))) return undefined;
  const { human, status } = user.state;
  if (status === "initial") return "init";
  const [facts, policy] = await Promise.all([
    readUserFacts(ctx, user),
    effectiveLoginPolicy(ctx, user.owner),
  ]);
  if (hasNoWayIn(facts) && facts.email === "unverified") return human.inviteCode ? "invite" : "email";
  const isOffered = human.password === undefined || !policy.hidePasswordReset;
  return policy.allowUsernamePassword && isOffered ? "password" : undefined;
}

export type Sent = "sent" | "too_many" | "refused";

/** Sends a code to the address that it is for. Who has none that is proven gets none for a new password. */
export async function sendCode(ctx: Ctx, user: Row<UserState>, use: CodeUse): Promise<Sent> {
  try {
    await send(asLogin(ctx), user, use);
    return "sent";
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.kind === "resource_exhausted" ? "too_many" : "refused";
  }
}

async function send(ctx: Ctx, { aggregateId: userId, state }: Row<UserState>, use: CodeUse): Promise<void> {
  const human = state.kind === "human" ? state.human : undefined;
  switch (use) {
    case "password": {
      const channel = !human?.verifiedEmail && human?.verifiedPhone ? "sms" : "email";
      await requestPasswordReset(ctx, userId, channel, { kind: "send" });
      return;
    }
    case "init":
      await resendInitialisation(ctx, userId, "");
      return;
    case "invite":
      // One that somebody was handed was not sent, so that there is nothing to send again.
      await (human?.inviteCode?.returned
        ? inviteUser(ctx, userId, { kind: "send" })
        : resendInvite(ctx, userId));
      return;
    case "email":
      await renewCode(ctx, userId, "email", { kind: "send" }, { again: false });
  }
}

/** Sends one unless one waits to be entered. */
export async function ensureCode(ctx: Ctx, user: Row<UserState>, use: CodeUse): Promise<void> {
  const pending = user.state.kind === "human" ? pendingOf(user.state.human, use) : undefined;
  if (pending === undefined || isDead(pending, ctx.now)) await sendCode(ctx, user, use);
}

/** Sends a code where one may be sent, and tells nobody by its answer or its time whether it was. */
export const askForCode = (
  ctx: Ctx,
  user: Row<UserState> | undefined,
  useOf: (user: Row<UserState>) => Promise<CodeUse | undefined>,
): Promise<Sent> =>
  evenTime(
    refusalStepMs,
    async () => {
      const use = user && (await useOf(user));
      return user && use ? sendCode(ctx, user, use) : "refused";
    },
    () => true,
  );
