import {
  AuthenticationMethodType,
  type ResendEmailCodeRequest,
  type ResendPhoneCodeRequest,
  UserService,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetails, part, type Wire } from "#src/platform/rpc/index.ts";
import { requireMayAskFor, requireSelfOrOnUser } from "./access.ts";
import { renewCode, verifyContact } from "./code-commands.ts";
import { requireUser } from "./queries.ts";
import { verificationOf } from "./translate.v2.ts";

interface Verify {
  readonly userId: string;
  readonly verificationCode: string;
}

/** Proof of addresses and the ways to log in, which are passwords so far; the same in v2 and v2beta. */
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
  async listAuthenticationMethodTypes({ userId }: { readonly userId: string }, ctx: Ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const { state } = await requireUser(ctx, userId);
    const methods = state.kind === "human" && state.human.password ? [AuthenticationMethodType.PASSWORD] : [];
    return { details: listDetails(methods.length, ctx.now), authMethodTypes: methods };
  },
};

export const userCodePart = part(UserService, {
  ...codeHandlers,
  async sendEmailCode({ userId, verification }, ctx) {
    const wanted = verificationOf({ verification });
    await requireMayAskFor(ctx, userId, wanted);
    const { row, emailCode } = await renewCode(ctx, userId, "email", wanted, { again: false });
    return { details: details(row), verificationCode: emailCode };
  },
});
