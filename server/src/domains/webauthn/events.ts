import type { Sealed } from "#src/platform/crypto/index.ts";

/** What somebody may register: a second factor, or a passkey, which is enough by itself. */
export type AuthenticatorKind = "u2f" | "passkey";

/** What the events of each begin with. */
export const prefixes = {
  u2f: "user.human.mfa.u2f.token",
  passkey: "user.human.passwordless.token",
} as const satisfies Readonly<Record<AuthenticatorKind, string>>;

type Prefix = (typeof prefixes)[AuthenticatorKind];

interface Named {
  readonly webAuthNTokenId: string;
}

/** Facts about an authenticator of a person. Bytes are base64. */
export type AuthenticatorEvent =
  | {
      readonly type: `${Prefix}.added`;
      /** The challenge is base64url, as the browser was given it. */
      readonly payload: Named & { readonly challenge: string; readonly rpID?: string };
    }
  | {
      readonly type: `${Prefix}.verified`;
      readonly payload: Named & {
        readonly keyId: string;
        /** COSE */
        readonly publicKey: string;
        readonly attestationType: string;
        readonly aaguid: string;
        readonly signCount: number;
        readonly webAuthNTokenName: string;
        readonly userAgentID?: string;
      };
    }
  | {
      readonly type: `${Prefix}.signcount.changed`;
      readonly payload: Named & { readonly signCount: number };
    }
  | { readonly type: `${Prefix}.removed`; readonly payload: Named };

/** Facts about a code by which somebody may register a passkey. `expiry` is in nanoseconds, as stored. */
export type PasskeyCodeEvent =
  | {
      readonly type:
        | "user.human.passwordless.initialization.code.added"
        | "user.human.passwordless.initialization.code.requested";
      readonly payload: {
        readonly id: string;
        readonly code: Sealed;
        readonly expiry: number;
        readonly url_template?: string;
        readonly code_returned?: boolean;
        readonly triggerOrigin?: string;
      };
    }
  | {
      readonly type:
        | "user.human.passwordless.initialization.code.sent"
        | "user.human.passwordless.initialization.code.check.failed"
        | "user.human.passwordless.initialization.code.check.succeeded";
      readonly payload: { readonly id: string };
    };
