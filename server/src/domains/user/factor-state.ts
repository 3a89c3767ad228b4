import type { Sealed } from "#src/platform/crypto/index.ts";
import type { EventMeta } from "#src/platform/eventstore/index.ts";
import type { UserEvent } from "./events.ts";
import type { CountedFactor } from "./factor-events.ts";

export interface TotpState {
  /** Sealed for "otp"; base32 inside. */
  readonly secret: Sealed;
  /** The person has entered a code of it; until then it is no factor. */
  readonly ready: boolean;
  /** The newest time step of which a code was taken: neither it nor an older one is taken again. */
  readonly lastStep?: number;
}

/** A person's one-time passwords and recovery codes. Times are RFC 3339. */
export interface FactorState {
  readonly totp?: TotpState;
  /** `since`: codes that were asked for earlier went elsewhere, and count no more. */
  readonly otpSms?: { readonly since: string };
  readonly otpEmail?: { readonly since: string };
  /** Hashes of the codes that are left. */
  readonly recoveryCodes?: readonly string[];
  /** Wrong entries in a row; a success, a removal or an unlock starts again. */
  readonly failures?: Readonly<Partial<Record<CountedFactor, number>>>;
}

/** Undefined as long as there is nothing to remember. */
export function evolveFactors(
  before: FactorState | undefined,
  event: UserEvent,
  meta: EventMeta,
): FactorState | undefined {
  const factors = before ?? {};
  switch (event.type) {
    case "user.human.mfa.otp.added":
      return { ...factors, totp: { secret: event.payload.otpSecret, ready: false } };
    case "user.human.mfa.otp.verified":
      return used(factors, event.payload.step);
    case "user.human.mfa.otp.check.succeeded":
      return passed(used(factors, event.payload.step), "totp");
    case "user.human.mfa.otp.removed":
      return passed(without(factors, "totp"), "totp");
    case "user.human.mfa.otp.sms.added":
      return { ...factors, otpSms: { since: meta.createdAt } };
    case "user.human.mfa.otp.email.added":
      return { ...factors, otpEmail: { since: meta.createdAt } };
    case "user.human.mfa.otp.sms.check.succeeded":
      return passed(factors, "otpSms");
    case "user.human.mfa.otp.email.check.succeeded":
      return passed(factors, "otpEmail");
    case "user.human.mfa.otp.sms.removed":
    case "user.human.phone.removed":
      return before && passed(without(before, "otpSms"), "otpSms");
    case "user.human.mfa.otp.email.removed":
      return passed(without(factors, "otpEmail"), "otpEmail");
    case "user.human.phone.verified":
      return factors.otpSms ? { ...factors, otpSms: { since: meta.createdAt } } : before;
    case "user.human.email.verified":
      return factors.otpEmail ? { ...factors, otpEmail: { since: meta.createdAt } } : before;
    case "user.human.mfa.recoverycode.added":
      return { ...factors, recoveryCodes: [...(factors.recoveryCodes ?? []), ...event.payload.codes] };
    default:
      return before && evolveCounts(before, event);
  }
}

function evolveCounts(factors: FactorState, event: UserEvent): FactorState {
  switch (event.type) {
    case "user.human.mfa.otp.check.failed":
      return failed(factors, "totp");
    case "user.human.mfa.otp.sms.check.failed":
      return failed(factors, "otpSms");
    case "user.human.mfa.otp.email.check.failed":
      return failed(factors, "otpEmail");
    case "user.human.mfa.recoverycode.check.failed":
      return failed(factors, "recoveryCode");
    case "user.human.mfa.recoverycode.removed":
      return passed(without(factors, "recoveryCodes"), "recoveryCode");
    case "user.human.mfa.recoverycode.check.succeeded": {
      const left = (factors.recoveryCodes ?? []).filter((code) => code !== event.payload.codeChecked);
      return passed({ ...factors, recoveryCodes: left }, "recoveryCode");
    }
    case "user.unlocked":
      return without(factors, "failures");
    default:
      return factors;
  }
}

function used(factors: FactorState, step: number | undefined): FactorState {
  if (!factors.totp) return factors;
  return {
    ...factors,
    totp: { ...factors.totp, ready: true, ...(step === undefined ? {} : { lastStep: step }) },
  };
}

const failed = (factors: FactorState, factor: CountedFactor): FactorState => ({
  ...factors,
  failures: { ...factors.failures, [factor]: failuresOf(factors, factor) + 1 },
});

function passed(factors: FactorState, factor: CountedFactor): FactorState {
  return factors.failures?.[factor] === undefined
    ? factors
    : { ...factors, failures: { ...factors.failures, [factor]: 0 } };
}

function without(factors: FactorState, name: keyof FactorState): FactorState {
  const { [name]: _gone, ...rest } = factors;
  return rest;
}

/** Wrong entries in a row. */
export const failuresOf = (factors: FactorState | undefined, factor: CountedFactor): number =>
  factors?.failures?.[factor] ?? 0;
