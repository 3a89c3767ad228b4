/** docs/performance.md states these numbers; they change there when they change here. */
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Watched, watchRoundTrips } from "#test/harness/round-trips.ts";
import { paths } from "./paths.ts";
import { openWorld, redirectUri, type World } from "./world.fixture.ts";

let watched: Watched;
let world: World;
beforeAll(async () => {
  world = await openWorld((database) => {
    watched = watchRoundTrips(database);
    return watched.database;
  });
});
afterAll(() => world.close());

type Fields = Readonly<Record<string, string>>;

async function post(path: string, fields: Fields, authorization?: string): Promise<Fields> {
  const response = await fetch(`${world.url}${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: authorization === undefined ? {} : { authorization },
  });
  expect(response.status).toBe(200);
  const text = await response.text();
  // Every field that is used below is a string.
  return text === "" ? {} : (JSON.parse(text) as Fields);
}

const basicOf = (id: string, secret = "") => `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`;

function authorize() {
  const { clientId } = world.clients.web;
  const scope = "openid profile email offline_access urn:zitadel:iam:org:project:roles";
  const query = { client_id: clientId, redirect_uri: redirectUri, response_type: "code", scope };
  return fetch(`${world.url}${paths.authorize}?${new URLSearchParams(query)}`, { redirect: "manual" });
}

async function newCode(): Promise<string> {
  const login = new URL((await authorize()).headers.get("location") ?? "");
  const { back } = await world.logIn(login.searchParams.get("authRequest") ?? "");
  return back.searchParams.get("code") ?? "";
}

async function jwtProfile(): Promise<Fields> {
  const { machine, keys, url } = world;
  const seconds = Math.floor(Date.now() / 1000);
  const assertion = await new SignJWT({ iss: machine.userId, sub: machine.userId, aud: url })
    .setProtectedHeader({ alg: "RS256", kid: keys.machine.keyId })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + 60)
    .sign(keys.machine.privateKey);
  return {
    grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
    scope: "openid profile",
    assertion,
  };
}

/** Statements, waves and commits, as the table in docs/performance.md has them. */
const stated: Readonly<Record<string, readonly [statements: number, waves: number, commits: number]>> = {
  authorize: [2, 2, 1],
  "token: authorization_code": [3, 3, 1],
  "token: refresh_token": [2, 2, 1],
  "token: client_credentials": [3, 2, 1],
  "token: JWT profile": [4, 2, 1],
  introspection: [4, 1, 0],
  userinfo: [4, 2, 0],
  JWKS: [1, 1, 0],
  revocation: [2, 2, 1],
};

test("each endpoint asks the database no more often than is stated", async () => {
  const { web, api } = world.clients;
  const ofWeb = basicOf(web.clientId, web.clientSecret);
  const ofApi = basicOf(api.clientId, api.clientSecret);
  const { loginName, secret } = world.machine;
  const ofMachine = basicOf(loginName, secret);
  const redeem = (code: string) =>
    post(paths.token, { grant_type: "authorization_code", code, redirect_uri: redirectUri }, ofWeb);
  let tokens = await redeem(await newCode());
  const token = () => ({ token: tokens["access_token"] ?? "" });
  const refresh = async () => {
    const given = { grant_type: "refresh_token", refresh_token: tokens["refresh_token"] ?? "" };
    tokens = await post(paths.token, given, ofWeb);
  };
  const ask = (path: string) =>
    fetch(`${world.url}${path}`, { headers: { authorization: `Bearer ${tokens["access_token"]}` } });
  const codes = [await newCode(), await newCode()];
  const assertions = [await jwtProfile(), await jwtProfile()];
  const credentials = { grant_type: "client_credentials", scope: "openid profile" };
  const works: Readonly<Record<string, () => Promise<unknown>>> = {
    authorize,
    "token: authorization_code": () => redeem(codes.pop() ?? ""),
    "token: refresh_token": refresh,
    "token: client_credentials": () => post(paths.token, credentials, ofMachine),
    "token: JWT profile": () => post(paths.token, assertions.pop() ?? {}),
    introspection: () => post(paths.introspect, token(), ofApi),
    userinfo: () => ask(paths.userinfo),
    JWKS: () => ask(paths.keys),
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
