/** What tokens tell and how they end: userinfo, introspection, revocation. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { MachineKey, User } from "#src/domains/user/index.ts";
import { paths } from "./paths.ts";
import {
  assertionOf,
  basic,
  basicOf,
  exchange,
  jsonOf,
  jwtBearer,
  relyingParty,
  sign,
} from "./relying-party.fixture.ts";
import { openWorld, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => {
  expect(world.unexpected).toEqual([]);
});
afterAll(() => world.close());

const { post, get, userinfo, newCode, logInTo } = relyingParty(() => world);

test("userinfo by header and by form; roles and metadata by scope", async () => {
  const scope = "openid profile email urn:zitadel:iam:org:project:role:buyer urn:zitadel:iam:user:metadata";
  const { tokens } = await logInTo(world.clients.web, { scope });
  const token = tokens["access_token"] ?? "";
  const byHeader = await userinfo(token);
  const claims = await jsonOf(byHeader);
  expect(claims).toMatchObject({
    sub: world.userId,
    name: "Ada Lovelace",
    email: "ada@example.com",
    email_verified: true,
    "urn:zitadel:iam:user:metadata": { k: "dg" },
  });
  expect(Object.keys(claims["urn:zitadel:iam:org:project:roles"] ?? {})).toEqual(["buyer"]);
  const kept = ["cache-control", "pragma"].map((name) => byHeader.headers.get(name));
  expect(kept).toEqual(["no-store", "no-cache"]);
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
  const idToken = await userinfo(tokens["id_token"]);
  expect(idToken.status).toBe(401);
  const twice = await post(paths.userinfo, { access_token: access }, { authorization: `Bearer ${access}` });
  expect([twice.status, twice.body["error"]]).toEqual([400, "invalid_request"]);
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

test("revocation: a service user ends its own tokens by its secret, and nobody else's", async () => {
  const { machine, clients, projectId } = world;
  const own = { authorization: basicOf(machine.loginName, machine.secret) };
  const scope = `openid urn:zitadel:iam:org:project:id:${projectId}:aud`;
  const { body } = await post(paths.token, { grant_type: "client_credentials", scope }, own);
  const token = String(body["access_token"]);
  const { tokens } = await logInTo(clients.web);
  const outcome = async (of: string, headers: Readonly<Record<string, string>>) => {
    const { status, body: answer } = await post(paths.revoke, { token: of }, headers);
    return [status, answer["error"]];
  };
  const wrong = { authorization: basicOf(machine.loginName, "wrong") };
  expect(await outcome(token, wrong)).toEqual([401, "invalid_client"]);
  expect(await outcome(tokens["access_token"] ?? "", own)).toEqual([401, "invalid_client"]);
  expect((await userinfo(token)).status).toBe(200);
  expect(await outcome(token, own)).toEqual([200, undefined]);
  expect((await userinfo(token)).status).toBe(401);
});

test("being locked ends tokens of every form and codes at once and for good", async () => {
  const { web, spa, api } = world.clients;
  const { tokens } = await logInTo(web);
  const ofSpa = { client_id: spa.clientId };
  const jwt = await post(paths.token, exchange((await newCode(spa.clientId)).code, ofSpa));
  const waiting = (await newCode(web.clientId)).code;
  const refresh = { grant_type: "refresh_token", refresh_token: tokens["refresh_token"] ?? "" };
  const given = [tokens["access_token"], String(jwt.body["access_token"])];
  expect(given.map((token) => token?.split(".").length)).toEqual([1, 3]);
  const introspected = () =>
    Promise.all(
      given.map(async (token = "") => (await post(paths.introspect, { token }, basic(api))).body["active"]),
    );
  const known = () => Promise.all(given.map(async (token) => (await userinfo(token)).status));
  expect([await introspected(), await known()]).toEqual([
    [true, true],
    [200, 200],
  ]);
  const happen = (type: "user.locked" | "user.unlocked") =>
    world.happen(User, world.userId, [{ type, payload: null }]);
  const over = async () => [
    await introspected(),
    await known(),
    (await post(paths.token, refresh, basic(web))).status,
    (await post(paths.token, exchange(waiting), basic(web))).status,
  ];
  await happen("user.locked");
  expect(await over()).toEqual([[false, false], [401, 401], 400, 400]);
  await happen("user.unlocked");
  expect(await over()).toEqual([[false, false], [401, 401], 400, 400]);
  expect((await userinfo((await logInTo(web)).tokens["access_token"])).status).toBe(200);
});

test("a service user's tokens end with the secret or the key by which it got them", async () => {
  const { machine, keys } = world;
  const scope = "openid";
  const bySecret = async (secret: string) =>
    post(
      paths.token,
      { grant_type: "client_credentials", scope },
      { authorization: basicOf(machine.loginName, secret) },
    );
  const assertion = await sign(assertionOf(machine.userId, world.url), keys.machine);
  const first = [
    await bySecret(machine.secret),
    await post(paths.token, { grant_type: jwtBearer, scope, assertion }),
  ];
  const known = (answers: typeof first) =>
    Promise.all(answers.map(async ({ body }) => (await userinfo(body["access_token"])).status));
  expect(await known(first)).toEqual([200, 200]);
  const hashedSecret = await world.ctx().secrets.hashSecret("another-secret");
  await world.happen(User, machine.userId, [{ type: "user.machine.secret.set", payload: { hashedSecret } }]);
  expect(await known(first)).toEqual([401, 200]);
  expect(await known([await bySecret("another-secret")])).toEqual([200]);
  const { keyId } = keys.machine;
  await world.happen(User, machine.userId, [
    { type: "user.credential.lost", payload: { credentialId: keyId } },
  ]);
  await world.happen(
    MachineKey,
    machine.userId,
    [{ type: "user.machine.key.removed", payload: { keyId } }],
    keyId,
  );
  expect(await known(first)).toEqual([401, 401]);
  expect(await known([await bySecret("another-secret")])).toEqual([200]);
});
