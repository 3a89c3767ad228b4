/** Once: an application whose users come to this login. Prints its client id. Settings: ISSUER, SETUP_TOKEN. */
import { createServerTransport } from "@zitadel/client/node";
import { createAdminServiceClient, createManagementServiceClient } from "@zitadel/client/v1";
import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from "@zitadel/proto/zitadel/app_pb.js";
import { SecondFactorType } from "@zitadel/proto/zitadel/policy_pb.js";

const { ISSUER: baseUrl, SETUP_TOKEN } = process.env;
const transport = createServerTransport(SETUP_TOKEN, { baseUrl });
const management = createManagementServiceClient(transport);
const admin = createAdminServiceClient(transport);

// Without this, who has set one of them up is not asked for it.
for (const type of [SecondFactorType.OTP_EMAIL, SecondFactorType.OTP_SMS]) {
  await admin.addSecondFactorToLoginPolicy({ type });
}

const { id: projectId } = await management.addProject({ name: "Custom login" });
const { clientId } = await management.addOIDCApp({
  projectId,
  name: "Web",
  appType: OIDCAppType.OIDC_APP_TYPE_USER_AGENT,
  authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
  responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE],
  grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
  redirectUris: ["http://localhost:3000/callback"],
  devMode: true,
  loginVersion: { version: { case: "loginV2", value: { baseUri: "http://localhost:3001" } } },
});
console.log(clientId);
