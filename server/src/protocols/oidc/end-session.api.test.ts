/** Logging out by the address that applications know. */
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App, createOidcApp } from "#src/domains/app/index.ts";
import { SessionLogout } from "#src/domains/sessionlogout/index.ts";
import { readLogout, signJwt } from "#src/domains/webkey/index.ts";
import { paths } from "./paths.ts";
import { relyingParty } from "./relying-party.fixture.ts";
import { openWorld, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => {
  expect(world.unexpected).toEqual([]);
});
afterAll(() => world.close());

const { get, post, userinfo, logInTo } = relyingParty(() => world);

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
  const info = () => userinfo(tokens["access_token"]);
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
  const info = await userinfo(tokens["access_token"]);
  expect(info.status).toBe(200);
});

/** As people have on our pages, where it belongs to one browser. */
async function logInOnPages() {
  const { web } = world.clients;
  const { tokens, sessionId } = await logInTo(web, {}, [4], "LOGIN");
  const isAlive = async () => (await userinfo(tokens["access_token"])).status === 200;
  return { hint: tokens["id_token"] ?? "", sessionId, isAlive };
}

test("a session of our pages ends in its own browser alone: the page is told whose it is, by a signed token", async () => {
  const { hint, sessionId, isAlive } = await logInOnPages();
  const bye = "https://app.example/bye";
  const query = {
    id_token_hint: hint,
    post_logout_redirect_uri: bye,
    state: "s",
    logout_hint: "ada",
    ui_locales: "de",
  };
  for (const asked of [
    new URL((await get(paths.endSession, query)).headers.get("location") ?? ""),
    new URL((await post(paths.endSession, query)).headers.get("location") ?? ""),
  ]) {
    expect([asked.origin, asked.pathname]).toEqual([world.url, "/ui/v2/login/logout"]);
    expect(asked.searchParams.get("logout_hint")).toBe("ada");
    expect(asked.searchParams.get("ui_locales")).toBe("de");
    expect(await readLogout(world.ctx(), asked.searchParams.get("logout_token") ?? "")).toEqual({
      sessionId,
      clientId: world.clients.web.clientId,
      redirectUri: `${bye}?state=s`,
    });
  }
  expect(await isAlive()).toBe(true);
});

test("a hint that has expired is as good as a new one; a forged one is none", async () => {
  const { hint, sessionId } = await logInOnPages();
  world.shift.millis = 90 * 24 * 3_600_000;
  const asked = new URL((await get(paths.endSession, { id_token_hint: hint })).headers.get("location") ?? "");
  const notice = await readLogout(world.ctx(), asked.searchParams.get("logout_token") ?? "");
  expect(notice?.sessionId).toBe(sessionId);
  world.shift.millis = 0;
  const [head = "", body = ""] = hint.split(".");
  const none = Buffer.from(JSON.stringify({ alg: "none" })).toString("base64url");
  for (const forged of [`${none}.${body}.`, `${head}.${body}.`, `${head}.${body}.AAAA`]) {
    const refused = await get(paths.endSession, { id_token_hint: forged });
    expect([refused.status, refused.headers.get("location")]).toEqual([400, null]);
  }
});

test("people are sent back to native applications by their own schemes", async () => {
  const native = await createOidcApp(
    world.ctx(),
    { projectId: world.projectId, name: "native" },
    {
      redirectUris: ["com.example:/cb"],
      postLogoutRedirectUris: ["com.example:/bye", "http://localhost/bye"],
      applicationType: 2,
      authMethodType: 2,
    },
  );
  const leave = async (uri: string) => {
    const query = { client_id: native.clientId, post_logout_redirect_uri: uri, state: "s&" };
    const answer = await get(paths.endSession, query);
    return new URL(answer.headers.get("location") ?? "none:").searchParams.get("post_logout_redirect");
  };
  expect(await leave("com.example:/bye")).toBe("com.example:/bye?state=s%26");
  expect(await leave("http://localhost:5678/bye")).toBe("http://localhost:5678/bye?state=s%26");
  expect(await leave("com.example:/other")).toBe(null);
  expect(await leave("com.evil:/bye")).toBe(null);
});

test("a client that wants to hear of logouts is written down before it gets tokens, others are not", async () => {
  const uri = "https://app.example/logout";
  const { web } = world.clients;
  const listed = async (sessionId: string) =>
    (await world.store.get(SessionLogout, world.ctx().instanceId, sessionId))?.state;
  expect(await listed((await logInTo(web)).sessionId)).toBeUndefined();
  const { aggregateId, entityId } = web.row;
  const changed = { appId: entityId, backChannelLogoutURI: uri };
  await world.happen(
    App,
    aggregateId,
    [{ type: "project.application.config.oidc.changed", payload: changed }],
    entityId,
  );
  const { tokens, sessionId } = await logInTo(web);
  expect(decodeJwt(tokens["id_token"] ?? "")["sid"]).toBe(sessionId);
  expect(await listed(sessionId)).toEqual({
    userId: world.userId,
    clients: { [web.clientId]: { oidcSessionId: expect.stringMatching(/^V2_/), issuer: world.url } },
  });
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
  const pages = "https://pages.example/ui";
  const elsewhere = await createOidcApp(
    world.ctx(),
    { projectId: world.projectId, name: "with pages of its own" },
    { redirectUris: ["https://app.example/cb"], loginVersion: 2, loginBaseURI: pages },
  );
  const theirs = await get(paths.endSession, { client_id: elsewhere.clientId });
  expect(theirs.headers.get("location")).toBe(`${pages}/logout`);
  const nobody = await get(paths.endSession, { post_logout_redirect_uri: "https://evil.example" });
  expect(nobody.headers.get("location")).toBe(`${world.url}/ui/v2/login/logout`);
});
