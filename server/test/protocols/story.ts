/** What the stories share: people who sign in, what the API answers each of them, and what applications are told. */
import type { LookupFunction } from "node:net";
import { Code, type Interceptor } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-node";
import { createClientFor, NewAuthorizationBearerInterceptor } from "@zitadel/client";
import {
  createAdminServiceClient,
  createAuthServiceClient,
  createManagementServiceClient,
} from "@zitadel/client/v1";
import {
  createOrganizationServiceClient,
  createSessionServiceClient,
  createUserServiceClient,
} from "@zitadel/client/v2";
import { AuthorizationService } from "@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js";
import { InternalPermissionService } from "@zitadel/proto/zitadel/internal_permission/v2beta/internal_permission_service_pb.js";
import { ProjectService } from "@zitadel/proto/zitadel/project/v2beta/project_service_pb.js";
import { WebKeyService } from "@zitadel/proto/zitadel/webkey/v2beta/webkey_service_pb.js";
import * as client from "openid-client";
import { PlainBrowser, signIn } from "./plain-browser.ts";
import type { Server } from "./server.ts";
import { type Application, password } from "./world.ts";

export const redirectUri = "http://localhost:9/callback";

/** Opens the API to the token of somebody who signed in. */
export const apiScope = "openid urn:zitadel:iam:org:project:id:zitadel:aud";
export const rolesScope =
  "openid profile urn:zitadel:iam:org:projects:roles urn:zitadel:iam:user:resourceowner";

/** Every name leads to this machine: instances are told apart by the host that is asked for. */
const lookup: LookupFunction = (_host, { all }, found) => {
  const [address, family] = ["127.0.0.1", 4] as const;
  if (all === true) found(null, [{ address, family }]);
  else found(null, address, family);
};

/** The services as one person calls them, in their own organization or, by `orgId`, in another. */
export function callsOf(server: Pick<Server, "origin">, token: string, orgId?: string) {
  const inOrg: Interceptor = (next) => (request) => {
    if (orgId !== undefined) request.header.set("x-zitadel-orgid", orgId);
    return next(request);
  };
  const transport = createConnectTransport({
    baseUrl: server.origin,
    httpVersion: "1.1",
    nodeOptions: { lookup },
    interceptors: [NewAuthorizationBearerInterceptor(token), inOrg],
  });
  return {
    admin: createAdminServiceClient(transport),
    auth: createAuthServiceClient(transport),
    management: createManagementServiceClient(transport),
    organizations: createOrganizationServiceClient(transport),
    sessions: createSessionServiceClient(transport),
    users: createUserServiceClient(transport),
    authorizations: createClientFor(AuthorizationService)(transport),
    administrators: createClientFor(InternalPermissionService)(transport),
    keys: createClientFor(WebKeyService)(transport),
    projects: createClientFor(ProjectService)(transport),
  };
}

export type Calls = ReturnType<typeof callsOf>;

/** A person in the second generation's words, with a verified address and a password that need not be changed. */
export const human = (username: string, givenName: string, organizationId = "") => ({
  username,
  ...(organizationId !== "" && {
    organization: { org: { case: "orgId" as const, value: organizationId } },
  }),
  profile: { givenName, familyName: "Story" },
  email: { email: `${username}@example.test`, verification: { case: "isVerified" as const, value: true } },
  passwordType: { case: "password" as const, value: { password, changeRequired: false } },
});

/** How a call is refused, as `<code> <id>`; both libraries' errors carry the code and the id in the message. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error && "code" in error)) throw new Error(`not refused by the API: ${error}`);
  const id = /\(([A-Z0-9]+-\w+)\)/i.exec(error.message)?.[1] ?? error.message;
  return `${Code[Number(error.code)]} ${id}`;
}

/** The ways in which calls are refused, all of which must be. */
export const refusals = async (calls: readonly Promise<unknown>[]): Promise<ReadonlySet<string>> =>
  new Set(await Promise.all(calls.map(refusal)));

export const discover = (server: Server, app: Application): Promise<client.Configuration> =>
  client.discovery(
    new URL(server.origin),
    app.clientId,
    undefined,
    client.ClientSecretBasic(app.clientSecret),
    { execute: [client.allowInsecureRequests] },
  );

export interface Login {
  readonly accessToken: string;
  /** What the ID token says. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Signs a person in at an application, who types name and password at the hosted login.
 * @param newPassword for whom the login asks for one
 * @throws Error with the words of the page when the login does not let them in
 */
export async function login(
  config: client.Configuration,
  loginName: string,
  scope: string,
  newPassword?: string,
): Promise<Login> {
  const verifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const back = await signIn(new PlainBrowser(), address, { loginName, password, newPassword }, redirectUri);
  const checks = { pkceCodeVerifier: verifier, expectedState };
  const tokens = await client.authorizationCodeGrant(config, back, checks);
  return { accessToken: tokens.access_token, claims: tokens.claims() ?? {} };
}
