import { createHmac } from "node:crypto";
import type { Outbound } from "#src/platform/outbound/index.ts";
import { type Delivered, DeliveryFailed, shownAnswer, unanswered } from "./failed.ts";

/** A message as web hooks of the operator's get it, which send it in their own way. */
export interface HookMessage {
  readonly contextInfo: {
    /** The fact that the message follows from. */
    readonly eventType: string;
    readonly provider: { readonly id: string; readonly description: string };
    readonly recipientEmailAddress?: string;
    readonly recipientPhoneNumber?: string;
  };
  /** The texts, the link and the colours. */
  readonly templateData: Readonly<Record<string, unknown>>;
  /** What texts may name: the user, the code. */
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Hook {
  readonly endpoint: string;
  readonly signingKey: string | undefined;
}

const limits = { maxBytes: 64 * 1024, timeoutMs: 10_000 };

/** Proves to a hook who calls: seconds since 1970, and HMAC-SHA256 in hex over them, a dot and the body. */
export const signatureOf = (signingKey: string, body: string, now: Date): string => {
  const seconds = Math.floor(now.getTime() / 1000);
  const mac = createHmac("sha256", signingKey).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${mac}`;
};

/**
 * Hands a message to a hook; whatever is not 2xx is a refusal.
 * @param deliveryId the same at every attempt
 * @throws DeliveryFailed
 */
export async function callHook(
  outbound: Pick<Outbound, "call">,
  { endpoint, signingKey }: Hook,
  message: HookMessage,
  { deliveryId, now }: { readonly deliveryId: string; readonly now: Date },
): Promise<Delivered> {
  const body = JSON.stringify(message);
  const headers = {
    "content-type": "application/json",
    "x-gatehouse-delivery": deliveryId,
    ...(signingKey === undefined ? {} : { "zitadel-signature": signatureOf(signingKey, body, now) }),
  };
  const got = await outbound.call(new URL(endpoint), { headers, body }, limits).catch((error: unknown) => {
    throw unanswered(error);
  });
  const answer = shownAnswer(`${got.status} ${got.body}`);
  if (got.status < 200 || got.status > 299) throw new DeliveryFailed("provider", answer);
  return { answer };
}
