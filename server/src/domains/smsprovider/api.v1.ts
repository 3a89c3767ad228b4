import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { SMSProviderConfigState } from "#contract/zitadel/settings_pb.ts";
import { activeOf } from "#src/kits/providers/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { addedV1, changedV1, details, listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { addHttp, addTwilio, changeHttp, changeTwilio, changeTwilioToken, providers } from "./commands.ts";
import type { SmsProviderState } from "./state.ts";

type Config =
  | {
      readonly case: "twilio";
      readonly value: {
        readonly sid: string;
        readonly senderNumber: string;
        readonly verifyServiceSid: string;
      };
    }
  | { readonly case: "http"; readonly value: { readonly endpoint: string; readonly signingKey: string } };

/** Without token and key. */
function configOf(state: SmsProviderState): Config {
  if (state.kind === "http") return { case: "http", value: { endpoint: state.endpoint, signingKey: "" } };
  const { sid, senderNumber, verifyServiceSid } = state;
  return { case: "twilio", value: { sid, senderNumber, verifyServiceSid } };
}

const shown = (row: Row<SmsProviderState>, activeId: string | undefined) => ({
  details: details(row),
  id: row.entityId,
  state:
    row.entityId === activeId
      ? SMSProviderConfigState.SMS_PROVIDER_CONFIG_ACTIVE
      : SMSProviderConfigState.SMS_PROVIDER_CONFIG_INACTIVE,
  description: row.state.description,
  config: configOf(row.state),
});

export const adminPart = part(AdminService, {
  async listSMSProviders({ query }, ctx) {
    const { offset, limit, asc } = listPage(query);
    const rows = await providers.all(ctx);
    const activeId = activeOf(rows)?.entityId;
    const sorted = rows.toSorted((a, b) => (asc ? 1 : -1) * (a.createdAt.getTime() - b.createdAt.getTime()));
    const page = sorted.slice(offset, offset + limit);
    return {
      details: listDetailsV1(rows.length, ctx.now),
      result: page.map((row) => shown(row, activeId)),
    };
  },
  async getSMSProvider({ id }, ctx) {
    const row = await providers.require(ctx, id);
    return { config: shown(row, activeOf(await providers.all(ctx))?.entityId) };
  },
  async addSMSProviderTwilio({ sid, token, senderNumber, description, verifyServiceSid }, ctx) {
    const row = await addTwilio(ctx, { sid, token, senderNumber, description, verifyServiceSid });
    return { details: addedV1(row), id: row.entityId };
  },
  async updateSMSProviderTwilio({ id, sid, senderNumber, description, verifyServiceSid }, ctx) {
    const row = await changeTwilio(ctx, id, { sid, senderNumber, description, verifyServiceSid });
    return { details: changedV1(row) };
  },
  async updateSMSProviderTwilioToken({ id, token }, ctx) {
    return { details: changedV1(await changeTwilioToken(ctx, id, token)) };
  },
  async addSMSProviderHTTP({ endpoint, description }, ctx) {
    const { row, signingKey } = await addHttp(ctx, { endpoint, description });
    return { details: addedV1(row), id: row.entityId, signingKey };
  },
  async updateSMSProviderHTTP({ id, endpoint, description, expirationSigningKey }, ctx) {
    const renews = expirationSigningKey !== undefined;
    const { row, signingKey } = await changeHttp(ctx, id, { endpoint, description }, { renews });
    return { details: changedV1(row), ...(signingKey === undefined ? {} : { signingKey }) };
  },
  async activateSMSProvider({ id }, ctx) {
    return { details: changedV1(await providers.activate(ctx, id)) };
  },
  async deactivateSMSProvider({ id }, ctx) {
    return { details: changedV1(await providers.deactivate(ctx, id)) };
  },
  async removeSMSProvider({ id }, ctx) {
    return { details: changedV1(await providers.remove(ctx, id)) };
  },
});
