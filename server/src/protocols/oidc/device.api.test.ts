import { afterAll, beforeAll, expect, test } from "vitest";
import { createOidcApp } from "#src/domains/app/index.ts";
import {
  approveDeviceAuth,
  DeviceAuth,
  denyDeviceAuth,
  deviceAuthByUserCode,
} from "#src/domains/deviceauth/index.ts";
import { createSession, Session } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import { deviceCodeType } from "./device-grant.ts";
import { paths } from "./paths.ts";
import { basic, type Fields, relyingParty } from "./relying-party.fixture.ts";
import { openWorld, type World } from "./world.fixture.ts";

let world: World;
/** A public client, as devices mostly are, a confidential one, and one in a project of its own. */
let tv: { readonly clientId: string };
let box: { readonly clientId: string; readonly clientSecret: string };

beforeAll(async () => {
  world = await openWorld();
  const ctx = world.ctx();
  const { projectId } = world;
  const settings = { grantTypes: [3, 2], responseTypes: [0], applicationType: 2 } as const;
  tv = await createOidcApp(ctx, { projectId, name: "tv" }, { ...settings, authMethodType: 2 });
  box = await createOidcApp(ctx, { projectId, name: "box" }, { ...settings, authMethodType: 0 });
});
afterAll(async () => {
  expect(world.unexpected).toEqual([]);
  await world.close();
});

const { post, get, userinfo } = relyingParty(() => world);

async function ask(more: Fields = {}, headers: Fields = {}) {
  const named = headers["authorization"] === undefined ? { client_id: tv.clientId } : {};
  const {
    status,
    body,
    headers: answered,
  } = await post(
    paths.deviceAuthorization,
    { ...named, scope: "openid profile email offline_access", ...more },
    headers,
  );
  return { status, body, cached: answered.get("cache-control") };
}

const poll = (code: unknown, more: Fields = {}, headers: Fields = {}) =>
  post(
    paths.token,
    {
      grant_type: deviceCodeType,
      device_code: String(code),
      ...(headers["authorization"] === undefined ? { client_id: tv.clientId } : {}),
      ...more,
    },
    headers,
  );
const said = async (answer: ReturnType<typeof poll>) => {
  const { status, body } = await answer;
  return [status, body["error"]];
};

const waiting = async (userCode: unknown) => {
  const row = await deviceAuthByUserCode(world.ctx(), String(userCode), { browserId: "b" });
  if (!row) throw new Error(`nothing waits with ${String(userCode)}`);
  return row;
};

/** Ada logs in elsewhere and allows it. */
async function allow(userCode: unknown): Promise<string> {
  const checks = { user: { userId: world.userId }, password: "Secret-Pass1" } as const;
  const session = await createSession(world.ctx(), { checks, userAgent: { fingerprint_id: "agent" } });
  const sessionId = session.row.aggregateId;
  await approveDeviceAuth(world.ctx(), await waiting(userCode), {
    sessionId,
    userId: world.userId,
    userOrgId: world.created.orgId,
    authTime: world.ctx().now.toISOString(),
    authMethods: [4],
  });
  return sessionId;
}

async function at<T>(millis: number, work: () => Promise<T>): Promise<T> {
  world.shift.millis = millis;
  try {
    return await work();
  } finally {
    world.shift.millis = 0;
  }
}

test("discovery names the endpoint and the grant", async () => {
  const metadata = (await (await get(paths.discovery, {})).json()) as Record<string, unknown>;
  expect(metadata["device_authorization_endpoint"]).toBe(`${world.url}${paths.deviceAuthorization}`);
  expect(metadata["grant_types_supported"]).toContain(deviceCodeType);
});

test("a device gets its codes, and the tokens of a code grant once somebody has allowed it", async () => {
  const { status, body, cached } = await ask();
  expect([status, cached]).toEqual([200, "no-store"]);
  const { device_code: code, user_code: userCode, ...rest } = body;
  expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  expect(rest).toEqual({
    verification_uri: `${world.url}/device`,
    verification_uri_complete: `${world.url}/device?user_code=${String(userCode)}`,
    expires_in: 300,
    interval: 5,
  });
  expect(await said(poll(code))).toEqual([400, "authorization_pending"]);
  await allow(userCode);
  const { status: answered, body: tokens } = await poll(code);
  expect([answered, tokens["token_type"], tokens["scope"]]).toEqual([
    200,
    "Bearer",
    "openid profile email offline_access",
  ]);
  const [, claims = ""] = String(tokens["id_token"]).split(".");
  expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
    sub: world.userId,
    azp: tv.clientId,
    amr: expect.arrayContaining(["pwd"]),
  });
  const person = (await (await userinfo(tokens["access_token"])).json()) as object;
  expect(person).toMatchObject({ sub: world.userId, email: "ada@example.com" });
  const renewed = await post(paths.token, {
    grant_type: "refresh_token",
    refresh_token: String(tokens["refresh_token"]),
    client_id: tv.clientId,
  });
  expect(renewed.status).toBe(200);
  expect(await said(poll(code))).toEqual([400, "invalid_grant"]);
  // Nobody's tokens end because a device that missed its answer asks again.
  expect((await userinfo(renewed.body["access_token"])).status).toBe(200);
});

test("its history is the contract's, and none of its codes stands in it", async () => {
  const { body } = await ask();
  const { aggregateId } = await waiting(body["user_code"]);
  await allow(body["user_code"]);
  await poll(body["device_code"]);
  const events = await world.store.events(world.ctx().instanceId, {
    aggregateTypes: ["device_auth"],
    aggregateIds: [aggregateId],
    asc: true,
    limit: 10,
  });
  expect(events.map(({ type }) => type)).toEqual([
    "device.authorization.added",
    "device.authorization.approved",
    "device.authorization.done",
  ]);
  expect(events[0]?.payload).toMatchObject({
    ClientID: tv.clientId,
    State: 1,
    NeedRefreshToken: true,
    Scopes: ["openid", "profile", "email", "offline_access"],
  });
  expect(events[1]?.payload).toMatchObject({ UserID: world.userId, UserAuthMethods: [4] });
  const text = JSON.stringify(events.map(({ payload }) => payload));
  for (const secret of [String(body["device_code"]), String(body["user_code"]).replace("-", "")])
    expect(text).not.toContain(secret);
});

test("of polls at the same moment one alone gets tokens", async () => {
  const { body } = await ask();
  await allow(body["user_code"]);
  const answers = await Promise.all(Array.from({ length: 8 }, () => said(poll(body["device_code"]))));
  expect(answers.filter(([status]) => status === 200)).toHaveLength(1);
  expect(new Set(answers.filter(([status]) => status !== 200).map(String))).toEqual(
    new Set(["400,invalid_grant"]),
  );
});

test("who polls too early is told to slow down, and has its tokens all the same once they are allowed", async () => {
  const { body } = await ask();
  expect(await said(poll(body["device_code"]))).toEqual([400, "authorization_pending"]);
  expect(await said(poll(body["device_code"]))).toEqual([400, "slow_down"]);
  const { aggregateId } = await waiting(body["user_code"]);
  const row = await world.store.get(DeviceAuth, world.ctx().instanceId, aggregateId);
  expect(row?.sequence).toBe(1);
  await allow(body["user_code"]);
  expect((await poll(body["device_code"])).status).toBe(200);
});

test("what was denied, and what nobody answered or fetched in time, is over", async () => {
  const denied = (await ask()).body;
  await denyDeviceAuth(world.ctx(), await waiting(denied["user_code"]));
  expect(await said(poll(denied["device_code"]))).toEqual([400, "access_denied"]);
  await expect(allow(denied["user_code"])).rejects.toMatchObject({ id: "DEVICE-Ah2an" });

  const late = (await ask()).body;
  const forgotten = (await ask()).body;
  await allow(forgotten["user_code"]);
  await at(301_000, async () => {
    await expect(allow(late["user_code"])).rejects.toMatchObject({ id: "DEVICE-Ex3pi" });
    for (const { device_code: code } of [late, forgotten, late])
      expect(await said(poll(code))).toEqual([400, "expired_token"]);
  });
  expect(await said(poll(late["device_code"]))).toEqual([400, "expired_token"]);
});

test("a device code is good for its own client only, which proves itself as it always does", async () => {
  const mine = (await ask()).body;
  await allow(mine["user_code"]);
  const strange = { ...basic(box) };
  expect(await said(poll(mine["device_code"], {}, strange))).toEqual([400, "invalid_grant"]);
  expect((await poll(mine["device_code"])).status).toBe(200);

  expect((await ask({ client_id: box.clientId })).body["error"]).toBe("invalid_client");
  const its = await ask({}, strange);
  expect(its.status).toBe(200);
  await allow(its.body["user_code"]);
  expect(await said(poll(its.body["device_code"], { client_id: box.clientId }))).toEqual([
    401,
    "invalid_client",
  ]);
  expect((await poll(its.body["device_code"], {}, strange)).status).toBe(200);
});

test("a client without the grant, unknown codes, scopes and clients are refused in OAuth's own terms", async () => {
  const { web } = world.clients;
  const cases: readonly [Promise<{ status: number; body: Record<string, unknown> }>, number, string][] = [
    [ask({}, basic(web)), 400, "unauthorized_client"],
    [poll("x", {}, basic(web)), 400, "unauthorized_client"],
    [ask({ client_id: "nobody" }), 401, "invalid_client"],
    [ask({ scope: 'open"id' }), 400, "invalid_scope"],
    [ask({ scope: "urn:zitadel:iam:org:id:nowhere" }), 400, "invalid_scope"],
    [poll(""), 400, "invalid_request"],
    [poll("x"), 400, "invalid_grant"],
    [poll("AQ".repeat(2000)), 400, "invalid_grant"],
    [poll("\0"), 400, "invalid_request"],
    [poll(world.ctx().secrets.sealToken("auth_code", "1")), 400, "invalid_grant"],
    [poll(world.ctx().secrets.sealToken("device_code", "1")), 400, "invalid_grant"],
  ];
  for (const [answer, status, error] of cases) {
    const { status: got, body } = await answer;
    expect([got, body["error"]]).toEqual([status, error]);
  }
  const bare = await post(paths.deviceAuthorization, { client_id: tv.clientId });
  expect([bare.status, (await waiting(bare.body["user_code"])).state.scope]).toEqual([200, ["openid"]]);
  expect((await get(paths.deviceAuthorization, { client_id: tv.clientId })).status).toBe(405);
});

test("a login that has ended meanwhile, and a user who may not log in any more, get a device nothing", async () => {
  const [ended, locked] = [(await ask()).body, (await ask()).body];
  const sessionId = await allow(ended["user_code"]);
  await world.happen(Session, sessionId, [{ type: "session.terminated", payload: null }]);
  expect(await said(poll(ended["device_code"]))).toEqual([400, "invalid_grant"]);
  await allow(locked["user_code"]);
  await world.happen(User, world.userId, [{ type: "user.locked", payload: null }]);
  expect(await said(poll(locked["device_code"]))).toEqual([400, "invalid_grant"]);
  await world.happen(User, world.userId, [{ type: "user.unlocked", payload: null }]);
  expect(await said(poll(locked["device_code"]))).toEqual([400, "invalid_grant"]);
});

test("the short address leads to the page, with its code and to nowhere else", async () => {
  const where = async (query: Fields) => (await get(paths.device, query)).headers.get("location");
  expect(await where({})).toBe(`${world.url}/ui/v2/login/device`);
  expect(await where({ user_code: "BCDF-GHJK" })).toBe(`${world.url}/ui/v2/login/device?user_code=BCDF-GHJK`);
  expect(await where({ user_code: "//evil.example?&x=<b>" })).toBe(
    `${world.url}/ui/v2/login/device?user_code=${encodeURIComponent("//evil.example?&x=<b>")}`,
  );
});

test("guesses of user codes are counted by their browser and address, right ones are not", async () => {
  const ctx = { ...world.ctx(), ip: "198.51.100.9" };
  const guess = (typed: string, browserId = "guessing") => deviceAuthByUserCode(ctx, typed, { browserId });
  const { body } = await ask();
  for (let n = 0; n < 30; n++) expect(await guess(String(body["user_code"]))).toBeDefined();
  for (const typed of [" bcdf ghjk", "", "A".repeat(5000), "ÄÖÜßBCDF", "BCDF-GHJ"])
    expect(await guess(typed)).toBeUndefined();
  expect(await guess(String(body["user_code"]).toLowerCase().replace("-", " ."))).toBeDefined();
  for (let n = 0; n < 5; n++) expect(await guess("BBBB-BBBB")).toBeUndefined();
  const code = String(body["user_code"]);
  await expect(guess(code)).rejects.toMatchObject({ kind: "resource_exhausted" });
  expect(await guess(code, "beside it")).toBeDefined();
  for (let n = 0; n < 40; n++) expect(await guess("BBBB-BBBB", `new ${n}`)).toBeUndefined();
  await expect(guess(code, "beside it")).rejects.toMatchObject({ kind: "resource_exhausted" });
  expect(await waiting(code)).toBeDefined();
});

test("a login of somebody's own whose bound on guesses is used up leaves the pages and other logins theirs", async () => {
  const { body } = await ask();
  const code = String(body["user_code"]);
  const of = (userId: string) => ({ ...world.ctx(), caller: { ...world.ctx().caller, userId } });
  const { name, windowSeconds } = limitRules.userCodePerInstance;
  const atOnce = { name, limit: 1, windowSeconds: 2 * windowSeconds };
  const { instanceId, limits } = world.ctx();
  await limits.fail({ instanceId, rule: atOnce, subject: "own login" });
  await expect(deviceAuthByUserCode(of("own login"), code, "caller")).rejects.toMatchObject({
    kind: "resource_exhausted",
  });
  expect(await deviceAuthByUserCode(of("another"), code, "caller")).toBeDefined();
  expect(await waiting(code)).toBeDefined();
});
