import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { withinMessageLimits } from "#src/domains/message/index.ts";
import { hasScopedUsernames } from "#src/domains/orgsettings/index.ts";
import { bulkSet, type MetadataEntry } from "#src/kits/metadata/index.ts";
import { type Job, type Row, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type Code, codeFor, type Verification } from "./codes/make-code.ts";
import { codeMessage, countedMessage, passwordChangeMessage } from "./codes/messages.ts";
import { normalEmail, normalPhone } from "./contact.ts";
import {
  changeEmail,
  changePhone,
  changeProfile,
  changeUserName,
  removePhone,
  requireHuman,
  setPasswordHash,
  userNameFrom,
} from "./decisions.ts";
import type { ProfileFields, UserEvent } from "./events.ts";
import type { AddedHuman } from "./human-commands.ts";
import { requireFreeOfForeignDomain } from "./login-names.ts";
import type { NewPassword } from "./password-commands.ts";
import { requireUser } from "./queries.ts";
import { User, type UserState } from "./state.ts";

export interface HumanChanges {
  readonly userName?: string | undefined;
  readonly profile?: ProfileFields | undefined;
  readonly email?: { readonly address: string; readonly verification: Verification } | undefined;
  readonly phone?: { readonly number: string; readonly verification: Verification } | undefined;
  readonly removePhone?: boolean | undefined;
  readonly password?: NewPassword | undefined;
  /** Entries to set; others stay. */
  readonly metadata?: readonly MetadataEntry[] | undefined;
}

/** One part of a change: its events, and the jobs that go with them. */
interface Piece {
  decide(user: UserState | undefined): readonly UserEvent[];
  jobs?(user: UserState | undefined): readonly Job[];
}

/** An address that changes: a code for it is made, recorded and sent only when it is another one. */
interface NewContact extends Piece {
  readonly code: Code | undefined;
  readonly to: string;
}

/**
 * Applies several changes to a person at once, all or none.
 * @throws resource_exhausted LIMIT-m2Sg9 when too many messages were asked for
 */
export async function changeHuman(ctx: Ctx, userId: string, changes: HumanChanges): Promise<AddedHuman> {
  const before = await requireUser(ctx, userId);
  const email = changes.email && (await newEmail(ctx, before, changes.email));
  const language = changes.profile?.preferredLanguage;
  const phone = changes.phone && (await newPhone(ctx, before, changes.phone, language));
  const metadata = changes.metadata?.length ? bulkSet("user", userId, changes.metadata) : undefined;
  const pieces: readonly Piece[] = [
    ...(changes.userName === undefined ? [] : [await newName(ctx, before.owner, changes.userName)]),
    ...(changes.profile ? [{ decide: changeProfile(changes.profile) }] : []),
    ...(email ? [email] : []),
    ...(phone ? [phone] : []),
    ...(changes.removePhone ? [{ decide: removePhone }] : []),
    ...(changes.password ? [await newPassword(ctx, before, changes.password)] : []),
  ];
  const refs = [ref(User, userId), ...(metadata?.refs ?? [])] as const;
  const messages = [email, phone].flatMap((one) =>
    one && one.decide(before.state).length > 0 ? countedMessage(one.code, one.to, userId) : [],
  );
  const [row] = await withinMessageLimits(ctx, messages, () =>
    ctx.store.execute(
      ctx,
      refs,
      ([user, ...entries]) => [
        pieces.flatMap((piece) => piece.decide(user)),
        ...(metadata?.decide(entries) ?? []),
      ],
      { jobs: ([user]) => pieces.flatMap((piece) => piece.jobs?.(user) ?? []) },
    ),
  );
  return { row, emailCode: recordedCode(row.state, email), phoneCode: recordedCode(row.state, phone) };
}

/** Nobody is handed a code for an address that was theirs already: none was recorded. */
function recordedCode(user: UserState | undefined, contact: NewContact | undefined): string | undefined {
  if (contact?.code?.returned === undefined || user?.kind !== "human") return undefined;
  const recorded = [user.human.emailCode, user.human.phoneCode].some(
    (pending) => pending?.code?.Crypted === contact.code?.event.code?.Crypted,
  );
  return recorded ? contact.code.returned : undefined;
}

async function newName(ctx: Ctx, orgId: string, input: string): Promise<Piece> {
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, orgId);
  const scopedUsernames = await hasScopedUsernames(ctx, orgId);
  const userName = userNameFrom(input);
  if (!userLoginMustBeDomain) await requireFreeOfForeignDomain(ctx, userName, orgId);
  return { decide: changeUserName(userName, userLoginMustBeDomain, scopedUsernames) };
}

async function newEmail(
  ctx: Ctx,
  { aggregateId: userId, owner: orgId }: Row<UserState>,
  { address, verification }: NonNullable<HumanChanges["email"]>,
): Promise<NewContact> {
  const to = normalEmail(address);
  const code = await codeFor(ctx, "verify_email", verification);
  const change = changeEmail(to, verification.kind === "verified");
  return {
    code,
    to,
    decide: (user) => withCode(change(user), "user.human.email.code.added", code),
    jobs: (user) =>
      code && change(user).length > 0
        ? codeMessage(ctx, "verify_email", { userId, orgId, channel: "email", to }, code)
        : [],
  };
}

async function newPhone(
  ctx: Ctx,
  { aggregateId: userId, owner: orgId, state }: Row<UserState>,
  { number, verification }: NonNullable<HumanChanges["phone"]>,
  newLanguage: string | undefined,
): Promise<NewContact> {
  const to = normalPhone(number, newLanguage ?? requireHuman(state, "PHONE-3H4q3").human.preferredLanguage);
  const code = await codeFor(ctx, "verify_phone", verification);
  const change = changePhone(to, verification.kind === "verified");
  return {
    code,
    to,
    decide: (user) => withCode(change(user), "user.human.phone.code.added", code),
    jobs: (user) =>
      code && change(user).length > 0
        ? codeMessage(ctx, "verify_phone", { userId, orgId, channel: "sms", to }, code)
        : [],
  };
}

const withCode = (
  changed: readonly UserEvent[],
  type: "user.human.email.code.added" | "user.human.phone.code.added",
  code: Code | undefined,
): readonly UserEvent[] =>
  code && changed.length > 0 ? [...changed, { type, payload: code.event }] : changed;

async function newPassword(
  ctx: Ctx,
  { aggregateId, owner }: Row<UserState>,
  password: NewPassword,
): Promise<Piece> {
  return {
    decide: (user) => {
      password.spend?.(user);
      return setPasswordHash(password.hash, password.changeRequired, password.madeIn)(user);
    },
    jobs: await passwordChangeMessage(ctx, aggregateId, owner),
  };
}
