/** Hands an SMS to a provider, whichever kind it is. */
import { inTurn } from "#src/kits/providers/index.ts";
import { callHook, type Delivered, DeliveryFailed, type HookMessage } from "#src/platform/delivery/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { sendTwilioMessage, startTwilioCheck } from "#src/platform/sms/index.ts";
import { providers } from "./commands.ts";
import { isVerifier } from "./external.ts";
import type { SmsProviderState } from "./state.ts";

export interface OutgoingSms {
  readonly to: string;
  readonly text: string;
  /** Nobody here made a code: the provider makes, sends and checks it. */
  readonly isCheck: boolean;
  /** The same at every attempt. */
  readonly deliveryId: string;
  readonly hook: Omit<HookMessage, "contextInfo"> & { readonly eventType: string };
}

/** Whether a provider can send it: one that makes codes itself sends texts of ours only under a number. */
const canSend = (state: SmsProviderState, isCheck: boolean): boolean =>
  isCheck ? isVerifier(state) : !isVerifier(state) || state.senderNumber !== "";

/** The instance's providers that can send it, in the order in which they are tried. */
export async function smsProviders(
  ctx: Pick<Ctx, "config" | "instanceId">,
  isCheck: boolean,
): Promise<readonly Row<SmsProviderState>[]> {
  return inTurn(await providers.all(ctx)).filter(({ state }) => canSend(state, isCheck));
}

/** @throws DeliveryFailed */
export async function deliverSms(
  { secrets, outbound, now }: Pick<Ctx, "secrets" | "outbound" | "now">,
  { entityId: id, state }: Pick<Row<SmsProviderState>, "entityId" | "state">,
  { to, text, isCheck, deliveryId, hook }: OutgoingSms,
): Promise<Delivered> {
  if (state.kind === "twilio") {
    const account = { sid: state.sid, token: secrets.open("sms", state.token).toString() };
    return isCheck
      ? startTwilioCheck(outbound, account, { service: state.verifyServiceSid, to })
      : sendTwilioMessage(outbound, account, { from: state.senderNumber, to, text });
  }
  if (isCheck) throw new DeliveryFailed("provider", "the provider does not make codes");
  const { eventType, ...rest } = hook;
  const signingKey = state.signingKey && secrets.open("sms", state.signingKey).toString();
  const contextInfo = {
    eventType,
    provider: { id, description: state.description },
    recipientPhoneNumber: to,
  };
  const endpoint = { endpoint: state.endpoint, signingKey };
  return callHook(outbound, endpoint, { contextInfo, ...rest }, { deliveryId, now });
}
