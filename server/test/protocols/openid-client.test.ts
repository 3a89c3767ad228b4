import { randomUUID } from "node:crypto";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PlainBrowser, signIn, textOf } from "./plain-browser.ts";
import { type Server, startServer } from "./server.ts";
import { type Application, addApplication, addPerson, addService, type Person, password } from "./world.ts";

const redirectUri = "http://localhost:9/callback";
const afterLogout = "http://localhost:9/bye";

let server: Server;
let app: Application;
let person: Person;
let config: client.Configuration;

const options = { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] };
const discover = ({ clientId, clientSecret }: Application): Promise<client.Configuration> =>
  client.discovery(
    new URL(server.origin),
    clientId,
    undefined,
    client.ClientSecretBasic(clientSecret),
    options,
  );

beforeAll(async () => {
  server = await startServer();
  app = await addApplication(server, { redirectUri, afterLogout, method: "BASIC" });
  person = await addPerson(server, "openid-client");
  config = await discover(app);
});
afterAll(async () => server?.stop());

type Tokens = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

/** A whole login: authorization request, hosted login, code for tokens. */
async function login(
  browser: PlainBrowser,
  more: Readonly<Record<string, string>> = {},
  asked = config,
): Promise<{ readonly tokens: Tokens; readonly nonce: string }> {
  const [verifier, state, nonce] = [
    client.randomPKCECodeVerifier(),
    client.randomState(),
    client.randomNonce(),
  ];
  const address = client.buildAuthorizationUrl(asked, {
    redirect_uri: redirectUri,
    scope: "openid profile email offline_access",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...more,
  });
  const back = await signIn(browser, address, { ...person, password }, redirectUri);
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  return { tokens: await client.authorizationCodeGrant(asked, back, checks), nonce };
}

test("discovery names this issuer and what the clients need", () => {
  const metadata = config.serverMetadata();
  expect(metadata.issuer).toBe(server.origin);
  expect(metadata.supportsPKCE()).toBe(true);
  expect(metadata["authorization_response_iss_parameter_supported"]).toBe(true);
});

test("a person signs in with code and PKCE, and the claims are theirs", async () => {
  const { tokens, nonce } = await login(new PlainBrowser());
  const claims = tokens.claims();
  expect(claims).toMatchObject({ iss: server.origin, sub: person.id, nonce });
  expect(claims?.aud).toContain(app.clientId);
  expect(claims?.["amr"]).toContain("pwd");
  const info = await client.fetchUserInfo(config, tokens.access_token, person.id);
  expect(info).toMatchObject({
    sub: person.id,
    name: "Grace Hopper",
    given_name: "Grace",
    family_name: "Hopper",
    preferred_username: person.loginName,
    email: "openid-client@example.test",
    email_verified: true,
  });
});

test("a second request in the same browser needs no password", async () => {
  const browser = new PlainBrowser();
  await login(browser);
  const verifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    prompt: "none",
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const { url } = await browser.open(address, redirectUri);
  const tokens = await client.authorizationCodeGrant(config, url, {
    pkceCodeVerifier: verifier,
    expectedState,
  });
  expect(tokens.claims()?.sub).toBe(person.id);
});

test("without a login, prompt=none ends in login_required", async () => {
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    prompt: "none",
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  });
  const { url } = await new PlainBrowser().open(address, redirectUri);
  const exchanged = client.authorizationCodeGrant(config, url, { expectedState });
  await expect(exchanged).rejects.toMatchObject({ error: "login_required" });
});

test("a wrong password stays at the login and says so without naming what was wrong", async () => {
  const browser = new PlainBrowser();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    state: client.randomState(),
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  });
  await expect(signIn(browser, address, { ...person, password: "wrong" }, redirectUri)).rejects.toThrow(
    "stayed",
  );
  expect(browser.page.html).toContain('name="password"');
});

test("a refresh token is replaced at each use, and its second use ends the whole family", async () => {
  const { tokens } = await login(new PlainBrowser());
  const first = tokens.refresh_token ?? "";
  const renewed = await client.refreshTokenGrant(config, first);
  expect(renewed.refresh_token).toBeTypeOf("string");
  expect(renewed.refresh_token).not.toBe(first);
  expect(await client.fetchUserInfo(config, renewed.access_token, person.id)).toMatchObject({
    sub: person.id,
  });

  await expect(client.refreshTokenGrant(config, first)).rejects.toMatchObject({ error: "invalid_grant" });
  const descendant = client.refreshTokenGrant(config, renewed.refresh_token ?? "");
  await expect(descendant).rejects.toMatchObject({ error: "invalid_grant" });
  expect(await client.tokenIntrospection(config, renewed.access_token)).toEqual({ active: false });
});

test("a code is good for one exchange, and its second use takes back what it gave", async () => {
  const verifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  const back = await signIn(new PlainBrowser(), address, { ...person, password }, redirectUri);
  const checks = { pkceCodeVerifier: verifier, expectedState };
  const tokens = await client.authorizationCodeGrant(config, back, checks);
  await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({
    error: "invalid_grant",
  });
  expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
});

test("a wrong code verifier is refused", async () => {
  const expectedState = client.randomState();
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  });
  const back = await signIn(new PlainBrowser(), address, { ...person, password }, redirectUri);
  const checks = { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState };
  await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({
    error: "invalid_grant",
  });
});

test("introspection tells the application about its token, and nothing after revocation", async () => {
  const { tokens } = await login(new PlainBrowser());
  const told = await client.tokenIntrospection(config, tokens.access_token);
  expect(told).toMatchObject({ active: true, sub: person.id, client_id: app.clientId, iss: server.origin });
  await client.tokenRevocation(config, tokens.access_token);
  expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  await expect(client.fetchUserInfo(config, tokens.access_token, person.id)).rejects.toMatchObject({
    status: 401,
  });
});

test("a revoked refresh token gives no new tokens", async () => {
  const { tokens } = await login(new PlainBrowser());
  await client.tokenRevocation(config, tokens.refresh_token ?? "");
  const renewed = client.refreshTokenGrant(config, tokens.refresh_token ?? "");
  await expect(renewed).rejects.toMatchObject({ error: "invalid_grant" });
});

test("another application learns nothing of the token", async () => {
  const other = await addApplication(server, { redirectUri: `${redirectUri}/other`, method: "BASIC" });
  const { tokens } = await login(new PlainBrowser());
  const foreign = await discover(other);
  expect(await client.tokenIntrospection(foreign, tokens.access_token)).toEqual({ active: false });
});

test("a wrong client secret is refused", async () => {
  const wrong = await discover({ ...app, clientSecret: randomUUID() });
  await expect(client.tokenIntrospection(wrong, "anything")).rejects.toMatchObject({ status: 401 });
});

test("end_session ends the login and leads back to the application", async () => {
  const browser = new PlainBrowser();
  const { tokens } = await login(browser);
  const state = client.randomState();
  const leave = client.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token ?? "",
    post_logout_redirect_uri: afterLogout,
    state,
  });
  const { url } = await browser.open(leave, afterLogout);
  expect(url.href).toBe(`${afterLogout}?state=${state}`);
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: "openid",
    prompt: "none",
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  });
  const again = await browser.open(address, redirectUri);
  expect(again.url.searchParams.get("error")).toBe("login_required");
});

test("a redirect URI that is not registered gets a page, never a redirect", async () => {
  const address = client.buildAuthorizationUrl(config, {
    redirect_uri: "http://localhost:9/elsewhere",
    scope: "openid",
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: "S256",
  });
  const page = await new PlainBrowser().open(address, "http://localhost:9/");
  expect(page.status).toBe(400);
  expect(page.url.origin).toBe(server.origin);
  expect(textOf(page.html)).not.toBe("");
});

test("a service account gets a token by its secret", async () => {
  const service = await addService(server, "nightly");
  const own = await client.discovery(
    new URL(server.origin),
    service.clientId,
    undefined,
    client.ClientSecretPost(service.clientSecret),
    options,
  );
  const tokens = await client.clientCredentialsGrant(own, { scope: "openid profile" });
  expect(await client.fetchUserInfo(own, tokens.access_token, service.userId)).toMatchObject({
    sub: service.userId,
    name: "nightly",
  });
});
