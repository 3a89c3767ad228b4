import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { requireOwnUser } from "#src/domains/user/index.ts";
import { details, part } from "#src/platform/rpc/index.ts";
import { addOtpTo, registerTotp, removeOtpOf, removeTotpOf, verifyTotpRegistration } from "./commands.ts";

/** One's own one-time passwords. */
export const authPart = part(AuthService, {
  async addMyAuthFactorOTP(_request, ctx) {
    const { row, uri, secret } = await registerTotp(ctx, ctx.caller.userId);
    return { details: details(row), url: uri, secret };
  },
  async verifyMyAuthFactorOTP({ code }, ctx) {
    return { details: details(await verifyTotpRegistration(ctx, ctx.caller.userId, code)) };
  },
  async removeMyAuthFactorOTP(_request, ctx) {
    return { details: details(await removeTotpOf(ctx, ctx.caller.userId)) };
  },
  async addMyAuthFactorOTPSMS(_request, ctx) {
    return { details: details(await addOtpTo(ctx, ctx.caller.userId, "otpSms")) };
  },
  async removeMyAuthFactorOTPSMS(_request, ctx) {
    return { details: details(await removeOtpOf(ctx, ctx.caller.userId, "otpSms")) };
  },
  async addMyAuthFactorOTPEmail(_request, ctx) {
    return { details: details(await addOtpTo(ctx, ctx.caller.userId, "otpEmail")) };
  },
  async removeMyAuthFactorOTPEmail(_request, ctx) {
    return { details: details(await removeOtpOf(ctx, ctx.caller.userId, "otpEmail")) };
  },
});

export const managementPart = part(ManagementService, {
  async removeHumanAuthFactorOTP({ userId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { details: details(await removeTotpOf(ctx, userId)) };
  },
  async removeHumanAuthFactorOTPSMS({ userId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { details: details(await removeOtpOf(ctx, userId, "otpSms")) };
  },
  async removeHumanAuthFactorOTPEmail({ userId }, ctx) {
    await requireOwnUser(ctx, userId);
    return { details: details(await removeOtpOf(ctx, userId, "otpEmail")) };
  },
});
