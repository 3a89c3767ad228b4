import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import {
  type ClaimedDomain,
  inLivingOrg,
  Org,
  selectDomainOwner,
  verifiedDomainOwner,
} from "#src/domains/org/index.ts";
import { hasScopedUsernames } from "#src/domains/orgsettings/index.ts";
import { type Sql, sql } from "#src/platform/db/index.ts";
import type { Row } from "#src/platform/eventstore/index.ts";
import { notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { phoneIfAny } from "./contact.ts";
import { clientIdKind, User, type UserState } from "./state.ts";

/** The user, unless they or their organization are gone. */
export const userById = async (ctx: Ctx, userId: string): Promise<Row<UserState> | undefined> =>
  ofLivingOrg(ctx, await ctx.store.get(User, ctx.instanceId, userId));

/** A user who was just read, unless their organization is gone. */
export const ofLivingOrg = async (
  ctx: Ctx,
  user: Row<UserState> | undefined,
): Promise<Row<UserState> | undefined> =>
  user && (await ctx.config.row(Org, user.owner)) ? user : undefined;

/** @throws not_found QUERY-Dfbg2 */
export async function requireUser(ctx: Ctx, userId: string): Promise<Row<UserState>> {
  const user = await userById(ctx, userId);
  if (!user) throw notFound("QUERY-Dfbg2", "Errors.User.NotFound");
  return user;
}

/**
 * Whether neither the user name is taken, in the organization or the instance as its domain policy has it, nor the
 * email address in the organization. What is left empty is not asked for.
 */
export async function isUserNameFree(
  ctx: Ctx,
  orgId: string,
  userName: string,
  email: string,
): Promise<boolean> {
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, orgId);
  const name = userName.trim().toLowerCase();
  const inOrg = userLoginMustBeDomain || (await hasScopedUsernames(ctx, orgId));
  const reach = inOrg ? sql`t.owner = ${orgId}` : sql`true`;
  const [named, addressed] = await Promise.all([
    name === "" ? 0 : ctx.store.count(User, ctx.instanceId, sql`lower(t.user_name) = ${name} and ${reach}`),
    email === ""
      ? 0
      : ctx.store.count(
          User,
          ctx.instanceId,
          sql`lower(t.email) = ${email.trim().toLowerCase()} and t.owner = ${orgId}`,
        ),
  ]);
  return named === 0 && addressed === 0;
}

/** Whether a user may act at all: active (or about to be initialised), in an active organization. */
export async function isUsable(ctx: Ctx, user: Row<UserState>): Promise<boolean> {
  const org = await ctx.config.row(Org, user.owner);
  return (user.state.status === "active" || user.state.status === "initial") && org?.state.active === true;
}

/** How a login name may be read; user names always count. */
export interface LoginNameReading {
  readonly orgId?: string | undefined;
  readonly email?: boolean;
  readonly phone?: boolean;
}

/** A typed name, and whose user name it is. */
export interface TypedName {
  readonly name: string;
  /** What is before the last @, and whose domain is behind it. */
  readonly local: string;
  readonly domainOwner: string | undefined;
  readonly named: readonly Row<UserState>[];
}

const inOrgOf = (orgId: string | undefined): Sql => {
  // Who is left of a removed organization has no name any more, and is nobody's double.
  const living = inLivingOrg(sql`t.owner`);
  return orgId === undefined ? living : sql`${living} and t.owner = ${orgId}`;
};

/** Looks a typed name up. @param orgId of the one organization that is meant, where that is known */
export async function lookUpName(ctx: Ctx, typed: string, orgId?: string): Promise<TypedName> {
  const name = typed.trim().toLowerCase();
  const at = name.lastIndexOf("@");
  const local = at > 0 ? name.slice(0, at) : name;
  const domain = at > 0 ? name.slice(at + 1) : undefined;
  // A short name counts in the organization of the typed domain only: any other may have an "admin" too.
  const ofDomain = domain === undefined ? sql`''` : selectDomainOwner(ctx, domain);
  const [domainOwner, named] = await Promise.all([
    domain === undefined ? undefined : verifiedDomainOwner(ctx, domain),
    ctx.store.select(
      User,
      ctx.instanceId,
      sql`(lower(t.user_name) = ${name} and not t.scoped_to_org
        or lower(t.user_name) = ${local} and t.owner = ${ofDomain}) and ${inOrgOf(orgId)}`,
      sql``,
      { gather: true },
    ),
  ]);
  return { name, local, domainOwner, named };
}

/**
 * All users that a typed login name may mean, by user name first; verified email and phone only where asked for
 * and only when no user name matches. More than one match means nobody: the caller must not guess.
 * @param known what was looked up already, in whichever organization
 */
export async function findByLoginName(
  ctx: Ctx,
  typed: string,
  { orgId, email, phone }: LoginNameReading = {},
  known?: TypedName,
): Promise<readonly Row<UserState>[]> {
  if (typed.trim() === "") return [];
  const typedName = known ?? (await lookUpName(ctx, typed, orgId));
  const { name, named } = typedName;
  const meant = named.filter(({ owner }) => orgId === undefined || owner === orgId);
  const byName = preferred(await keep(meant, (user) => isNamed(ctx, user, typedName)));
  if (byName.length > 0 || !(email || phone)) return byName;
  const number = phoneIfAny(name) ?? name;
  const contacts = await ctx.store.select(
    User,
    ctx.instanceId,
    sql`(lower(t.email) = ${name} or lower(t.phone) = ${number}) and ${inOrgOf(orgId)}`,
    sql``,
    { gather: true },
  );
  return contacts.filter(
    ({ state }) =>
      state.kind === "human" &&
      ((email && state.human.emailVerified && state.human.email.toLowerCase() === name) ||
        (phone && state.human.phoneVerified && state.human.phone === number)),
  );
}

/**
 * The service user of a client id: its user name where that is unique in the instance, else its login name. Undefined for
 * people as well.
 */
export async function serviceUserByClientId(ctx: Ctx, clientId: string): Promise<Row<UserState> | undefined> {
  const name = clientId.trim().toLowerCase();
  // What ends in a domain may be the name of a user of the domain's organization.
  const holder = name.includes("@")
    ? undefined
    : await ctx.store.holder(User, ctx.instanceId, clientIdKind, name);
  if (holder && (await ctx.config.row(Org, holder.owner))) return holder;
  const [user, another] = await findByLoginName(ctx, clientId);
  return user?.state.kind === "machine" && another === undefined ? user : undefined;
}

/** Who has the name in the instance has it; those who have it in their organization are asked for with that one. */
function preferred(users: readonly Row<UserState>[]): readonly Row<UserState>[] {
  const inInstance = users.filter(({ state }) => !state.uniqueInOrg);
  return inInstance.length === 0 ? users : inInstance;
}

/**
 * Whether it is one of the user's login names. While names are brought into their organization's scope, those that
 * are to come count as well.
 */
async function isNamed(ctx: Ctx, { owner, state }: Row<UserState>, typed: TypedName): Promise<boolean> {
  const userName = state.userName.toLowerCase();
  const inOrg = owner === typed.domainOwner && userName === typed.local;
  if (state.scopedToOrg) return inOrg;
  // Under another organization's domain it is somebody else's name, also while that claim is being carried out.
  const isFree = (typed.domainOwner ?? owner) === owner;
  return (
    (isFree && userName === typed.name) ||
    (inOrg && (await effectiveDomainPolicy(ctx, owner)).userLoginMustBeDomain)
  );
}

async function keep<T>(all: readonly T[], fits: (one: T) => Promise<boolean>): Promise<readonly T[]> {
  const kept = await Promise.all(all.map(fits));
  return all.filter((_one, n) => kept[n]);
}

/** Users of other organizations whose names are unique in the instance and end in the domain; found by index. */
export const usersNamedUnder = (
  ctx: Ctx,
  { orgId, domain }: ClaimedDomain,
  limit: number,
): Promise<readonly Row<UserState>[]> =>
  ctx.store.select(
    User,
    ctx.instanceId,
    sql`split_part(lower(t.user_name), '@', -1) = ${domain} and strpos(t.user_name, '@') > 0
      and not t.scoped_to_org and t.owner <> ${orgId}`,
    sql`limit ${limit}`,
  );

/** How many users an organization has, also one that is gone. */
export const countUsersOf = (ctx: Ctx, orgId: string): Promise<number> =>
  ctx.store.count(User, ctx.instanceId, sql`t.owner = ${orgId}`);

/** Users of an organization, also of one that is gone; so many at most. */
export const usersOfOrg = (ctx: Ctx, orgId: string, limit: number): Promise<readonly Row<UserState>[]> =>
  ctx.store.select(User, ctx.instanceId, sql`t.owner = ${orgId}`, sql`limit ${limit}`);
