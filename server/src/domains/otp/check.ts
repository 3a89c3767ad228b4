import { checkExternally } from "#src/domains/smsprovider/index.ts";
import { checkFactor, type OtpChannel, type TotpState } from "#src/domains/user/index.ts";
import { equalBytes } from "#src/platform/crypto/index.ts";
import { invalid, notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type OtpChallenge, requireUnexpired } from "./challenge.ts";
import { stepOf } from "./totp.ts";

const notReady = "Errors.User.MFA.OTP.NotReady";

/** The time step whose code this is, by a secret that is sealed. */
export const stepOfSealed = (ctx: Ctx, { secret }: TotpState, typed: string): number | undefined =>
  stepOf(ctx.secrets.open("otp", secret).toString(), typed, ctx.now);

/**
 * Checks a code of somebody's authenticator, and uses it up.
 * @throws failed_precondition COMMAND-3Mif9s without one; invalid_argument EVENT-8isk2 for a wrong or used code
 */
export const checkTotp = (ctx: Ctx, userId: string, typed: string): Promise<number> =>
  checkFactor(
    ctx,
    userId,
    ({ factors }) => {
      const totp = factors?.totp;
      if (!totp?.ready) throw precondition("COMMAND-3Mif9s", notReady);
      return { factor: "totp", against: totp, step: stepOfSealed(ctx, totp, typed) };
    },
    (failedAttempts) =>
      invalid("EVENT-8isk2", "Errors.User.MFA.OTP.InvalidCode", {
        field: "checks.totp.code",
        failedAttempts,
      }),
  );

async function isCode(ctx: Ctx, challenge: OtpChallenge, typed: string): Promise<boolean> {
  const { code, generatorId, verificationId = "" } = challenge;
  if (code !== undefined) return equalBytes(ctx.secrets.open("otp", code), Buffer.from(typed));
  return generatorId !== undefined && checkExternally(ctx, verificationId, generatorId, typed);
}

/**
 * Checks a code that was sent or handed out for a session.
 * @param challenge the one of the session that is open
 * @throws failed_precondition COMMAND-d2r52 where the person has no such factor any more, CODE-QvUQ4P when it is too
 *   late; not_found COMMAND-S34gh when no code was asked for; invalid_argument CODE-woT0xc for a wrong one
 */
export const checkOtp = (
  ctx: Ctx,
  channel: OtpChannel,
  userId: string,
  challenge: OtpChallenge | undefined,
  typed: string,
): Promise<number> =>
  checkFactor(
    ctx,
    userId,
    async ({ factors }) => {
      const factor = factors?.[channel];
      if (!factor) throw precondition("COMMAND-d2r52", notReady);
      if (!challenge || challenge.createdAt < factor.since)
        throw notFound("COMMAND-S34gh", "Errors.User.Code.NotFound");
      requireUnexpired(challenge, ctx.now);
      return { factor: channel, ok: await isCode(ctx, challenge, typed.trim()) };
    },
    (failedAttempts) =>
      invalid("CODE-woT0xc", "Errors.User.Code.Invalid", { field: `checks.${channel}.code`, failedAttempts }),
  );
