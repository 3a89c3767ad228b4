/**
 * Many instances on one deployment: an operator makes them by the system API, each is reached by its own domain, has
 * managers, settings and keys of its own, and knows nothing of the others.
 */
import { generateKeyPairSync } from "node:crypto";
import { createAccessTokenInterceptor, createSystemClient } from "@zitadel/node/dist/api/index.js";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Server, startServer } from "./server.ts";
import { type Calls, callsOf, human, refusal } from "./story.ts";
import { password } from "./world.ts";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

let server: Server;
let system: ReturnType<typeof createSystemClient>;

beforeAll(async () => {
  const pem = publicKey.export({ type: "spki", format: "pem" });
  server = await startServer({
    ZITADEL_SYSTEMAPIUSERS: JSON.stringify({ operator: { KeyData: Buffer.from(pem).toString("base64") } }),
    // Made in no time; the story is about whose they are.
    GATEHOUSE_DEFAULT_INSTANCE_WEB_KEYS_TYPE: "ecdsa",
  });
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "ES256" })
    .setIssuer("operator")
    .setSubject("operator")
    .setAudience(server.origin)
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(privateKey);
  system = createSystemClient(server.origin, createAccessTokenInterceptor(token));
});
afterAll(async () => server?.stop());

interface Tenant {
  readonly id: string;
  readonly host: string;
  readonly pat: string;
  /** As its first manager. */
  readonly calls: Calls;
}

/** The services under a name that only this test resolves. */
const at = (host: string, token: string): Calls =>
  callsOf({ origin: `http://${host}:${server.port}` }, token);

async function make(name: string): Promise<Tenant> {
  const host = `${name}.example`;
  const { instanceId: id, pat } = await system.createInstance({
    instanceName: name,
    customDomain: host,
    machine: { userName: "robot", name: "Robot", personalAccessToken: {} },
  });
  return { id, host, pat, calls: at(host, pat) };
}

let left: Tenant;
let right: Tenant;
test("an operator makes two instances, each with a first manager, and finds them by their domains", async () => {
  left = await make("left");
  right = await make("right");
  for (const { id, host } of [left, right]) {
    const { result } = await system.listInstances({ queries: [{ domainQuery: { domains: [host] } }] });
    expect(result.map((instance) => instance.id)).toEqual([id]);
  }
  expect((await left.calls.admin.getMyInstance({})).instance).toMatchObject({ id: left.id, name: "left" });
  expect((await right.calls.admin.getMyInstance({})).instance).toMatchObject({ id: right.id, name: "right" });
});

test("a manager of one is nobody in the other, nor in the deployment", async () => {
  expect(await refusal(at(right.host, left.pat).admin.getMyInstance({}))).toBe("Unauthenticated AUTH-7fs1e");
  expect(await refusal(callsOf(server, left.pat).admin.getMyInstance({}))).toBe("Unauthenticated AUTH-7fs1e");
  const asOperator = createSystemClient(server.origin, createAccessTokenInterceptor(server.pat));
  expect(await refusal(asOperator.listInstances({}))).toBe("PermissionDenied AUTH-5mWD2");
});

let ada: string;
test("the same names live in both, with people, keys and settings of their own", async () => {
  const { users, admin } = left.calls;
  ({ userId: ada } = await users.addHumanUser(human("ada", "Ada")));
  await right.calls.users.addHumanUser(human("ada", "Another"));
  await admin.updateLockoutPolicy({ maxPasswordAttempts: 3 });
  expect((await right.calls.admin.getLockoutPolicy({})).policy?.maxPasswordAttempts).not.toBe(3n);
  expect(await refusal(right.calls.users.getUserByID({ userId: ada }))).toBe("NotFound QUERY-Dfbg2");
  const named = async ({ calls }: Tenant) =>
    (await calls.users.listUsers({})).result.flatMap(({ type }) =>
      type.case === "human" ? [type.value.profile?.givenName] : [],
    );
  expect([await named(left), await named(right)]).toEqual([["Ada"], ["Another"]]);
  const keys = async ({ calls }: Tenant) => (await calls.keys.listWebKeys({})).webKeys.map(({ id }) => id);
  expect(new Set([...(await keys(left)), ...(await keys(right))]).size).toBe(4);
});

test("a session of one instance opens nothing in the other", async () => {
  const { sessionId, sessionToken } = await left.calls.sessions.createSession({
    checks: {
      user: { search: { case: "loginName", value: "ada" } },
      password: { password },
    },
  });
  expect((await at(left.host, sessionToken).auth.getMyUser({})).user?.id).toBe(ada);
  expect(await refusal(at(right.host, sessionToken).auth.getMyUser({}))).toBe("Unauthenticated AUTH-7fs1e");
  expect(await refusal(right.calls.sessions.getSession({ sessionId }))).toBe("NotFound COMMAND-Flk37");
});

test("a domain that is added leads to its instance at once, and is nobody else's", async () => {
  const domain = "login.left.example";
  expect(await refusal(at(domain, left.pat).admin.getMyInstance({}))).toBe("NotFound HTTP-uh057");
  await system.addDomain({ instanceId: left.id, domain });
  expect((await at(domain, left.pat).admin.getMyInstance({})).instance?.id).toBe(left.id);
  expect(await refusal(system.addDomain({ instanceId: right.id, domain }))).toBe("AlreadyExists INST-nfske");
});

test("a blocked instance answers nobody, a removed one is gone; the other goes on", async () => {
  await system.setLimits({ instanceId: left.id, block: true });
  expect(await refusal(left.calls.auth.getMyUser({}))).toBe("ResourceExhausted LIMITS-molsj");
  await system.resetLimits({ instanceId: left.id });
  expect((await left.calls.auth.getMyUser({})).user?.userName).toBe("robot");
  await system.removeInstance({ instanceId: left.id });
  expect(await refusal(left.calls.auth.getMyUser({}))).toBe("NotFound HTTP-uh057");
  expect(await refusal(system.getInstance({ instanceId: left.id }))).toBe("NotFound INST-Sh0nf");
  expect((await right.calls.auth.getMyUser({})).user?.userName).toBe("robot");
});
