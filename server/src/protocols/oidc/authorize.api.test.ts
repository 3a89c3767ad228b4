/** From discovery to the page of the login: what authorize takes, and where it sends people. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App } from "#src/domains/app/index.ts";
import { requireAuthRequest } from "#src/domains/authrequest/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { paths } from "./paths.ts";
import { challenge, type Fields, jsonOf, relyingParty, request } from "./relying-party.fixture.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => {
  expect(world.unexpected).toEqual([]);
});
afterAll(() => world.close());

const { post, get, newCode, logInTo } = relyingParty(() => world);

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

const errorOf = (response: Response) => {
  const url = new URL(response.headers.get("location") ?? "http://none");
  return [url.origin + url.pathname, url.searchParams.get("error")];
};

const essentialAcr = (value: string): string =>
  JSON.stringify({ id_token: { acr: { essential: true, values: [value] } } });

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
    [request(web.clientId, { claims: "{" }), "invalid_request"],
    [request(web.clientId, { claims: essentialAcr("urn:x") }), "unmet_authentication_requirements"],
    [request(web.clientId, { claims: essentialAcr("urn:x"), prompt: "none" }), "interaction_required"],
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
    claims: JSON.stringify({ id_token: { acr: { essential: true, values: ["phr"] }, sub: { value: "42" } } }),
    acr_values: "mfa",
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
    only_user_id: "42",
    need_refresh_token: true,
    nonce: "n0nce",
    acr_values: ["phr"],
    required_level: "phishing_resistant",
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

test("requests that nobody logs in for are limited by address, and logins never are", async () => {
  const { clientId } = world.clients.web;
  // When the budget is whole again, in seconds; far enough ahead that the time which passes meanwhile changes nothing.
  const freeAt = async () => {
    const [row] = await world.database.query<{ at: number }>(
      sql`select extract(epoch from free_at)::float8 as at from rate_limits where window_seconds = 900`,
    );
    return row?.at ?? 0;
  };
  const use = (ahead: number) =>
    world.database.query(
      sql`update rate_limits set free_at = now() + ${ahead}::float8 * interval '1 second' where window_seconds = 900`,
    );
  const spacing = 0.9;
  await get(paths.authorize, request(clientId));
  await use(300);
  const before = await freeAt();
  for (let n = 0; n < 5; n++) await newCode(clientId);
  expect(await freeAt()).toBeCloseTo(before, 3);
  await get(paths.authorize, request(clientId));
  expect(await freeAt()).toBeCloseTo(before + spacing, 3);

  const waiting = await get(paths.authorize, request(clientId));
  await use(1000);
  const refused = new URL((await get(paths.authorize, request(clientId))).headers.get("location") ?? "");
  expect(refused.searchParams.get("error")).toBe("temporarily_unavailable");
  expect(refused.searchParams.get("error_description")).toContain("LIMIT-m2Sg9");
  await use(900);
  const login = new URL(waiting.headers.get("location") ?? "");
  await world.logIn(login.searchParams.get("authRequest") ?? "");
  await newCode(clientId);
});
