/** An instance in a real store behind a real port: applications of every kind, Ada, a service user. */
import { generateKeyPairSync } from "node:crypto";
import { AppKey, createApiApp, createOidcApp } from "#src/domains/app/index.ts";
import { finishAuthRequest, type Login, requireAuthRequest } from "#src/domains/authrequest/index.ts";
import { featureOf } from "#src/domains/feature/index.ts";
import { createProject, ProjectRole } from "#src/domains/project/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { createInstance } from "#src/domains/setup/index.ts";
import { createMachine, MachineKey, User, UserMetadata } from "#src/domains/user/index.ts";
import { UserGrant } from "#src/domains/usergrant/index.ts";
import { type Draft, type Entity, ownedBy, ref } from "#src/platform/eventstore/index.ts";
import { exhausted } from "#src/platform/failure/index.ts";
import { createFront, createTrust, openPort } from "#src/platform/http/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createOnce } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { openPlace, type PlaceOptions } from "#test/harness/tenant.ts";
import { oidcRoutes } from "./http.ts";
import type { OidcParts } from "./turn.ts";

const instanceId = "i1";
const password = "Secret-Pass1";
export const redirectUri = "https://app.example/cb";
const never = "9999-12-31T23:59:59Z";

function newKeyPair() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return { privateKey, stored: Buffer.from(pem).toString("base64") };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** @param watch stands between everything and the database, for tests that count */
export async function openWorld(watch?: PlaceOptions["watch"]) {
  const place = await openPlace(watch === undefined ? {} : { watch });
  const { database, store, secrets, limits, newId } = place;
  const unexpected: unknown[] = [];
  const shift = { millis: 0 };
  /** Requests that were proven, and how many the instance may have. */
  const quota = { used: 0, amount: Number.POSITIVE_INFINITY };
  const shown: { page: OidcParts["showRefusal"] } = { page: undefined };
  const ctxOf = (origin: string): Ctx => ({
    ...place.context(instanceId, origin),
    creator: "OIDC",
    now: new Date(database.now().getTime() + shift.millis),
    ip: "192.0.2.1",
    userAgent: "Test/1.0",
  });
  let requests = 0;
  const front = createFront({
    routes: oidcRoutes({
      makeCtx: async (exchange) => ctxOf((await exchange.tenant()).origin),
      countProven: async () => {
        if (quota.used >= quota.amount)
          throw exhausted("TEST-qu0ta", "Errors.Quota.Access.Exhausted", {
            values: { retryAfterSeconds: 60 },
          });
        quota.used++;
      },
      limits,
      once: createOnce({ db: database, pepper: Buffer.from("pepper") }),
      translate: createTranslate(),
      loginFeature: (ctx) => featureOf(ctx, "loginV2"),
      get showRefusal() {
        return shown.page;
      },
      report: (error) => unexpected.push(error),
    }),
    trust: createTrust({ proxies: [], hostRules: [] }),
    tenants: {
      findHost: async () => ({ instanceId, kind: "registered" }),
      configured: () => [],
      setting: "SETTING",
    },
    externalSecure: false,
    strictTransport: false,
    debug: { notReady: async () => [], metrics: () => "" },
    translate: createTranslate(),
    newRequestId: () => `request-${++requests}`,
    clock: () => performance.now(),
    onAccess: () => undefined,
    onError: (error) => unexpected.push(error),
  });
  const port = await openPort({ host: "127.0.0.1", port: 0, onRequest: front });
  const url = `http://127.0.0.1:${port.address.port}`;
  const ctx = () => ctxOf(url);

  async function happen<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    aggregateId: string,
    events: readonly NoInfer<E>[],
    entityId = "",
    owner = created.orgId,
  ): Promise<void> {
    const target = ownedBy(owner, ref(entity, aggregateId, entityId));
    await store.execute({ instanceId, creator: "test" }, [target], () => [events]);
  }

  const created = await createInstance(ctx(), {
    name: "Test",
    defaultLanguage: "en",
    domain: "127.0.0.1",
    origin: url,
    orgName: "First",
    human: {
      userName: "ada",
      firstName: "Ada",
      lastName: "Lovelace",
      preferredLanguage: "en",
      email: "ada@example.com",
      emailVerified: true,
      phoneVerified: false,
      password,
      passwordChangeRequired: false,
    },
  });
  const userId = created.admin?.userId ?? "";
  const project = await createProject(ctx(), { orgId: created.orgId, name: "Shop" });
  const projectId = project.aggregateId;
  await happen(
    ProjectRole,
    projectId,
    [{ type: "project.role.added", payload: { key: "buyer", displayName: "Buyer" } }],
    "buyer",
  );
  await happen(UserGrant, newId(), [
    { type: "user.grant.added", payload: { userId, projectId, roleKeys: ["buyer"] } },
  ]);
  await happen(
    UserMetadata,
    userId,
    [{ type: "user.metadata.set", payload: { key: "k", value: Buffer.from("v").toString("base64") } }],
    "k",
  );

  const settings = {
    redirectUris: [redirectUri],
    postLogoutRedirectUris: ["https://app.example/bye"],
    responseTypes: [0],
    grantTypes: [0, 2],
  } as const;
  const web = await createOidcApp(ctx(), { projectId, name: "web" }, { ...settings, authMethodType: 0 });
  const post = await createOidcApp(ctx(), { projectId, name: "post" }, { ...settings, authMethodType: 1 });
  const spa = await createOidcApp(
    ctx(),
    { projectId, name: "spa" },
    {
      ...settings,
      applicationType: 1,
      authMethodType: 2,
      accessTokenType: 1,
      accessTokenRoleAssertion: true,
    },
  );
  const signing = await createOidcApp(ctx(), { projectId, name: "key" }, { ...settings, authMethodType: 3 });
  const api = await createApiApp(ctx(), { projectId, name: "api" }, 0);
  const elsewhere = await createProject(ctx(), { orgId: created.orgId, name: "Elsewhere" });
  const stranger = await createOidcApp(
    ctx(),
    { projectId: elsewhere.aggregateId, name: "stranger" },
    { ...settings, authMethodType: 0, redirectUris: ["https://stranger.example/cb"] },
  );
  const clientKey = { ...newKeyPair(), keyId: newId() };
  await happen(
    AppKey,
    projectId,
    [
      {
        type: "project.application.oidc.key.added",
        payload: {
          applicationId: signing.row.entityId,
          clientId: signing.clientId,
          keyId: clientKey.keyId,
          type: 1,
          expirationDate: never,
          publicKey: clientKey.stored,
        },
      },
    ],
    clientKey.keyId,
  );

  const machine = await createMachine(ctx(), { orgId: created.orgId, userName: "robot", name: "Robot" });
  await createMachine(ctx(), { orgId: created.orgId, userName: "robot-without-secret", name: "Robot" });
  const machineSecret = "robot-secret-robot-secret-robot-secret";
  const machineKey = { ...newKeyPair(), keyId: newId() };
  await happen(User, machine.aggregateId, [
    { type: "user.machine.secret.set", payload: { hashedSecret: await secrets.hashSecret(machineSecret) } },
  ]);
  await happen(
    MachineKey,
    machine.aggregateId,
    [
      {
        type: "user.machine.key.added",
        payload: { keyId: machineKey.keyId, type: 1, expirationDate: never, publicKey: machineKey.stored },
      },
    ],
    machineKey.keyId,
  );

  /** Ada logs in for a waiting request, as a login UI does; the address that carries the code. */
  async function logIn(
    authRequestId: string,
    authMethods: Login["authMethods"] = [4],
    creator = "OIDC",
  ): Promise<{ readonly back: URL; readonly sessionId: string }> {
    const checks = { user: { userId }, password } as const;
    const session = await createSession(
      { ...ctx(), creator },
      { checks, userAgent: { fingerprint_id: "agent" } },
    );
    const back = await finishAuthRequest(ctx(), await requireAuthRequest(ctx(), authRequestId), {
      sessionId: session.row.aggregateId,
      userId,
      authTime: ctx().now.toISOString(),
      authMethods,
    });
    return { back: new URL(back), sessionId: session.row.aggregateId };
  }

  return {
    url,
    ctx,
    database,
    store,
    happen,
    logIn,
    unexpected,
    quota,
    shift,
    /** How refusals are shown to people; bare when undefined. */
    shown,
    /** Of the same database. */
    otherProcess: createOnce({ db: database, pepper: Buffer.from("pepper") }),
    userId,
    projectId,
    created,
    clients: { web, post, spa, signing, api, stranger },
    keys: { client: clientKey, machine: machineKey },
    machine: { userId: machine.aggregateId, loginName: "robot", secret: machineSecret },
    async close() {
      await port.close();
      await store.close();
      await database.close();
    },
  };
}
