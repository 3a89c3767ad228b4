/** Which requests count against the quota of an instance: those whose client or user was proven, each once. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { paths } from "./paths.ts";
import {
  assertionOf,
  basic,
  basicOf,
  exchange,
  type Fields,
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
  world.quota.amount = Number.POSITIVE_INFINITY;
  expect(world.unexpected).toEqual([]);
});
afterAll(() => world.close());

const { post, get, userinfo, newCode, logInTo } = relyingParty(() => world);

/** What a request is answered with, and how much it used. */
async function used(request: () => Promise<{ readonly status: number }>): Promise<[number, number]> {
  const before = world.quota.used;
  const { status } = await request();
  return [status, world.quota.used - before];
}

const byBasic = (fields: Fields, path: string = paths.token) => post(path, fields, basic(world.clients.web));

test("a proven request counts once", async () => {
  const { clients, machine, keys, url } = world;
  const { tokens } = await logInTo(clients.web);
  const [token = "", refresh_token = ""] = [tokens["access_token"], tokens["refresh_token"]];
  const code = await newCode(clients.web.clientId);
  const publicCode = await newCode(clients.spa.clientId);
  const assertion = await sign(assertionOf(machine.userId, url), keys.machine);
  const secret = { authorization: basicOf(machine.loginName, machine.secret) };
  const grants: readonly (() => Promise<{ readonly status: number }>)[] = [
    () => userinfo(token),
    () => byBasic({ token }, paths.introspect),
    () => byBasic({ token: "unknown" }, paths.introspect),
    () => byBasic({ grant_type: "refresh_token", refresh_token }),
    () => byBasic(exchange(code.code)),
    () => post(paths.token, exchange(publicCode.code, { client_id: clients.spa.clientId })),
    () => post(paths.token, { grant_type: "client_credentials", scope: "openid" }, secret),
    () => post(paths.token, { grant_type: jwtBearer, scope: "openid", assertion }),
    () => byBasic({ token }, paths.revoke),
  ];
  for (const grant of grants) expect(await used(grant), String(grant)).toEqual([200, 1]);
  expect(await used(() => byBasic(exchange("no-code")))).toEqual([400, 1]);
});

test("strangers use nothing up: not by wrong secrets, and not in the name of a public client", async () => {
  const { spa, web } = world.clients;
  const wrong = { authorization: basicOf(web.clientId, "wrong") };
  const client_id = spa.clientId;
  const requests: readonly (() => Promise<{ readonly status: number }>)[] = [
    () => userinfo("nonsense"),
    () => post(paths.introspect, { token: "x" }, wrong),
    () => post(paths.token, exchange("no-code", { client_id })),
    () => post(paths.token, { grant_type: "refresh_token", refresh_token: "x", client_id }),
    () => post(paths.revoke, { token: "x", client_id }),
    () => get(paths.keys, {}),
    () => get(paths.discovery, {}),
  ];
  for (const request of requests) expect((await used(request))[1], String(request)).toBe(0);
});

test("what goes beyond is refused before anything is issued, with the time to come again", async () => {
  const { web } = world.clients;
  const { code } = await newCode(web.clientId);
  world.quota.amount = world.quota.used;
  const { status, headers, body } = await byBasic(exchange(code));
  expect([status, headers.get("retry-after"), body["error"]]).toEqual([429, "60", "temporarily_unavailable"]);
  world.quota.amount = Number.POSITIVE_INFINITY;
  expect((await byBasic(exchange(code))).status).toBe(200);
});
