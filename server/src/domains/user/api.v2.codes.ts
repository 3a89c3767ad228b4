import {
  type PasswordResetRequest,
  type ResendEmailCodeRequest,
  type ResendPhoneCodeRequest,
  UserService,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, part, type Wire } from "#src/platform/rpc/index.ts";
import { requireMayAskFor, requireMayReset, requireSelfOrOnUser } from "./access.ts";
import { renewCode, verifyContact } from "./codes/contact-codes.ts";
import { acceptInvite } from "./codes/invite.ts";
import { requestPasswordReset } from "./codes/password-reset.ts";
import { resetOf, verificationOf } from "./translate.v2.ts";

interface Verify {
  readonly userId: string;
  readonly verificationCode: string;
}

/** Codes by which people prove addresses and set passwords; the same in v2 and v2beta. */
export const codeHandlers = {
  async verifyEmail({ userId, verificationCode }: Verify, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await verifyContact(ctx, userId, "email", verificationCode)) };
  },
  async verifyPhone({ userId, verificationCode }: Verify, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await verifyContact(ctx, userId, "phone", verificationCode)) };
  },
  async resendEmailCode({ userId, verification }: Wire<ResendEmailCodeRequest>, ctx: Ctx) {
    const wanted = verificationOf({ verification });
    await requireMayAskFor(ctx, userId, wanted);
    const { row, emailCode } = await renewCode(ctx, userId, "email", wanted, { again: true });
    return { details: details(row), verificationCode: emailCode };
  },
  async resendPhoneCode({ userId, verification }: Wire<ResendPhoneCodeRequest>, ctx: Ctx) {
    const wanted = verificationOf({ verification });
    await requireMayAskFor(ctx, userId, wanted);
    const { row, phoneCode } = await renewCode(ctx, userId, "phone", wanted, { again: true });
    return { details: details(row), verificationCode: phoneCode };
  },
  async passwordReset({ userId, medium }: Wire<PasswordResetRequest>, ctx: Ctx) {
    const { channel, wanted } = resetOf(medium);
    await requireMayReset(ctx, userId, wanted);
    const { row, code } = await requestPasswordReset(ctx, userId, channel, wanted);
    return { details: details(row), verificationCode: code };
  },
};

export const userCodePart = part(UserService, {
  ...codeHandlers,
  async verifyInviteCode({ userId, verificationCode }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await acceptInvite(ctx, userId, verificationCode)) };
  },
  async sendEmailCode({ userId, verification }, ctx) {
    const wanted = verificationOf({ verification });
    await requireMayAskFor(ctx, userId, wanted);
    const { row, emailCode } = await renewCode(ctx, userId, "email", wanted, { again: false });
    return { details: details(row), verificationCode: emailCode };
  },
});
