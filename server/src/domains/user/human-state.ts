import type { EventMeta } from "#src/platform/eventstore/index.ts";
import {
  failedOnce,
  type PendingCode,
  type PendingInvite,
  pendingCode,
  pendingInvite,
  sentCode,
} from "./codes/pending-code.ts";
import type { Gender, HumanAdded, UserEvent } from "./events.ts";
import { evolveFactors, type FactorState } from "./factor-state.ts";

export interface PasswordState {
  readonly hash: string;
  readonly changeRequired: boolean;
  readonly changedAt: string;
}

export interface HumanState {
  readonly firstName: string;
  readonly lastName: string;
  readonly nickName: string;
  readonly displayName: string;
  /** BCP 47, or empty. */
  readonly preferredLanguage: string;
  readonly gender: Gender;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly emailCode?: PendingCode;
  /** The address that was verified last, while another one waits for its proof too. */
  readonly verifiedEmail?: string;
  /** E.164, or empty. */
  readonly phone: string;
  readonly phoneVerified: boolean;
  readonly phoneCode?: PendingCode;
  /** The number that was verified last, as with addresses. */
  readonly verifiedPhone?: string;
  /** Under which the picture is delivered. */
  readonly avatarKey?: string;
  readonly password?: PasswordState;
  /** Waits for whoever forgot the password; a new password or another verified address voids it. */
  readonly passwordCode?: PendingCode;
  /** Wrong passwords in a row; a success, a change or an unlock starts again. */
  readonly passwordFailures: number;
  readonly mfaInitSkippedAt?: string;
  readonly factors?: FactorState;
  /** Waits for the person to set up a password and prove the address; while it does, the user is "initial". */
  readonly initCode?: PendingCode;
  readonly inviteCode?: PendingInvite;
  /** They made the account themselves: nobody else vouches for the address. */
  readonly selfRegistered?: true;
}

type Passing =
  | "emailCode"
  | "phoneCode"
  | "passwordCode"
  | "initCode"
  | "inviteCode"
  | "verifiedPhone"
  | "avatarKey";

/** All but some of the parts that come and go. */
function without(human: HumanState, ...gone: readonly Passing[]): HumanState {
  const rest = { ...human };
  for (const part of gone) delete rest[part];
  return rest;
}

export function humanFrom(added: HumanAdded, at: string): HumanState {
  const firstName = added.firstName ?? "";
  const lastName = added.lastName ?? "";
  return {
    firstName,
    lastName,
    nickName: added.nickName ?? "",
    displayName: added.displayName || `${firstName} ${lastName}`.trim(),
    preferredLanguage: added.preferredLanguage ?? "",
    gender: added.gender ?? 0,
    email: added.email ?? "",
    emailVerified: false,
    phone: added.phone ?? "",
    phoneVerified: false,
    passwordFailures: 0,
    ...(added.encodedHash
      ? {
          password: { hash: added.encodedHash, changeRequired: added.changeRequired ?? false, changedAt: at },
        }
      : {}),
  };
}

export function evolveHuman(human: HumanState, event: UserEvent, meta: EventMeta): HumanState {
  const next = evolvePerson(human, event, meta);
  const factors = evolveFactors(human.factors, event, meta);
  return factors === undefined ? next : { ...next, factors };
}

function evolvePerson(human: HumanState, event: UserEvent, meta: EventMeta): HumanState {
  switch (event.type) {
    case "user.human.profile.changed":
      return { ...human, ...event.payload };
    case "user.human.avatar.added":
      return { ...human, avatarKey: event.payload.storeKey };
    case "user.human.avatar.removed":
      return without(human, "avatarKey");
    case "user.human.mfa.init.skipped":
      return { ...human, mfaInitSkippedAt: meta.createdAt };
    case "user.human.initialization.code.added":
      return { ...human, initCode: pendingCode(event.payload, meta) };
    case "user.human.initialization.check.failed":
      return human.initCode ? { ...human, initCode: failedOnce(human.initCode) } : human;
    case "user.human.initialization.check.succeeded":
      return without(human, "initCode");
    case "user.human.invite.code.added":
      return { ...human, inviteCode: pendingInvite(event.payload, meta) };
    case "user.human.invite.check.failed":
      return human.inviteCode ? { ...human, inviteCode: failedOnce(human.inviteCode) } : human;
    case "user.human.invite.check.succeeded":
      return without(human, "inviteCode");
    default:
      return evolvePassword(evolveEmail(evolvePhone(human, event, meta), event, meta), event, meta);
  }
}

function evolvePassword(human: HumanState, event: UserEvent, meta: EventMeta): HumanState {
  switch (event.type) {
    case "user.human.password.changed": {
      const { encodedHash: hash, changeRequired } = event.payload;
      const password = { hash, changeRequired, changedAt: meta.createdAt };
      return { ...without(human, "passwordCode"), passwordFailures: 0, password };
    }
    case "user.human.password.hash.updated":
      return human.password
        ? { ...human, password: { ...human.password, hash: event.payload.encodedHash } }
        : human;
    case "user.human.password.check.failed":
      return { ...human, passwordFailures: human.passwordFailures + 1 };
    case "user.human.password.check.succeeded":
    case "user.unlocked":
      return human.passwordFailures === 0 ? human : { ...human, passwordFailures: 0 };
    case "user.human.password.code.added":
      return { ...human, passwordCode: pendingCode(event.payload, meta) };
    case "user.human.password.code.sent":
      return human.passwordCode
        ? { ...human, passwordCode: sentCode(human.passwordCode, event.payload) }
        : human;
    default:
      return human;
  }
}

/** Whether what is proven takes the place of something else, to which codes may have gone. */
const isAnother = (before: string | undefined, proven: string): boolean =>
  before !== undefined && before !== proven;

/** Changing the address makes it unverified, and voids the codes that went to the one before. */
function evolveEmail(human: HumanState, event: UserEvent, meta: EventMeta): HumanState {
  switch (event.type) {
    case "user.human.email.changed": {
      const { email } = event.payload;
      return { ...without(human, "emailCode", "initCode", "inviteCode"), email, emailVerified: false };
    }
    case "user.human.email.verified": {
      const proven = { ...without(human, "emailCode"), emailVerified: true, verifiedEmail: human.email };
      return isAnother(human.verifiedEmail, human.email) ? without(proven, "passwordCode") : proven;
    }
    case "user.human.email.code.added":
      return { ...human, emailCode: pendingCode(event.payload, meta) };
    case "user.human.email.verification.failed":
      return human.emailCode ? { ...human, emailCode: failedOnce(human.emailCode) } : human;
    default:
      return human;
  }
}

/** The same for the number. */
function evolvePhone(human: HumanState, event: UserEvent, meta: EventMeta): HumanState {
  switch (event.type) {
    case "user.human.phone.changed":
      return { ...without(human, "phoneCode"), phone: event.payload.phone, phoneVerified: false };
    case "user.human.phone.verified": {
      const proven = { ...without(human, "phoneCode"), phoneVerified: true, verifiedPhone: human.phone };
      return isAnother(human.verifiedPhone, human.phone) ? without(proven, "passwordCode") : proven;
    }
    case "user.human.phone.removed": {
      const rest = without(human, "phoneCode", "verifiedPhone", "passwordCode");
      return { ...rest, phone: "", phoneVerified: false };
    }
    case "user.human.phone.code.added":
      return { ...human, phoneCode: pendingCode(event.payload, meta) };
    case "user.human.phone.code.sent":
      return human.phoneCode ? { ...human, phoneCode: sentCode(human.phoneCode, event.payload) } : human;
    case "user.human.phone.verification.failed":
      return human.phoneCode ? { ...human, phoneCode: failedOnce(human.phoneCode) } : human;
    default:
      return human;
  }
}
