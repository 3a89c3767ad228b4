/** Proof of addresses by the codes that are sent to them. */
import { withinMessageLimits } from "#src/domains/message/index.ts";
import { type Row, ref, type Written } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireHuman } from "../decisions.ts";
import type { UserEvent } from "../events.ts";
import type { AddedHuman } from "../human-commands.ts";
import { requireUser } from "../queries.ts";
import { User, type UserState } from "../state.ts";
import { enterCode, type Purpose } from "./enter-code.ts";
import { codeFor, type Verification } from "./make-code.ts";
import { codeMessage, countedMessage } from "./messages.ts";

export type Contact = "email" | "phone";

const purposes: Readonly<Record<Contact, Purpose>> = {
  email: {
    pending: ({ emailCode }) => emailCode,
    failed: { type: "user.human.email.verification.failed", payload: null },
  },
  phone: {
    pending: ({ phoneCode }) => phoneCode,
    failed: { type: "user.human.phone.verification.failed", payload: null },
  },
};

/** What a message with a code of each is. */
const sent = {
  email: { type: "verify_email", channel: "email" },
  phone: { type: "verify_phone", channel: "sms" },
} as const;

/** Proves an address by the code that was sent to it. @throws what `enterCode` throws */
export async function verifyContact(
  ctx: Ctx,
  userId: string,
  contact: Contact,
  typed: string,
): Promise<Written<UserState>> {
  const { spend } = await enterCode(ctx, userId, purposes[contact], typed);
  const verified: UserEvent = { type: `user.human.${contact}.verified`, payload: null };
  const [row] = await ctx.store.execute(ctx, [ref(User, userId)], ([user]) => {
    spend(user);
    return [[verified]];
  });
  return row;
}

export interface Renewal {
  /** A code must have been made before. */
  readonly again: boolean;
  /** Nobody who has not been initialised proves an address by itself, as the first generation has it. */
  readonly initialised?: boolean;
}

/**
 * Makes a new code for an address that is not verified yet.
 * @throws failed_precondition EMAIL-5w5ilin4yt or PHONE-5xrra88eq8 when none was, or the address needs no proof;
 *   resource_exhausted LIMIT-m2Sg9
 */
export async function renewCode(
  ctx: Ctx,
  userId: string,
  contact: Contact,
  verification: Verification,
  options: Renewal,
): Promise<AddedHuman> {
  const before = await requireUser(ctx, userId);
  const decide = requireUnproven(contact, options);
  const code = await codeFor(ctx, sent[contact].type, verification);
  const to = decide(before.state);
  const events: readonly UserEvent[] = code
    ? [{ type: `user.human.${contact}.code.added`, payload: code.event }]
    : [];
  const jobs = (user: UserState | undefined) =>
    code ? codeMessage(ctx, sent[contact].type, recipientOf(before, contact, decide(user)), code) : [];
  const [row] = await withinMessageLimits(ctx, countedMessage(code, to, userId), () =>
    ctx.store.execute(
      ctx,
      [ref(User, userId)],
      ([user]) => {
        decide(user);
        return [events];
      },
      { jobs: ([user]) => jobs(user) },
    ),
  );
  return {
    row,
    emailCode: contact === "email" ? code?.returned : undefined,
    phoneCode: contact === "phone" ? code?.returned : undefined,
  };
}

const recipientOf = ({ aggregateId, owner }: Row<UserState>, contact: Contact, to: string) => ({
  userId: aggregateId,
  orgId: owner,
  channel: sent[contact].channel,
  to,
});

/** The address that is to be proven. @throws failed_precondition when there is none, or nothing to prove */
const requireUnproven =
  (contact: Contact, { again, initialised }: Renewal) =>
  (user: UserState | undefined): string => {
    const { human, status } = requireHuman(user, "COMMAND-Rc2nf");
    if (human[contact] === "") throw precondition("COMMAND-Rc2no", "Errors.User.Code.Empty");
    if (initialised && status === "initial")
      throw precondition("COMMAND-E3fbw", "Errors.User.NotInitialised");
    if (human[`${contact}Verified`]) throw precondition("COMMAND-Rc2vf", "Errors.User.AlreadyVerified");
    if (again && !purposes[contact].pending(human))
      throw precondition(
        contact === "email" ? "EMAIL-5w5ilin4yt" : "PHONE-5xrra88eq8",
        "Errors.User.Code.Empty",
      );
    return human[contact];
  };
