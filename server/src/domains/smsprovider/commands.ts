import { hookEndpoint, newSigningKey, providerSwitch } from "#src/kits/providers/index.ts";
import { fresh, type Written } from "#src/platform/eventstore/index.ts";
import { invalid, notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { SmsProviderEvent } from "./events.ts";
import { SmsProvider, type SmsProviderState } from "./state.ts";

/** All of the instance; one by its id; and which of them sends. */
export const providers = providerSwitch<SmsProviderState, SmsProviderEvent>({
  entity: SmsProvider,
  activated: (id) => ({ type: "instance.sms.configactivated", payload: { id } }),
  deactivated: (id) => ({ type: "instance.sms.configdeactivated", payload: { id } }),
  removed: (id) => ({ type: "instance.sms.configremoved", payload: { id } }),
  prefix: "SMSPROV",
  key: "Errors.SMSConfig",
  channel: "sms",
});

export interface TwilioFields {
  readonly description: string;
  readonly sid: string;
  readonly senderNumber: string;
  readonly verifyServiceSid: string;
}

export interface HttpFields {
  readonly description: string;
  readonly endpoint: string;
}

/** @throws invalid_argument when it could not send anything */
function requireSender({ senderNumber, verifyServiceSid }: TwilioFields): void {
  if (senderNumber === "" && verifyServiceSid === "")
    throw invalid("SMSPROV-Sn1no", "Errors.SMSConfig.SenderMissing", { field: "sender_number" });
}

export async function addTwilio(
  ctx: Ctx,
  fields: TwilioFields & { readonly token: string },
): Promise<Written<SmsProviderState>> {
  requireSender(fields);
  const id = ctx.newId();
  const { description, sid, senderNumber, verifyServiceSid } = fields;
  const payload = {
    id,
    description,
    sid,
    token: ctx.secrets.seal("sms", fields.token),
    senderNumber,
    verifyServiceSid,
  };
  const [row] = await ctx.store.execute(ctx, [fresh(SmsProvider, ctx.instanceId, id)], () => [
    [{ type: "instance.sms.configtwilio.added", payload }],
  ]);
  return row;
}

/** @returns the row, and the key that its calls are signed with */
export async function addHttp(ctx: Ctx, { description, endpoint }: HttpFields) {
  hookEndpoint("SMSPROV-Ep1nv", "Errors.SMSConfig.EndpointInvalid", endpoint);
  const id = ctx.newId();
  const { plain, sealed } = newSigningKey(ctx.secrets, "sms");
  const payload = { id, description, endpoint, signingKey: sealed };
  const [row] = await ctx.store.execute(ctx, [fresh(SmsProvider, ctx.instanceId, id)], () => [
    [{ type: "instance.sms.confighttp.added", payload }],
  ]);
  return { row, signingKey: plain };
}

const required = <K extends SmsProviderState["kind"]>(
  provider: SmsProviderState | undefined,
  kind: K,
): Extract<SmsProviderState, { kind: K }> => {
  // The kind was compared.
  if (provider?.kind === kind) return provider as Extract<SmsProviderState, { kind: K }>;
  throw notFound("SMSPROV-Kn1nf", "Errors.SMSConfig.NotFound");
};

/** Those of the new values that are others than before. */
const differences = <T extends object>(before: T, now: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(now).filter(([name, value]) => Reflect.get(before, name) !== value),
    // Entries of `now`, under their names.
  ) as Partial<T>;

/** @throws failed_precondition when nothing is another */
export async function changeTwilio(
  ctx: Ctx,
  id: string,
  fields: TwilioFields,
): Promise<Written<SmsProviderState>> {
  requireSender(fields);
  const [row] = await ctx.store.execute(ctx, [providers.refOf(ctx, id)], ([before]) => {
    const changed = differences<TwilioFields>(required(before, "twilio"), fields);
    if (Object.keys(changed).length === 0) throw precondition("SMSPROV-Tw1nc", "Errors.SMSConfig.NotChanged");
    return [[{ type: "instance.sms.configtwilio.changed", payload: { id, ...changed } }]];
  });
  return row;
}

export async function changeTwilioToken(
  ctx: Ctx,
  id: string,
  token: string,
): Promise<Written<SmsProviderState>> {
  const sealed = ctx.secrets.seal("sms", token);
  const [row] = await ctx.store.execute(ctx, [providers.refOf(ctx, id)], ([before]) => {
    required(before, "twilio");
    return [[{ type: "instance.sms.configtwilio.token.changed", payload: { id, token: sealed } }]];
  });
  return row;
}

/**
 * @param renews the calls are signed with a new key from now on, which is answered
 * @throws failed_precondition when nothing is another
 */
export async function changeHttp(
  ctx: Ctx,
  id: string,
  fields: HttpFields,
  { renews }: { readonly renews: boolean },
) {
  hookEndpoint("SMSPROV-Ep2nv", "Errors.SMSConfig.EndpointInvalid", fields.endpoint);
  const key = renews ? newSigningKey(ctx.secrets, "sms") : undefined;
  const [row] = await ctx.store.execute(ctx, [providers.refOf(ctx, id)], ([before]) => {
    const changed = differences<HttpFields>(required(before, "http"), fields);
    if (Object.keys(changed).length === 0 && key === undefined)
      throw precondition("SMSPROV-Ht1nc", "Errors.SMSConfig.NotChanged");
    const signingKey = key === undefined ? {} : { signingKey: key.sealed };
    return [[{ type: "instance.sms.confighttp.changed", payload: { id, ...changed, ...signingKey } }]];
  });
  return { row, signingKey: key?.plain };
}
