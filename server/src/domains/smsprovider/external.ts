/** Codes that a service makes, sends and checks itself, so that nobody here knows them: Twilio Verify. */
import { activeOf } from "#src/kits/providers/index.ts";
import { DeliveryFailed } from "#src/platform/delivery/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { isTwilioCode } from "#src/platform/sms/index.ts";
import { providers } from "./commands.ts";
import type { SmsProviderState, TwilioProvider } from "./state.ts";

/** The number is checked by the service. */
export const isVerifier = (state: SmsProviderState): state is TwilioProvider =>
  state.kind === "twilio" && state.verifyServiceSid !== "";

/**
 * The active provider, where it makes codes itself: then nobody here makes one, the event names it as its generator,
 * and the message goes out without a code.
 */
export async function externalVerifier(
  ctx: Pick<Ctx, "config" | "instanceId">,
): Promise<{ readonly id: string } | undefined> {
  const active = activeOf(await providers.all(ctx));
  return active && isVerifier(active.state) ? { id: active.entityId } : undefined;
}

/**
 * Whether a code is the one that a service sent.
 * @param verificationId of the check there
 * @param generatorId the provider that sent it; also one that is not active any more
 * @throws unavailable when the service cannot say; nothing is known of the code then
 */
export async function checkExternally(
  ctx: Pick<Ctx, "config" | "instanceId" | "secrets" | "outbound">,
  verificationId: string,
  generatorId: string,
  code: string,
): Promise<boolean> {
  const provider = (await providers.all(ctx)).find(({ entityId }) => entityId === generatorId);
  if (provider === undefined || !isVerifier(provider.state) || verificationId === "") return false;
  const { sid, token, verifyServiceSid } = provider.state;
  const account = { sid, token: ctx.secrets.open("sms", token).toString() };
  const check = { service: verifyServiceSid, verificationId, code };
  return isTwilioCode(ctx.outbound, account, check).catch((error: unknown) => {
    if (error instanceof DeliveryFailed)
      throw new Failure("unavailable", "SMSPROV-Vf1un", "Errors.SMSConfig.Unavailable", {}, error);
    throw error;
  });
}
