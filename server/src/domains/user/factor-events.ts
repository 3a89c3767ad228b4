import type { Sealed } from "#src/platform/crypto/index.ts";

/** Where a check came from; all of it personal. */
interface Checked {
  readonly userAgentID?: string;
  readonly userAgent?: string;
  readonly acceptLanguage?: string;
  readonly remoteIP?: string;
}

/** The factors whose wrong entries count; each by itself. */
export type CountedFactor = "totp" | "otpSms" | "otpEmail" | "recoveryCode";

/** What the events of a factor's checks begin with. */
export const checkPrefix = {
  totp: "user.human.mfa.otp",
  otpSms: "user.human.mfa.otp.sms",
  otpEmail: "user.human.mfa.otp.email",
  recoveryCode: "user.human.mfa.recoverycode",
} as const satisfies Readonly<Record<CountedFactor, string>>;

type CheckPrefix = (typeof checkPrefix)[CountedFactor];

/** Facts about a person's one-time passwords and recovery codes. */
export type FactorEvent =
  | { readonly type: "user.human.mfa.otp.added"; readonly payload: { readonly otpSecret: Sealed } }
  | {
      readonly type: "user.human.mfa.otp.verified";
      /** `step`: the time step of the code that was entered, which is used up (ours). */
      readonly payload: { readonly userAgentID?: string; readonly step?: number };
    }
  | {
      readonly type: "user.human.mfa.otp.check.succeeded";
      readonly payload: Checked & { readonly step: number };
    }
  | {
      readonly type: "user.human.mfa.otp.sms.check.succeeded" | "user.human.mfa.otp.email.check.succeeded";
      readonly payload: Checked;
    }
  | { readonly type: `${CheckPrefix}.check.failed`; readonly payload: Checked }
  /** Hashes of the codes; they join those that are there. */
  | {
      readonly type: "user.human.mfa.recoverycode.added";
      readonly payload: { readonly codes: readonly string[] };
    }
  | {
      readonly type: "user.human.mfa.recoverycode.check.succeeded";
      /** The hash of the code that was entered. */
      readonly payload: Checked & { readonly codeChecked: string };
    }
  | {
      readonly type:
        | "user.human.mfa.otp.removed"
        | "user.human.mfa.otp.sms.added"
        | "user.human.mfa.otp.sms.removed"
        | "user.human.mfa.otp.email.added"
        | "user.human.mfa.otp.email.removed"
        | "user.human.mfa.recoverycode.removed";
      readonly payload: null;
    };

const checkTypes = [
  "user.human.mfa.otp.check.succeeded",
  "user.human.mfa.otp.check.failed",
  "user.human.mfa.otp.sms.check.succeeded",
  "user.human.mfa.otp.sms.check.failed",
  "user.human.mfa.otp.email.check.succeeded",
  "user.human.mfa.otp.email.check.failed",
  "user.human.mfa.recoverycode.check.succeeded",
  "user.human.mfa.recoverycode.check.failed",
] as const satisfies readonly FactorEvent["type"][];

export const factorTypes = [
  "user.human.mfa.otp.added",
  "user.human.mfa.otp.verified",
  "user.human.mfa.otp.removed",
  "user.human.mfa.otp.sms.added",
  "user.human.mfa.otp.sms.removed",
  "user.human.mfa.otp.email.added",
  "user.human.mfa.otp.email.removed",
  "user.human.mfa.recoverycode.added",
  "user.human.mfa.recoverycode.removed",
  ...checkTypes,
] as const satisfies readonly FactorEvent["type"][];

/** The personal fields of these events, as `Entity.personal` has them. */
export const factorPersonal: Readonly<Partial<Record<FactorEvent["type"], readonly string[]>>> =
  Object.fromEntries(
    checkTypes.map((type) => [type, ["userAgentID", "userAgent", "acceptLanguage", "remoteIP"]]),
  );
