/** An instance in a real store for the tests of this folder: two organizations, a project with a client, and Ada. */
import { createOidcApp } from "#src/domains/app/index.ts";
import { type AuthRequestAdded, createAuthRequest } from "#src/domains/authrequest/index.ts";
import { lockout } from "#src/domains/lockout/index.ts";
import { loginPolicy } from "#src/domains/loginpolicy/index.ts";
import { createOrg } from "#src/domains/org/index.ts";
import { passwordAge } from "#src/domains/passwordage/index.ts";
import { privacyPolicy } from "#src/domains/privacy/index.ts";
import { createProject } from "#src/domains/project/index.ts";
import { createInstance } from "#src/domains/setup/index.ts";
import { createHuman } from "#src/domains/user/index.ts";
import { policyRef, startPolicy } from "#src/kits/settings/index.ts";
import { type Draft, type Entity, ownedBy, ref } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { openPlace, type PlaceOptions } from "#test/harness/tenant.ts";
import type { Visit } from "../visit.ts";
import { signIn } from "./sign-in.ts";

export const instanceId = "i1";
export const password = "Secret-Pass1";
export const ids = {
  otherOrg: "org2",
  user: "ada",
  project: "project1",
  app: "app1",
  loginClient: "loginclient",
} as const;
const host = "id.example.com";
export const origin = `https://${host}`;
/** The domain of the first organization. */
export const orgDomain = `one.${host}`;
const policies = {
  login: { ...policyRef(loginPolicy, "instance", instanceId), start: startPolicy(loginPolicy) },
  lockout: { ...policyRef(lockout, "instance", instanceId), start: startPolicy(lockout) },
  age: { ...policyRef(passwordAge, "instance", instanceId), start: startPolicy(passwordAge) },
  privacy: { ...policyRef(privacyPolicy, "instance", instanceId), start: startPolicy(privacyPolicy) },
} as const;

export async function openRealHouse(options: PlaceOptions = {}) {
  const place = await openPlace(options);
  const { database, store, limits } = place;
  const ctx = (more: Partial<Ctx> = {}): Ctx => ({
    ...place.context(instanceId, origin),
    creator: "LOGIN",
    ip: "192.0.2.1",
    userAgent: "Browser/1.0",
    ...more,
  });
  const { orgId } = await createInstance(ctx(), {
    name: "Test",
    defaultLanguage: "en",
    domain: host,
    origin,
    orgName: "One",
  });
  await createOrg(ctx(), "Two", ids.otherOrg);

  /** What happened, in one aggregate. */
  async function happen<S extends object, E extends Draft>(
    entity: Entity<S, E>,
    aggregateId: string,
    events: readonly NoInfer<E>[],
    { entityId = "" } = {},
  ): Promise<void> {
    const owner = entity.owner === "instance" ? instanceId : orgId;
    const target = ownedBy(owner, ref(entity, aggregateId, entityId));
    await store.execute({ instanceId, creator: "test" }, [target], () => [events]);
  }

  /** Changes a policy of the instance, by the names of its events. */
  async function setPolicy(name: keyof typeof policies, changes: object): Promise<void> {
    const { start, ...target } = policies[name];
    const type = (start[0]?.type ?? "").replace(/added$/, "changed");
    await store.execute({ instanceId, creator: "test" }, [target], () => [[{ type, payload: changes }]]);
  }

  const addUser = (userId: string, { owner = orgId, proven = true } = {}) =>
    createHuman(ctx(), {
      userId,
      orgId: owner,
      userName: `${userId}@example.com`,
      firstName: userId,
      lastName: "Test",
      email: `${userId}@mail.example.com`,
      emailVerification: { kind: proven ? "verified" : "send" },
      password: { plain: password },
    });
  await addUser(ids.user);

  await createProject(ctx(), { orgId, projectId: ids.project, name: "Project" });
  const { clientId } = await createOidcApp(
    ctx(),
    { projectId: ids.project, appId: ids.app, name: "Example App" },
    {
      redirectUris: ["https://app.example.com/cb"],
      postLogoutRedirectUris: ["https://app.example.com/bye"],
    },
  );

  /** A new request of the client; its id as in `Visit`. */
  async function request(more: Partial<AuthRequestAdded> = {}): Promise<string> {
    const row = await createAuthRequest(ctx(), {
      login_client: ids.loginClient,
      client_id: clientId,
      redirect_uri: "https://app.example.com/cb",
      state: "st4te",
      scope: ["openid"],
      audience: [clientId],
      response_type: 0,
      ...more,
    });
    return `oidc_${row.aggregateId}`;
  }

  /** Signs Ada in, in a browser of her own. */
  async function signedIn(visit: Partial<Visit> = {}): Promise<Visit & { readonly sessionId: string }> {
    const at: Visit = { browserId: `b${place.newId()}`, loginName: "ada@example.com", ...visit };
    const check = await signIn(ctx(), at, password);
    if (check.status !== "ok") throw new Error(`not signed in: ${check.status}`);
    return { ...at, sessionId: check.sessionId };
  }

  return {
    ctx,
    store,
    database,
    limits,
    orgId,
    clientId,
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
