/** Who a client or a service user is: secrets, assertions, and what failing tells. */
import { randomBytes } from "node:crypto";
import { decodeJwt } from "jose";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { assertionType } from "./credentials.ts";
import { paths } from "./paths.ts";
import {
  assertionOf,
  basic,
  basicOf,
  type Fields,
  jwtBearer,
  relyingParty,
  seconds,
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

const { post } = relyingParty(() => world);

test("a client proves what it is configured to have: a secret in either way, a key, or nothing", async () => {
  const { web, post: byPost, spa, signing } = world.clients;
  const fields = { grant_type: "refresh_token", refresh_token: "x" };
  const asPost = (client: typeof web) => ({
    ...fields,
    client_id: client.clientId,
    client_secret: client.clientSecret,
  });
  const error = async (form: Fields, headers: Fields = {}) => {
    const { status, body } = await post(paths.token, form, headers);
    return [status, body["error"]];
  };
  const passed = [400, "invalid_grant"];
  const refused = [401, "invalid_client"];
  expect(await error(fields, basic(web))).toEqual(passed);
  expect(await error(asPost(byPost))).toEqual(passed);
  expect(await error({ ...fields, client_id: spa.clientId })).toEqual(passed);
  expect(await error(asPost(web))).toEqual(passed);
  expect(await error(fields, basic(byPost))).toEqual(passed);
  expect(await error(fields, { authorization: basicOf(spa.clientId, "") })).toEqual(passed);
  expect(await error({ ...fields, client_id: spa.clientId, client_secret: "x" })).toEqual(passed);
  expect(await error({ ...fields, client_id: web.clientId })).toEqual(refused);
  expect(await error({ ...fields, client_id: signing.clientId })).toEqual(refused);
  expect(await error({ ...fields, client_id: signing.clientId, client_secret: "x" })).toEqual(refused);
  expect(await error(fields, { authorization: basicOf(web.clientId, "") })).toEqual(refused);
  expect(await error({ ...asPost(byPost), client_secret: "wrong" })).toEqual(refused);
  expect(await error({ ...fields, client_id: "nobody" })).toEqual(refused);
  const wrong = await post(paths.token, fields, { authorization: basicOf(web.clientId, "wrong") });
  expect([wrong.status, wrong.headers.get("www-authenticate")]).toEqual([401, 'Basic realm="client"']);
});

test("each endpoint takes clients by the methods that the metadata names for it, and by no other", async () => {
  const { clients, keys, url } = world;
  // The shape is what the test looks at.
  const metadata = (await (await fetch(`${url}${paths.discovery}`)).json()) as Record<string, string>;
  const idOf = ({ clientId: client_id }: typeof clients.web) => ({ client_id });
  const ways: Readonly<Record<string, () => Promise<readonly [Fields, Fields]>>> = {
    none: async () => [idOf(clients.spa), {}],
    client_secret_basic: async () => [{}, basic(clients.web)],
    client_secret_post: async () => [{ ...idOf(clients.post), client_secret: clients.post.clientSecret }, {}],
    private_key_jwt: async () => {
      const client_assertion = await sign(assertionOf(clients.signing.clientId, url), keys.client);
      return [{ client_assertion_type: assertionType, client_assertion }, {}];
    },
  };
  const form = { grant_type: "refresh_token", refresh_token: "x", token: "x" };
  for (const endpoint of ["token", "revocation", "introspection"]) {
    const taken: string[] = [];
    for (const [method, way] of Object.entries(ways)) {
      const [fields, headers] = await way();
      const at = metadata[`${endpoint}_endpoint`]?.slice(url.length) ?? "";
      const { body } = await post(at, { ...form, ...fields }, headers);
      if (body["error"] !== "invalid_client") taken.push(method);
    }
    expect(metadata[`${endpoint}_endpoint_auth_methods_supported`], endpoint).toEqual(taken);
  }
});

test("private_key_jwt: signature, issuer, subject, audience and age all count", async () => {
  const { clients, keys, url } = world;
  const id = clients.signing.clientId;
  const good = assertionOf(id, url);
  const tryWith = async (client_assertion: string) => {
    const fields = { grant_type: "refresh_token", refresh_token: "x", client_assertion_type: assertionType };
    return (await post(paths.token, { ...fields, client_assertion })).body["error"];
  };
  expect(await tryWith(await sign(good, keys.client))).toBe("invalid_grant");
  expect(await tryWith(await sign({ ...good, aud: `${url}${paths.token}` }, keys.client))).toBe(
    "invalid_grant",
  );
  for (const bad of [
    { ...good, aud: "https://other.example" },
    { ...good, iss: "x" },
    { ...good, exp: seconds() - 60 },
    { ...good, iat: seconds() - 3700 },
    { iss: id, sub: id, aud: url, exp: seconds() + 60 },
    { iss: id, sub: id, aud: url, iat: seconds() },
  ])
    expect(await tryWith(await sign(bad, keys.client)), JSON.stringify(bad)).toBe("invalid_client");
  expect(await tryWith(await sign(good, keys.machine))).toBe("invalid_client");
  const forged = { ...keys.machine, keyId: keys.client.keyId };
  expect(await tryWith(await sign(good, forged))).toBe("invalid_client");
  const header = Buffer.from(JSON.stringify({ alg: "none", kid: keys.client.keyId })).toString("base64url");
  const unsigned = `${header}.${Buffer.from(JSON.stringify(good)).toString("base64url")}.`;
  expect(await tryWith(unsigned)).toBe("invalid_client");
});

test("a service user gets tokens by its secret; unknown names and wrong secrets are told apart by nobody", async () => {
  const { machine, projectId, clients } = world;
  const scope = `openid urn:zitadel:iam:org:project:id:${projectId}:aud`;
  const fields = { grant_type: "client_credentials", scope };
  const answer = await post(paths.token, fields, {
    authorization: basicOf(machine.loginName, machine.secret),
  });
  expect(answer.status).toBe(200);
  expect(answer.body).not.toHaveProperty("refresh_token");
  const claims = decodeJwt(String(answer.body["id_token"]));
  expect(claims).toMatchObject({ sub: machine.userId, aud: [projectId, "robot"], amr: ["pwd"] });
  expect(claims.exp).toBe(claims.iat);
  const told = await post(
    paths.introspect,
    { token: String(answer.body["access_token"]) },
    basic(clients.api),
  );
  expect(told.body).toMatchObject({ active: true, sub: machine.userId, username: "robot" });
  const wrong = await post(paths.token, fields, { authorization: basicOf(machine.loginName, "x") });
  const unknown = await post(paths.token, fields, { authorization: basicOf("nobody", "x") });
  const person = await post(paths.token, fields, { authorization: basicOf("ada", "x") });
  const bare = await post(paths.token, fields, { authorization: basicOf("robot-without-secret", "x") });
  for (const refused of [wrong, unknown, person, bare]) {
    expect(refused.status).toBe(401);
    expect(refused.body).toEqual(wrong.body);
  }
});

test("a service user gets tokens by a JWT that its key signed (RFC 7523)", async () => {
  const { machine, keys, url } = world;
  const good = assertionOf(machine.userId, url);
  const grant = async (assertion: string) =>
    post(paths.token, { grant_type: jwtBearer, scope: "openid", assertion });
  expect((await grant(await sign(good, keys.machine))).status).toBe(200);
  for (const bad of [
    await sign({ ...good, aud: "https://other.example" }, keys.machine),
    await sign({ ...good, sub: world.userId }, keys.machine),
    await sign({ ...good, iat: seconds() - 3700 }, keys.machine),
    await sign(good, keys.client),
    "nonsense",
  ]) {
    const { status, body } = await grant(bad);
    expect([status, body["error"]]).toEqual([400, "invalid_grant"]);
  }
});

test("an assertion that has an id is good for one use, whichever process it is shown to; one without is not counted", async () => {
  const { clients, keys, url, machine, userId } = world;
  const signedBy = (id: string, key: World["keys"]["client"], more: object) =>
    sign(assertionOf(id, url, more), key);
  const asClient = async (client_assertion: string) => {
    const fields = { grant_type: "refresh_token", refresh_token: "x", client_assertion_type: assertionType };
    return (await post(paths.token, { ...fields, client_assertion })).body;
  };
  const asServiceUser = async (assertion: string) => {
    return (await post(paths.token, { grant_type: jwtBearer, scope: "openid", assertion })).body;
  };
  const clientId = clients.signing.clientId;
  const replayed = (error: string) => ({ error, error_description: expect.stringMatching(/OIDC-As2us/) });

  const bare = await signedBy(clientId, keys.client, {});
  for (const _ of [1, 2]) expect((await asClient(bare))["error"]).toBe("invalid_grant");
  const client = await signedBy(clientId, keys.client, { jti: "one" });
  const first = await Promise.all([asClient(client), asClient(client)]);
  expect(first.map(({ error }) => error).sort()).toEqual(["invalid_client", "invalid_grant"]);
  // By its id, however it is signed, as long as the first one would be good; and in a second process too.
  expect(await asClient(await signedBy(clientId, keys.client, { jti: "one", n: 1 }))).toEqual(
    replayed("invalid_client"),
  );
  const until = new Date(Date.now() + 60_000);
  const known = { instanceId: world.ctx().instanceId, kind: "assertion", subject: `${clientId}\none`, until };
  expect(await world.otherProcess.first(known)).toBe(false);
  expect(await asClient(await signedBy(clientId, keys.client, { jti: 7 }))).toEqual(
    replayed("invalid_client"),
  );

  // Another issuer's ids are its own.
  const service = await signedBy(machine.userId, keys.machine, { jti: "one" });
  expect(await asServiceUser(service)).toHaveProperty("access_token");
  expect(await asServiceUser(service)).toEqual(replayed("invalid_grant"));
  // What is refused for another reason uses nothing up.
  const foreign = { jti: "two", sub: userId };
  expect((await asServiceUser(await signedBy(machine.userId, keys.machine, foreign)))["error"]).toBe(
    "invalid_grant",
  );
  const own = await signedBy(machine.userId, keys.machine, { jti: "two" });
  expect(await asServiceUser(own)).toHaveProperty("access_token");
});

test("failed client authentication is slowed down, while the right secret still passes", async () => {
  const { clientId, clientSecret } = world.clients.post;
  const attempt = (secret: string) =>
    post(paths.token, {
      grant_type: "refresh_token",
      refresh_token: "x",
      client_id: clientId,
      client_secret: secret,
    });
  const statuses = new Set<number>();
  for (let round = 0; round < 6; round++) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => attempt(randomBytes(8).toString("hex"))),
    );
    for (const { status } of answers) statuses.add(status);
  }
  expect([...statuses].sort()).toEqual([401, 429]);
  expect((await attempt(clientSecret)).body["error"]).toBe("invalid_grant");
});

test("the time of a refusal does not say whether a service user has that name", async () => {
  const refusalTime = async (name: string) => {
    const began = performance.now();
    const fields = { grant_type: "client_credentials", scope: "openid" };
    const { body } = await post(paths.token, fields, { authorization: basicOf(name, "wrong") });
    expect(body).toMatchObject({ error: "invalid_client" });
    return performance.now() - began;
  };
  // Timers may fire up to a millisecond early.
  expect(await refusalTime("nobody-at-all")).toBeGreaterThanOrEqual(98);
  expect(await refusalTime(world.machine.loginName)).toBeGreaterThanOrEqual(98);
});
