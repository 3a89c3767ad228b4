import { specialNetworks } from "#src/platform/outbound/index.ts";
import {
  addressRange,
  anyText,
  flagValue,
  hostName,
  integer,
  listOf,
  networkOrHost,
  oneOf,
  seconds,
  text,
  urlOf,
} from "./kinds.ts";
import { optional, setting } from "./setting.ts";
import { defaultInstance } from "./settings-default-instance.ts";
import { firstInstance } from "./settings-first-instance.ts";
import { systemUsers } from "./system-users.ts";

const postgres = (name: string) => [`ZITADEL_DATABASE_POSTGRES_${name}`];
const hasher = (name: string) => [`ZITADEL_SYSTEMDEFAULTS_PASSWORDHASHER_HASHER_${name}`];

/** Everything that can be configured. The path gives the names: `tls.cert`, `GATEHOUSE_TLS_CERT`, `--tls-cert`. */
export const settings = {
  host: setting(hostName, "127.0.0.1", { about: "Address to listen on.", flag: true }),
  port: setting(integer(0, 65_535), 8080, {
    about: "Port to listen on, for everything; 0 takes a free one.",
    flag: true,
    zitadel: ["ZITADEL_PORT"],
  }),
  workers: setting(integer(1, 256), 1, {
    about: "Processes on this machine; one per core at most.",
    flag: true,
  }),
  trustedProxies: setting(listOf(addressRange), [], {
    about: "Proxies in front, whose forwarding headers are believed.",
    flag: true,
  }),
  external: {
    domain: setting(hostName, "localhost", {
      about: "Host name under which people and applications reach the service.",
      flag: true,
      zitadel: ["ZITADEL_EXTERNALDOMAIN"],
    }),
    port: optional(integer(1, 65_535), {
      about: "Port in public URLs; by default 443 behind a proxy, else the port listened on.",
      flag: true,
      zitadel: ["ZITADEL_EXTERNALPORT"],
    }),
    secure: optional(flagValue, {
      about: "Public URLs are https; by default so with TLS or behind a proxy.",
      flag: true,
      zitadel: ["ZITADEL_EXTERNALSECURE"],
    }),
  },
  tls: {
    enabled: optional(flagValue, {
      about: "Serve TLS; by default so when a certificate is given.",
      zitadel: ["ZITADEL_TLS_ENABLED"],
    }),
    cert: optional(text(4000), {
      about: "File with the certificate chain (PEM).",
      flag: true,
      zitadel: ["ZITADEL_TLS_CERTPATH"],
    }),
    key: optional(text(4000), {
      about: "File with its private key (PEM).",
      flag: true,
      zitadel: ["ZITADEL_TLS_KEYPATH"],
    }),
  },
  dataDir: setting(text(4000), ".gatehouse", {
    about: "Folder of the embedded database and its key.",
    flag: true,
  }),
  masterkey: optional(text(4000), {
    about:
      "Master key: 32 characters, 64 hex digits, or 32 bytes in base64; several separated by commas, the current one first.",
    zitadel: ["ZITADEL_MASTERKEY"],
    secret: true,
  }),
  masterkeyFile: optional(text(4000), {
    about: "File (mode 0600) with the master key instead; an embedded database makes its own.",
    flag: true,
  }),
  database: {
    url: optional(urlOf("postgres", "postgresql"), {
      about: "PostgreSQL 15 or newer; without it the embedded one runs.",
      flag: true,
      zitadel: postgres("DSN"),
      secret: true,
    }),
    host: optional(text(255), { about: "Instead of the URL: host.", zitadel: postgres("HOST") }),
    port: setting(integer(1, 65_535), 5432, { about: "Port.", zitadel: postgres("PORT") }),
    name: setting(text(63), "gatehouse", { about: "Database.", zitadel: postgres("DATABASE") }),
    user: setting(text(63), "gatehouse", { about: "User.", zitadel: postgres("USER_USERNAME") }),
    password: setting(anyText(1000), "", {
      about: "Password.",
      zitadel: postgres("USER_PASSWORD"),
      secret: true,
    }),
    sslMode: setting(oneOf("disable", "require", "verify-ca", "verify-full"), "disable", {
      about: "Encryption.",
      zitadel: postgres("USER_SSL_MODE"),
    }),
    connections: setting(integer(3, 100), 6, {
      about: "Connections of each process.",
      zitadel: postgres("MAXOPENCONNS"),
    }),
    preparedStatements: setting(flagValue, true, { about: "Off for pgbouncer before 1.21." }),
  },
  hashing: {
    algorithm: setting(oneOf("argon2id", "bcrypt"), "argon2id", {
      about: "Algorithm of new password hashes; others are still verified, and replaced at login.",
      zitadel: hasher("ALGORITHM"),
    }),
    bcryptCost: setting(integer(4, 16), 12, { about: "Cost of bcrypt.", zitadel: hasher("COST") }),
    memoryKib: setting(integer(8192, 262_144), 19_456, {
      about: "Memory of argon2id in KiB.",
      zitadel: hasher("MEMORY"),
    }),
    passes: setting(integer(1, 16), 2, { about: "Passes of argon2id.", zitadel: hasher("TIME") }),
    lanes: setting(integer(1, 8), 1, { about: "Lanes of argon2id.", zitadel: hasher("THREADS") }),
    concurrency: optional(integer(1, 64), {
      about: "Hashes computed at once in a process; by default its cores, three at most.",
    }),
    queue: setting(integer(1, 10_000), 256, { about: "Hashes that may wait; more are refused." }),
  },
  log: {
    level: setting(oneOf("debug", "info", "warn", "error"), "info", {
      about: "Least important lines to write.",
      flag: true,
      zitadel: ["ZITADEL_LOG_LEVEL"],
    }),
    format: setting(oneOf("auto", "json", "text"), "auto", {
      about: "auto: text on a terminal, else JSON.",
      flag: true,
      zitadel: ["ZITADEL_LOG_FORMATTER_FORMAT"],
    }),
  },
  limits: {
    defaultQueryLimit: setting(integer(1, 10_000), 100, {
      about: "Results of a list of v2 or v2beta that names no limit in its pagination.",
      zitadel: ["ZITADEL_SYSTEMDEFAULTS_DEFAULTQUERYLIMIT"],
    }),
    maxQueryLimit: setting(integer(1, 10_000), 1000, {
      about: "Most results that such a list may be asked for at once.",
      zitadel: ["ZITADEL_SYSTEMDEFAULTS_MAXQUERYLIMIT"],
    }),
    maxListLimit: setting(integer(1000, 1_000_000), 10_000, {
      about: "Most results of a list of v1 or v2 that has all where it is asked for without a limit.",
    }),
    auditLogRetention: setting(seconds, 0, {
      about: "How far back the history is shown, unless an instance says otherwise; 0 for all.",
      zitadel: ["ZITADEL_AUDITLOGRETENTION"],
    }),
    rateLimits: setting(flagValue, true, { about: "Failures and sent messages are limited." }),
  },
  passwords: {
    corpusFile: optional(text(4096), {
      about:
        "File of leaked passwords to refuse, one a line, or their SHA-1; common ones are known without it.",
    }),
  },
  outbound: {
    denyList: setting(listOf(networkOrHost), specialNetworks, {
      about:
        "Where requests to addresses that callers name must not lead: a list without a network allows it; the default has all that are not public, but for loopback where the service listens on loopback under a loopback name with no proxy in front.",
      zitadel: ["ZITADEL_ACTIONS_HTTP_DENYLIST"],
    }),
  },
  oidc: {
    deviceAuth: {
      lifetime: optional(seconds, {
        about: "For how long a device waits for somebody to log in for it; five minutes by default.",
        zitadel: ["ZITADEL_OIDC_DEVICEAUTH_LIFETIME"],
      }),
      pollInterval: optional(seconds, {
        about: "How often it may ask whether somebody has; every five seconds by default.",
        zitadel: ["ZITADEL_OIDC_DEVICEAUTH_POLLINTERVAL"],
      }),
    },
  },
  systemApiUsers: setting(systemUsers, [], {
    about: "Users of the system API by name, each with a public key and memberships.",
    zitadel: ["ZITADEL_SYSTEMAPIUSERS"],
  }),
  webKeyPool: optional(integer(0, 1000), {
    about: "Signing keys kept ready for new instances; by default 20 where the system API has users, else 0.",
  }),
  firstInstance,
  defaultInstance,
};
