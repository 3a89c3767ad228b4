/** docs/performance.md states these numbers; they change there when they change here. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Watched, watchRoundTrips } from "#test/harness/round-trips.ts";
import { paths } from "./paths.ts";
import {
  assertionOf,
  basic,
  basicOf,
  exchange,
  type Fields,
  jwtBearer,
  relyingParty,
  request,
  sign,
} from "./relying-party.fixture.ts";
import { openWorld, type World } from "./world.fixture.ts";

let watched: Watched;
let world: World;
beforeAll(async () => {
  world = await openWorld((database) => {
    watched = watchRoundTrips(database);
    return watched.database;
  });
});
afterAll(() => world.close());

const party = relyingParty(() => world);

async function post(path: string, fields: Fields, headers: Fields = {}): Promise<Fields> {
  const { status, body } = await party.post(path, fields, headers);
  expect(status).toBe(200);
  // Every field that is used below is a string.
  return body as Fields;
}

const scope = "openid profile email offline_access urn:zitadel:iam:org:project:roles";
const authorize = () => party.get(paths.authorize, request(world.clients.web.clientId, { scope }));
const newCode = async () => (await party.newCode(world.clients.web.clientId, { scope })).code;

async function jwtProfile(): Promise<Fields> {
  const { machine, keys, url } = world;
  const assertion = await sign(assertionOf(machine.userId, url), keys.machine);
  return { grant_type: jwtBearer, scope: "openid profile", assertion };
}

/** Statements, waves and commits, as the table in docs/performance.md has them. */
const stated: Readonly<Record<string, readonly [statements: number, waves: number, commits: number]>> = {
  authorize: [2, 2, 1],
  "token: authorization_code": [3, 3, 1],
  "token: refresh_token": [2, 2, 1],
  "token: client_credentials": [2, 1, 1],
  "token: JWT profile": [3, 1, 1],
  introspection: [4, 1, 0],
  userinfo: [4, 2, 0],
  "userinfo of a service user": [3, 2, 0],
  JWKS: [1, 1, 0],
  revocation: [2, 2, 1],
};

test("each endpoint asks the database no more often than is stated", async () => {
  const { web, api } = world.clients;
  const ofWeb = basic(web);
  const { loginName, secret } = world.machine;
  const ofMachine = { authorization: basicOf(loginName, secret) };
  const redeem = (code: string) => post(paths.token, exchange(code), ofWeb);
  let tokens = await redeem(await newCode());
  const token = () => ({ token: tokens["access_token"] ?? "" });
  const refresh = async () => {
    const given = { grant_type: "refresh_token", refresh_token: tokens["refresh_token"] ?? "" };
    tokens = await post(paths.token, given, ofWeb);
  };
  const codes = [await newCode(), await newCode()];
  const assertions = [await jwtProfile(), await jwtProfile()];
  const ofService = await post(
    paths.token,
    { grant_type: "client_credentials", scope: "openid profile" },
    ofMachine,
  );
  const credentials = { grant_type: "client_credentials", scope: "openid profile" };
  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    authorize,
    "token: authorization_code": () => redeem(codes.pop() ?? ""),
    "token: refresh_token": refresh,
    "token: client_credentials": () => post(paths.token, credentials, ofMachine),
    "token: JWT profile": () => post(paths.token, assertions.pop() ?? {}),
    introspection: () => post(paths.introspect, token(), basic(api)),
    userinfo: () => party.userinfo(tokens["access_token"]),
    "userinfo of a service user": () => party.userinfo(ofService["access_token"]),
    JWKS: () => party.get(paths.keys, {}),
    revocation: () => post(paths.revoke, token(), ofWeb),
  };
  expect(Object.keys(works)).toEqual(Object.keys(stated));
  // What is cached per process is there already, as it is in a server that runs.
  for (const work of Object.values(works)) await work();
  tokens = await redeem(await newCode());
  for (const [name, [statements, waves, commits]] of Object.entries(stated)) {
    const seen = await watched.during(works[name] ?? authorize);
    expect({ name, statements: seen.statements, commits: seen.commits }).toEqual({
      name,
      statements,
      commits,
    });
    expect(seen.waves, name).toBeLessThanOrEqual(waves);
  }
});
