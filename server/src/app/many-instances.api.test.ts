/** One deployment, several instances, over the port as operators and their customers come. */
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { branding, uploadAsset } from "#src/domains/branding/index.ts";
import { policyRef } from "#src/kits/settings/index.ts";
import { loadConfig } from "#src/platform/config/index.ts";
import { parseMasterKeys } from "#src/platform/crypto/index.ts";
import { type Database, sql } from "#src/platform/db/index.ts";
import { verify } from "#src/platform/eventstore/index.ts";
import { specialNetworks } from "#src/platform/outbound/index.ts";
import { createLog } from "#src/platform/telemetry/index.ts";
import { askPort } from "#test/contract/harness.ts";
import { freshDatabase } from "#test/harness/database.ts";
import { listAt, textAt, valueAt } from "#test/harness/json.ts";
import { type Core, openCore } from "./core.ts";
import { createFirstInstance, publicOrigin, setupContext } from "./first-instance.ts";
import { type Gatehouse, openGatehouse } from "./gatehouse.ts";
import { entities } from "./parts.ts";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });

let core: Core;
let gatehouse: Gatehouse;
let watch: Database;
let port: number;
let audience: string;
let token: string;

beforeAll(async () => {
  const keyData = Buffer.from(publicKey.export({ type: "spki", format: "pem" })).toString("base64");
  const loaded = loadConfig({
    args: ["--port", "0"],
    env: {
      ZITADEL_SYSTEMAPIUSERS: JSON.stringify({
        operator: { KeyData: keyData },
        watcher: {
          KeyData: keyData,
          Memberships: [{ MemberType: "System", Roles: ["SYSTEM_OWNER_VIEWER"] }],
        },
      }),
      GATEHOUSE_WEB_KEY_POOL: "2",
      // The hooks of these tests are on this host.
      GATEHOUSE_OUTBOUND_DENY_LIST: specialNetworks.filter((entry) => entry !== "127.0.0.0/8").join(","),
      // Made in no time; how the stock is kept does not depend on the sort of keys.
      GATEHOUSE_DEFAULT_INSTANCE_WEB_KEYS_TYPE: "ecdsa",
      GATEHOUSE_DEFAULT_INSTANCE_LIMITS_AUDIT_LOG_RETENTION: "48h",
      GATEHOUSE_DEFAULT_INSTANCE_RESTRICTIONS_ALLOWED_LANGUAGES: "en,de",
    },
    readFile: () => "",
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const place = await freshDatabase();
  watch = await place.open();
  const { config } = loaded;
  const assets = new URL("../login/assets/", import.meta.url);
  const options = {
    config,
    databaseUrl: place.url,
    keys: parseMasterKeys("a-master-key-for-the-tests-only!"),
    log: createLog({ level: "error", format: "text", write: () => undefined, clock: () => new Date() }),
    newRequestId: () => "r",
    machineSeed: "m",
    worker: 1,
    folders: { console: assets.pathname, loginAssets: assets },
  };
  core = await openCore(options);
  await createFirstInstance(config, core);
  gatehouse = await openGatehouse(core, options);
  port = gatehouse.port.address.port;
  audience = publicOrigin(config);
  token = await sign("operator");
});
afterAll(async () => {
  await gatehouse.close();
  await watch.close();
});

interface Claims {
  readonly aud?: string;
  readonly age?: number;
  readonly expiresIn?: number;
  readonly key?: typeof privateKey;
  readonly subject?: string;
}

function sign(name: string, claims: Claims = {}): Promise<string> {
  const { aud = audience, age = 0, expiresIn = 600, key = privateKey, subject = name } = claims;
  const now = Math.floor(Date.now() / 1000) - age;
  return new SignJWT()
    .setProtectedHeader({ alg: "ES256" })
    .setIssuer(name)
    .setSubject(subject)
    .setAudience(aud)
    .setIssuedAt(now)
    .setExpirationTime(now + age + expiresIn)
    .sign(key);
}

async function ask(verb: string, path: string, host: string, bearer?: string, body?: object) {
  const { status, text, headers } = await askPort(port, {
    verb,
    path,
    token: bearer,
    headers: { host, ...(path.startsWith("/ui") ? { accept: "text/html" } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = text.startsWith("{") ? JSON.parse(text) : {};
  return { status, text, json, headers };
}

const system = (verb: string, path: string, body?: object, host = "nobody.test") =>
  ask(verb, `/system/v1${path}`, host, token, body);

interface Made {
  readonly id: string;
  readonly pat: string;
  readonly host: string;
}

async function makeInstance(name: string, host = `${name}.test`): Promise<Made> {
  const { status, json, text } = await system("POST", "/instances/_create", {
    instanceName: name,
    customDomain: host,
    machine: { userName: "robot", name: "Robot", personalAccessToken: {} },
  });
  expect([status, text]).toEqual([200, expect.any(String)]);
  return { id: textAt(json, "instanceId"), pat: textAt(json, "pat"), host };
}

const myInstance = (host: string, pat: string) => ask("GET", "/admin/v1/instances/me", host, pat);

test("a signing key in stock goes to one instance only, and an empty stock holds nobody up", async () => {
  const inStock = async () => {
    const rows = await watch.query<{ n: string }>(
      sql`select public_key->>'x' as n from web_key_pool order by id`,
    );
    return rows.map(({ n }) => n);
  };
  await expect.poll(async () => (await inStock()).length).toBeGreaterThanOrEqual(2);
  const before = await inStock();
  const made = await Promise.all([makeInstance("stock1"), makeInstance("stock2"), makeInstance("stock3")]);
  const given = await watch.query<{ n: string; id: string }>(
    sql`select state->'publicKey'->>'x' as n, instance_id as id from web_keys
        where instance_id = any(${made.map(({ id }) => id)}::text[])`,
  );
  expect(given).toHaveLength(6);
  expect(new Set(given.map(({ n }) => n)).size).toBe(6);
  expect(given.some(({ n }) => before.includes(n))).toBe(true);
  const left = await inStock();
  expect(given.filter(({ n }) => left.includes(n))).toEqual([]);
});

test("users of the system prove themselves by a fresh token of their own, made for this deployment", async () => {
  const list = async (bearer: string) => {
    const { status, text } = await ask("POST", "/system/v1/instances/_search", "nobody.test", bearer, {});
    return [status, /AUTH-7fs1e/.test(text)];
  };
  expect(await list(token)).toEqual([200, false]);
  const refused = await Promise.all([
    sign("operator", { key: stranger.privateKey }),
    sign("operator", { aud: "https://elsewhere.test" }),
    sign("operator", { age: 3700 }),
    sign("operator", { expiresIn: -10 }),
    sign("operator", { subject: "watcher" }),
    sign("unknown"),
  ]);
  for (const bearer of [...refused, "garbage"]) expect(await list(bearer)).toEqual([401, true]);
});

test("a viewer of the system reads and changes nothing; managers of an instance are no users of the system", async () => {
  const viewer = await sign("watcher");
  const search = await ask("POST", "/system/v1/instances/_search", "localhost", viewer, {});
  expect([search.status, valueAt(search.json, "details")]).toMatchObject([
    200,
    { totalResult: expect.stringMatching(/^[1-9]/) },
  ]);
  const create = await ask("POST", "/system/v1/instances/_create", "localhost", viewer, {
    instanceName: "x",
    human: { userName: "x" },
  });
  expect([create.status, create.text]).toEqual([403, expect.stringContaining("AUTH-5mWD2")]);
  const { pat, host } = await makeInstance("managed");
  const manager = await ask("POST", "/system/v1/instances/_search", host, pat, {});
  expect([manager.status, manager.text]).toEqual([403, expect.stringContaining("AUTH-5mWD2")]);
});

test("instances are apart: own hosts, keys, settings and managers, and nothing of one is known in the other", async () => {
  const [left, right] = await Promise.all([makeInstance("left"), makeInstance("right")]);
  expect(valueAt((await myInstance(left.host, left.pat)).json, "instance")).toMatchObject({ id: left.id });
  expect((await myInstance(right.host, left.pat)).status).toBe(401);
  const keysOf = async ({ host }: Made) =>
    listAt((await ask("GET", "/oauth/v2/keys", host)).json, "keys").map((key) => textAt(key, "x"));
  const keys = [...(await keysOf(left)), ...(await keysOf(right))];
  expect(new Set(keys).size).toBe(4);
  const orgId = textAt((await ask("GET", "/management/v1/orgs/me", left.host, left.pat)).json, "org.id");
  expect((await ask("GET", `/admin/v1/orgs/${orgId}`, left.host, left.pat)).status).toBe(200);
  expect((await ask("GET", `/admin/v1/orgs/${orgId}`, right.host, right.pat)).status).toBe(404);
  const named = await ask("GET", `/v2beta/instances/${left.id}`, right.host, right.pat);
  expect([named.status, named.text]).toEqual([404, expect.stringContaining("INST-Ot2nf")]);
  expect(textAt((await ask("GET", "/.well-known/openid-configuration", left.host)).json, "issuer")).toContain(
    left.host,
  );
});

test("what the operator configures for new instances is there from the start", async () => {
  const { id, host, pat } = await makeInstance("configured");
  const restrictions = await ask("GET", "/admin/v1/restrictions", host, pat);
  expect(listAt(restrictions.json, "allowedLanguages")).toEqual(["en", "de"]);
  const [limits] = await watch.query<{ state: object }>(
    sql`select state from limits where instance_id = ${id}`,
  );
  expect(limits?.state).toEqual({ auditLogRetention: 48 * 3600 * 1_000_000_000 });
});

test("a host that is added leads to its instance at once, one that is removed nowhere", async () => {
  const { id, pat, host } = await makeInstance("hosts");
  expect((await myInstance("second.hosts.test", pat)).status).toBe(404);
  await system("POST", `/instances/${id}/domains`, { domain: "Second.hosts.test" });
  expect(valueAt((await myInstance("second.hosts.test", pat)).json, "instance")).toMatchObject({ id });
  const taken = await system("POST", `/instances/${(await makeInstance("thief")).id}/domains`, {
    domain: "second.hosts.test",
  });
  expect([taken.status, taken.text]).toEqual([409, expect.stringContaining("INST-nfske")]);
  await system("DELETE", `/instances/${id}/domains/second.hosts.test`);
  expect((await myInstance("second.hosts.test", pat)).status).toBe(404);
  // The primary one goes too: the generated one takes its place and stays.
  await system("DELETE", `/instances/${id}/domains/${host}`);
  const { json } = await system("POST", `/instances/${id}/domains/_search`, {});
  expect(listAt(json, "result")).toEqual([expect.objectContaining({ primary: true, generated: true })]);
  const generated = textAt(listAt(json, "result")[0], "domain");
  expect((await myInstance(generated, pat)).status).toBe(200);
  const refused = await system("DELETE", `/instances/${id}/domains/${generated}`);
  expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("INST-Rh4gn")]);
});

test("a domain of an instance's own shows an organization's look at once, and mails lead there", async () => {
  const { id: instanceId, pat } = await makeInstance("looks");
  const host = "login.looks.test";
  await system("POST", `/instances/${instanceId}/domains`, { domain: host });
  const orgId = textAt(
    (await ask("POST", "/v2/organizations", host, pat, { name: "Acme" })).json,
    "organizationId",
  );
  const ctx = { ...setupContext(core, instanceId, audience), orgId };
  const happen = (name: string, payload: object | null = null) =>
    core.store.execute(ctx, [policyRef(branding, "org", orgId)], () => [
      [{ type: `org.policy.label.${name}`, payload }] as never,
    ]);
  await happen("added", { primaryColor: "#0a7b5c" });
  for (const [mark, kind] of (["logo", "icon"] as const).entries()) {
    const png = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(64, mark)]);
    await uploadAsset(ctx, { level: "org", kind }, png);
  }
  await happen("activated");
  const { status, text } = await ask("GET", `/ui/v2/login/loginname?organization=${orgId}`, host);
  expect([status, text.includes("--primary:#0a7b5c")]).toEqual([200, true]);
  const [, logo = ""] = /<img class="logo" src="([^"]+)"/.exec(text) ?? [];
  const [, icon = ""] = /<link rel="icon" href="([^"]+)"/.exec(text) ?? [];
  const files = await Promise.all([logo, icon].map((path) => ask("GET", path, host)));
  expect(files.map((file) => [file.status, file.headers["content-type"]])).toEqual([
    [200, "image/png"],
    [200, "image/png"],
  ]);
  const user = await ask("POST", "/v2/users/human", host, pat, {
    username: "mia",
    organization: { orgId },
    profile: { givenName: "Mia", familyName: "Meyer" },
    email: { email: "mia@people.example", isVerified: true },
    password: { password: "Secret-Pass1" },
  });
  await ask("POST", `/v2/users/${textAt(user.json, "userId")}/password_reset`, host, pat, { sendLink: {} });
  const kept = () =>
    watch.query<{ html: string; text: string }>(
      sql`select html, text from dev_inbox where instance_id = ${instanceId}`,
    );
  await expect.poll(kept).toHaveLength(1);
  const [mail] = await kept();
  const origin = String.raw`http://login\.looks\.test(?::\d+)?`;
  expect(mail?.text).toMatch(new RegExp(`^${origin}/ui/`, "m"));
  expect(mail?.html).toMatch(new RegExp(`<img src="${origin}${logo}" alt="[^"]+"`));
  expect(`${mail?.text}${mail?.html}`).not.toContain("//looks.test");
});

test("a blocked instance answers nothing but the system's own API", async () => {
  const { id, pat, host } = await makeInstance("blocked");
  expect((await system("PUT", `/instances/${id}/limits`, { block: true })).status).toBe(200);
  for (const [verb, path] of [
    ["GET", "/admin/v1/instances/me"],
    ["GET", "/management/v1/healthz"],
    ["GET", "/.well-known/openid-configuration"],
    ["POST", "/oauth/v2/token"],
    ["GET", "/ui/v2/login/login"],
    ["GET", "/ui/console/"],
  ] as const) {
    const { status, text } = await ask(verb, path, host, pat, verb === "POST" ? {} : undefined);
    expect([path, status, text]).toEqual([path, 429, expect.stringContaining("LIMITS-molsj")]);
  }
  expect((await system("GET", `/instances/${id}`, undefined, host)).status).toBe(200);
  expect((await system("DELETE", `/instances/${id}/limits`)).status).toBe(200);
  expect((await myInstance(host, pat)).status).toBe(200);
});

test("a form that takes long to come is answered by what holds when it is there", async () => {
  const { id, host } = await makeInstance("patient");
  const form = "grant_type=client_credentials&client_id=nobody&client_secret=none";
  const headers = {
    host,
    "content-type": "application/x-www-form-urlencoded",
    "content-length": form.length,
  };
  const slow = request({ port, host: "127.0.0.1", method: "POST", path: "/oauth/v2/token", headers });
  const answered = once(slow, "response");
  slow.write(form.slice(0, 9));
  expect((await ask("GET", "/.well-known/openid-configuration", host)).status).toBe(200);
  expect((await system("PUT", `/instances/${id}/limits`, { block: true })).status).toBe(200);
  slow.end(form.slice(9));
  const [response]: IncomingMessage[] = await answered;
  expect(response?.statusCode).toBe(429);
});

test("a used up quota refuses requests, and whom the operator named is told of its shares once", async () => {
  const calls: string[] = [];
  const hook = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      calls.push(Buffer.concat(chunks).toString());
      res.end();
    });
  }).listen(0, "127.0.0.1");
  await once(hook, "listening");
  const address = hook.address();
  const callUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/hook`;
  const { id, pat, host } = await makeInstance("counted");
  const quota = {
    unit: "UNIT_REQUESTS_ALL_AUTHENTICATED",
    from: "2026-01-01T00:00:00Z",
    resetInterval: "3153600000s",
    amount: "4",
    limit: true,
    notifications: [{ percent: 50, repeat: true, callUrl }],
  };
  expect((await system("POST", `/instances/${id}/quotas`, quota)).status).toBe(200);
  expect((await system("POST", `/instances/${id}/quotas`, quota)).status).toBe(409);
  for (let n = 0; n < 4; n++) expect((await myInstance(host, pat)).status).toBe(200);
  const over = await myInstance(host, pat);
  expect([over.status, over.text]).toEqual([429, expect.stringContaining("QUOTA-vjAy8")]);
  const cookie = [expect.stringMatching(/^zitadel\.quota\.exhausted=true; Path=\/; Max-Age=300;/)];
  for (const refused of [
    over,
    await ask("GET", "/.well-known/openid-configuration", host),
    await ask("GET", "/ui/v2/login/loginname", host),
  ]) {
    expect(refused.status).toBe(429);
    expect(refused.headers["set-cookie"]).toEqual(expect.arrayContaining(cookie));
  }
  expect(Number(over.headers["retry-after"])).toBeGreaterThan(1_000_000);
  await expect
    .poll(() => calls.map((call) => (JSON.parse(call) as { threshold: number }).threshold))
    .toEqual([50, 100]);
  expect((await system("DELETE", `/instances/${id}/quotas/UNIT_REQUESTS_ALL_AUTHENTICATED`)).status).toBe(
    200,
  );
  expect((await myInstance(host, pat)).status).toBe(200);
  hook.close();
});

test("of a removed instance nothing is served, its host is free, and nothing of it stays", async () => {
  const { id, pat, host } = await makeInstance("gone");
  expect((await myInstance(host, pat)).status).toBe(200);
  expect((await system("DELETE", `/instances/${id}`)).status).toBe(200);
  for (const path of ["/admin/v1/instances/me", "/.well-known/openid-configuration", "/ui/v2/login/login"])
    expect((await ask("GET", path, host, pat)).status).toBe(404);
  expect((await system("GET", `/instances/${id}`)).status).toBe(404);
  expect((await system("DELETE", `/instances/${id}`)).status).toBe(404);
  const again = await makeInstance("gone", host);
  expect(valueAt((await myInstance(host, again.pat)).json, "instance")).toMatchObject({ id: again.id });
  expect((await myInstance(host, pat)).status).toBe(401);
  const left = async () => {
    const rows = await watch.query<{ type: string }>(
      sql`select distinct aggregate_type as type from events where instance_id = ${id}`,
    );
    return rows.map(({ type }) => type);
  };
  await expect.poll(left).toEqual(["instance"]);
  const { problems, aggregates } = await verify({ database: watch, entities, secrets: core.secrets });
  expect(problems).toEqual([]);
  expect(aggregates).toBeGreaterThan(30);
});
