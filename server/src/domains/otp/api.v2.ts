import { UserService } from "#contract/zitadel/user/v2/user_service_pb.ts";
import { UserService as UserServiceBeta } from "#contract/zitadel/user/v2beta/user_service_pb.ts";
import { requireMayGiveCredentials, requireSelfOrOnUser } from "#src/domains/user/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part } from "#src/platform/rpc/index.ts";
import { addOtpTo, registerTotp, removeOtpOf, removeTotpOf, verifyTotpRegistration } from "./commands.ts";

interface OfUser {
  readonly userId: string;
}

/** Setting up is giving credentials, those of managers to whom could make them one. One may do it to oneself. */
async function requireMayGive(ctx: Ctx, userId: string): Promise<void> {
  await requireSelfOrOnUser(ctx, userId, "user.credential.write");
  await requireMayGiveCredentials(ctx, userId);
}

/** Taking away is a change of the user. */
const take = "user.write";

/** v2 and v2beta are one: the same fields, the same behaviour. */
const handlers = {
  async registerTOTP({ userId }: OfUser, ctx: Ctx) {
    await requireMayGive(ctx, userId);
    const { row, uri, secret } = await registerTotp(ctx, userId);
    return { details: details(row), uri, secret };
  },
  async verifyTOTPRegistration({ userId, code }: OfUser & { readonly code: string }, ctx: Ctx) {
    await requireMayGive(ctx, userId);
    return { details: details(await verifyTotpRegistration(ctx, userId, code)) };
  },
  async removeTOTP({ userId }: OfUser, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, take);
    return { details: details(await removeTotpOf(ctx, userId)) };
  },
  async addOTPSMS({ userId }: OfUser, ctx: Ctx) {
    await requireMayGive(ctx, userId);
    return { details: details(await addOtpTo(ctx, userId, "otpSms")) };
  },
  async removeOTPSMS({ userId }: OfUser, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, take);
    return { details: details(await removeOtpOf(ctx, userId, "otpSms")) };
  },
  async addOTPEmail({ userId }: OfUser, ctx: Ctx) {
    await requireMayGive(ctx, userId);
    return { details: details(await addOtpTo(ctx, userId, "otpEmail")) };
  },
  async removeOTPEmail({ userId }: OfUser, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, take);
    return { details: details(await removeOtpOf(ctx, userId, "otpEmail")) };
  },
};

export const userPart = part(UserService, handlers);
export const userBetaPart = part(UserServiceBeta, handlers);
