import { type MessageType, messageJob, type Wanted } from "#src/domains/message/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { externalVerifier } from "#src/domains/smsprovider/index.ts";
import {
  humanToCheck,
  type OtpChannel,
  otpChannels,
  requireTrustedLink,
  userById,
} from "#src/domains/user/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Job } from "#src/platform/eventstore/index.ts";
import { precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A one-time password that a session waits for. */
export interface OtpChallenge {
  /** Sealed for "otp". */
  readonly code?: Sealed;
  /** RFC 3339 */
  readonly createdAt: string;
  /** 0 = for ever */
  readonly expirySeconds: number;
  /** The provider that made the code and knows it, and the name of the attempt there. */
  readonly generatorId?: string;
  readonly verificationId?: string;
}

/** How a code reaches the person: by a message of ours, or by the caller, who is handed it. */
export type OtpDelivery =
  | { readonly kind: "send"; readonly urlTemplate?: string | undefined }
  | { readonly kind: "return" };

/** A challenge ready to be stored. */
export interface MadeOtp {
  /** None where a provider makes, sends and checks the code, which `generatorId` names. */
  readonly code?: Sealed;
  readonly generatorId?: string;
  readonly expirySeconds: number;
  /** The code itself, for a caller who asked for it. */
  readonly returned?: string;
  /** To be put into the unit that stores the challenge. */
  readonly jobs: readonly Job[];
  /** What counts against the limits of messages. */
  readonly wanted: readonly Wanted[];
}

const rules = {
  otpSms: { generator: "otp_sms", message: "verify_sms_otp", medium: "sms", unready: "COMMAND-BJ2g1" },
  otpEmail: {
    generator: "otp_email",
    message: "verify_email_otp",
    medium: "email",
    unready: "COMMAND-JKLJ3",
  },
} as const satisfies Readonly<Record<OtpChannel, { message: MessageType; [rule: string]: string }>>;

/**
 * Makes a code for a session of somebody who has this factor. Nothing is stored or sent yet.
 * @throws failed_precondition COMMAND-BJ2g1 or COMMAND-JKLJ3 without the factor or a proven address, and what
 *   `humanToCheck` says; invalid_argument USER-Ul1nk for a mail that leads to where we do not know
 */
export async function makeOtp(
  ctx: Ctx,
  channel: OtpChannel,
  userId: string,
  delivery: OtpDelivery,
  sessionId: string,
): Promise<MadeOtp> {
  const { generator, message, medium, unready } = rules[channel];
  const user = await userById(ctx, userId);
  const human = humanToCheck(user?.state);
  const to = otpChannels[channel].to(human);
  if (!user || !human.factors?.[channel] || to === "")
    throw precondition(unready, "Errors.User.MFA.OTP.NotReady");
  const { shape, expirySeconds } = await effectiveCodeShape(ctx, generator);
  const plain = ctx.secrets.code(shape);
  const sealed = ctx.secrets.seal("otp", plain);
  if (delivery.kind === "return")
    return { code: sealed, expirySeconds, returned: plain, jobs: [], wanted: [] };
  const { urlTemplate } = delivery;
  if (urlTemplate) await requireTrustedLink(ctx, urlTemplate);
  const verifier = medium === "sms" ? await externalVerifier(ctx) : undefined;
  const code = verifier === undefined ? { code: sealed } : {};
  const job = messageJob(ctx, {
    type: message,
    channel: medium,
    userId,
    orgId: user.owner,
    to,
    ...code,
    ...(urlTemplate ? { urlTemplate } : {}),
    args: { sessionId, expirySeconds },
  });
  const generatedBy = verifier && { generatorId: verifier.id };
  return { ...code, ...generatedBy, expirySeconds, jobs: [job], wanted: [{ to, userId }] };
}

/** Whether its time is not over. */
export const isOpenOtp = ({ createdAt, expirySeconds }: OtpChallenge, now: Date): boolean =>
  expirySeconds <= 0 || Date.parse(createdAt) + expirySeconds * 1000 > now.getTime();

/** @throws failed_precondition CODE-QvUQ4P */
export function requireUnexpired(challenge: OtpChallenge, now: Date): void {
  if (!isOpenOtp(challenge, now)) throw precondition("CODE-QvUQ4P", "Errors.User.Code.Expired");
}
