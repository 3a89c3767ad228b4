/** Accounts that people make for themselves. */
import { verifiedDomainOwner } from "#src/domains/org/index.ts";
import { effectivePasswordComplexity } from "#src/domains/passwordcomplexity/index.ts";
import { createSession } from "#src/domains/session/index.ts";
import { createHuman, isUserNameFree, type NewHuman } from "#src/domains/user/index.ts";
import { createPasskeyCode } from "#src/domains/webauthn/index.ts";
import { Failure } from "#src/platform/failure/index.ts";
import { evenTime, limitRules } from "#src/platform/limits/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { PasswordRule, PasswordRules, Visit } from "../visit.ts";
import { readPasswordRules } from "./page-settings.ts";
import { passkeyPermit } from "./passkey-setup.ts";
import { refusalStepMs } from "./password.ts";
import { brokenRules } from "./password-change.ts";
import type { Registration } from "./registration.ts";
import { asLogin, openSession, signIn, userAgentOf } from "./sign-in.ts";
import { userByName } from "./user.ts";
import { readVisit } from "./visit.ts";

export interface AccountForm {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  /** Where user names are chosen. */
  readonly userName?: string;
  /** Left out by who takes a passkey, and where everything goes by mail. */
  readonly password?: string;
  readonly preferredLanguage: string;
}

export type AccountMistake =
  | "email_invalid"
  | "user_name_taken"
  /** The address ends in a domain of another organization. */
  | "user_name_reserved"
  | "password_common";

export type Registered =
  | { readonly status: "ok"; readonly sessionId: string }
  /** The account has no credential yet: the permit lets its owner register a passkey, in this browser. */
  | { readonly status: "passkey"; readonly sessionId: string; readonly permit: string }
  /** The same for a new account and one that was there. */
  | { readonly status: "by_mail" }
  | { readonly status: "rules"; readonly broken: readonly PasswordRule[] }
  | { readonly status: "mistake"; readonly mistake: AccountMistake; readonly id: string };

/** What a password needs in the organization of the registration. */
export const registrationRules = (ctx: Ctx, { orgId }: Registration): Promise<PasswordRules> =>
  readPasswordRules(ctx, orgId);

/**
 * Makes an account and lets its owner in, or writes to the address where nobody is told which names are known.
 * @throws resource_exhausted for a network address that registers too often
 */
export async function registerUser(
  ctx: Ctx,
  visit: Visit,
  registration: Registration,
  form: AccountForm,
): Promise<Registered> {
  const broken = await brokenBy(ctx, registration.orgId, form.password);
  if (broken.length > 0) return { status: "rules", broken };
  const rule = limitRules.registrationPerAddress;
  await ctx.limits.take({ instanceId: ctx.instanceId, rule, subject: ctx.ip });
  try {
    // Before any look at accounts: it says something about a domain alone.
    if (await isOfAnotherOrg(ctx, registration, form)) return mistaken("COMMAND-SFd21");
    return registration.byMail
      ? await registerByMail(ctx, registration, form)
      : await registerAtOnce(ctx, visit, registration, form);
  } catch (error) {
    if (error instanceof Failure && mistakes[error.id] !== undefined) return mistaken(error.id);
    throw error;
  }
}

/** Rules come first: they are public, and whoever breaks one has not used up a try. */
async function brokenBy(
  ctx: Ctx,
  orgId: string,
  password: string | undefined,
): Promise<readonly PasswordRule[]> {
  return password === undefined ? [] : brokenRules(password, await effectivePasswordComplexity(ctx, orgId));
}

/** Ids that the slices refuse with. */
const mistakes: Readonly<Record<string, AccountMistake>> = {
  "EMAIL-599BI": "email_invalid",
  "V2-usrnm": "user_name_taken",
  "COMMAND-SFd21": "user_name_reserved",
  "USER-Cm7np": "password_common",
};

const mistaken = (id: string): Registered => ({
  status: "mistake",
  mistake: mistakes[id] ?? "user_name_taken",
  id,
});

async function isOfAnotherOrg(
  ctx: Ctx,
  { orgId, suffix }: Registration,
  { email }: AccountForm,
): Promise<boolean> {
  if (suffix !== undefined) return false;
  const owner = await verifiedDomainOwner(ctx, email.slice(email.lastIndexOf("@") + 1));
  return owner !== undefined && owner !== orgId;
}

/** The name that the account will go by in its organization. */
const userNameOf = ({ suffix }: Registration, { userName = "", email }: AccountForm): string =>
  suffix === undefined ? email : userName;

const newcomer = (registration: Registration, form: AccountForm): NewHuman => ({
  orgId: registration.orgId,
  userName: userNameOf(registration, form),
  firstName: form.firstName,
  lastName: form.lastName,
  email: form.email,
  emailVerification: { kind: "send" },
  preferredLanguage: form.preferredLanguage,
  selfRegistered: true,
});

async function isFree(ctx: Ctx, registration: Registration, form: AccountForm): Promise<boolean> {
  return isUserNameFree(ctx, registration.orgId, userNameOf(registration, form), form.email);
}

async function registerAtOnce(
  ctx: Ctx,
  visit: Visit,
  registration: Registration,
  form: AccountForm,
): Promise<Registered> {
  const { password } = form;
  try {
    if (!(await isFree(ctx, registration, form))) throw new Taken();
    const { row } = await createHuman(asLogin(ctx), {
      ...newcomer(registration, form),
      ...(password === undefined ? {} : { password: { plain: password } }),
    });
    const userId = row.aggregateId;
    return password === undefined
      ? await withPasskey(ctx, visit, userId)
      : { status: "ok", sessionId: await openSession(ctx, visit, userId, 0) };
  } catch (error) {
    const isTaken = error instanceof Taken || (error instanceof Failure && error.id === taken);
    if (!isTaken) throw error;
    const name = userNameOf(registration, form);
    return (await sentTwice(ctx, visit, registration, { name, password })) ?? mistaken(taken);
  }
}

const taken = "V2-usrnm";
class Taken extends Error {}

/** The session says whose browser it is and proves nothing yet. */
async function withPasskey(ctx: Ctx, visit: Visit, userId: string): Promise<Registered> {
  const { row } = await createSession(asLogin(ctx), {
    checks: { user: { userId } },
    userAgent: userAgentOf(ctx, visit),
  });
  // Nobody gets to see it: it says that a passkey is waited for, so that who leaves now is sent a link at the next login.
  await createPasskeyCode(asLogin(ctx), userId, { kind: "return" });
  const permit = passkeyPermit(ctx, visit, "register", userId);
  return { status: "passkey", sessionId: row.aggregateId, permit };
}

const recentMs = 600_000;

/**
 * A form that is sent twice ends where the first one did: with the account that was made a moment ago, in this browser or
 * for who knows its password. For everybody else the name is taken.
 */
async function sentTwice(
  ctx: Ctx,
  visit: Visit,
  { orgId, suffix = "" }: Registration,
  { name, password }: { readonly name: string; readonly password: string | undefined },
): Promise<Registered | undefined> {
  const loginName = name + suffix;
  const user = await userByName(ctx, loginName, { id: orgId });
  if (user === undefined || ctx.now.getTime() - user.createdAt.getTime() > recentMs) return undefined;
  const { browserSessions } = await readVisit(ctx, { browserId: visit.browserId });
  const own = browserSessions.find(({ state }) => state.factors.user?.id === user.aggregateId);
  if (own) return { status: "ok", sessionId: own.aggregateId };
  if (password === undefined) return undefined;
  const again = { browserId: visit.browserId, organization: orgId, loginName };
  const check = await signIn(ctx, again, password);
  return check.status === "ok" ? { status: "ok", sessionId: check.sessionId } : undefined;
}

/**
 * The account is made without a password: whoever reads the mail chooses it. So neither the answer nor a login after it
 * tells whether the address had an account before.
 */
const registerByMail = (ctx: Ctx, registration: Registration, form: AccountForm): Promise<Registered> =>
  evenTime(
    refusalStepMs,
    async () => {
      if (await isFree(ctx, registration, form)) await createQuietly(ctx, registration, form);
      return { status: "by_mail" } as const;
    },
    () => true,
  );

async function createQuietly(ctx: Ctx, registration: Registration, form: AccountForm): Promise<void> {
  try {
    await createHuman(asLogin(ctx), { ...newcomer(registration, form), mustInitialise: true });
  } catch (error) {
    const isSilent = error instanceof Failure && (error.id === taken || error.kind === "resource_exhausted");
    if (!isSilent) throw error;
  }
}
