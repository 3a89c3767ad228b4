/** A tenant in a real store for the tests of this folder: two organizations, a project with a client, and Ada. */
import { App, AppKey } from "#src/domains/app/index.ts";
import { AuthRequest, type AuthRequestAdded, createAuthRequest } from "#src/domains/authrequest/index.ts";
import { branding } from "#src/domains/branding/index.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { Instance, Restrictions } from "#src/domains/instance/index.ts";
import { entities as linkEntities } from "#src/domains/linksettings/index.ts";
import { lockout } from "#src/domains/lockout/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { Org, OrgDomain } from "#src/domains/org/index.ts";
import { OrgSettings } from "#src/domains/orgsettings/index.ts";
import { passwordAge } from "#src/domains/passwordage/index.ts";
import { passwordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { privacyPolicy } from "#src/domains/privacy/index.ts";
import { Project, ProjectGrant, ProjectRole } from "#src/domains/project/index.ts";
import { securityPolicy } from "#src/domains/security/index.ts";
import { Session } from "#src/domains/session/index.ts";
import { User } from "#src/domains/user/index.ts";
import { UserGrant } from "#src/domains/usergrant/index.ts";
import { activateWebKey, createWebKey, WebKey } from "#src/domains/webkey/index.ts";
import { policyEntities, policyRef, startPolicy } from "#src/kits/settings/index.ts";
import { createSecrets, parseMasterKeys } from "#src/platform/crypto/index.ts";
import { migrate } from "#src/platform/db/index.ts";
import {
  type AnyEntity,
  type Draft,
  type Entity,
  openStore,
  ownedBy,
  ref,
  storeSchema,
} from "#src/platform/eventstore/index.ts";
import { createLimits, limitTables } from "#src/platform/limits/index.ts";
import { createOutbound, specialNetworks } from "#src/platform/outbound/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { freshDatabase } from "../../../test/harness/database.ts";
import type { Visit } from "../backend.ts";
import { createHouse } from "./index.ts";

const entities: readonly AnyEntity[] = [
  Instance,
  Restrictions,
  Org,
  OrgDomain,
  OrgSettings,
  User,
  Project,
  ProjectGrant,
  ProjectRole,
  App,
  AppKey,
  UserGrant,
  WebKey,
  Session,
  AuthRequest,
  ...policyEntities(loginPolicy, lockout, passwordAge, passwordComplexity, privacyPolicy),
  ...linkEntities,
  ...policyEntities(branding, securityPolicy, domainPolicy),
];

export const instanceId = "i1";
export const password = "Secret-Pass1";
export const ids = {
  org: "org1",
  otherOrg: "org2",
  user: "ada",
  project: "project1",
  client: "client1",
  loginClient: "loginclient",
} as const;
const policies = {
  login: { ...policyRef(loginPolicy, "instance", instanceId), start: startPolicy(loginPolicy) },
  lockout: { ...policyRef(lockout, "instance", instanceId), start: startPolicy(lockout) },
  age: { ...policyRef(passwordAge, "instance", instanceId), start: startPolicy(passwordAge) },
} as const;

export async function openRealHouse() {
  const database = await (await freshDatabase()).open();
  await migrate(database, [storeSchema(entities)]);
  for (const table of limitTables) await database.query(table);
  const secrets = createSecrets({ keys: parseMasterKeys("k".repeat(32)) });
  const store = await openStore({ database, entities, secrets, localMs: Date.now });
  const limits = createLimits({ db: database, pepper: Buffer.alloc(32, 7) });
  let lastId = 1000;
  const ctx = (more: Partial<Ctx> = {}): Ctx => ({
    instanceId,
    creator: "LOGIN",
    caller: { kind: "anonymous", userId: "", orgId: "", scopes: [], memberships: async () => [] },
    orgId: "",
    now: database.now(),
    origin: "https://id.example.com",
    languages: [],
    requestId: "request",
    ip: "192.0.2.1",
    userAgent: "Browser/1.0",
    store,
    config: store.config(instanceId),
    secrets,
    limits,
    outbound: createOutbound({ denyList: specialNetworks }),
    newId: () => String(++lastId),
    ...more,
  });

  /** What happened, in one aggregate. */
  async function happen<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    aggregateId: string,
    events: readonly NoInfer<E>[],
    { owner = ids.org as string, entityId = "" } = {},
  ): Promise<void> {
    const target = ownedBy(
      entity.owner === "instance" ? instanceId : owner,
      ref(entity, aggregateId, entityId),
    );
    await store.execute({ instanceId, creator: "test" }, [target], () => [events]);
  }

  /** Changes a policy of the instance, by the names of its events. */
  async function setPolicy(name: keyof typeof policies, changes: object): Promise<void> {
    const { start, ...target } = policies[name];
    const type = (start[0]?.type ?? "").replace(/added$/, "changed");
    await store.execute({ instanceId, creator: "test" }, [target], () => [[{ type, payload: changes }]]);
  }
  for (const { start, ...target } of Object.values(policies))
    await store.execute({ instanceId, creator: "test" }, [target], () => [start]);

  const hash = await secrets.hashPassword(password);
  await happen(Instance, instanceId, [
    { type: "instance.added", payload: { name: "Test" } },
    { type: "instance.default.org.set", payload: { orgId: ids.org } },
  ]);
  for (const [id, domain] of [
    [ids.org, "one.example.com"],
    [ids.otherOrg, "two.example.com"],
  ] as const) {
    await happen(Org, id, [
      { type: "org.added", payload: { name: id } },
      { type: "org.domain.primary.set", payload: { domain } },
    ]);
    await happen(
      OrgDomain,
      id,
      [
        { type: "org.domain.added", payload: { domain } },
        { type: "org.domain.verified", payload: { domain } },
      ],
      { entityId: domain },
    );
  }

  async function addUser(id: string, more: { owner?: string; userName?: string } = {}): Promise<void> {
    await happen(
      User,
      id,
      [
        {
          type: "user.human.added",
          payload: {
            userName: more.userName ?? `${id}@example.com`,
            firstName: id,
            lastName: "Test",
            email: `${id}@mail.example.com`,
            encodedHash: hash,
          },
        },
        { type: "user.human.email.verified", payload: null },
      ],
      { owner: more.owner ?? ids.org },
    );
  }
  await addUser(ids.user);
  await happen(Project, ids.project, [{ type: "project.added", payload: { name: "Project" } }]);
  await happen(
    App,
    ids.project,
    [
      { type: "project.application.added", payload: { appId: "app1", name: "Example App" } },
      {
        type: "project.application.config.oidc.added",
        payload: {
          appId: "app1",
          clientId: ids.client,
          redirectUris: ["https://app.example.com/cb"],
          postLogoutRedirectUris: ["https://app.example.com/bye"],
        },
      },
    ],
    { entityId: "app1" },
  );
  const key = await createWebKey(ctx(), { type: "ed25519" });
  await activateWebKey(ctx(), key.aggregateId, undefined);

  /** A new request of the client; its id as in `Visit`. */
  async function request(more: Partial<AuthRequestAdded> = {}): Promise<string> {
    const row = await createAuthRequest(ctx(), {
      login_client: ids.loginClient,
      client_id: ids.client,
      redirect_uri: "https://app.example.com/cb",
      state: "st4te",
      scope: ["openid"],
      audience: [ids.client],
      response_type: 0,
      ...more,
    });
    return `oidc_${row.aggregateId}`;
  }

  const house = createHouse({ limits });

  /** Signs Ada in, in a browser of her own. */
  async function signedIn(visit: Partial<Visit> = {}): Promise<Visit & { readonly sessionId: string }> {
    const at: Visit = { browserId: `b${++lastId}`, loginName: "ada@example.com", ...visit };
    const check = await house.checkPassword(ctx(), at, password);
    if (check.status !== "ok") throw new Error(`not signed in: ${check.status}`);
    return { ...at, sessionId: check.sessionId };
  }

  return {
    house,
    ctx,
    store,
    happen,
    setPolicy,
    addUser,
    request,
    signedIn,
    close: async () => {
      await store.close();
      await database.close();
    },
  };
}

export type RealHouse = Awaited<ReturnType<typeof openRealHouse>>;
