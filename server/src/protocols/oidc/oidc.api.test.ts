import { createHash, randomBytes } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App } from "#src/domains/app/index.ts";
import { requireAuthRequest } from "#src/domains/authrequest/index.ts";
import { User } from "#src/domains/user/index.ts";
import { signJwt } from "#src/domains/webkey/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { assertionType } from "./credentials.ts";
import { paths } from "./paths.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => {
  world.shift.millis = 0;
  expect(world.unexpected).toEqual([]);
});
afterAll(() => world.close());

type Fields = Readonly<Record<string, string>>;
const basicOf = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;
const basic = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }) => ({
  authorization: basicOf(clientId, clientSecret),
});

async function post(path: string, fields: Fields, headers: Fields = {}) {
  const response = await fetch(`${world.url}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers,
    redirect: "manual",
  });
  const text = await response.text();
  // The shape of each answer is what the tests look at.
  const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, body };
}
/** An answer whose shape the test looks at. */
const jsonOf = async (response: Response) =>
  (await response.json()) as Record<string, Record<string, string>>;
const get = (path: string, fields: Fields, headers: Fields = {}) =>
  fetch(`${world.url}${path}?${new URLSearchParams(fields)}`, { headers, redirect: "manual" });

const verifier = "v".repeat(50);
const challenge = createHash("sha256").update(verifier).digest("base64url");
const pkce = { code_challenge: challenge, code_challenge_method: "S256" };

const request = (clientId: string, more: Fields = {}): Fields => ({
  client_id: clientId,
  redirect_uri: redirectUri,
  response_type: "code",
  scope: "openid profile email offline_access",
  state: "st&te",
  nonce: "n0nce",
  ...pkce,
  ...more,
});

/** From authorize to the code, through a login UI. */
async function newCode(clientId: string, more: Fields = {}) {
  const response = await get(paths.authorize, request(clientId, more));
  expect(response.status).toBe(302);
  const login = new URL(response.headers.get("location") ?? "");
  expect(login.pathname).toBe("/ui/v2/login/login");
  const { back, sessionId } = await world.logIn(login.searchParams.get("authRequest") ?? "");
  expect(back.searchParams.get("state")).toBe("st&te");
  expect(back.searchParams.get("iss")).toBe(world.url);
  return { code: back.searchParams.get("code") ?? "", sessionId };
}

const exchange = (code: string, fields: Fields = {}): Fields => ({
  grant_type: "authorization_code",
  code,
  redirect_uri: redirectUri,
  code_verifier: verifier,
  ...fields,
});

async function logInTo(client: World["clients"]["web"], more: Fields = {}) {
  const { code, sessionId } = await newCode(client.clientId, more);
  const answer = await post(paths.token, exchange(code), basic(client));
  expect(answer.status).toBe(200);
  return { tokens: answer.body as Record<string, string>, sessionId };
}

test("discovery names this issuer and works for every script; keys may be kept for five minutes", async () => {
  const response = await fetch(`${world.url}${paths.discovery}`, {
    headers: { origin: "https://any.example" },
  });
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  const document: unknown = await response.json();
  expect(document).toMatchObject({ issuer: world.url, token_endpoint: `${world.url}${paths.token}` });
  const keys = await fetch(`${world.url}${paths.keys}`);
  expect(keys.headers.get("cache-control")).toBe("max-age=300, must-revalidate");
  const listed = Object.values((await jsonOf(keys))["keys"] ?? {});
  expect(listed).toHaveLength(2);
  for (const key of listed) expect(key).not.toHaveProperty("d");
});

test("an application logs somebody in by code, and its ID token is what OIDC Core says", async () => {
  const { clients, userId, projectId, url } = world;
  const { tokens, sessionId } = await logInTo(clients.web);
  expect(tokens).toMatchObject({ token_type: "Bearer", scope: "openid profile email offline_access" });
  expect(tokens["refresh_token"]).toBeTruthy();
  const jwks = createRemoteJWKSet(new URL(`${url}${paths.keys}`));
  const { payload } = await jwtVerify(tokens["id_token"] ?? "", jwks, {
    issuer: url,
    audience: clients.web.clientId,
  });
  expect(payload).toMatchObject({
    sub: userId,
    nonce: "n0nce",
    amr: ["pwd"],
    azp: clients.web.clientId,
    sid: sessionId,
    at_hash: createHash("sha256")
      .update(tokens["access_token"] ?? "")
      .digest()
      .subarray(0, 16)
      .toString("base64url"),
  });
  expect(payload.aud).toContain(projectId);
  expect(payload).not.toHaveProperty("email");
});

test("userinfo by header and by form; roles and metadata by scope", async () => {
  const scope = "openid profile email urn:zitadel:iam:org:project:role:buyer urn:zitadel:iam:user:metadata";
  const { tokens } = await logInTo(world.clients.web, { scope });
  const token = tokens["access_token"] ?? "";
  const byHeader = await get(paths.userinfo, {}, { authorization: `Bearer ${token}` });
  const claims = await jsonOf(byHeader);
  expect(claims).toMatchObject({
    sub: world.userId,
    name: "Ada Lovelace",
    email: "ada@example.com",
    email_verified: true,
    "urn:zitadel:iam:user:metadata": { k: "dg" },
  });
  expect(Object.keys(claims["urn:zitadel:iam:org:project:roles"] ?? {})).toEqual(["buyer"]);
  expect(byHeader.headers.get("cache-control")).toBe("no-store");
  expect((await post(paths.userinfo, { access_token: token })).body).toEqual(claims);
});

test("userinfo refuses as RFC 6750 says, and never takes a token from the query", async () => {
  const none = await get(paths.userinfo, {});
  expect([none.status, none.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="userinfo"']);
  const wrong = await get(paths.userinfo, {}, { authorization: "Bearer nonsense" });
  expect(wrong.status).toBe(401);
  expect(wrong.headers.get("www-authenticate")).toContain('error="invalid_token"');
  const { tokens } = await logInTo(world.clients.web);
  const access = tokens["access_token"] ?? "";
  expect((await get(paths.userinfo, { access_token: access })).status).toBe(401);
  const idToken = await get(paths.userinfo, {}, { authorization: `Bearer ${tokens["id_token"]}` });
  expect(idToken.status).toBe(401);
  const twice = await post(paths.userinfo, { access_token: access }, { authorization: `Bearer ${access}` });
  expect([twice.status, twice.body["error"]]).toEqual([400, "invalid_request"]);
});

test("a single-page application gets JWTs by PKCE alone, and its own pages may read the answers", async () => {
  const { clients, url } = world;
  const { code } = await newCode(clients.spa.clientId, {
    scope: "openid urn:zitadel:iam:org:project:role:buyer",
  });
  const fields = exchange(code, { client_id: clients.spa.clientId });
  const answer = await post(paths.token, fields, { origin: "https://app.example" });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.example");
  const jwks = createRemoteJWKSet(new URL(`${url}${paths.keys}`));
  const { payload } = await jwtVerify(String(answer.body["access_token"]), jwks, { issuer: url });
  expect(payload).toMatchObject({ client_id: clients.spa.clientId, sub: world.userId });
  expect(Object.keys(payload["urn:zitadel:iam:org:project:roles"] ?? {})).toEqual(["buyer"]);
  expect(payload).not.toHaveProperty("scope");
  const userinfo = await get(paths.userinfo, {}, { authorization: `Bearer ${answer.body["access_token"]}` });
  expect(userinfo.status).toBe(200);
});

test("pages of other origins, and opaque ones, cannot read what is meant for the client", async () => {
  const { clients } = world;
  for (const origin of ["https://evil.example", "null"]) {
    const fields = { grant_type: "refresh_token", refresh_token: "x", client_id: clients.spa.clientId };
    const answer = await post(paths.token, fields, { origin });
    expect(answer.headers.get("access-control-allow-origin"), origin).toBeNull();
  }
  const own = await post(
    paths.token,
    { grant_type: "refresh_token", refresh_token: "x", client_id: clients.spa.clientId },
    { origin: "https://app.example" },
  );
  expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([400, "https://app.example"]);
});

test("a code works once, for its client, with its redirect URI and verifier, for ten minutes", async () => {
  const { web, post: other } = world.clients;
  const refused = async (fields: Fields, headers: Fields) => {
    const { status, body } = await post(paths.token, fields, headers);
    return [status, body["error"], /\(([^()]+)\)$/.exec(String(body["error_description"]))?.[1]];
  };
  const { code } = await newCode(web.clientId);
  expect(await refused(exchange(code, { code_verifier: "w".repeat(50) }), basic(web))).toEqual([
    400,
    "invalid_grant",
    "OIDC-Pk9wr",
  ]);
  expect(await refused(exchange(code, { redirect_uri: `${redirectUri}/` }), basic(web))).toEqual([
    400,
    "invalid_grant",
    "OIDC-Co3ru",
  ]);
  const theirs = exchange(code, { client_id: other.clientId, client_secret: other.clientSecret });
  expect(await refused(theirs, {})).toEqual([400, "invalid_grant", "OIDC-Co2cl"]);
  expect((await post(paths.token, exchange(code), basic(web))).status).toBe(200);
  expect((await refused(exchange(code), basic(web))).slice(0, 2)).toEqual([400, "invalid_grant"]);
  const late = await newCode(web.clientId);
  world.shift.millis = 11 * 60_000;
  expect(await refused(exchange(late.code), basic(web))).toEqual([400, "invalid_grant", "OIDC-Co4ex"]);
});

test("a code that comes back ends what it gave, but only when it comes from its own client", async () => {
  const { web, post: other } = world.clients;
  const { code } = await newCode(web.clientId);
  const { body } = await post(paths.token, exchange(code), basic(web));
  const status = async (token: unknown) =>
    (await post(paths.userinfo, { access_token: String(token) })).status;
  const theirs = exchange(code, { client_id: other.clientId, client_secret: other.clientSecret });
  await post(paths.token, theirs);
  await post(paths.token, exchange(code, { code_verifier: "w".repeat(50) }), basic(web));
  expect(await status(body["access_token"])).toBe(200);
  await post(paths.token, exchange(code), basic(web));
  expect(await status(body["access_token"])).toBe(401);
});

test("of many who redeem one code at the same moment, one succeeds", async () => {
  const { web } = world.clients;
  const { code } = await newCode(web.clientId);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post(paths.token, exchange(code), basic(web))),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ body }) => body["error"] === "invalid_grant")).toHaveLength(7);
});

test("refresh tokens rotate; one that comes back ends everything that was issued with it", async () => {
  const { web } = world.clients;
  const { tokens } = await logInTo(web);
  const refresh = (token: unknown, more: Fields = {}) =>
    post(paths.token, { grant_type: "refresh_token", refresh_token: String(token), ...more }, basic(web));
  const second = await refresh(tokens["refresh_token"], { scope: "openid email" });
  expect(second.body).toMatchObject({ scope: "openid email" });
  expect((await refresh(second.body["refresh_token"], { scope: "openid phone" })).body["error"]).toBe(
    "invalid_scope",
  );
  const alive = () => get(paths.userinfo, {}, { authorization: `Bearer ${second.body["access_token"]}` });
  expect((await alive()).status).toBe(200);
  expect((await refresh(tokens["refresh_token"])).body["error"]).toBe("invalid_grant");
  expect((await alive()).status).toBe(401);
  expect((await refresh(second.body["refresh_token"])).body["error"]).toBe("invalid_grant");
});

test("another client cannot use a refresh token, nor end it by trying", async () => {
  const { web, post: other } = world.clients;
  const { tokens } = await logInTo(web);
  const fields = { grant_type: "refresh_token", refresh_token: tokens["refresh_token"] ?? "" };
  const theirs = await post(paths.token, {
    ...fields,
    client_id: other.clientId,
    client_secret: other.clientSecret,
  });
  expect(theirs.body["error"]).toBe("invalid_grant");
  expect((await post(paths.token, fields, basic(web))).status).toBe(200);
});

test("a client authenticates in the one way it is configured for", async () => {
  const { web, post: byPost, spa, signing } = world.clients;
  const fields = { grant_type: "refresh_token", refresh_token: "x" };
  const asPost = (client: typeof web) => ({
    ...fields,
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  const error = async (form: Fields, headers: Fields = {}) => {
    const { status, body } = await post(paths.token, form, headers);
    return [status, body["error"]];
  };
  const passed = [400, "invalid_grant"];
  const refused = [401, "invalid_client"];
  expect(await error(fields, basic(web))).toEqual(passed);
  expect(await error(asPost(byPost))).toEqual(passed);
  expect(await error({ ...fields, client_id: spa.clientId })).toEqual(passed);
  expect(await error(asPost(web))).toEqual(refused);
  expect(await error(fields, basic(byPost))).toEqual(refused);
  expect(await error({ ...fields, client_id: web.clientId })).toEqual(refused);
  expect(await error({ ...fields, client_id: signing.clientId })).toEqual(refused);
  expect(await error({ ...fields, client_id: spa.clientId, client_secret: "x" })).toEqual(refused);
  expect(await error({ ...fields, client_id: "nobody" })).toEqual(refused);
  const wrong = await post(paths.token, fields, { authorization: basicOf(web.clientId, "wrong") });
  expect([wrong.status, wrong.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="client"']);
});

const sign = (claims: object, { privateKey, keyId }: World["keys"]["client"], alg = "RS256") =>
  new SignJWT({ ...claims }).setProtectedHeader({ alg, kid: keyId }).sign(privateKey);
const seconds = () => Math.floor(Date.now() / 1000);

test("private_key_jwt: signature, issuer, subject, audience and age all count", async () => {
  const { clients, keys, url } = world;
  const id = clients.signing.clientId;
  const good = { iss: id, sub: id, aud: url, iat: seconds(), exp: seconds() + 60 };
  const tryWith = async (client_assertion: string) => {
    const fields = { grant_type: "refresh_token", refresh_token: "x", client_assertion_type: assertionType };
    return (await post(paths.token, { ...fields, client_assertion })).body["error"];
  };
  expect(await tryWith(await sign(good, keys.client))).toBe("invalid_grant");
  expect(await tryWith(await sign({ ...good, aud: `${url}${paths.token}` }, keys.client))).toBe(
    "invalid_grant",
  );
  for (const bad of [
    { ...good, aud: "https://other.example" },
    { ...good, iss: "x" },
    { ...good, exp: seconds() - 60 },
    { ...good, iat: seconds() - 3700 },
    { iss: id, sub: id, aud: url, exp: seconds() + 60 },
    { iss: id, sub: id, aud: url, iat: seconds() },
  ])
    expect(await tryWith(await sign(bad, keys.client)), JSON.stringify(bad)).toBe("invalid_client");
  expect(await tryWith(await sign(good, keys.machine))).toBe("invalid_client");
  const forged = { ...keys.machine, keyId: keys.client.keyId };
  expect(await tryWith(await sign(good, forged))).toBe("invalid_client");
  const header = Buffer.from(JSON.stringify({ alg: "none", kid: keys.client.keyId })).toString("base64url");
  const unsigned = `${header}.${Buffer.from(JSON.stringify(good)).toString("base64url")}.`;
  expect(await tryWith(unsigned)).toBe("invalid_client");
});

test("a service user gets tokens by its secret; unknown names and wrong secrets are told apart by nobody", async () => {
  const { machine, projectId, clients } = world;
  const scope = `openid urn:zitadel:iam:org:project:id:${projectId}:aud`;
  const fields = { grant_type: "client_credentials", scope };
  const answer = await post(paths.token, fields, {
    authorization: basicOf(machine.loginName, machine.secret),
  });
  expect(answer.status).toBe(200);
  expect(answer.body).not.toHaveProperty("refresh_token");
  const claims = decodeJwt(String(answer.body["id_token"]));
  expect(claims).toMatchObject({ sub: machine.userId, aud: [projectId, "robot"], amr: ["pwd"] });
  expect(claims.exp).toBe(claims.iat);
  const told = await post(
    paths.introspect,
    { token: String(answer.body["access_token"]) },
    basic(clients.api),
  );
  expect(told.body).toMatchObject({ active: true, sub: machine.userId, username: "robot" });
  const wrong = await post(paths.token, fields, { authorization: basicOf(machine.loginName, "x") });
  const unknown = await post(paths.token, fields, { authorization: basicOf("nobody", "x") });
  const person = await post(paths.token, fields, { authorization: basicOf("ada", "x") });
  const bare = await post(paths.token, fields, { authorization: basicOf("robot-without-secret", "x") });
  for (const refused of [wrong, unknown, person, bare]) {
    expect(refused.status).toBe(401);
    expect(refused.body).toEqual(wrong.body);
  }
});

test("a service user gets tokens by a JWT that its key signed (RFC 7523)", async () => {
  const { machine, keys, url } = world;
  const good = { iss: machine.userId, sub: machine.userId, aud: url, iat: seconds(), exp: seconds() + 60 };
  const grant = async (assertion: string) =>
    post(paths.token, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      scope: "openid",
      assertion,
    });
  expect((await grant(await sign(good, keys.machine))).status).toBe(200);
  for (const bad of [
    await sign({ ...good, aud: "https://other.example" }, keys.machine),
    await sign({ ...good, sub: world.userId }, keys.machine),
    await sign({ ...good, iat: seconds() - 3700 }, keys.machine),
    await sign(good, keys.client),
    "nonsense",
  ]) {
    const { status, body } = await grant(bad);
    expect([status, body["error"]]).toEqual([400, "invalid_grant"]);
  }
});

test("an assertion that has an id is good for one use, whichever process it is shown to; one without is not counted", async () => {
  const { clients, keys, url, machine, userId } = world;
  const signedBy = (id: string, key: World["keys"]["client"], more: object) =>
    sign({ iss: id, sub: id, aud: url, iat: seconds(), exp: seconds() + 60, ...more }, key);
  const asClient = async (client_assertion: string) => {
    const fields = { grant_type: "refresh_token", refresh_token: "x", client_assertion_type: assertionType };
    return (await post(paths.token, { ...fields, client_assertion })).body;
  };
  const asServiceUser = async (assertion: string) => {
    const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    return (await post(paths.token, { grant_type, scope: "openid", assertion })).body;
  };
  const clientId = clients.signing.clientId;
  const replayed = (error: string) => ({ error, error_description: expect.stringMatching(/OIDC-As2us/) });

  const bare = await signedBy(clientId, keys.client, {});
  for (const _ of [1, 2]) expect((await asClient(bare))["error"]).toBe("invalid_grant");
  const client = await signedBy(clientId, keys.client, { jti: "one" });
  const first = await Promise.all([asClient(client), asClient(client)]);
  expect(first.map(({ error }) => error).sort()).toEqual(["invalid_client", "invalid_grant"]);
  // By its id, however it is signed, as long as the first one would be good; and in a second process too.
  expect(await asClient(await signedBy(clientId, keys.client, { jti: "one", n: 1 }))).toEqual(
    replayed("invalid_client"),
  );
  const until = new Date(Date.now() + 60_000);
  const known = { instanceId: world.ctx().instanceId, kind: "assertion", subject: `${clientId}\none`, until };
  expect(await world.otherProcess.first(known)).toBe(false);
  expect(await asClient(await signedBy(clientId, keys.client, { jti: 7 }))).toEqual(
    replayed("invalid_client"),
  );

  // Another issuer's ids are its own.
  const service = await signedBy(machine.userId, keys.machine, { jti: "one" });
  expect(await asServiceUser(service)).toHaveProperty("access_token");
  expect(await asServiceUser(service)).toEqual(replayed("invalid_grant"));
  // What is refused for another reason uses nothing up.
  const foreign = { jti: "two", sub: userId };
  expect((await asServiceUser(await signedBy(machine.userId, keys.machine, foreign)))["error"]).toBe(
    "invalid_grant",
  );
  const own = await signedBy(machine.userId, keys.machine, { jti: "two" });
  expect(await asServiceUser(own)).toHaveProperty("access_token");
});

test("updated_at is the age of the profile: logging in does not move it", async () => {
  const told = async () => {
    const { tokens } = await logInTo(world.clients.web);
    const headers = { authorization: `Bearer ${tokens["access_token"]}` };
    const answer: unknown = await (await fetch(`${world.url}${paths.userinfo}`, { headers })).json();
    return answer;
  };
  const user = await world.store.get(User, world.ctx().instanceId, world.userId);
  const updated_at = Math.floor(Date.parse(user?.state.profileChangedAt ?? "") / 1000);
  expect(await told()).toMatchObject({ updated_at });
  expect((await world.store.get(User, world.ctx().instanceId, world.userId))?.sequence).toBeGreaterThan(
    user?.sequence ?? 0,
  );
  expect(await told()).toMatchObject({ updated_at });
});

test("requests that nobody logs in for are limited by address, and logins never are", async () => {
  const { instanceId } = world.ctx();
  const { clientId } = world.clients.web;
  const ahead = async () => {
    const [row] = await world.database.query<{ seconds: number }>(
      sql`select extract(epoch from max(free_at) - now())::float8 as seconds from rate_limits
        where instance_id = ${instanceId} and window_seconds = 900`,
    );
    return row?.seconds ?? 0;
  };
  const spacing = 0.9;
  const before = await ahead();
  for (let n = 0; n < 5; n++) await newCode(clientId);
  expect(await ahead()).toBeLessThan(before + spacing / 2);
  await get(paths.authorize, request(clientId));
  expect(await ahead()).toBeGreaterThan(before);

  const waiting = await get(paths.authorize, request(clientId));
  await world.database.query(
    sql`update rate_limits set free_at = now() + interval '900 seconds' where window_seconds = 900`,
  );
  const refused = new URL((await get(paths.authorize, request(clientId))).headers.get("location") ?? "");
  expect(refused.searchParams.get("error")).toBe("temporarily_unavailable");
  expect(refused.searchParams.get("error_description")).toContain("LIMIT-m2Sg9");
  const login = new URL(waiting.headers.get("location") ?? "");
  await world.logIn(login.searchParams.get("authRequest") ?? "");
  await newCode(clientId);
  await world.database.query(sql`delete from rate_limits where window_seconds = 900`);
});

test("introspection: for the audience alone, for confidential clients alone", async () => {
  const { web, api, stranger, spa } = world.clients;
  const { tokens } = await logInTo(web);
  const token = tokens["access_token"] ?? "";
  const own = await post(paths.introspect, { token }, basic(api));
  expect(own.body).toMatchObject({
    active: true,
    client_id: web.clientId,
    token_type: "Bearer",
    sub: world.userId,
    iss: world.url,
    email: "ada@example.com",
    scope: "openid profile email offline_access",
  });
  expect((await post(paths.introspect, { token }, basic(stranger))).body).toEqual({ active: false });
  expect((await post(paths.introspect, { token: "nonsense" }, basic(api))).body).toEqual({ active: false });
  expect((await post(paths.introspect, { token: tokens["refresh_token"] ?? "" }, basic(api))).body).toEqual({
    active: false,
  });
  const open = await post(paths.introspect, { token, client_id: spa.clientId });
  expect([open.status, open.body["error"]]).toEqual([401, "invalid_client"]);
});

test("revocation: an access token ends alone, a refresh token with all of it, a stranger's try with nothing", async () => {
  const { web, stranger } = world.clients;
  const active = async (token: string | undefined) =>
    (await post(paths.introspect, { token: token ?? "" }, basic(world.clients.api))).body["active"];
  const first = (await logInTo(web)).tokens;
  const foreign = await post(paths.revoke, { token: first["access_token"] ?? "" }, basic(stranger));
  expect(foreign.body["error"]).toBe("invalid_client");
  expect(await active(first["access_token"])).toBe(true);
  expect((await post(paths.revoke, { token: first["access_token"] ?? "" }, basic(web))).status).toBe(200);
  expect(await active(first["access_token"])).toBe(false);
  const renewed = await post(
    paths.token,
    { grant_type: "refresh_token", refresh_token: first["refresh_token"] ?? "" },
    basic(web),
  );
  expect(await active(String(renewed.body["access_token"]))).toBe(true);
  await post(paths.revoke, { token: String(renewed.body["refresh_token"]) }, basic(web));
  expect(await active(String(renewed.body["access_token"]))).toBe(false);
  expect((await post(paths.revoke, { token: "unknown" }, basic(web))).status).toBe(200);
});

test("logging out ends the session and its tokens; people are sent only to registered addresses", async () => {
  const { web, stranger } = world.clients;
  const { tokens } = await logInTo(web);
  const hint = tokens["id_token"] ?? "";
  const bye = "https://app.example/bye";
  for (const wrong of [
    { id_token_hint: hint, post_logout_redirect_uri: `${bye}/x` },
    { id_token_hint: hint, client_id: stranger.clientId },
    { id_token_hint: `${hint}x` },
    { client_id: web.clientId, post_logout_redirect_uri: "https://evil.example" },
  ])
    expect((await get(paths.endSession, wrong)).status).toBe(400);
  const info = () => get(paths.userinfo, {}, { authorization: `Bearer ${tokens["access_token"]}` });
  expect((await info()).status).toBe(200);
  const out = await get(paths.endSession, { id_token_hint: hint, post_logout_redirect_uri: bye, state: "s" });
  expect(out.headers.get("location")).toBe(`${bye}?state=s`);
  expect((await info()).status).toBe(401);
  const again = await get(paths.endSession, { id_token_hint: hint });
  expect(again.headers.get("location")).toBe(`${world.url}/ui/v2/login/logout/done`);
});

test("no other token of this issuer passes for an ID token when a session is to be ended", async () => {
  const { tokens, sessionId } = await logInTo(world.clients.web);
  const hint = await signJwt(world.ctx(), { iss: world.url, aud: "pages", sid: sessionId });
  const asked = await get(paths.endSession, { id_token_hint: hint });
  expect(new URL(asked.headers.get("location") ?? "").pathname).toBe("/ui/v2/login/logout");
  const info = await get(paths.userinfo, {}, { authorization: `Bearer ${tokens["access_token"]}` });
  expect(info.status).toBe(200);
});

test("without proof of the session the person is asked, and unknown clients name no address", async () => {
  const { web } = world.clients;
  const bye = "https://app.example/bye";
  const known = await get(paths.endSession, { client_id: web.clientId, post_logout_redirect_uri: bye });
  const asked = new URL(known.headers.get("location") ?? "");
  expect([asked.pathname, asked.searchParams.get("post_logout_redirect")]).toEqual([
    "/ui/v2/login/logout",
    bye,
  ]);
  const nobody = await get(paths.endSession, { post_logout_redirect_uri: "https://evil.example" });
  expect(nobody.headers.get("location")).toBe(`${world.url}/ui/v2/login/logout`);
});

const errorOf = (response: Response) => {
  const url = new URL(response.headers.get("location") ?? "http://none");
  return [url.origin + url.pathname, url.searchParams.get("error")];
};

test("authorize: without a trusted address nobody is redirected, and the page has a reason and an id", async () => {
  const { web, api } = world.clients;
  const { redirect_uri: _uri, ...without } = request(web.clientId);
  for (const bad of [
    request("nobody"),
    request(api.clientId),
    request(web.clientId, { redirect_uri: "https://evil.example/cb" }),
    request(web.clientId, { redirect_uri: "javascript:alert(1)" }),
    without,
  ]) {
    const response = await get(paths.authorize, bad, { accept: "text/html" });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await response.text()).toMatch(/\(OIDC-\w+\).*request-\d+/s);
  }
});

test("authorize: people see the refusal on the page that the house gives it, or on a bare one when that fails", async () => {
  const { web } = world.clients;
  const bad = request(web.clientId, { redirect_uri: "https://evil.example/cb" });
  world.shown.page = async (_exchange, res, refusal) => {
    res.statusCode = refusal.status;
    res.end(JSON.stringify(refusal));
  };
  const shown = await get(paths.authorize, bad, { accept: "text/html" });
  expect([shown.status, JSON.parse(await shown.text())]).toMatchObject([
    400,
    { about: "request", status: 400, detail: expect.stringMatching(/^invalid_request: .*\(OIDC-\w+\)$/) },
  ]);
  const left = await get(paths.endSession, { id_token_hint: "x" }, { accept: "text/html" });
  expect(await jsonOf(left)).toMatchObject({ about: "logout" });
  world.shown.page = () => Promise.reject(new Error("no page"));
  const bare = await get(paths.authorize, bad, { accept: "text/html" });
  expect([bare.status, (await bare.text()).includes("OIDC-")]).toEqual([400, true]);
  expect(world.unexpected.splice(0)).toHaveLength(1);
  world.shown.page = undefined;
});

test("authorize: what is wrong beyond that goes back to the client, with state and issuer", async () => {
  const { web, spa } = world.clients;
  const { code_challenge: _challenge, code_challenge_method: _method, ...plain } = request(spa.clientId);
  const cases: readonly (readonly [Fields, string])[] = [
    [request(web.clientId, { response_type: "id_token" }), "unauthorized_client"],
    [request(web.clientId, { response_type: "code token" }), "unsupported_response_type"],
    [request(web.clientId, { response_mode: "form_post" }), "invalid_request"],
    [request(web.clientId, { prompt: "none login" }), "invalid_request"],
    [request(web.clientId, { max_age: "soon" }), "invalid_request"],
    [request(web.clientId, { id_token_hint: "nonsense" }), "login_required"],
    [request(web.clientId, { request: "x" }), "request_not_supported"],
    [request(web.clientId, { request_uri: "https://x.example" }), "request_uri_not_supported"],
    [request(web.clientId, { scope: "openid urn:zitadel:iam:org:id:nowhere" }), "invalid_scope"],
    [plain, "invalid_request"],
  ];
  for (const [fields, error] of cases) {
    const response = await get(paths.authorize, fields);
    expect(errorOf(response), JSON.stringify(fields)).toEqual([redirectUri, error]);
    const back = new URL(response.headers.get("location") ?? "");
    expect([back.searchParams.get("state"), back.searchParams.get("iss")]).toEqual(["st&te", world.url]);
  }
});

test("authorize keeps what the login needs, and a POST is answered by 303", async () => {
  const { web } = world.clients;
  const hint = (await logInTo(web)).tokens["id_token"] ?? "";
  const fields = request(web.clientId, {
    prompt: "login",
    max_age: "900",
    ui_locales: "de-CH xx",
    login_hint: "ada",
    id_token_hint: hint,
  });
  const answer = await post(paths.authorize, fields, { "x-zitadel-login-client": "login-ui" });
  expect(answer.status).toBe(303);
  const id = new URL(answer.headers.get("location") ?? "").searchParams.get("authRequest") ?? "";
  const row = await requireAuthRequest(world.ctx(), id);
  expect(row.state.request).toMatchObject({
    login_client: "login-ui",
    prompt: [2],
    max_age: 0,
    ui_locales: ["de-CH"],
    login_hint: "ada",
    hint_user_id: world.userId,
    need_refresh_token: true,
    nonce: "n0nce",
    code_challenge: { Challenge: challenge, Method: 1 },
  });
  expect(row.state.request.audience).toContain(world.projectId);
});

test("authorize answers while a client lives, and no longer", async () => {
  const { stranger } = world.clients;
  const fields = request(stranger.clientId, { redirect_uri: "https://stranger.example/cb" });
  expect((await get(paths.authorize, fields)).status).toBe(302);
  const { aggregateId, entityId } = stranger.row;
  const deactivated = { type: "project.application.deactivated", payload: { appId: entityId } } as const;
  await world.happen(App, aggregateId, [deactivated], entityId);
  expect((await get(paths.authorize, fields)).status).toBe(400);
  const reactivated = { type: "project.application.reactivated", payload: { appId: entityId } } as const;
  await world.happen(App, aggregateId, [reactivated], entityId);
  expect((await get(paths.authorize, fields)).status).toBe(302);
});

test("failed client authentication is slowed down, while the right secret still passes", async () => {
  const { clientId, clientSecret } = world.clients.post;
  const attempt = (secret: string) =>
    post(paths.token, {
      grant_type: "refresh_token",
      refresh_token: "x",
      client_id: clientId,
      client_secret: secret,
    });
  const statuses = new Set<number>();
  for (let round = 0; round < 6; round++) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => attempt(randomBytes(8).toString("hex"))),
    );
    for (const { status } of answers) statuses.add(status);
  }
  expect([...statuses].sort()).toEqual([401, 429]);
  expect((await attempt(clientSecret)).body["error"]).toBe("invalid_grant");
});

test("device authorization and token exchange are refused in OAuth's own terms", async () => {
  const { web } = world.clients;
  const device = await post(paths.deviceAuthorization, { client_id: web.clientId });
  expect(device.body["error"]).toBe("unsupported_grant_type");
  const grant = "urn:ietf:params:oauth:grant-type:token-exchange";
  const swap = await post(paths.token, { grant_type: grant }, basic(web));
  expect([swap.status, swap.body["error"]]).toEqual([400, "unsupported_grant_type"]);
});

test("the time of a refusal does not say whether a service user has that name", async () => {
  const refusalTime = async (name: string) => {
    const began = performance.now();
    const fields = { grant_type: "client_credentials", scope: "openid" };
    const { body } = await post(paths.token, fields, { authorization: basicOf(name, "wrong") });
    expect(body).toMatchObject({ error: "invalid_client" });
    return performance.now() - began;
  };
  // Timers may fire up to a millisecond early.
  expect(await refusalTime("nobody-at-all")).toBeGreaterThanOrEqual(98);
  expect(await refusalTime(world.machine.loginName)).toBeGreaterThanOrEqual(98);
});
