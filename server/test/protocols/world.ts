/** What a test needs to be there before a judge comes: made over REST, as an operator would. */
import type { Server } from "./server.ts";

export const password = "Correct-Horse-1";

/**
 * A REST call as the service account; the answer's shape is the caller's knowledge of the contract.
 * @param orgId whose affairs it is about, where that is not its own organization
 */
export async function rest<T>(
  server: Server,
  method: string,
  path: string,
  body?: object,
  orgId?: string,
): Promise<T> {
  const answer = await fetch(server.origin + path, {
    method,
    headers: {
      authorization: `Bearer ${server.pat}`,
      "content-type": "application/json",
      ...(orgId !== undefined && { "x-zitadel-orgid": orgId }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

export interface Person {
  readonly id: string;
  readonly loginName: string;
}

/**
 * A person with a verified address and a password that need not be changed.
 * @param name the user name
 * @param fullName a given name and a family name
 * @param orgId by default the service account's own
 */
export async function addPerson(
  server: Server,
  name: string,
  fullName = "Grace Hopper",
  orgId?: string,
): Promise<Person> {
  const [firstName, lastName] = fullName.split(" ");
  const person = {
    userName: name,
    profile: { firstName, lastName, preferredLanguage: "en" },
    email: { email: `${name}@example.test`, isEmailVerified: true },
    password,
    passwordChangeRequired: false,
  };
  const path = "/management/v1/users/human/_import";
  const { userId } = await rest<{ userId: string }>(server, "POST", path, person, orgId);
  const { user } = await rest<{ user: { preferredLoginName: string } }>(server, "GET", `/v2/users/${userId}`);
  return { id: userId, loginName: user.preferredLoginName };
}

export interface Application {
  readonly projectId: string;
  readonly appId: string;
  readonly clientId: string;
  /** Empty for a public client. */
  readonly clientSecret: string;
}

export interface Wanted {
  readonly redirectUri: string;
  readonly afterLogout?: string;
  readonly backChannelLogout?: string;
  readonly method: "BASIC" | "POST" | "NONE";
  readonly token?: "BEARER" | "JWT";
  /** On a device of its own; otherwise in a browser, as it has a secret or not. */
  readonly native?: true;
}

const browserType = {
  BASIC: "OIDC_APP_TYPE_WEB",
  POST: "OIDC_APP_TYPE_WEB",
  NONE: "OIDC_APP_TYPE_USER_AGENT",
} as const;

/** An application for code and refresh tokens, in a project of its own. */
export async function addApplication(server: Server, wanted: Wanted): Promise<Application> {
  const { redirectUri, afterLogout = redirectUri, method, token = "BEARER", backChannelLogout = "" } = wanted;
  const project = await rest<{ id: string }>(server, "POST", "/management/v1/projects", {
    name: `Project for ${redirectUri}`,
  });
  const answer = await rest<{ appId: string; clientId: string; clientSecret?: string }>(
    server,
    "POST",
    `/management/v1/projects/${project.id}/apps/oidc`,
    {
      name: "Judge",
      redirectUris: [redirectUri],
      postLogoutRedirectUris: [afterLogout],
      responseTypes: ["OIDC_RESPONSE_TYPE_CODE"],
      grantTypes: ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"],
      appType: wanted.native ? "OIDC_APP_TYPE_NATIVE" : browserType[method],
      authMethodType: `OIDC_AUTH_METHOD_TYPE_${method}`,
      accessTokenType: `OIDC_TOKEN_TYPE_${token}`,
      devMode: true,
      backChannelLogoutUri: backChannelLogout,
    },
  );
  return {
    projectId: project.id,
    appId: answer.appId,
    clientId: answer.clientId,
    clientSecret: answer.clientSecret ?? "",
  };
}

export interface Credentials {
  readonly userId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A service account that asks for tokens with a secret. */
export async function addService(server: Server, name: string): Promise<Credentials> {
  const { userId } = await rest<{ userId: string }>(server, "POST", "/management/v1/users/machine", {
    userName: name,
    name,
    accessTokenType: "ACCESS_TOKEN_TYPE_JWT",
  });
  const secret = await rest<{ clientId: string; clientSecret: string }>(
    server,
    "PUT",
    `/management/v1/users/${userId}/secret`,
    {},
  );
  return { userId, ...secret };
}
