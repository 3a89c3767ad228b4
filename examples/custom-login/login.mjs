/** What the login's server does, whatever the factor. Settings: ISSUER, and LOGIN_TOKEN of its service account. */
import { createServerTransport } from "@zitadel/client/node";
import {
  createOIDCServiceClient,
  createSessionServiceClient,
  createUserServiceClient,
} from "@zitadel/client/v2";
import { CredentialsCheckErrorSchema, ErrorDetailSchema } from "@zitadel/proto/zitadel/message_pb.js";
import { ErrorReason } from "@zitadel/proto/zitadel/oidc/v2/authorization_pb.js";
import { AuthenticationMethodType } from "@zitadel/proto/zitadel/user/v2/user_service_pb.js";

const { ISSUER: baseUrl, LOGIN_TOKEN } = process.env;

const transport = createServerTransport(LOGIN_TOKEN, { baseUrl });
export const users = createUserServiceClient(transport);
export const sessions = createSessionServiceClient(transport);
export const oidc = createOIDCServiceClient(transport);

/** Who it is, and their password. The answer is a session: its id, and the token that proves that it is theirs. */
export const begin = (loginName, password) =>
  sessions.createSession({
    checks: { user: { search: { case: "loginName", value: loginName } }, password: { password } },
  });

/** What the person can prove who they are with, such as `["PASSWORD", "TOTP"]`. */
export async function methodsOf(userId) {
  const { authMethodTypes } = await users.listAuthenticationMethodTypes({ userId });
  return authMethodTypes.map((type) => AuthenticationMethodType[type]);
}

/** One step more: checks, challenges or both. The session has a new token then, and the old one is dead. */
export async function proceed({ sessionId }, step) {
  const { sessionToken, challenges } = await sessions.setSession({ sessionId, ...step });
  return { sessionId, sessionToken, challenges };
}

/** Where to send the browser: back to the application, which gets a code. Refused while a step is open. */
export async function finish(authRequestId, { sessionId, sessionToken }) {
  const callbackKind = { case: "session", value: { sessionId, sessionToken } };
  const { callbackUrl } = await oidc.createCallback({ authRequestId, callbackKind });
  return callbackUrl;
}

/** Where to send the browser of somebody who does not want to log in. */
export async function cancel(authRequestId) {
  const callbackKind = { case: "error", value: { error: ErrorReason.ACCESS_DENIED } };
  const { callbackUrl } = await oidc.createCallback({ authRequestId, callbackKind });
  return callbackUrl;
}

/** The person's own account, by the token of their session: nobody else's can be touched with it. */
export const accountOf = ({ sessionToken }) =>
  createUserServiceClient(createServerTransport(sessionToken, { baseUrl }));

/** Why a call was refused: the id says it to your code, the message to the person. */
export const refusalOf = (error) =>
  error.findDetails(CredentialsCheckErrorSchema)[0] ?? error.findDetails(ErrorDetailSchema)[0] ?? error;
