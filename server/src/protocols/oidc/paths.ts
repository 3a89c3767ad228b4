/** Paths of the endpoints, below the issuer. */
export const paths = {
  discovery: "/.well-known/openid-configuration",
  authorize: "/oauth/v2/authorize",
  token: "/oauth/v2/token",
  introspect: "/oauth/v2/introspect",
  revoke: "/oauth/v2/revoke",
  keys: "/oauth/v2/keys",
  deviceAuthorization: "/oauth/v2/device_authorization",
  /** Short, since people type it; leads to the page. */
  device: "/device",
  userinfo: "/oidc/v1/userinfo",
  endSession: "/oidc/v1/end_session",
} as const;
