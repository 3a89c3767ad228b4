/** Codes and refresh tokens: what they are worth to whom, and how often. */
import { createHash } from "node:crypto";
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { paths } from "./paths.ts";
import { basic, exchange, type Fields, relyingParty } from "./relying-party.fixture.ts";
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

const { post, userinfo, newCode, logInTo } = relyingParty(() => world);

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
  expect((await userinfo(answer.body["access_token"])).status).toBe(200);
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

test("of many who redeem one code at the same moment, one succeeds, and what it got ends", async () => {
  const { web } = world.clients;
  const { code } = await newCode(web.clientId);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => post(paths.token, exchange(code), basic(web))),
  );
  const [won, ...more] = answers.filter(({ status }) => status === 200);
  expect(more).toEqual([]);
  expect(answers.filter(({ body }) => body["error"] === "invalid_grant")).toHaveLength(7);
  expect((await userinfo(won?.body["access_token"])).status).toBe(401);
  const renewed = await post(
    paths.token,
    { grant_type: "refresh_token", refresh_token: String(won?.body["refresh_token"]) },
    basic(web),
  );
  expect([renewed.status, renewed.body["error"]]).toEqual([400, "invalid_grant"]);
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
  const alive = () => userinfo(second.body["access_token"]);
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

test("token exchange is refused in OAuth's own terms", async () => {
  const { web } = world.clients;
  const grant = "urn:ietf:params:oauth:grant-type:token-exchange";
  const swap = await post(paths.token, { grant_type: grant }, basic(web));
  expect([swap.status, swap.body["error"]]).toEqual([400, "unsupported_grant_type"]);
});

test("acr says what a login was, by the name that was asked for, and goes on with renewed tokens", async () => {
  const { web } = world.clients;
  const acrOf = (token: string | undefined): unknown => decodeJwt(token ?? "")["acr"];
  const resistant = "http://schemas.openid.net/pape/policies/2007/06/phishing-resistant";
  expect(acrOf((await logInTo(web)).tokens["id_token"])).toBeUndefined();
  expect(acrOf((await logInTo(web, {}, [4, 1])).tokens["id_token"])).toBe("mfa");
  const { tokens } = await logInTo(web, { acr_values: resistant }, [4, 2]);
  expect(acrOf(tokens["id_token"])).toBe(resistant);
  const renewed = await post(
    paths.token,
    { grant_type: "refresh_token", refresh_token: tokens["refresh_token"] ?? "" },
    basic(web),
  );
  expect(acrOf(String(renewed.body["id_token"]))).toBe(resistant);
  const told = await post(paths.introspect, { token: String(renewed.body["access_token"]) }, basic(web));
  expect(told.body).toMatchObject({ active: true, acr: resistant, amr: ["pwd", "user", "mfa"] });
});
