import { specialNetworks, specialNetworksButLoopback } from "#src/platform/outbound/index.ts";
import { isLoopback } from "./loopback.ts";
import type { ValuesOf } from "./setting.ts";
import type { settings } from "./settings.ts";

/** Settings as they were given or defaulted. */
export type Given = ValuesOf<typeof settings>;

export const DEFAULT_PASSWORD = "Password1!";

/** Nobody but this machine can reach it: it listens on loopback, and its public name is loopback. */
export function isLocal(given: Pick<Given, "host" | "external">): boolean {
  return isLoopback(given.host) && isLoopback(given.external.domain);
}

function databaseUrl({ database }: Given): string | undefined {
  if (database.url !== undefined) return database.url;
  if (database.host === undefined) return undefined;
  const host = database.host.includes(":") ? `[${database.host}]` : database.host;
  const url = new URL(`postgres://${host}:${database.port}/${encodeURIComponent(database.name)}`);
  url.username = encodeURIComponent(database.user);
  url.password = encodeURIComponent(database.password);
  url.searchParams.set("sslmode", database.sslMode);
  return url.href;
}

/** What new password hashes are made with, as `platform/crypto` wants it. */
function hashPolicy({ hashing }: Given) {
  return hashing.algorithm === "bcrypt"
    ? ({ algorithm: "bcrypt", cost: hashing.bcryptCost } as const)
    : ({
        algorithm: "argon2id",
        memoryKib: hashing.memoryKib,
        passes: hashing.passes,
        lanes: hashing.lanes,
      } as const);
}

/**
 * Where requests must not lead. Who starts the service for themselves alone has their applications on the same machine;
 * a list of their own stays what it is.
 */
function deniedNetworks({ outbound, trustedProxies, ...given }: Given): readonly string[] {
  const isDefault = outbound.denyList === specialNetworks;
  return isDefault && isLocal(given) && trustedProxies.length === 0
    ? specialNetworksButLoopback
    : outbound.denyList;
}

/** Certificate and key to serve with, or undefined for cleartext. */
function tlsFiles({ tls }: Given): { readonly cert: string; readonly key: string } | undefined {
  if (tls.enabled === false || tls.cert === undefined || tls.key === undefined) return undefined;
  return { cert: tls.cert, key: tls.key };
}

/** How the outside sees the service: behind a proxy by the protocol's own port, else by the one listened on. */
function externalOf(given: Given) {
  const { domain } = given.external;
  const withTls = tlsFiles(given) !== undefined;
  const behindProxy = given.trustedProxies.length > 0;
  const secure = given.external.secure ?? (withTls || (behindProxy && !isLoopback(domain)));
  const own = secure ? 443 : 80;
  return { domain, port: given.external.port ?? (behindProxy && !withTls ? own : given.port), secure };
}

/** Two keys make an instance. */
const defaultPool = 20;

/** The configuration: what was given, and what follows from it. */
export function derive(given: Given) {
  const local = isLocal(given);
  const { org } = given.firstInstance;
  // Undefined: make a random one and print it once.
  const password = org.human.password ?? (local ? DEFAULT_PASSWORD : undefined);
  return {
    ...given,
    /** Reachable from this machine alone. */
    local,
    external: externalOf(given),
    outbound: { denyList: deniedNetworks(given) },
    webKeyPool: given.webKeyPool ?? (given.systemApiUsers.length > 0 ? defaultPool : 0),
    tls: tlsFiles(given),
    /** `url` is undefined for the embedded database. */
    database: {
      url: databaseUrl(given),
      connections: given.database.connections,
      preparedStatements: given.database.preparedStatements,
    },
    hashing: {
      policy: hashPolicy(given),
      concurrency: given.hashing.concurrency,
      queue: given.hashing.queue,
    },
    firstInstance: {
      ...given.firstInstance,
      org: { ...org, human: { ...org.human, password } },
    },
  };
}
