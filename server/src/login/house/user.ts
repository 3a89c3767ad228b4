/** Users as the flow and the pages see them, and who is meant by a name. */
import { type Method, readyMethods } from "#src/domains/authmethod/index.ts";
import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { effectiveLoginPolicy } from "#src/domains/loginpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import {
  avatarUrl,
  findByLoginName,
  loginNamesOf,
  type TypedName,
  type UserState,
} from "#src/domains/user/index.ts";
import { hasPasskeyCode } from "#src/domains/webauthn/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Factor, UserFacts } from "../flow/index.ts";
import type { UserView } from "../visit.ts";
import { orgOfNobody } from "./org.ts";
import type { RequestedOrg } from "./request.ts";

const factorOf: Readonly<Partial<Record<Method, Factor>>> = {
  passkey: "passkey",
  totp: "totp",
  u2f: "u2f",
  otpSms: "otp_sms",
  otpEmail: "otp_email",
};

function userFacts(
  { aggregateId, owner, state }: Row<UserState>,
  orgActive: boolean,
  methods: readonly Method[],
  passkeySetupRequested: boolean,
): UserFacts {
  const human = state.kind === "human" ? state.human : undefined;
  const { password, mfaInitSkippedAt } = human ?? {};
  return {
    id: aggregateId,
    orgId: owner,
    state: state.status,
    kind: state.kind,
    orgActive,
    email: human?.emailVerified ? "verified" : human?.verifiedEmail ? "changed" : "unverified",
    selfRegistered: human?.selfRegistered ?? false,
    factors: methods.map((method) => factorOf[method]).filter((factor) => factor !== undefined),
    passkeySetupRequested,
    linkedToIdp: methods.includes("idp"),
    usernameChangeRequired: state.nameClaimed ?? false,
    ...(password === undefined
      ? {}
      : {
          password: { changedAt: new Date(password.changedAt), changeRequired: password.changeRequired },
        }),
    ...(mfaInitSkippedAt === undefined ? {} : { mfaInitSkippedAt: new Date(mfaInitSkippedAt) }),
  };
}

/** The facts of a user at this moment: whether their organization is active, and what they can log in with. */
export async function readUserFacts(ctx: Ctx, user: Row<UserState>): Promise<UserFacts> {
  const [org, methods] = await Promise.all([ctx.config.row(Org, user.owner), readyMethods(ctx, user)]);
  const asked = methods.length === 0 && (await isAskedForPasskey(ctx, user));
  return userFacts(user, org?.state.active === true, methods, asked);
}

/** The link for it goes to proven addresses alone; who has none proves it first, and chooses then. */
const isAskedForPasskey = async (ctx: Ctx, { aggregateId, state }: Row<UserState>): Promise<boolean> =>
  state.kind === "human" && state.human.emailVerified && hasPasskeyCode(ctx, aggregateId);

export async function userView(ctx: Ctx, user: Row<UserState>): Promise<UserView> {
  const { preferred } = await loginNamesOf(ctx, user);
  const { state } = user;
  if (state.kind === "machine") return { loginName: preferred, displayName: state.machine.name };
  const { displayName, preferredLanguage } = state.human;
  return {
    loginName: preferred,
    displayName,
    ...(state.human.avatarKey === undefined ? {} : { avatarUrl: avatarUrl(user, "") }),
    ...(preferredLanguage === "" ? {} : { preferredLanguage }),
  };
}

/**
 * The one user that a typed name means (login-flows §2.3); undefined as well when it could mean several.
 * @param known what was looked up already of the name as it was typed
 */
export async function userByName(
  ctx: Ctx,
  typed: string,
  org: RequestedOrg | undefined,
  known?: TypedName,
): Promise<Row<UserState> | undefined> {
  const policy = await effectiveLoginPolicy(ctx, org?.id ?? (await orgOfNobody(ctx)));
  const reading = {
    orgId: org?.id,
    email: !policy.disableLoginWithEmail,
    phone: !policy.disableLoginWithPhone,
  };
  for (const name of await readings(ctx, typed, org)) {
    const lookedUp = name === typed ? known : undefined;
    const [user, another] = await findByLoginName(ctx, name, reading, lookedUp);
    if (another !== undefined) return undefined;
    if (user !== undefined) return (await mayUseName(ctx, user, name)) ? user : undefined;
  }
  return undefined;
}

/**
 * Before it is told whether anybody has a name. An address that asked for many that nobody has is told nothing for a
 * while, of known names either.
 * @throws resource_exhausted LIMIT-f4Sl7
 */
export async function tellName({ limits, instanceId, ip }: Ctx, isKnown: boolean): Promise<void> {
  const budget = { instanceId, rule: limitRules.unknownNamePerAddress, subject: ip };
  await limits.check(budget);
  if (!isKnown) await limits.fail(budget);
}

/**
 * The domain that was asked for completes a name (domain E3): first where names are unique in their organization only,
 * else when nobody has the name as it was typed.
 */
async function readings(ctx: Ctx, typed: string, org: RequestedOrg | undefined): Promise<readonly string[]> {
  if (org?.domain === undefined) return [typed];
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, org.id);
  const completed = `${typed}@${org.domain}`;
  return userLoginMustBeDomain ? [completed, typed] : [typed, completed];
}

/** A login name always; an address or a number only where the user's own organization lets them. */
async function mayUseName(ctx: Ctx, user: Row<UserState>, name: string): Promise<boolean> {
  const { all } = await loginNamesOf(ctx, user);
  const wanted = name.trim().toLowerCase();
  if (all.some((one) => one.toLowerCase() === wanted)) return true;
  const policy = await effectiveLoginPolicy(ctx, user.owner);
  return wanted.includes("@") ? !policy.disableLoginWithEmail : !policy.disableLoginWithPhone;
}
