import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { type CreatedInstance, createInstance, type NewInstance } from "#src/domains/setup/index.ts";
import type { Config } from "#src/platform/config/index.ts";
import { randomPassword } from "#src/platform/crypto/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { type ContextParts, nobody } from "./context.ts";
import { instanceDefaults } from "./instance-defaults.ts";
import { hasInstance } from "./queries.ts";
import { replaceFile } from "./replace-file.ts";

/** The public origin that the configuration names. */
export function publicOrigin({ external: { domain, port, secure } }: Config): string {
  const own = secure ? 443 : 80;
  return `${secure ? "https" : "http"}://${domain}${port === own ? "" : `:${port}`}`;
}

/** What the operator is told once. */
export interface FirstStart {
  readonly loginName: string | undefined;
  /** Only a password that nobody chose. */
  readonly password: string | undefined;
}

/** A context of the setup itself, for an instance that is about to be. */
export function setupContext(parts: ContextParts, instanceId: string, origin: string): Ctx {
  return {
    instanceId,
    origin,
    creator: "SYSTEM",
    caller: nobody,
    orgId: "",
    now: parts.now(),
    languages: [],
    requestId: "setup",
    ip: "",
    userAgent: "",
    store: parts.store,
    config: parts.store.config(instanceId),
    secrets: parts.secrets,
    limits: parts.limits,
    outbound: parts.outbound,
    auditRetentionSeconds: parts.auditRetentionSeconds ?? 0,
    newId: parts.newId,
  };
}

/** Creates the first instance on an empty database, and writes the files that were asked for; undefined when there is one. */
export async function createFirstInstance(
  config: Config,
  parts: ContextParts,
): Promise<FirstStart | undefined> {
  if (config.firstInstance.skip) return undefined;
  if (await hasInstance(parts.store)) return undefined;
  const origin = publicOrigin(config);
  const { human } = config.firstInstance.org;
  const password = human.password ?? randomPassword();
  const ctx = setupContext(parts, parts.newId(), origin);
  try {
    const created = await createInstance(ctx, newInstanceFrom(config, origin, password, parts.newId));
    await writeFiles(config, created, parts.newId());
    return { loginName: created.admin?.loginName, password };
  } catch (error) {
    // Another process was starting at the same moment: its instance has the domain.
    if (error instanceof Failure && error.kind === "already_exists") return undefined;
    throw error;
  }
}

function newInstanceFrom(config: Config, origin: string, password: string, newId: () => string): NewInstance {
  const { instanceName, defaultLanguage, org, patPath, machineKeyPath } = config.firstInstance;
  const { human, machine, loginClient } = org;
  return {
    name: instanceName,
    defaultLanguage,
    domain: config.external.domain,
    origin,
    orgName: org.name,
    ...instanceDefaults(config, newId),
    human: {
      userName: human.userName,
      firstName: human.firstName,
      lastName: human.lastName,
      nickName: human.nickName,
      displayName: human.displayName,
      preferredLanguage: human.preferredLanguage,
      email: human.email.address,
      emailVerified: human.email.verified,
      phone: human.phone.number,
      phoneVerified: human.phone.verified,
      password,
      passwordChangeRequired: human.passwordChangeRequired,
    },
    machine: serviceAccount(
      machine,
      patPath !== undefined || machine.pat.expirationDate !== undefined,
      machineKeyPath !== undefined || machine.machineKey.type !== undefined
        ? { expirationDate: dateFrom(machine.machineKey.expirationDate) }
        : undefined,
    ),
    loginClient: serviceAccount(loginClient, true, undefined),
  };
}

const dateFrom = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

function serviceAccount(
  given: Config["firstInstance"]["org"]["loginClient"],
  withPat: boolean,
  key: NonNullable<NewInstance["machine"]>["key"],
): NewInstance["machine"] {
  const { username, name } = given.machine;
  if (username === undefined) return undefined;
  const pat = withPat ? { expirationDate: dateFrom(given.pat.expirationDate) } : undefined;
  return { userName: username, name: name ?? username, pat, key };
}

async function writeFiles(config: Config, created: CreatedInstance, unique: string): Promise<void> {
  const { patPath, machineKeyPath, loginClientPatPath } = config.firstInstance;
  const files: readonly (readonly [string | undefined, string | undefined])[] = [
    [patPath, created.machine?.token],
    [machineKeyPath, created.machine?.keyFile],
    [loginClientPatPath, created.loginClient?.token],
  ];
  for (const [path, content] of files) {
    if (path === undefined || content === undefined) continue;
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, content, unique);
  }
}
