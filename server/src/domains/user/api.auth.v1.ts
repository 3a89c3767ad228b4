import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { changedV1, details, part } from "#src/platform/rpc/index.ts";
import { avatarUrl } from "./avatar.ts";
import { dropAvatar } from "./avatar-commands.ts";
import { changeHuman } from "./human-changes.ts";
import { remove } from "./lifecycle-commands.ts";
import { loginNamesOf } from "./login-names.ts";
import { changeMachineUser } from "./machine-commands.ts";
import { refuseUnchanged, requireSelf, requireSelfHuman } from "./own.ts";
import { changeOwnPassword } from "./password-commands.ts";
import { emailV1, genderV1, phoneV1, profileV1, userV1 } from "./translate.v1.ts";

/** What people see of themselves and change themselves. */
export const authPart = part(AuthService, {
  async getMyUser(_request, ctx) {
    const row = await requireSelf(ctx);
    return { user: userV1(row, await loginNamesOf(ctx, row), ctx.origin) };
  },
  async removeMyUser(_request, ctx) {
    const { aggregateId } = await requireSelf(ctx);
    return { details: changedV1(await remove(ctx, aggregateId)) };
  },
  async getMyProfile(_request, ctx) {
    const row = await requireSelfHuman(ctx);
    return { details: details(row), profile: profileV1(row.state.human, avatarUrl(row, ctx.origin)) };
  },
  async updateMyProfile({ gender, ...request }, ctx) {
    const before = await requireSelfHuman(ctx);
    const { firstName, lastName, nickName, displayName, preferredLanguage } = request;
    const { row } = await changeHuman(ctx, before.aggregateId, {
      profile: {
        firstName,
        lastName,
        nickName,
        displayName: displayName || `${firstName} ${lastName}`,
        preferredLanguage,
        gender: genderV1(gender),
      },
    });
    refuseUnchanged(before, row, "COMMAND-2M0ft", "Errors.User.Profile.NotChanged");
    return { details: changedV1(row) };
  },
  async removeMyAvatar(_request, ctx) {
    return { details: changedV1(await dropAvatar(ctx, await requireSelfHuman(ctx))) };
  },
  async updateMyUserName({ userName }, ctx) {
    const before = await requireSelf(ctx);
    const { aggregateId: userId, state } = before;
    const after =
      state.kind === "human"
        ? (await changeHuman(ctx, userId, { userName })).row
        : await changeMachineUser(ctx, userId, { userName });
    refuseUnchanged(before, after, "COMMAND-6m9gt", "Errors.User.UsernameNotChanged");
    return { details: changedV1(after) };
  },
  async updateMyPassword({ oldPassword, newPassword }, ctx) {
    const { aggregateId } = await requireSelfHuman(ctx);
    return { details: changedV1(await changeOwnPassword(ctx, aggregateId, oldPassword, newPassword)) };
  },
  async getMyEmail(_request, ctx) {
    const row = await requireSelfHuman(ctx);
    return { details: details(row), email: emailV1(row.state.human) };
  },
  async setMyEmail({ email }, ctx) {
    const before = await requireSelfHuman(ctx);
    const { row } = await changeHuman(ctx, before.aggregateId, {
      email: { address: email, verification: { kind: "send" } },
    });
    refuseUnchanged(before, row, "COMMAND-2b7fN", "Errors.User.Email.NotChanged");
    return { details: changedV1(row) };
  },
  async getMyPhone(_request, ctx) {
    const row = await requireSelfHuman(ctx);
    return { details: details(row), phone: phoneV1(row.state.human) };
  },
});
