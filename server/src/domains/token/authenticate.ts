import { allowedOrigins, type Client, clientById } from "#src/domains/app/index.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import { asItStands, type SessionFactors, sessionFromToken } from "#src/domains/session/index.ts";
import { isUsable, type UserState, userById } from "#src/domains/user/index.ts";
import { membershipsOf } from "#src/kits/members/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { denied, Failure, unauthenticated } from "#src/platform/failure/index.ts";
import type { Caller, Ctx, Membership } from "#src/platform/request/index.ts";
import { requireSecondFactor } from "./second-factor.ts";
import { type TokenInfo, verifyAccessToken } from "./verify.ts";

type MembershipReader = (userId: string) => Promise<readonly Membership[]>;

/** What somebody manages, as it counts for their calls. */
export const membershipsForCalls = (ctx: Ctx, userId: string): Promise<readonly Membership[]> =>
  membershipsOf(ctx.store, ctx.instanceId, userId, { view: "project_grant_owners" });

/** Reads a caller's memberships once, when somebody asks. */
function membershipReader(ctx: Ctx): MembershipReader {
  const reads = new Map<string, Promise<readonly Membership[]>>();
  return (userId) => {
    const read = reads.get(userId) ?? membershipsForCalls(ctx, userId);
    reads.set(userId, read);
    return read;
  };
}

/**
 * Who calls an API with this bearer: an access token, a personal access token or a session token.
 * @param origin the request's Origin header; a client's tokens work in its own origins alone
 * @param ahead memberships will be asked for: they are read together with the token, not after it
 * @param method that is called, where that is known
 * @throws unauthenticated AUTH-7fs1e for anything that is no living token, or not one for our APIs;
 *   permission_denied when the proof behind a login does not suffice
 */
export async function authenticate(
  ctx: Ctx,
  bearer: string,
  origin: string | undefined,
  ahead = false,
  method = "",
): Promise<Caller> {
  const memberships = membershipReader(ctx);
  // Whoever asks hears of a failure; a token that is refused needs no memberships.
  const readAhead = (userId: string): void => void memberships(userId).catch(() => undefined);
  const token = await verifyAccessToken(ctx, bearer, ahead ? readAhead : undefined);
  if (token) return callerOfToken(ctx, token, origin, memberships);
  const session = await sessionFromToken(ctx, bearer);
  if (!session) throw unauthenticated("AUTH-7fs1e", "Errors.Token.Invalid");
  const { expiresAt, userAgent, factors: proven } = session.state;
  if (expiresAt !== undefined && new Date(expiresAt) <= ctx.now)
    throw denied("AUTHZ-EGDo3", "Errors.Session.Expired");
  if (!proven.user) throw denied("AUTHZ-Kl3p0", "Errors.Session.AuthenticationRequired");
  const user = await userById(ctx, proven.user.id);
  const { status, factors } = asItStands(session.state, session.aggregateId, user?.state);
  if (!user || status !== "active" || !(await isUsable(ctx, user)))
    throw unauthenticated("AUTH-7fs1e", "Errors.Token.Invalid");
  const mayBeHalfway = halfwayDoes.has(method) && factors.passwordAt !== undefined;
  const isHalfway = mayBeHalfway && !(await isWhole(ctx, user, factors));
  if (!mayBeHalfway) await requireWhole(ctx, user, factors);
  return {
    kind: "user",
    userId: user.aggregateId,
    orgId: user.owner,
    sessionId: session.aggregateId,
    ...(factors.passwordAt === undefined ? {} : { passwordAt: factors.passwordAt }),
    ...(isHalfway ? { isHalfway } : {}),
    ...(userAgent.fingerprint_id === undefined ? {} : { userAgentId: userAgent.fingerprint_id }),
    scopes: [],
    memberships: async () => (isHalfway ? [] : memberships(user.aggregateId)),
  };
}

/** Where logins that ask for a due password before the second factor set it. The caller manages nothing there. */
const halfwayDoes: ReadonlySet<string> = new Set(
  ["v2", "v2beta"].map((version) => `zitadel.user.${version}.UserService/SetPassword`),
);

/** @throws permission_denied AUTHZ-Kl3p0 when a login of theirs takes more */
async function requireWhole(ctx: Ctx, user: Row<UserState>, factors: SessionFactors): Promise<void> {
  await requireProof(ctx, proofOfSession(factors), user.owner);
  await requireSecondFactor(ctx, user, factors);
}

const isWhole = (ctx: Ctx, user: Row<UserState>, factors: SessionFactors): Promise<boolean> =>
  requireWhole(ctx, user, factors).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Failure && error.id === "AUTHZ-Kl3p0") return false;
      throw error;
    },
  );

async function callerOfToken(
  ctx: Ctx,
  token: TokenInfo,
  origin: string | undefined,
  memberships: MembershipReader,
): Promise<Caller> {
  const { user } = token;
  if (token.kind === "access_token") await requireForUs(ctx, token, origin);
  // Service users have no login to prove anything by.
  if (token.sessionId !== "") await requireProof(ctx, proofOfToken(token), user.owner);
  return {
    kind: "user",
    userId: user.aggregateId,
    orgId: user.owner,
    ...(token.clientId === "" ? {} : { clientId: token.clientId }),
    tokenId: token.tokenId,
    ...(token.sessionId === "" ? {} : { sessionId: token.sessionId }),
    ...(token.userAgentId === undefined ? {} : { userAgentId: token.userAgentId }),
    scopes: token.scope,
    redirectOrigins: async () => redirectOrigins((await clientOfLogin(ctx, token))?.config),
    memberships: () => memberships(user.aggregateId),
  };
}

/** The token must be meant for our APIs, and come from where its client lives. */
async function requireForUs(ctx: Ctx, token: TokenInfo, origin: string | undefined): Promise<void> {
  const { projectId } = await instanceOf(ctx);
  if (!token.audience.includes(projectId)) throw unauthenticated("AUTH-7fs1e", "Errors.Token.Invalid");
  if (origin === undefined || origin === ctx.origin) return;
  const client = await clientOfLogin(ctx, token);
  if (client && !allowedOrigins(client.config).has(origin))
    throw denied("AUTH-DZG21", "Errors.OriginNotAllowed");
}

/**
 * The application that somebody logged in to. Without a login there is none: a service user's client is the service
 * user itself, whatever its name.
 */
const clientOfLogin = async (ctx: Ctx, { sessionId, clientId }: TokenInfo): Promise<Client | undefined> =>
  sessionId === "" ? undefined : clientById(ctx, clientId);

const redirectOrigins = (config: Client["config"] | undefined): readonly string[] =>
  config?.kind === "oidc" ? [...allowedOrigins({ ...config, additionalOrigins: [] })] : [];

/** What a login was proven by. */
interface Proof {
  /** How many credentials. */
  readonly checks: number;
  readonly byPasskey: boolean;
  readonly byIdp: boolean;
}

function proofOfSession(factors: SessionFactors): Proof {
  const { passwordAt, webAuthN, intentAt, totpAt, otpSmsAt, otpEmailAt, recoveryCodeAt } = factors;
  const times = [passwordAt, webAuthN?.at, intentAt, totpAt, otpSmsAt, otpEmailAt, recoveryCodeAt];
  const checks = times.filter(Boolean).length;
  return { checks, byPasskey: webAuthN?.userVerified === true, byIdp: intentAt !== undefined };
}

/** By the numbers of `AuthMethod`. */
const proofOfToken = ({ authMethods }: TokenInfo): Proof => ({
  checks: authMethods.length,
  byPasskey: authMethods.includes(3),
  byIdp: authMethods.includes(5),
});

/** A login counts once a credential was checked, and a second factor where the policy demands one at this moment. */
async function requireProof(ctx: Ctx, { checks, byPasskey, byIdp }: Proof, orgId: string): Promise<void> {
  if (checks === 0) throw denied("AUTHZ-Kl3p0", "Errors.Session.AuthenticationRequired");
  if (byPasskey || checks >= 2) return;
  const { forceMfa, forceMfaLocalOnly } = await effectiveLoginPolicy(ctx, orgId);
  if (forceMfa || (forceMfaLocalOnly && !byIdp)) throw denied("AUTHZ-Kl3p0", "Errors.Session.MFARequired");
}
