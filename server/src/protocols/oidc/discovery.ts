import { acrValues } from "./acr.ts";
import { assertionAlgs } from "./assertion.ts";
import { promptValues } from "./authorize-params.ts";
import { paths } from "./paths.ts";
import { grantTypes } from "./token.ts";

const provenMethods = ["client_secret_basic", "client_secret_post", "private_key_jwt"] as const;
/** Public clients have tokens to get and to revoke; to introspect, one has to prove who one is. */
const clientAuthMethods = ["none", ...provenMethods] as const;

const claims = [
  "sub",
  "aud",
  "exp",
  "iat",
  "iss",
  "auth_time",
  "nonce",
  "acr",
  "amr",
  "at_hash",
  "azp",
  "sid",
  "client_id",
  "scope",
  "preferred_username",
  "name",
  "family_name",
  "given_name",
  "nickname",
  "gender",
  "locale",
  "picture",
  "updated_at",
  "email",
  "email_verified",
  "phone_number",
  "phone_number_verified",
];

/**
 * The provider's metadata (OIDC Discovery section 3, RFC 8414). It names what works and nothing else.
 * @param issuer the public origin of the request
 */
export function discoveryDocument(issuer: string, uiLocales: readonly string[]) {
  return {
    issuer,
    authorization_endpoint: `${issuer}${paths.authorize}`,
    token_endpoint: `${issuer}${paths.token}`,
    introspection_endpoint: `${issuer}${paths.introspect}`,
    userinfo_endpoint: `${issuer}${paths.userinfo}`,
    revocation_endpoint: `${issuer}${paths.revoke}`,
    end_session_endpoint: `${issuer}${paths.endSession}`,
    device_authorization_endpoint: `${issuer}${paths.deviceAuthorization}`,
    jwks_uri: `${issuer}${paths.keys}`,
    scopes_supported: ["openid", "profile", "email", "phone", "address", "offline_access"],
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: grantTypes,
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["EdDSA", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512"],
    token_endpoint_auth_methods_supported: clientAuthMethods,
    token_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    revocation_endpoint_auth_methods_supported: clientAuthMethods,
    revocation_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    introspection_endpoint_auth_methods_supported: provenMethods,
    introspection_endpoint_auth_signing_alg_values_supported: assertionAlgs,
    claims_supported: claims,
    claims_parameter_supported: true,
    acr_values_supported: acrValues,
    prompt_values_supported: promptValues,
    code_challenge_methods_supported: ["S256"],
    ui_locales_supported: uiLocales,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  };
}
