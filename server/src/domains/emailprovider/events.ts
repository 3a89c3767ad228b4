import type { Sealed } from "#src/platform/crypto/index.ts";

/** How we log in to a mail server. Without it: by password where there is a user, else not at all. */
export type StoredLogin =
  | { readonly type: "none" }
  | { readonly type: "plain" }
  | {
      readonly type: "xoauth2";
      readonly tokenEndpoint: string;
      readonly scopes: readonly string[];
      readonly clientId: string;
      readonly clientSecret?: Sealed;
    };

export interface SmtpFields {
  readonly description: string;
  readonly senderAddress: string;
  readonly senderName: string;
  readonly replyToAddress: string;
  readonly tls: boolean;
  /** host:port */
  readonly host: string;
  readonly user: string;
}

/** Facts about a provider of email. */
export type EmailProviderEvent =
  | {
      readonly type: "instance.smtp.config.added";
      readonly payload: SmtpFields & {
        readonly id: string;
        readonly password?: Sealed;
        readonly auth?: StoredLogin;
      };
    }
  | {
      readonly type: "instance.smtp.config.changed";
      readonly payload: Partial<SmtpFields> & {
        readonly id: string;
        readonly password?: Sealed;
        readonly auth?: StoredLogin;
      };
    }
  | {
      readonly type: "instance.smtp.config.password.changed";
      readonly payload: { readonly id: string; readonly password: Sealed };
    }
  | {
      readonly type: "instance.smtp.config.http.added";
      readonly payload: {
        readonly id: string;
        readonly description: string;
        readonly endpoint: string;
        readonly signingKey: Sealed;
      };
    }
  | {
      readonly type: "instance.smtp.config.http.changed";
      readonly payload: {
        readonly id: string;
        readonly description?: string;
        readonly endpoint?: string;
        readonly signingKey?: Sealed;
      };
    }
  | {
      readonly type:
        | "instance.smtp.config.activated"
        | "instance.smtp.config.deactivated"
        | "instance.smtp.config.removed";
      readonly payload: { readonly id: string };
    };
