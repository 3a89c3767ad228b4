/** What tokens tell and how they end: userinfo, introspection, revocation. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { User } from "#src/domains/user/index.ts";
import { paths } from "./paths.ts";
import { basic, jsonOf, relyingParty } from "./relying-party.fixture.ts";
import { openWorld, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => {
  expect(world.unexpected).toEqual([]);
});
afterAll(() => world.close());

const { post, get, userinfo, logInTo } = relyingParty(() => world);

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
