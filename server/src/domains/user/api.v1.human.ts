import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { changedV1, details, part } from "#src/platform/rpc/index.ts";
import { avatarUrl } from "./avatar.ts";
import { dropAvatar } from "./avatar-commands.ts";
import { requireMayGiveCredentials } from "./credential-access.ts";
import { changeHuman } from "./human-changes.ts";
import { refuseUnchanged, requireOwnHuman } from "./own.ts";
import { setPassword } from "./password-commands.ts";
import { emailV1, genderV1, phoneV1, profileV1, verificationV1 } from "./translate.v1.ts";

/** Profile, addresses and password of people of the context organization. */
export const managementHumanPart = part(ManagementService, {
  async getHumanProfile({ userId }, ctx) {
    const row = await requireOwnHuman(ctx, userId);
    return { details: details(row), profile: profileV1(row.state.human, avatarUrl(row, ctx.origin)) };
  },
  async updateHumanProfile({ userId, gender, ...request }, ctx) {
    const before = await requireOwnHuman(ctx, userId);
    const { firstName, lastName, nickName, displayName, preferredLanguage } = request;
    const { row } = await changeHuman(ctx, userId, {
      profile: {
        firstName,
        lastName,
        nickName,
        displayName: displayName || `${firstName} ${lastName}`,
        preferredLanguage,
        gender: genderV1(gender),
      },
    });
    refuseUnchanged(before, row, "COMMAND-2M0fs", "Errors.User.Profile.NotChanged");
    return { details: changedV1(row) };
  },
  async removeHumanAvatar({ userId }, ctx) {
    return { details: changedV1(await dropAvatar(ctx, await requireOwnHuman(ctx, userId))) };
  },
  async getHumanEmail({ userId }, ctx) {
    const row = await requireOwnHuman(ctx, userId);
    return { details: details(row), email: emailV1(row.state.human) };
  },
  async updateHumanEmail({ userId, email, isEmailVerified }, ctx) {
    const before = await requireOwnHuman(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    const { row } = await changeHuman(ctx, userId, {
      email: { address: email, verification: verificationV1(isEmailVerified) },
    });
    refuseUnchanged(before, row, "COMMAND-2b7fM", "Errors.User.Email.NotChanged");
    return { details: changedV1(row) };
  },
  async getHumanPhone({ userId }, ctx) {
    const row = await requireOwnHuman(ctx, userId);
    return { details: details(row), phone: phoneV1(row.state.human) };
  },
  async updateHumanPhone({ userId, phone, isPhoneVerified }, ctx) {
    const before = await requireOwnHuman(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    const { row } = await changeHuman(ctx, userId, {
      phone: { number: phone, verification: verificationV1(isPhoneVerified) },
    });
    refuseUnchanged(before, row, "COMMAND-wF94r", "Errors.User.Phone.NotChanged");
    return { details: changedV1(row) };
  },
  async removeHumanPhone({ userId }, ctx) {
    await requireOwnHuman(ctx, userId);
    return { details: changedV1((await changeHuman(ctx, userId, { removePhone: true })).row) };
  },
  async setHumanPassword({ userId, password, noChangeRequired }, ctx) {
    await requireOwnHuman(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    return { details: changedV1(await setPassword(ctx, userId, password, !noChangeRequired)) };
  },
  async setHumanInitialPassword({ userId, password }, ctx) {
    await requireOwnHuman(ctx, userId);
    await requireMayGiveCredentials(ctx, userId);
    return { details: changedV1(await setPassword(ctx, userId, password, true)) };
  },
});
