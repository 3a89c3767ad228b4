/** Facts about whom to tell when a login session ends (OpenID Connect Back-Channel Logout 1.0). */
export type SessionLogoutEvent =
  | {
      readonly type: "session_logout.back_channel.registered";
      readonly payload: {
        readonly oidc_session_id: string;
        readonly user_id: string;
        readonly client_id: string;
        readonly back_channel_logout_uri: string;
        /** As the client knows us: the `iss` of its ID tokens (ours). */
        readonly issuer: string;
      };
    }
  | {
      readonly type: "session_logout.back_channel.sent";
      /** `client_id` is ours. */
      readonly payload: { readonly oidc_session_id: string; readonly client_id: string };
    }
  /** Given up: it did not take it, or there is nobody to tell any more (ours). */
  | {
      readonly type: "session_logout.back_channel.failed";
      readonly payload: {
        readonly oidc_session_id: string;
        readonly client_id: string;
        readonly reason: string;
      };
    };
