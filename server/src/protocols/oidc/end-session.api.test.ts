/** Logging out by the address that applications know. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { signJwt } from "#src/domains/webkey/index.ts";
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

const { get, userinfo, logInTo } = relyingParty(() => world);

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
