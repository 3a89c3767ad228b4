/** Facts about an OIDC session: what one code exchange (or service user grant) has issued. Durations are nanoseconds. */
export type OidcSessionEvent =
  | {
      readonly type: "oidc_session.added";
      readonly payload: {
        readonly userID: string;
        readonly userResourceOwner: string;
        /** The login session; empty for service users. */
        readonly sessionID: string;
        readonly clientID: string;
        readonly audience: readonly string[];
        readonly scope: readonly string[];
        readonly authMethods: readonly number[];
        /** RFC 3339 */
        readonly authTime: string;
        readonly nonce?: string;
        /** The authentication contexts that the client asked for (ours). */
        readonly acrValues?: readonly string[];
        readonly preferredLanguage?: string;
        /** Of a service user's: which of its epochs it is of, left out for the first (ours). */
        readonly epoch?: number;
        /** How often the secret by which it was got had been replaced, left out for never (ours). */
        readonly losses?: number;
        /** The key with which it was got (ours). */
        readonly keyID?: string;
      };
    }
  | {
      readonly type: "oidc_session.access_token.added";
      readonly payload: {
        /** `at_<snowflake>` */
        readonly id: string;
        readonly scope: readonly string[];
        readonly lifetime: number;
        /** 1 auth request, 2 refresh, 3 JWT profile, 4 client credentials, 5 exchange, 6 impersonation */
        readonly reason: 1 | 2 | 3 | 4 | 5 | 6;
      };
    }
  | {
      readonly type: "oidc_session.refresh_token.added";
      readonly payload: { readonly id: string; readonly lifetime: number; readonly idleLifetime: number };
    }
  | {
      readonly type: "oidc_session.refresh_token.renewed";
      readonly payload: { readonly id: string; readonly idleLifetime: number };
    }
  | {
      readonly type: "oidc_session.access_token.revoked" | "oidc_session.refresh_token.revoked";
      readonly payload: null;
    };
