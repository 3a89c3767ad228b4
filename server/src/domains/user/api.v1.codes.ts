import {
  ManagementService,
  SendHumanResetPasswordNotificationRequest_Type as Type,
} from "#contract/zitadel/management_pb.ts";
import { changedV1, part } from "#src/platform/rpc/index.ts";
import { renewCode } from "./codes/contact-codes.ts";
import { resendInitialisation } from "./codes/initialisation.ts";
import { requestPasswordReset } from "./codes/password-reset.ts";
import { requireMayGiveCredentials } from "./credential-access.ts";
import { requireOwnHuman } from "./own.ts";

const send = { kind: "send" } as const;
const again = { again: false, initialised: true };

/** Codes that managers have sent to people of the context organization. */
export const managementCodePart = part(ManagementService, {
  async resendHumanInitialization({ userId, email }, ctx) {
    await requireOwnHuman(ctx, userId);
    // Whoever has the code sets the password.
    if (email !== "") await requireMayGiveCredentials(ctx, userId);
    return { details: changedV1(await resendInitialisation(ctx, userId, email)) };
  },
  async resendHumanEmailVerification({ userId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: changedV1((await renewCode(ctx, userId, "email", send, again)).row) };
  },
  async resendHumanPhoneVerification({ userId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: changedV1((await renewCode(ctx, userId, "phone", send, again)).row) };
  },
  async sendHumanResetPasswordNotification({ userId, type }, ctx) {
    await requireOwnHuman(ctx, userId);
    const channel = type === Type.SMS ? "sms" : "email";
    return { details: changedV1((await requestPasswordReset(ctx, userId, channel, send)).row) };
  },
});
