import { createPrivateKey } from "node:crypto";
import { createRemoteJWKSet, jwtVerify, SignJWT } from "jose";
import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PlainBrowser, signIn } from "./plain-browser.ts";
import { type Server, startServer } from "./server.ts";
import {
  type Application,
  addApplication,
  addPerson,
  addService,
  type Person,
  password,
  rest,
} from "./world.ts";

const redirectUri = "http://localhost:9/spa";
const insecure = { [oauth.allowInsecureRequests]: true };
const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

let server: Server;
let as: oauth.AuthorizationServer;
let app: Application;
let person: Person;
let client: oauth.Client;

beforeAll(async () => {
  server = await startServer();
  const issuer = new URL(server.origin);
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
  app = await addApplication(server, { redirectUri, method: "NONE", token: "JWT" });
  person = await addPerson(server, "oauth4webapi");
  client = { client_id: app.clientId };
});
afterAll(async () => server?.stop());

async function login(): Promise<oauth.TokenEndpointResponse> {
  const [verifier, state, nonce] = [
    oauth.generateRandomCodeVerifier(),
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
  ];
  const address = new URL(as.authorization_endpoint ?? "");
  address.search = new URLSearchParams({
    client_id: app.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid offline_access",
    max_age: "60",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  }).toString();
  const back = await signIn(new PlainBrowser(), address, { ...person, password }, redirectUri);
  // Insists on `iss` in the response, since discovery promises it (RFC 9207).
  const params = oauth.validateAuthResponse(as, client, back, state);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    oauth.None(),
    params,
    redirectUri,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response, {
    expectedNonce: nonce,
    maxAge: 60,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(as, response, insecure);
  return tokens;
}

test("a public client signs a person in with PKCE, nonce, max_age and a signed ID token", async () => {
  const tokens = await login();
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  expect(claims).toMatchObject({ sub: person.id, azp: app.clientId });
});

test("a JWT access token verifies against the published keys", async () => {
  const { access_token: token } = await login();
  const keys = createRemoteJWKSet(new URL(as.jwks_uri ?? ""));
  const { payload, protectedHeader } = await jwtVerify(token, keys, {
    issuer: server.origin,
    audience: app.clientId,
  });
  expect(payload.sub).toBe(person.id);
  expect(protectedHeader.kid).toBeTypeOf("string");
});

test("userinfo by the strict processing of the client", async () => {
  const tokens = await login();
  const response = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
  const info = await oauth.processUserInfoResponse(as, client, person.id, response);
  expect(info.sub).toBe(person.id);
});

test("a public client refreshes, and the old token is spent", async () => {
  const tokens = await login();
  const refresh = async (token: string): Promise<oauth.TokenEndpointResponse> =>
    oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, oauth.None(), token, insecure),
    );
  const renewed = await refresh(tokens.refresh_token ?? "");
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
  await expect(refresh(tokens.refresh_token ?? "")).rejects.toMatchObject({ error: "invalid_grant" });
});

test("a public client may revoke, and may not introspect", async () => {
  const tokens = await login();
  const asked = await oauth.introspectionRequest(as, client, oauth.None(), tokens.access_token, insecure);
  expect(asked.status).toBe(401);
  const token = tokens.refresh_token ?? "";
  const revoked = await oauth.revocationRequest(as, client, oauth.None(), token, insecure);
  await oauth.processRevocationResponse(revoked);
  const renewed = await oauth.refreshTokenGrantRequest(as, client, oauth.None(), token, insecure);
  expect(renewed.status).toBe(400);
});

test("userinfo refuses a bad token as RFC 6750 says", async () => {
  const response = await oauth.userInfoRequest(as, client, "no-such-token", insecure);
  const read = oauth.processUserInfoResponse(as, client, person.id, response);
  await expect(read).rejects.toMatchObject({
    name: "WWWAuthenticateChallengeError",
    cause: [{ scheme: "bearer", parameters: { error: "invalid_token" } }],
  });
});

test("an API introspects a token by private_key_jwt", async () => {
  const api = await rest<{ appId: string; clientId: string }>(
    server,
    "POST",
    `/management/v1/projects/${app.projectId}/apps/api`,
    { name: "API", authMethodType: "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT" },
  );
  const made = await rest<{ id: string; keyDetails: string }>(
    server,
    "POST",
    `/management/v1/projects/${app.projectId}/apps/${api.appId}/keys`,
    { type: "KEY_TYPE_JSON" },
  );
  const { keyId, key } = JSON.parse(Buffer.from(made.keyDetails, "base64").toString("utf8")) as {
    keyId: string;
    key: string;
  };
  const judge: oauth.Client = { client_id: api.clientId };
  const proof = oauth.PrivateKeyJwt({ key: await webKey(key), kid: keyId });
  const tokens = await login();
  const response = await oauth.introspectionRequest(as, judge, proof, tokens.access_token, insecure);
  const told = await oauth.processIntrospectionResponse(as, judge, response);
  expect(told).toMatchObject({ active: true, sub: person.id, client_id: app.clientId });
});

test("a service account gets a token by client_credentials", async () => {
  const service = await addService(server, "batch");
  const own: oauth.Client = { client_id: service.clientId };
  const tokens = await oauth.processClientCredentialsResponse(
    as,
    own,
    await oauth.clientCredentialsGrantRequest(
      as,
      own,
      oauth.ClientSecretBasic(service.clientSecret),
      { scope: "openid" },
      insecure,
    ),
  );
  const keys = createRemoteJWKSet(new URL(as.jwks_uri ?? ""));
  const { payload } = await jwtVerify(tokens.access_token, keys, { issuer: server.origin });
  expect(payload.sub).toBe(service.userId);
});

/** The grant of RFC 7523, which names no client. */
async function exchange(assertion: string): Promise<Response> {
  const nobody: oauth.ClientAuth = () => undefined;
  return oauth.genericTokenEndpointRequest(
    as,
    { client_id: server.key.userId },
    nobody,
    jwtBearer,
    { assertion, scope: "openid profile urn:zitadel:iam:org:project:id:zitadel:aud" },
    insecure,
  );
}

const assertion = ({ key, keyId, userId }: Server["key"], audience: string): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: "RS256", kid: keyId })
    .setIssuer(userId)
    .setSubject(userId)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime("5m")
    .sign(createPrivateKey(key));

test("a service account gets a token by a JWT that it signed with its key, and the API takes it", async () => {
  const response = await exchange(await assertion(server.key, server.origin));
  const own: oauth.Client = { client_id: server.key.userId };
  const tokens = await oauth.processGenericTokenEndpointResponse(as, own, response);
  const me = await fetch(`${server.origin}/auth/v1/users/me`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  expect(await me.json()).toMatchObject({ user: { id: server.key.userId, userName: "robot" } });
});

test("a JWT for another audience, or by another's key, is refused", async () => {
  const elsewhere = await exchange(await assertion(server.key, "https://elsewhere.test"));
  expect(await elsewhere.json()).toMatchObject({ error: "invalid_grant" });
  const impostor = await exchange(await assertion({ ...server.key, userId: person.id }, server.origin));
  expect(await impostor.json()).toMatchObject({ error: "invalid_grant" });
});

/** Web Crypto takes PKCS #8 only; the server writes PKCS #1. */
async function webKey(pem: string): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ format: "der", type: "pkcs8" });
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  return crypto.subtle.importKey("pkcs8", new Uint8Array(der), algorithm, false, ["sign"]);
}
