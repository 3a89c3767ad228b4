/** A whole instance for a test file: real slices, real database, real chain, callers by their own tokens. */
import { createHash } from "node:crypto";
import type { Transport } from "@connectrpc/connect";
import { type ContextParts, contextOf, withCaller } from "#src/app/context.ts";
import { setupContext } from "#src/app/first-instance.ts";
import { createForesight } from "#src/app/foresight.ts";
import { schema } from "#src/app/migrations/schema.ts";
import { entities, parts } from "#src/app/parts.ts";
import { type CreatedInstance, createInstance } from "#src/domains/setup/index.ts";
import { authenticate } from "#src/domains/token/index.ts";
import { createIds, createSecrets, parseMasterKeys } from "#src/platform/crypto/index.ts";
import { type Database, migrate } from "#src/platform/db/index.ts";
import { type OpenStore, openStore } from "#src/platform/eventstore/index.ts";
import { createTranslate } from "#src/platform/i18n/index.ts";
import { createLimits } from "#src/platform/limits/index.ts";
import { createOutbound, type Outbound, specialNetworks } from "#src/platform/outbound/index.ts";
import type { Caller, Ctx } from "#src/platform/request/index.ts";
import type { RpcOptions, ServicePart } from "#src/platform/rpc/index.ts";
import { freshDatabase, type Template } from "./database.ts";
import { createTestApi, type TestApi } from "./rpc.ts";

const version = createHash("sha256")
  .update(
    JSON.stringify([
      schema,
      entities.map(({ table, columns, indexes, pieces }) => [table, columns, indexes, pieces]),
    ]),
  )
  .digest("hex")
  .slice(0, 12);

const template: Template = {
  name: `gatehouse_${version}`,
  async prepare(place) {
    const database = await place.open();
    await migrate(database, schema);
    await database.close();
  },
};

export interface Tenant extends ContextParts {
  readonly store: OpenStore;
  readonly database: Database;
  readonly created: CreatedInstance;
  readonly origin: string;
  /** A bearer token of the instance's first manager (IAM_OWNER). */
  readonly ownerToken: string;
  /** A context as nobody, such as protocols and setup have. */
  ctx(): Ctx;
  /** Calls of whoever holds this token. */
  transport(token: string, headers?: Readonly<Record<string, string>>): Transport;
  /** Calls of a user of the system, who may do everything there. */
  systemTransport(): Transport;
  /** Another process on the same database, with a cache of its own; closed with the tenant. */
  anotherProcess(): Promise<AnotherProcess>;
  /** Another instance in the same database, for what must not cross. */
  another(domain: string): Promise<CreatedInstance>;
  close(): Promise<void>;
}

export interface AnotherProcess {
  readonly store: OpenStore;
  /** A context there as nobody, for the tenant. */
  ctx(): Ctx;
}

const origin = "http://tenant.test";
const foresight = createForesight();

const operator: Caller = {
  kind: "system",
  userId: "operator",
  orgId: "",
  scopes: [],
  memberships: async () => [{ kind: "system", objectId: "", ownerId: "", roles: ["SYSTEM_OWNER"] }],
};

/** Hashing as cheap as it gets: tests hash many passwords. */
const cheap = { algorithm: "bcrypt", cost: 4 } as const;

export interface PlaceOptions {
  /** Where the internet is, for tests that have one of their own. */
  readonly outbound?: Outbound;
  /** Stands between everything and the database, for tests that count. */
  readonly watch?: (database: Database) => Database;
}

export interface TenantOptions extends PlaceOptions {
  /** What answers beside the slices, such as the login's part of the API. */
  readonly moreParts?: readonly ServicePart[];
}

export interface Place extends ContextParts {
  readonly database: Database;
  /** A context as nobody, such as protocols and setup have. */
  context(instanceId: string, origin: string): Ctx;
}

/** A fresh database with the whole schema, and no instance. */
export async function openPlace(options: PlaceOptions = {}): Promise<Place> {
  const opened = await (await freshDatabase(template)).open();
  const database = options.watch?.(opened) ?? opened;
  const secrets = createSecrets({ keys: parseMasterKeys("a-master-key-for-the-tests-only!"), policy: cheap });
  // What is counted does not depend on how fast the machine is: there no early answer gets too old.
  const clock = options.watch === undefined ? {} : { clock: () => 0 };
  const store = await openStore({ database, entities, secrets, localMs: Date.now, ...clock });
  const parts: ContextParts = {
    store,
    secrets,
    limits: createLimits({ db: database, pepper: Buffer.from("pepper") }),
    outbound: options.outbound ?? createOutbound({ denyList: specialNetworks }),
    newId: createIds(1, Date.now),
    now: () => database.now(),
  };
  return {
    ...parts,
    database,
    context: (instanceId, origin) => setupContext(parts, instanceId, origin),
  };
}

export async function createTenant({ moreParts = [], ...options }: TenantOptions = {}): Promise<Tenant> {
  const answering = [...parts, ...moreParts];
  const { database, context, ...shared } = await openPlace(options);
  const { store } = shared;
  const make = (domain: string): Promise<CreatedInstance> =>
    createInstance(context(shared.newId(), `http://${domain}`), {
      name: domain,
      defaultLanguage: "en",
      domain,
      origin: `http://${domain}`,
      orgName: "Home",
      human: {
        userName: "admin",
        firstName: "Ada",
        lastName: "Admin",
        preferredLanguage: "en",
        emailVerified: true,
        phoneVerified: false,
        password: "Password1!",
        passwordChangeRequired: false,
      },
      machine: { userName: "robot", name: "Robot", pat: {} },
    });
  const created = await make("tenant.test");
  const { instanceId } = created;
  const others: OpenStore[] = [];
  const apiFor = (authenticating: RpcOptions["authenticate"]): TestApi =>
    createTestApi(
      answering,
      async ({ exchange }, caller, org) =>
        withCaller(contextOf(shared, exchange, await exchange.tenant()), caller, org),
      { instanceId, origin, translate: createTranslate(), authenticate: authenticating },
    );
  const api = apiFor(async (bearer, { exchange, method }) => {
    const ctx = contextOf(shared, exchange, await exchange.tenant());
    const caller = await authenticate(ctx, bearer, undefined, foresight.expects(method), method.name);
    return foresight.watch(method, caller);
  });
  const systemApi = apiFor(async () => operator);
  return {
    ...shared,
    database,
    store,
    created,
    origin,
    ownerToken: created.machine?.token ?? "",
    ctx: () => context(instanceId, origin),
    transport: (token, headers = {}) => api({ authorization: `Bearer ${token}`, ...headers }),
    systemTransport: () => systemApi({ authorization: "Bearer operator" }),
    another: make,
    async anotherProcess() {
      const other = await openStore({ database, entities, secrets: shared.secrets, localMs: Date.now });
      others.push(other);
      return { store: other, ctx: () => setupContext({ ...shared, store: other }, instanceId, origin) };
    },
    async close() {
      await Promise.all(others.map((other) => other.close()));
      await store.close();
      await database.close();
    },
  };
}
