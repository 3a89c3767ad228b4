import { Org } from "#src/domains/org/index.ts";
import { type Grant, issueTokens, reasons, type ServiceProof } from "#src/domains/token/index.ts";
import {
  checkSecret,
  epochOf,
  isUsable,
  lossesOf,
  MachineKey,
  serviceUserByClientId,
  type UserState,
  userById,
} from "#src/domains/user/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { evenTime } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { claimedIssuer, verifyAssertion } from "./assertion.ts";
import { requestedAudience } from "./audience.ts";
import { failed } from "./client-auth.ts";
import { readCredentials } from "./credentials.ts";
import { OAuthError } from "./errors.ts";
import { lookOfServiceUser } from "./looks.ts";
import { requireParam } from "./params.ts";
import { knownScopes, readScopes, wishesOf, withoutForeignOrgs } from "./scopes.ts";
import { tokenAnswer } from "./token-answer.ts";
import type { Answer, Turn } from "./turn.ts";

/** As `AuthMethod` numbers it; a service user's secret counts as a password. */
const password = 4;

/** Tokens for a service user by its secret (RFC 6749 section 4.4); its login name is the client id. */
export async function clientCredentialsGrant(turn: Turn): Promise<Answer> {
  const credentials = readCredentials(turn.params, turn.header("authorization"));
  if (credentials.method !== "basic" && credentials.method !== "post")
    throw new OAuthError(
      "invalid_client",
      "OIDC-Cc1me",
      "parameter client_secret: service users authenticate by client_secret_basic or client_secret_post",
    );
  const user = await provenByName(turn, credentials.clientId, credentials.secret);
  return issueToServiceUser(turn, user, {
    clientId: credentials.clientId,
    authMethods: [password],
    reason: reasons.clientCredentials,
  });
}

/** Well above what a refusal takes. */
const stepMs = 100;

/**
 * Unknown names, people, users without a secret and wrong secrets get the same answer at the same time; a wrong secret
 * is counted against the name. The reference tells of a missing secret (OIDC-pieP8), and so that the name exists.
 */
export async function provenByName(turn: Turn, loginName: string, secret: string): Promise<Row<UserState>> {
  const user = await evenTime(
    stepMs,
    () => userBySecret(turn.ctx, loginName, secret),
    (found) => found === undefined,
  );
  if (user === undefined) throw await failed(turn, loginName);
  return user;
}

async function userBySecret(ctx: Ctx, clientId: string, secret: string): Promise<Row<UserState> | undefined> {
  const user = await serviceUserByClientId(ctx, clientId);
  if (user === undefined) return undefined;
  try {
    await checkSecret(ctx, user.aggregateId, user.state, secret);
  } catch (error) {
    // Neither a wrong secret nor a missing one tells that there is a service user of this name.
    if (error instanceof Failure && (error.id === "OIDC-VoXo6" || error.id === "OIDC-pieP8"))
      return undefined;
    throw error;
  }
  return user;
}

/** Tokens for a service user by a JWT it signed with its key (RFC 7523 section 2.1). */
export async function jwtBearerGrant(turn: Turn): Promise<Answer> {
  const { ctx, parts } = turn;
  const assertion = requireParam(turn.params, "assertion");
  const userId = claimedIssuer(assertion);
  const refused = () =>
    new OAuthError("invalid_grant", "OIDC-Jw1is", "parameter assertion names no service user as its issuer");
  if (userId === undefined) throw refused();
  const reading = userById(ctx, userId);
  let keyId: string | undefined;
  const keyOf = (id: string) => {
    keyId = id;
    return livingKey(ctx, userId, id);
  };
  const [user] = await Promise.all([
    reading,
    verifyAssertion(assertion, keyOf, {
      subject: userId,
      issuer: ctx.origin,
      now: ctx.now,
      instanceId: ctx.instanceId,
      once: parts.once,
      code: "invalid_grant",
      param: "assertion",
    }),
  ]);
  if (user?.state.kind !== "machine") throw refused();
  return issueToServiceUser(turn, user, { clientId: "", authMethods: [], reason: reasons.jwtProfile, keyId });
}

async function livingKey(ctx: Ctx, userId: string, keyId: string) {
  const key = await ctx.store.get(MachineKey, ctx.instanceId, userId, keyId);
  return key && new Date(key.state.expiration) > ctx.now ? key.state : undefined;
}

/**
 * A service user's tokens are for the projects that its scopes name, and nobody else.
 * @param user as they were before they proved anything
 */
async function issueToServiceUser(
  turn: Turn,
  user: Row<UserState>,
  { keyId, ...how }: Pick<Grant, "clientId" | "authMethods" | "reason"> & Pick<ServiceProof, "keyId">,
): Promise<Answer> {
  const { ctx, params } = turn;
  if (!(await isUsable(ctx, user)))
    throw new OAuthError("invalid_grant", "OIDC-Su1na", "the service user or its organization is not active");
  await turn.countProven();
  const org = await ctx.config.row(Org, user.owner);
  const own = { orgId: user.owner, primaryDomain: org?.state.primaryDomain ?? "" };
  const scope = withoutForeignOrgs(
    knownScopes(readScopes(params), () => true),
    own,
  );
  const issued = await issueTokens(ctx, {
    ...how,
    provenBy: { epoch: epochOf(user.state), secretLosses: lossesOf(user.state, "secret"), keyId },
    userId: user.aggregateId,
    userOrgId: user.owner,
    sessionId: "",
    audience: await requestedAudience(ctx, wishesOf(scope)),
    scope,
    authTime: ctx.now.toISOString(),
    withRefreshToken: false,
  });
  return tokenAnswer(ctx, issued, { user }, lookOfServiceUser(user.state));
}
