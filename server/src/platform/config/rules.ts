import { isPublishedKey, MasterKeyError, parseMasterKeys } from "#src/platform/crypto/index.ts";
import type { Given } from "./derive.ts";
import { DEFAULT_PASSWORD, isLocal } from "./derive.ts";
import { isLoopback } from "./loopback.ts";
import type { Problem } from "./problem.ts";

type Rule = (given: Given) => readonly Problem[];

const when = (broken: boolean, where: string, message: string): readonly Problem[] =>
  broken ? [{ where, message }] : [];

const hasTls = ({ tls }: Given) => tls.enabled !== false && tls.cert !== undefined && tls.key !== undefined;

/** Plain http is for this machine alone: any other host needs TLS or a stated proxy that has it. */
const transport: Rule = (given) => {
  if (isLocal(given) || hasTls(given) || given.trustedProxies.length > 0) return [];
  const subject = isLoopback(given.host) ? given.external.domain : given.host;
  return [
    {
      where: subject,
      message:
        "is not loopback, so passwords would travel in the clear; give --tls-cert and --tls-key, or name the proxy in front with --trusted-proxies",
    },
  ];
};

const publicHttps: Rule = ({ external }) =>
  when(
    external.secure === false && !isLoopback(external.domain),
    "external.secure",
    `must not be false for ${external.domain}; only loopback names may be http`,
  );

const tlsFiles: Rule = ({ tls }) => [
  ...when(
    (tls.cert === undefined) !== (tls.key === undefined),
    tls.cert === undefined ? "tls.cert" : "tls.key",
    "is missing; certificate and key belong together",
  ),
  ...when(
    tls.enabled === true && tls.cert === undefined && tls.key === undefined,
    "tls.enabled",
    "is true, but tls.cert and tls.key are missing",
  ),
];

const defaultPassword: Rule = (given) =>
  when(
    !isLocal(given) && given.firstInstance.org.human.password === DEFAULT_PASSWORD,
    "firstInstance.org.human.password",
    "is the published default, which is refused off loopback; choose another, or leave it out to get a random one",
  );

function keyProblem(text: string): string | undefined {
  try {
    parseMasterKeys(text);
    return undefined;
  } catch (error) {
    if (error instanceof MasterKeyError) return error.message;
    throw error;
  }
}

const masterkey: Rule = (given) => {
  const { masterkey: key, masterkeyFile: file } = given;
  const external = given.database.url !== undefined || given.database.host !== undefined;
  const problem = key === undefined ? undefined : keyProblem(key);
  return [
    ...when(problem !== undefined, "masterkey", problem ?? ""),
    ...when(
      key !== undefined && isPublishedKey(key) && !isLocal(given),
      "masterkey",
      "stands in public documentation, which is refused off loopback; generate one: openssl rand -base64 32",
    ),
    ...when(
      key !== undefined && file !== undefined,
      "masterkeyFile",
      "and masterkey are both given; give one",
    ),
    ...when(
      external && key === undefined && file === undefined,
      "masterkey",
      "is needed with a database of your own; generate one (openssl rand -base64 32), keep it safe, and give it in GATEHOUSE_MASTERKEY or --masterkey-file",
    ),
  ];
};

const limits: Rule = ({ limits: { defaultQueryLimit, maxQueryLimit } }) =>
  when(
    defaultQueryLimit > maxQueryLimit,
    "limits.defaultQueryLimit",
    `is ${defaultQueryLimit}, beyond limits.maxQueryLimit (${maxQueryLimit})`,
  );

/** What settings must be together, whatever each is alone. */
export function checkRules(given: Given): readonly Problem[] {
  return [transport, publicHttps, tlsFiles, defaultPassword, masterkey, limits].flatMap((rule) =>
    rule(given),
  );
}
