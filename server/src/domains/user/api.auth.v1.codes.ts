import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { changedV1, part } from "#src/platform/rpc/index.ts";
import { renewCode, verifyContact } from "./codes/contact-codes.ts";
import { changeHuman } from "./human-changes.ts";
import { refuseUnchanged, requireSelfHuman } from "./own.ts";

const send = { kind: "send" } as const;
const again = { again: false, initialised: true };

/** People prove addresses of their own, and change their number. */
export const authCodePart = part(AuthService, {
  async verifyMyEmail({ code }, ctx) {
    const { aggregateId } = await requireSelfHuman(ctx);
    return { details: changedV1(await verifyContact(ctx, aggregateId, "email", code)) };
  },
  async resendMyEmailVerification(_request, ctx) {
    const { aggregateId } = await requireSelfHuman(ctx);
    return { details: changedV1((await renewCode(ctx, aggregateId, "email", send, again)).row) };
  },
  async setMyPhone({ phone }, ctx) {
    const before = await requireSelfHuman(ctx);
    const { row } = await changeHuman(ctx, before.aggregateId, {
      phone: { number: phone, verification: send },
    });
    refuseUnchanged(before, row, "COMMAND-wF94s", "Errors.User.Phone.NotChanged");
    return { details: changedV1(row) };
  },
  async verifyMyPhone({ code }, ctx) {
    const { aggregateId } = await requireSelfHuman(ctx);
    return { details: changedV1(await verifyContact(ctx, aggregateId, "phone", code)) };
  },
  async resendMyPhoneVerification(_request, ctx) {
    const { aggregateId } = await requireSelfHuman(ctx);
    return { details: changedV1((await renewCode(ctx, aggregateId, "phone", send, again)).row) };
  },
  async removeMyPhone(_request, ctx) {
    const { aggregateId } = await requireSelfHuman(ctx);
    return { details: changedV1((await changeHuman(ctx, aggregateId, { removePhone: true })).row) };
  },
});
