import type { Sealed } from "#src/platform/crypto/index.ts";

/** Facts about a provider of SMS. The wire names of hooks have no dot before what happened to them. */
export type SmsProviderEvent =
  | {
      readonly type: "instance.sms.configtwilio.added";
      readonly payload: {
        readonly id: string;
        readonly description: string;
        readonly sid: string;
        readonly token: Sealed;
        readonly senderNumber: string;
        readonly verifyServiceSid: string;
      };
    }
  | {
      readonly type: "instance.sms.configtwilio.changed";
      readonly payload: {
        readonly id: string;
        readonly description?: string;
        readonly sid?: string;
        readonly senderNumber?: string;
        readonly verifyServiceSid?: string;
      };
    }
  | {
      readonly type: "instance.sms.configtwilio.token.changed";
      readonly payload: { readonly id: string; readonly token: Sealed };
    }
  | {
      readonly type: "instance.sms.confighttp.added";
      readonly payload: {
        readonly id: string;
        readonly description: string;
        readonly endpoint: string;
        readonly signingKey: Sealed;
      };
    }
  | {
      readonly type: "instance.sms.confighttp.changed";
      readonly payload: {
        readonly id: string;
        readonly description?: string;
        readonly endpoint?: string;
        readonly signingKey?: Sealed;
      };
    }
  | {
      readonly type:
        | "instance.sms.configtwilio.activated"
        | "instance.sms.configtwilio.deactivated"
        | "instance.sms.configtwilio.removed"
        | "instance.sms.configactivated"
        | "instance.sms.configdeactivated"
        | "instance.sms.configremoved";
      readonly payload: { readonly id: string };
    };
