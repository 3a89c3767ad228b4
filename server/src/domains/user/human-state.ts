import type { Sealed } from "#src/platform/crypto/index.ts";
import type { EventMeta } from "#src/platform/eventstore/index.ts";
import type { Gender, HumanAdded, UserEvent } from "./events.ts";
import { evolveFactors, type FactorState } from "./factor-state.ts";

/** A code waiting to be entered; times are RFC 3339. */
export interface PendingCode {
  readonly code: Sealed;
  readonly createdAt: string;
  readonly expirySeconds: number;
  /** Wrong entries so far. */
  readonly failures: number;
}

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
  /** E.164, or empty. */
  readonly phone: string;
  readonly phoneVerified: boolean;
  readonly phoneCode?: PendingCode;
  readonly password?: PasswordState;
  /** Wrong passwords in a row; a success, a change or an unlock starts again. */
  readonly passwordFailures: number;
  readonly mfaInitSkippedAt?: string;
  readonly factors?: FactorState;
  /** Waits for the person to set up a password and prove the address; while it does, the user is "initial". */
  readonly initCode?: PendingCode;
}

const nanosPerSecond = 1_000_000_000;

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
    case "user.human.password.changed":
      return {
        ...human,
        passwordFailures: 0,
        password: {
          hash: event.payload.encodedHash,
          changeRequired: event.payload.changeRequired,
          changedAt: meta.createdAt,
        },
      };
    case "user.human.password.hash.updated":
      return human.password
        ? { ...human, password: { ...human.password, hash: event.payload.encodedHash } }
        : human;
    case "user.human.password.check.failed":
      return { ...human, passwordFailures: human.passwordFailures + 1 };
    case "user.human.password.check.succeeded":
    case "user.unlocked":
      return human.passwordFailures === 0 ? human : { ...human, passwordFailures: 0 };
    case "user.human.mfa.init.skipped":
      return { ...human, mfaInitSkippedAt: meta.createdAt };
    case "user.human.initialization.code.added":
      return { ...human, initCode: pending(event.payload, meta) };
    case "user.human.initialization.check.failed":
      return human.initCode ? { ...human, initCode: failedOnce(human.initCode) } : human;
    case "user.human.initialization.check.succeeded": {
      const { initCode: _done, ...rest } = human;
      return rest;
    }
    default:
      return evolveContact(human, event, meta);
  }
}

/** E-mail address and phone number: changing one makes it unverified and voids its code. */
function evolveContact(human: HumanState, event: UserEvent, meta: EventMeta): HumanState {
  const { emailCode: _email, ...withoutEmailCode } = human;
  const { phoneCode: _phone, ...withoutPhoneCode } = human;
  switch (event.type) {
    case "user.human.email.changed":
      return { ...withoutEmailCode, email: event.payload.email, emailVerified: false };
    case "user.human.email.verified":
      return { ...withoutEmailCode, emailVerified: true };
    case "user.human.email.code.added":
      return { ...human, emailCode: pending(event.payload, meta) };
    case "user.human.email.verification.failed":
      return human.emailCode ? { ...human, emailCode: failedOnce(human.emailCode) } : human;
    case "user.human.phone.changed":
      return { ...withoutPhoneCode, phone: event.payload.phone, phoneVerified: false };
    case "user.human.phone.verified":
      return { ...withoutPhoneCode, phoneVerified: true };
    case "user.human.phone.removed":
      return { ...withoutPhoneCode, phone: "", phoneVerified: false };
    case "user.human.phone.code.added":
      return { ...human, phoneCode: pending(event.payload, meta) };
    case "user.human.phone.verification.failed":
      return human.phoneCode ? { ...human, phoneCode: failedOnce(human.phoneCode) } : human;
    default:
      return human;
  }
}

function pending(added: { readonly code: Sealed; readonly expiry: number }, meta: EventMeta): PendingCode {
  return {
    code: added.code,
    createdAt: meta.createdAt,
    expirySeconds: added.expiry / nanosPerSecond,
    failures: 0,
  };
}

const failedOnce = (code: PendingCode): PendingCode => ({ ...code, failures: code.failures + 1 });
