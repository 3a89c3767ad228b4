import type { Sealed } from "#src/platform/crypto/index.ts";
import { alreadyExists, Failure, notFound, precondition } from "#src/platform/failure/index.ts";
import { requireHuman } from "./decisions.ts";
import type { CheckInfo, UserEvent } from "./events.ts";
import { checkPrefix } from "./factor-events.ts";
import { failuresOf, type TotpState } from "./factor-state.ts";
import type { HumanState } from "./human-state.ts";
import type { UserState } from "./state.ts";

type Decision = (user: UserState | undefined) => readonly UserEvent[];

const notReady = "Errors.User.MFA.OTP.NotReady";
const notThere = "Errors.User.MFA.OTP.NotExisting";
const alreadyReady = "Errors.User.MFA.OTP.AlreadyReady";

/** One more secret; the person proves that they have it by a code. @throws already_exists COMMAND-do9se */
export const addTotp =
  (otpSecret: Sealed): Decision =>
  (user) => {
    if (requireHuman(user, "COMMAND-SqyJz").human.factors?.totp?.ready)
      throw alreadyExists("COMMAND-do9se", alreadyReady);
    return [{ type: "user.human.mfa.otp.added", payload: { otpSecret } }];
  };

/** A secret whose first code was entered: a factor at once. @throws already_exists COMMAND-do9se */
export const addProvenTotp =
  (otpSecret: Sealed, step: number): Decision =>
  (user) => [...addTotp(otpSecret)(user), { type: "user.human.mfa.otp.verified", payload: { step } }];

/** The secret that waits for its first code. @throws not_found USER-Tp3no, failed_precondition COMMAND-qx4ls */
export function pendingTotp(user: UserState | undefined): TotpState {
  const { totp } = requireHuman(user, "COMMAND-8N9ds").human.factors ?? {};
  if (!totp) throw notFound("USER-Tp3no", notThere);
  if (totp.ready) throw precondition("COMMAND-qx4ls", alreadyReady);
  return totp;
}

/** @param step the time step of the code that was entered */
export const verifyTotp =
  (against: TotpState, step: number): Decision =>
  (user) => {
    requireSame(pendingTotp(user), against);
    return [{ type: "user.human.mfa.otp.verified", payload: { step } }];
  };

export const removeTotp: Decision = (user) => {
  if (!requireHuman(user, "COMMAND-5M0sd").human.factors?.totp) throw notFound("COMMAND-Hd9sd", notThere);
  return [{ type: "user.human.mfa.otp.removed", payload: null }];
};

/** One-time passwords go to the address that was proven last, also while another one waits for its proof. */
export const otpChannels = {
  otpSms: {
    type: "user.human.mfa.otp.sms",
    to: (human: HumanState) => human.verifiedPhone ?? "",
    unproven: "Errors.User.Phone.NotVerified",
    ids: { unready: "COMMAND-Q54j2", taken: "COMMAND-Ad3g2", missing: "COMMAND-Sr3h3" },
  },
  otpEmail: {
    type: "user.human.mfa.otp.email",
    to: (human: HumanState) => human.verifiedEmail ?? "",
    unproven: "Errors.User.Email.NotVerified",
    ids: { unready: "COMMAND-KLJ2d", taken: "COMMAND-MKL2s", missing: "COMMAND-b312D" },
  },
} as const;

export type OtpChannel = keyof typeof otpChannels;

/** @throws already_exists COMMAND-Ad3g2 or COMMAND-MKL2s; failed_precondition COMMAND-Q54j2 or COMMAND-KLJ2d */
export const addOtp =
  (channel: OtpChannel): Decision =>
  (user) => {
    const { type, to, ids, unproven } = otpChannels[channel];
    const { human } = requireHuman(user, "COMMAND-QSF2s");
    if (human.factors?.[channel]) throw alreadyExists(ids.taken, alreadyReady);
    if (to(human) === "") throw precondition(ids.unready, unproven);
    return [{ type: `${type}.added`, payload: null }];
  };

/** @throws not_found COMMAND-Sr3h3 or COMMAND-b312D */
export const removeOtp =
  (channel: OtpChannel): Decision =>
  (user) => {
    const { type, ids } = otpChannels[channel];
    if (!requireHuman(user, "COMMAND-S3br2").human.factors?.[channel]) throw notFound(ids.missing, notThere);
    return [{ type: `${type}.removed`, payload: null }];
  };

/** In place of those that are left: whoever asks for new ones has lost the old ones, or shown them to somebody. */
export const setRecoveryCodes =
  (codes: readonly string[]): Decision =>
  (user) => {
    const { factors } = requireHuman(user, "USER-Rc1nf").human;
    const added: UserEvent = { type: "user.human.mfa.recoverycode.added", payload: { codes } };
    return factors?.recoveryCodes ? [removedCodes, added] : [added];
  };

const removedCodes: UserEvent = { type: "user.human.mfa.recoverycode.removed", payload: null };

/** @throws not_found USER-Rc2no */
export const removeRecoveryCodes: Decision = (user) => {
  if (!requireHuman(user, "USER-Rc2nf").human.factors?.recoveryCodes)
    throw notFound("USER-Rc2no", "Errors.User.MFA.RecoveryCodes.NotExisting");
  return [removedCodes];
};

/**
 * The person whose second factor is to be checked.
 * @throws failed_precondition COMMAND-3n77z for nobody, COMMAND-JLK35 when locked, COMMAND-Us3na when not active
 */
export function humanToCheck(user: UserState | undefined): HumanState {
  if (user === undefined) throw precondition("COMMAND-3n77z", "Errors.User.NotFound");
  const { human, status } = requireHuman(user, "COMMAND-ADF3i");
  if (status === "locked") throw precondition("COMMAND-JLK35", "Errors.User.Locked");
  if (status !== "active") throw precondition("COMMAND-Us3na", "Errors.User.NotActive");
  return human;
}

/** A TOTP code counts once: that of a time step no newer than the last one is as wrong as any other. */
export type FactorProof =
  | { readonly factor: "totp"; readonly against: TotpState; readonly step: number | undefined }
  | { readonly factor: "otpSms" | "otpEmail"; readonly ok: boolean }
  | { readonly factor: "recoveryCode"; readonly hash: string | undefined };

/**
 * Records a comparison made outside, by the state as it is now. A wrong one counts, each factor by itself; at
 * `maxAttempts` (0 = never) the user is locked. Afterwards `failuresOf` is 0 for who was right, and only then.
 */
export const recordFactorCheck =
  (proof: FactorProof, info: CheckInfo, maxAttempts: number): Decision =>
  (user) => {
    const human = humanToCheck(user);
    const success = succeeded(proof, human, info);
    if (success) return [success];
    const failure: UserEvent = { type: `${checkPrefix[proof.factor]}.check.failed`, payload: info };
    const lock = maxAttempts > 0 && failuresOf(human.factors, proof.factor) + 1 >= maxAttempts;
    return lock ? [failure, { type: "user.locked", payload: null }] : [failure];
  };

function succeeded(proof: FactorProof, { factors }: HumanState, info: CheckInfo): UserEvent | undefined {
  switch (proof.factor) {
    case "totp": {
      const totp = requireSame(factors?.totp, proof.against);
      const { step } = proof;
      return step === undefined || step <= (totp.lastStep ?? -1)
        ? undefined
        : { type: "user.human.mfa.otp.check.succeeded", payload: { ...info, step } };
    }
    case "recoveryCode":
      return proof.hash !== undefined && factors?.recoveryCodes?.includes(proof.hash)
        ? {
            type: "user.human.mfa.recoverycode.check.succeeded",
            payload: { ...info, codeChecked: proof.hash },
          }
        : undefined;
    default:
      if (!factors?.[proof.factor]) throw precondition("USER-Fc7gn", notReady);
      return proof.ok
        ? { type: `${otpChannels[proof.factor].type}.check.succeeded`, payload: info }
        : undefined;
  }
}

/** What was compared outside must still be what counts. @throws aborted USER-Tt5ch */
function requireSame(now: TotpState | undefined, against: TotpState): TotpState {
  if (now?.secret.Crypted !== against.secret.Crypted)
    throw new Failure("aborted", "USER-Tt5ch", "Errors.Conflict");
  return now;
}
