import {
  type Client,
  clientById,
  clientKey,
  type OidcConfig,
  verifyClientSecret,
} from "#src/domains/app/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import { verifyAssertion } from "./assertion.ts";
import { type Credentials, readCredentials } from "./credentials.ts";
import { OAuthError } from "./errors.ts";
import type { Turn } from "./turn.ts";

/** An application that people log in to. */
export type OidcClient = Client & { readonly config: OidcConfig };

type Method = Credentials["method"];

/** Ways to authenticate by the numbers of the two kinds of applications. */
const oidcMethods: readonly Method[] = ["basic", "post", "none", "private_key_jwt"];
const apiMethods: readonly Method[] = ["basic", "private_key_jwt"];

const methodNames: Readonly<Record<Method, string>> = {
  basic: "client_secret_basic",
  post: "client_secret_post",
  none: "none",
  private_key_jwt: "private_key_jwt",
};

/** How a client authenticates, as configured. */
export const methodOf = ({ config }: Client): Method =>
  (config.kind === "oidc" ? oidcMethods : apiMethods)[config.authMethodType] ?? "basic";

/**
 * Many clients send a secret in the other of the two ways, and many public ones send one, such as an empty password of
 * Basic: who has a secret may send it in either way, and who has none is asked for nothing.
 */
const isTaken = (given: Method, configured: Method): boolean =>
  given === configured || (configured !== "private_key_jwt" && (given === "basic" || given === "post"));

/**
 * Which client asks, proven by what it is configured to have. The client's pages may read the answer from here on.
 * A public client proves nothing by naming itself, so it is for `countOfPublic` to count its request.
 * @throws invalid_client (401) unless it is who it says
 */
export async function authenticateClient(turn: Turn): Promise<Client> {
  const credentials = readCredentials(turn.params, turn.header("authorization"));
  const client = await clientById(turn.ctx, credentials.clientId);
  if (!client) throw await failed(turn, credentials.clientId);
  turn.admit(client);
  const method = methodOf(client);
  if (!isTaken(credentials.method, method))
    throw new OAuthError(
      "invalid_client",
      "OIDC-Ca8me",
      `parameter client_id: this client authenticates by ${methodNames[method]}`,
    );
  if (method === "none") return client;
  if (!(await isProven(turn, client, credentials))) throw await failed(turn, credentials.clientId);
  await turn.countProven();
  return client;
}

/** The same for an application that people log in to. @throws unauthorized_client for an API */
export async function authenticateOidcClient(turn: Turn): Promise<OidcClient> {
  return requireOidc(await authenticateClient(turn));
}

/** To be called where a code or a token has proven a public client, so that strangers who know its id use nothing up. */
export async function countOfPublic(turn: Turn, client: Client): Promise<void> {
  if (methodOf(client) === "none") await turn.countProven();
}

/** @throws unauthorized_client for an API, which nobody logs in to */
export function requireOidc(client: Client): OidcClient {
  const { config } = client;
  if (config.kind !== "oidc")
    throw new OAuthError(
      "unauthorized_client",
      "OIDC-Ca9ap",
      "parameter client_id: the application is an API, not a client to log in to",
    );
  return { ...client, config };
}

async function isProven({ ctx, parts }: Turn, client: Client, credentials: Credentials): Promise<boolean> {
  if (credentials.method === "none") return false;
  if (credentials.method !== "private_key_jwt") return verifyClientSecret(ctx, client, credentials.secret);
  await verifyAssertion(credentials.assertion, (keyId) => clientKey(ctx, client, keyId), {
    subject: client.clientId,
    issuer: ctx.origin,
    now: ctx.now,
    instanceId: ctx.instanceId,
    once: parts.once,
    code: "invalid_client",
    param: "client_assertion",
  });
  return true;
}

/**
 * Counts a failed authentication, and is the refusal for it. Only failures are slowed down: secrets are random and
 * too long to be guessed, so the limit need only bound the work of failing, and nobody who knows a client's id can
 * lock the client out by failing in its name.
 * @throws resource_exhausted (429) when there were too many
 */
export async function failed({ ctx, parts }: Turn, subject: string): Promise<OAuthError> {
  const budget = { instanceId: ctx.instanceId, rule: limitRules.clientSecretPerClient, subject };
  await parts.limits.check(budget);
  await parts.limits.fail(budget);
  return new OAuthError(
    "invalid_client",
    "OIDC-Cb1fa",
    "parameter client_id: the client could not be authenticated",
  );
}
