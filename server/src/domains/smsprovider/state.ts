import type { Switched } from "#src/kits/providers/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import type { Entity, EventMeta } from "#src/platform/eventstore/index.ts";
import type { SmsProviderEvent } from "./events.ts";

interface Described extends Switched {
  readonly description: string;
}

/** Twilio's messages or, with the SID of a Verify service, its checks of numbers. */
export interface TwilioProvider extends Described {
  readonly kind: "twilio";
  readonly sid: string;
  readonly token: Sealed;
  readonly senderNumber: string;
  readonly verifyServiceSid: string;
}

/** A web hook that sends. */
export interface HttpProvider extends Described {
  readonly kind: "http";
  readonly endpoint: string;
  readonly signingKey?: Sealed;
}

export type SmsProviderState = TwilioProvider | HttpProvider;

/** Somebody who sends SMS for the instance. */
export const SmsProvider: Entity<SmsProviderState, SmsProviderEvent> = {
  table: "sms_providers",
  aggregate: "instance",
  types: [
    "instance.sms.configtwilio.added",
    "instance.sms.configtwilio.changed",
    "instance.sms.configtwilio.token.changed",
    "instance.sms.configtwilio.activated",
    "instance.sms.configtwilio.deactivated",
    "instance.sms.configtwilio.removed",
    "instance.sms.confighttp.added",
    "instance.sms.confighttp.changed",
    "instance.sms.configactivated",
    "instance.sms.configdeactivated",
    "instance.sms.configremoved",
  ],
  version: 1,
  owner: "self",
  config: true,
  rowOf: ({ payload }) => payload.id,
  evolve(provider, event, meta) {
    switch (event.type) {
      case "instance.sms.configtwilio.added": {
        const { id: _id, ...fields } = event.payload;
        return { kind: "twilio", ...fields };
      }
      case "instance.sms.confighttp.added": {
        const { id: _id, ...fields } = event.payload;
        return { kind: "http", ...fields };
      }
      default:
        return provider && evolveProvider(provider, event, meta);
    }
  },
};

type Later = Exclude<SmsProviderEvent, { type: `${string}.added` | `${string}http.added` }>;

function evolveProvider(
  provider: SmsProviderState,
  event: Later,
  meta: EventMeta,
): SmsProviderState | undefined {
  switch (event.type) {
    case "instance.sms.configtwilio.changed":
    case "instance.sms.configtwilio.token.changed": {
      const { id: _id, ...fields } = event.payload;
      return provider.kind === "twilio" ? { ...provider, ...fields } : provider;
    }
    case "instance.sms.confighttp.changed": {
      const { id: _id, ...fields } = event.payload;
      return provider.kind === "http" ? { ...provider, ...fields } : provider;
    }
    case "instance.sms.configtwilio.activated":
    case "instance.sms.configactivated":
      return { ...provider, activatedAt: meta.createdAt };
    case "instance.sms.configtwilio.deactivated":
    case "instance.sms.configdeactivated": {
      const { activatedAt: _before, ...idle } = provider;
      return idle;
    }
    case "instance.sms.configtwilio.removed":
    case "instance.sms.configremoved":
      return undefined;
  }
}
