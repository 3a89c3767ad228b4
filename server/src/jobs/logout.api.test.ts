/** Applications hear of the end of a login, whatever ended it, at a real address. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { App, createOidcApp } from "#src/domains/app/index.ts";
import { createProject } from "#src/domains/project/index.ts";
import { createSession, isPastSession, Session, terminate } from "#src/domains/session/index.ts";
import { expectLogout, isPastSessionLogout, SessionLogout } from "#src/domains/sessionlogout/index.ts";
import { createHuman, User } from "#src/domains/user/index.ts";
import { verifyOwnJwt } from "#src/domains/webkey/index.ts";
import { sql } from "#src/platform/db/index.ts";
import { type Draft, type Entity, ref } from "#src/platform/eventstore/index.ts";
import {
  createOutbound,
  type Outbound,
  specialNetworks,
  specialNetworksButLoopback,
} from "#src/platform/outbound/index.ts";
import type { TakenJob } from "#src/platform/queue/index.ts";
import { createTenant, type Tenant } from "#test/harness/tenant.ts";
import { logouts } from "./logout.ts";

let tenant: Tenant;
let projectId: string;
/** What the applications were sent, by client id. */
const heard: {
  readonly clientId: string;
  readonly request: IncomingMessage;
  readonly form: URLSearchParams;
}[] = [];
let answer: (response: ServerResponse) => void;
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const clientId = String(decodeJwt(form.get("logout_token") ?? "").aud);
    heard.push({ clientId, request, form });
    answer(response);
  });
});

beforeAll(async () => {
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  tenant = await createTenant({ outbound: createOutbound({ denyList: specialNetworksButLoopback }) });
  projectId = (await createProject(tenant.ctx(), { orgId: tenant.created.orgId, name: "P" })).aggregateId;
});
beforeEach(() => {
  heard.length = 0;
  answer = (response) => void response.end("the body is nobody's business".repeat(10_000));
});
afterAll(async () => {
  receiver.close();
  await tenant.close();
});

const at = (path = "/logout"): string =>
  `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;

let made = 0;

async function newClient(uri = at()) {
  const app = await createOidcApp(
    tenant.ctx(),
    { projectId, name: `app ${++made}` },
    { redirectUris: ["https://app.example/cb"], devMode: true, backChannelLogoutURI: uri },
  );
  return { clientId: app.clientId, appId: app.row.entityId, uri };
}
type Client = Awaited<ReturnType<typeof newClient>>;

const newUser = async (): Promise<string> => {
  const name = `person${++made}`;
  const { orgId } = tenant.created;
  const user = await createHuman(tenant.ctx(), {
    orgId,
    userName: name,
    firstName: name,
    lastName: "Test",
    email: `${name}@mail.example`,
    emailVerification: { kind: "verified" },
    password: { plain: "Password1!" },
  });
  return user.row.aggregateId;
};

/** A session in which a client got tokens. */
async function logIn(userId: string, clients: readonly Client[], lifetimeSeconds?: number): Promise<string> {
  const session = await createSession(tenant.ctx(), {
    checks: { user: { userId }, password: "Password1!" },
    lifetimeSeconds,
  });
  const sessionId = session.row.aggregateId;
  for (const { clientId, uri } of clients)
    await expectLogout(tenant.ctx(), { sessionId, userId, clientId, oidcSessionId: `V2_${sessionId}`, uri });
  return sessionId;
}

const happen = <S extends object, E extends Draft>(
  entity: Entity<S, E>,
  id: string,
  event: NoInfer<E>,
  entityId = "",
) =>
  tenant.store.execute(
    { instanceId: tenant.created.instanceId, creator: "test" },
    [ref(entity, id, entityId)],
    () => [[event]],
  );

interface Queued {
  readonly id: string;
  readonly task: string;
  readonly payload: object;
  readonly attempts: number;
}

/** Runs what is in the queue, also what that leaves there. @param now what the jobs hold for the time. @returns what failed */
async function work({
  times = 4,
  now,
  outbound,
}: {
  readonly times?: number;
  readonly now?: Date;
  readonly outbound?: Outbound;
} = {}) {
  const change = { ...(now === undefined ? {} : { now }), ...(outbound === undefined ? {} : { outbound }) };
  const tasks = logouts(() => ({ ...tenant.ctx(), ...change }));
  const failed: string[] = [];
  for (let n = 0; n < times; n += 1) {
    const rows = await tenant.database.query<Queued>(sql`
      update jobs set attempts = attempts + 1 where task = any(${Object.keys(tasks)}::text[])
        and (run_at <= now() or ${now !== undefined}::boolean)
      returning id::text, task, payload, attempts`);
    for (const { attempts: attempt, ...row } of rows.toSorted((a, b) => Number(a.id) - Number(b.id))) {
      const job: TakenJob = { ...row, attempt, instanceId: tenant.created.instanceId };
      try {
        await tasks[row.task]?.run(job);
        await tenant.database.query(sql`delete from jobs where id = ${row.id}::bigint`);
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  return failed;
}

const drop = () => tenant.database.query(sql`delete from jobs`);
const tokens = () => heard.map(({ form }) => form.get("logout_token") ?? "");
const told = () => tokens().map((token) => decodeJwt(token)["sid"]);
const stateOf = async (sessionId: string) =>
  (await tenant.store.get(SessionLogout, tenant.created.instanceId, sessionId))?.state;

it("tells every client of the session, with a token as the specification has it", async () => {
  const [userId, one, other] = [await newUser(), await newClient(), await newClient(at("/x?y=1"))];
  const sessionId = await logIn(userId, [one, other, one]);
  await work();
  expect(heard).toEqual([]);
  await terminate(tenant.ctx(), sessionId);
  expect(await work()).toEqual([]);
  expect(heard.map(({ clientId }) => clientId).sort()).toEqual([one.clientId, other.clientId].sort());
  for (const { clientId, request, form } of heard) {
    const token = form.get("logout_token") ?? "";
    expect([request.method, request.headers["content-type"]]).toEqual([
      "POST",
      "application/x-www-form-urlencoded",
    ]);
    expect([...form.keys()]).toEqual(["logout_token"]);
    expect(decodeProtectedHeader(token)).toMatchObject({ typ: "logout+jwt", kid: expect.any(String) });
    const claims = await verifyOwnJwt(tenant.ctx(), token);
    expect(claims).toEqual({
      iss: tenant.origin,
      sub: userId,
      aud: clientId,
      iat: expect.any(Number),
      exp: (claims?.iat ?? 0) + 120,
      jti: expect.any(String),
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
      sid: sessionId,
    });
    expect(Math.abs((claims?.iat ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  }
  const jtis = tokens().map((token) => decodeJwt(token).jti);
  expect(new Set(jtis).size).toBe(2);
  expect((await stateOf(sessionId))?.closedAt).toBeDefined();
  const past = await tenant.store.count(
    SessionLogout,
    tenant.created.instanceId,
    isPastSessionLogout(new Date(Date.now() + 60_000)),
  );
  expect(past).toBeGreaterThan(0);
});

it("writes sessions as ended that are over by what happened to their user, and no other", async () => {
  const [userId, another] = [await newUser(), await newUser()];
  const [over, kept, others] = [await logIn(userId, []), await logIn(userId, []), await logIn(another, [])];
  const payload = { encodedHash: "", changeRequired: false, sessionID: kept };
  await happen(User, userId, { type: "user.human.password.changed", payload });
  await work();
  const { instanceId } = tenant.created;
  const read = (id: string) => tenant.store.get(Session, instanceId, id);
  const statuses = (await Promise.all([over, kept, others].map(read))).map((row) => row?.state.status);
  expect(statuses).toEqual(["terminated", "active", "active"]);
  const past = await tenant.store.select(
    Session,
    instanceId,
    sql`t.user_id = ${userId} and ${isPastSession(new Date(Date.now() + 60_000))}`,
  );
  expect(past.map(({ aggregateId }) => aggregateId)).toEqual([over]);
});

type Cause = (userId: string, sessionId: string) => Promise<unknown>;
const ofUser =
  (event: Parameters<typeof User.evolve>[1]): Cause =>
  (userId) =>
    happen(User, userId, event);
const passwordChanged = (sessionID?: string) =>
  ({
    type: "user.human.password.changed",
    payload: {
      encodedHash: "$2a$04$0000000000000000000000000000000000000000000000000000",
      changeRequired: false,
      ...(sessionID === undefined ? {} : { sessionID }),
    },
  }) as const;

it.each<[string, Cause, told: boolean]>([
  ["the user is locked", ofUser({ type: "user.locked", payload: null }), true],
  ["the user is deactivated", ofUser({ type: "user.deactivated", payload: null }), true],
  ["the user is removed", ofUser({ type: "user.removed", payload: null }), true],
  ["the password is set by somebody else", ofUser(passwordChanged()), true],
  ["the password is changed in another session", ofUser(passwordChanged("another")), true],
  ["the password is changed in it", (userId, id) => happen(User, userId, passwordChanged(id)), false],
  [
    "a factor is lost that it did not rest on alone",
    ofUser({ type: "user.human.mfa.otp.removed", payload: null }),
    false,
  ],
  ["the user is unlocked", ofUser({ type: "user.unlocked", payload: null }), false],
])("when %s, applications are told if that ends the session", async (_name, cause, isTold) => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client]);
  const foreign = await logIn(await newUser(), [client]);
  await cause(userId, sessionId);
  expect(await work()).toEqual([]);
  expect(told()).toEqual(isTold ? [sessionId] : []);
  expect((await stateOf(foreign))?.closedAt).toBeUndefined();
});

it("tells of a login that the removed authenticator alone had proven", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const session = await createSession(tenant.ctx(), { checks: { user: { userId } } });
  const sessionId = session.row.aggregateId;
  const checkedAt = new Date().toISOString();
  await happen(Session, sessionId, {
    type: "session.webAuthN.checked",
    payload: { checkedAt, userVerified: true, credentialId: "key" },
  });
  await expectLogout(tenant.ctx(), { ...client, sessionId, userId, oidcSessionId: "V2_1" });
  await happen(User, userId, { type: "user.credential.lost", payload: { credentialId: "key" } });
  await work();
  expect(told()).toEqual([sessionId]);
});

it("tells once when several causes come together, and not again later", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client]);
  await Promise.all([
    happen(User, userId, { type: "user.locked", payload: null }),
    terminate(tenant.ctx(), sessionId),
    happen(User, userId, passwordChanged()),
  ]);
  await work();
  await terminate(tenant.ctx(), sessionId);
  await happen(User, userId, { type: "user.removed", payload: null });
  await work();
  expect(told()).toEqual([sessionId]);
});

it("jobs for one client of a session run one after another", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client]);
  await terminate(tenant.ctx(), sessionId);
  await work({ times: 1 });
  const keys = await tenant.database.query<{ order_key: string }>(sql`select order_key from jobs`);
  expect(keys).toEqual([{ order_key: `session.logout.back_channel ${sessionId} ${client.clientId}` }]);
  await drop();
});

it("tells of a session that expires, and not before, also when it was prolonged", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client], 3600);
  const later = (seconds: number) => new Date(Date.now() + seconds * 1000);
  await work();
  await work({ now: later(60) });
  expect(heard).toEqual([]);
  await work({ now: later(3700) });
  expect(told()).toEqual([sessionId]);
  await drop();
});

it("tries again until it is taken, by another token each time, and gives up after a while", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client]);
  answer = (response) => void response.writeHead(503).end();
  await terminate(tenant.ctx(), sessionId);
  expect(await work()).toEqual(
    Array(3).fill(`no logout was taken at ${new URL(at()).host}: it answered 503`),
  );
  answer = (response) => void response.writeHead(204).end();
  expect(await work()).toEqual([]);
  expect(new Set(tokens().map((token) => decodeJwt(token).jti)).size).toBe(4);
  const other = await logIn(userId, [client]);
  answer = (response) => void response.writeHead(400).end();
  await terminate(tenant.ctx(), other);
  expect(await work({ times: 14 })).toHaveLength(13);
  expect((await stateOf(other))?.closedAt).toBeDefined();
  await drop();
});

it("waits ten seconds at most for an answer, and tries again", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client]);
  answer = () => undefined;
  await terminate(tenant.ctx(), sessionId);
  const waits: (number | undefined)[] = [];
  const { outbound } = tenant.ctx();
  /** As the real one, but nobody sits the ten seconds out. */
  const impatient: Outbound = {
    ...outbound,
    send: (url, sent, { timeoutMs }) => {
      waits.push(timeoutMs);
      return outbound.send(url, sent, { timeoutMs: 100 });
    },
  };
  expect(await work({ times: 2, outbound: impatient })).toEqual([
    expect.stringContaining("no answer in time"),
  ]);
  expect([waits, heard.length, (await stateOf(sessionId))?.closedAt]).toEqual([[10_000], 1, undefined]);
  answer = (response) => void response.writeHead(200).end();
  expect(await work({ times: 1 })).toEqual([]);
  expect((await stateOf(sessionId))?.closedAt).toBeDefined();
  receiver.closeAllConnections();
  await drop();
});

it("follows no redirect", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessionId = await logIn(userId, [client]);
  answer = (response) => void response.writeHead(302, { location: at("/elsewhere") }).end();
  await terminate(tenant.ctx(), sessionId);
  expect(await work({ times: 2 })).toEqual([expect.stringContaining("it answered 302")]);
  expect(heard.map(({ request }) => request.url)).toEqual(["/logout"]);
  await drop();
});

it("calls nothing inside the operator's network", async () => {
  const [userId, client] = [await newUser(), await newClient("https://169.254.169.254/latest")];
  const sessionId = await logIn(userId, [client]);
  await terminate(tenant.ctx(), sessionId);
  expect(await work({ times: 2 })).toEqual([
    "no logout was taken at 169.254.169.254: the host leads to an address that is not allowed (setting outbound.denyList)",
  ]);
  await drop();
});

it("calls an application at http://localhost where the service is a developer's own, and nowhere else", async () => {
  const address = at().replace("127.0.0.1", "localhost");
  const [userId, client] = [await newUser(), await newClient(address)];
  const sessionId = await logIn(userId, [client]);
  await terminate(tenant.ctx(), sessionId);
  const strict = createOutbound({ denyList: specialNetworks });
  expect(await work({ times: 2, outbound: strict })).toEqual([expect.stringContaining("outbound.denyList")]);
  expect(heard).toEqual([]);
  expect(await work({ times: 1 })).toEqual([]);
  expect(heard.map(({ request }) => request.headers.host)).toEqual([new URL(address).host]);
});

it("calls nobody who is gone or does not want to hear of it any more, and the present address of others", async () => {
  const [userId, gone, quiet, moved] = [
    await newUser(),
    await newClient(),
    await newClient(),
    await newClient(),
  ];
  const sessionId = await logIn(userId, [gone, quiet, moved]);
  await happen(
    App,
    projectId,
    { type: "project.application.removed", payload: { appId: gone.appId } },
    gone.appId,
  );
  for (const [{ appId }, backChannelLogoutURI] of [
    [quiet, ""],
    [moved, at("/moved")],
  ] as const)
    await happen(
      App,
      projectId,
      { type: "project.application.config.oidc.changed", payload: { appId, backChannelLogoutURI } },
      appId,
    );
  await terminate(tenant.ctx(), sessionId);
  expect(await work()).toEqual([]);
  expect(heard.map(({ clientId, request }) => [clientId, request.url])).toEqual([[moved.clientId, "/moved"]]);
  expect((await stateOf(sessionId))?.closedAt).toBeDefined();
});

it("finds all of many sessions of a user", async () => {
  const [userId, client] = [await newUser(), await newClient()];
  const sessions = Array.from({ length: 103 }, () => tenant.newId());
  const expecting = (sessionId: string) =>
    expectLogout(tenant.ctx(), { ...client, sessionId, userId, oidcSessionId: "V2_1" });
  // Their own rows are gone already.
  await Promise.all(sessions.map(expecting));
  await happen(User, userId, { type: "user.locked", payload: null });
  await work({ times: 2 });
  expect(told().sort()).toEqual([...sessions].sort());
});

it.each([
  ["http://app.example/logout", false],
  ["https://app.example/logout", true],
  ["https://app.example/logout?x=1", true],
  ["https://app.example/logout#x", false],
  ["https://user:pass@app.example/logout", false],
  ["ftp://app.example/logout", false],
  ["/logout", false],
  ["javascript:alert(1)", false],
  ["http://127.0.0.1:8080/logout", true],
])("an address for logouts like %s is taken: %s", async (uri, isTaken) => {
  const result = await newClient(uri).then(
    () => "taken",
    (error: unknown) => (error as { readonly id?: string }).id,
  );
  expect(result).toBe(isTaken ? "taken" : "APP-Cf6iv");
});

it("one's own machine is called in development alone", async () => {
  const wanted = { backChannelLogoutURI: "http://localhost:8080/logout", devMode: false };
  const made = createOidcApp(tenant.ctx(), { projectId, name: "no dev" }, wanted);
  await expect(made).rejects.toMatchObject({ id: "APP-Cf6iv" });
});
