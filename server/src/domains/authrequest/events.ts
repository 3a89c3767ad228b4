/** 0 code, 1 id_token, 2 id_token token; the numbers of the application's settings. */
type ResponseType = 0 | 1 | 2;
/** 1 query, 2 fragment, 3 form_post */
export type ResponseMode = 1 | 2 | 3;
/** 1 none, 2 login, 3 consent, 4 select_account, 5 create */
export type Prompt = 1 | 2 | 3 | 4 | 5;

/** How a user proved who they are, as stored: 1 TOTP, 2 U2F, 3 passkey, 4 password, 5 IdP, 6 OTP SMS, 7 OTP email, 10 recovery code. */
export type AuthMethod = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 10;

export interface AuthRequestAdded {
  readonly login_client: string;
  readonly client_id: string;
  readonly redirect_uri: string;
  readonly state?: string;
  readonly nonce?: string;
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  readonly response_type: ResponseType;
  readonly response_mode?: ResponseMode;
  /** Method 0 plain, 1 S256 */
  readonly code_challenge?: { readonly Challenge: string; readonly Method: 0 | 1 };
  readonly prompt?: readonly Prompt[];
  readonly ui_locales?: readonly string[];
  /** Nanoseconds, as stored. */
  readonly max_age?: number;
  readonly login_hint?: string;
  readonly hint_user_id?: string;
  /** Whose login alone is an answer (ours). */
  readonly only_user_id?: string;
  /** The authentication contexts that the client accepts, as far as they are known, and the level they take (ours). */
  readonly acr_values?: readonly string[];
  readonly required_level?: "mfa" | "phishing_resistant";
  readonly need_refresh_token?: boolean;
  readonly issuer?: string;
  /** Whose limit of unfinished logins it counts against; forgotten as soon as somebody has logged in. */
  readonly remote_ip?: string;
}

/** Facts about an authorization request, from the authorize endpoint to its code. */
export type AuthRequestEvent =
  | { readonly type: "auth_request.added"; readonly payload: AuthRequestAdded }
  /** A browser showed the request's login first; no other may go on with it. */
  | { readonly type: "auth_request.browser.bound"; readonly payload: { readonly browser_id: string } }
  | {
      readonly type: "auth_request.session.linked";
      readonly payload: {
        readonly session_id: string;
        readonly user_id: string;
        /** RFC 3339 */
        readonly auth_time: string;
        readonly auth_methods: readonly AuthMethod[];
      };
    }
  | {
      readonly type: "auth_request.code.added" | "auth_request.code.exchanged" | "auth_request.succeeded";
      readonly payload: null;
    }
  /** The reason is the contract's number (domain reference, OIDCErrorReason). */
  | { readonly type: "auth_request.failed"; readonly payload: { readonly reason: number } };
