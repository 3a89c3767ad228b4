import type { SetHumanEmail } from "#contract/zitadel/user/v2/email_pb.ts";
import type { SetPassword } from "#contract/zitadel/user/v2/password_pb.ts";
import type { SetHumanPhone } from "#contract/zitadel/user/v2/phone_pb.ts";
import type { SetHumanProfile } from "#contract/zitadel/user/v2/user_pb.ts";
import {
  type AddHumanUserRequest,
  type CreateUserRequest,
  type CreateUserRequest_Human,
  UserService,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import { requireOrg, verifiedDomainOwner } from "#src/domains/org/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { callerScope, requirePermission, requireSelfOr } from "#src/platform/authz/index.ts";
import { denied, invalid, notFound, precondition } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { details, listDetails, part, timestamp } from "#src/platform/rpc/index.ts";
import { changeHuman, createHuman, type HumanChanges, type NewHuman } from "./human-commands.ts";
import { deactivate, lock, reactivate, remove, skipMfaSetup, unlock } from "./lifecycle-commands.ts";
import { loginNamesOf } from "./login-names.ts";
import { changeMachineUser, createMachine } from "./machine-commands.ts";
import { changeOwnPassword, importPassword, setPassword } from "./password-commands.ts";
import { requireUser } from "./queries.ts";
import { searchUsers, userConditions, userSort } from "./search.ts";
import { genderOf, tokenTypeOf, userV2, verificationOf } from "./translate.v2.ts";

/** Permission on a user is permission at the user's own organization. @throws not_found for nobody */
async function requireOnUser(ctx: Ctx, userId: string, permission: string): Promise<void> {
  const { owner } = await requireUser(ctx, userId);
  await requirePermission(ctx, permission, { orgId: owner });
}

async function requireSelfOrOnUser(ctx: Ctx, userId: string, permission: string): Promise<void> {
  const { owner } = await requireUser(ctx, userId);
  await requireSelfOr(ctx, userId, permission, { orgId: owner });
}

/** The organization a request names by id or domain, else the context's. */
async function orgOf(ctx: Ctx, { organization }: AddHumanUserRequest): Promise<string> {
  const { org } = organization ?? { org: { case: undefined } };
  if (org.case === undefined) return ctx.orgId;
  if (org.case === "orgId") return org.value;
  const orgId = await verifiedDomainOwner(ctx, org.value);
  if (orgId === undefined) throw notFound("V2-Rd0rg", "Errors.Org.NotFound", { field: "organization" });
  return orgId;
}

interface HumanRequest extends Pick<CreateUserRequest_Human, "passwordType"> {
  readonly profile?: SetHumanProfile | undefined;
  readonly email?: SetHumanEmail | undefined;
  readonly phone?: SetHumanPhone | undefined;
}

function newHumanFrom(request: HumanRequest): Omit<NewHuman, "orgId"> {
  const { profile, email, phone, passwordType } = request;
  if (!profile) throw invalid("V2-Pr0fl", "Errors.User.Profile.Empty", { field: "profile" });
  if (!email) throw invalid("V2-Em4il", "Errors.User.Email.Empty", { field: "email" });
  return {
    firstName: profile.givenName,
    lastName: profile.familyName,
    nickName: profile.nickName,
    displayName: profile.displayName,
    preferredLanguage: profile.preferredLanguage,
    gender: genderOf(profile.gender),
    email: email.email,
    emailVerification: verificationOf(email),
    phone: phone?.phone || undefined,
    phoneVerification: phone && verificationOf(phone),
    ...(passwordType.case === "password" ? { password: { plain: passwordType.value.password } } : {}),
    ...(passwordType.case === "hashedPassword" ? { password: { hash: passwordType.value.hash } } : {}),
    passwordChangeRequired: passwordType.value?.changeRequired,
  };
}

type Changeable = "givenName" | "familyName" | "nickName" | "displayName" | "preferredLanguage" | "gender";

interface HumanUpdate {
  readonly profile?: { readonly [F in Changeable]?: SetHumanProfile[F] | undefined } | undefined;
  readonly email?: SetHumanEmail | undefined;
  readonly phone?: SetHumanPhone | undefined;
}

/** What is not in the request stays as it is. */
function humanChangesFrom({ profile, email, phone }: HumanUpdate = {}): HumanChanges {
  return {
    email: email && { address: email.email, verification: verificationOf(email) },
    phone: phone && { number: phone.phone, verification: verificationOf(phone) },
    profile: profile && {
      ...(profile.givenName === undefined ? {} : { firstName: profile.givenName }),
      ...(profile.familyName === undefined ? {} : { lastName: profile.familyName }),
      ...(profile.nickName === undefined ? {} : { nickName: profile.nickName }),
      ...(profile.displayName === undefined ? {} : { displayName: profile.displayName }),
      ...(profile.preferredLanguage === undefined ? {} : { preferredLanguage: profile.preferredLanguage }),
      ...(profile.gender === undefined ? {} : { gender: genderOf(profile.gender) }),
    },
  };
}

/** One may change one's own addresses, but not declare them verified. */
async function requireMayChange(ctx: Ctx, userId: string, changes: HumanChanges): Promise<void> {
  const declares =
    changes.email?.verification.kind === "verified" || changes.phone?.verification.kind === "verified";
  await (declares ? requireOnUser : requireSelfOrOnUser)(ctx, userId, "user.write");
}

async function createMachineFrom(ctx: Ctx, request: CreateUserRequest, orgId: string) {
  if (request.userType.case !== "machine")
    throw invalid("V2-Ut1no", "Errors.Invalid.Argument", { field: "userType" });
  const { name, description, accessTokenType } = request.userType.value;
  const row = await createMachine(ctx, {
    orgId,
    userId: request.userId,
    userName: request.username,
    name,
    description,
    accessTokenType: tokenTypeOf(accessTokenType),
  });
  return { id: row.aggregateId, creationDate: timestamp(row.createdAt) };
}

type PasswordChange = Pick<SetPassword, "passwordType" | "verification">;

/**
 * Sets a password. One's own takes the current one: a stolen token alone must not do. Another's takes permission.
 * @throws failed_precondition for a code, of which none can have been made
 */
async function applyPassword(ctx: Ctx, userId: string, { passwordType, verification }: PasswordChange) {
  if (passwordType.case === undefined)
    throw invalid("V2-Np4sw", "Errors.User.Password.Empty", { field: "password" });
  const { changeRequired } = passwordType.value;
  if (verification.case === "verificationCode")
    throw precondition("COMMAND-3M9fs", "Errors.User.Code.NotFound");
  if (verification.case === "currentPassword") {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    if (passwordType.case !== "password")
      throw invalid("V2-Hp4sw", "Errors.User.Password.NotSupported", { field: "hashedPassword" });
    return changeOwnPassword(ctx, userId, verification.value, passwordType.value.password, changeRequired);
  }
  if (ctx.caller.userId === userId) throw denied("COMMAND-Sp0wn", "Errors.User.Password.CurrentRequired");
  await requireOnUser(ctx, userId, "user.write");
  return passwordType.case === "password"
    ? setPassword(ctx, userId, passwordType.value.password, changeRequired)
    : importPassword(ctx, userId, passwordType.value.hash, changeRequired);
}

/** Users: people and service users. Everyone sees and changes themselves; others need a permission at the user's organization. */
export const userPart = part(UserService, {
  async addHumanUser(request, ctx) {
    const orgId = await orgOf(ctx, request);
    await requireOrg(ctx, orgId);
    await requirePermission(ctx, "user.write", { orgId });
    const { row, emailCode, phoneCode } = await createHuman(ctx, {
      ...newHumanFrom(request),
      orgId,
      userId: request.userId,
      userName: request.username,
    });
    return { userId: row.aggregateId, details: details(row), emailCode, phoneCode };
  },
  async createUser(request, ctx) {
    const orgId = request.organizationId;
    await requireOrg(ctx, orgId);
    await requirePermission(ctx, "user.write", { orgId });
    if (request.userType.case !== "human") return createMachineFrom(ctx, request, orgId);
    const { row, emailCode, phoneCode } = await createHuman(ctx, {
      ...newHumanFrom(request.userType.value),
      orgId,
      userId: request.userId,
      userName: request.username,
    });
    return { id: row.aggregateId, creationDate: timestamp(row.createdAt), emailCode, phoneCode };
  },
  async getUserByID({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.read");
    const row = await requireUser(ctx, userId);
    return { details: details(row), user: userV2(row, await loginNamesOf(ctx, row)) };
  },
  async listUsers({ query, queries, sortingColumn }, ctx) {
    const scope = await callerScope(ctx, "user.read");
    const { rows, total } = await searchUsers(
      ctx,
      scope,
      userConditions(queries),
      listPage(query),
      userSort(sortingColumn),
    );
    const result = await Promise.all(rows.map(async (row) => userV2(row, await loginNamesOf(ctx, row))));
    return { details: listDetails(total, ctx.now), sortingColumn, result };
  },
  async updateHumanUser(request, ctx) {
    const { userId, username, profile, email, phone } = request;
    const changes: HumanChanges = { userName: username, ...humanChangesFrom({ profile, email, phone }) };
    await requireMayChange(ctx, userId, changes);
    if (request.password) await applyPassword(ctx, userId, request.password);
    const { row, emailCode, phoneCode } = await changeHuman(ctx, userId, changes);
    return { details: details(row), emailCode, phoneCode };
  },
  async updateUser({ userId, username, userType }, ctx) {
    if (userType.case === "machine") {
      await requireOnUser(ctx, userId, "user.write");
      const { name, description, accessTokenType } = userType.value;
      const row = await changeMachineUser(ctx, userId, {
        userName: username,
        name,
        description,
        accessTokenType: accessTokenType === undefined ? undefined : tokenTypeOf(accessTokenType),
      });
      return { changeDate: timestamp(row.changedAt) };
    }
    const changes: HumanChanges = { userName: username, ...humanChangesFrom(userType.value) };
    await requireMayChange(ctx, userId, changes);
    if (userType.value?.password) await applyPassword(ctx, userId, userType.value.password);
    const { row, emailCode, phoneCode } = await changeHuman(ctx, userId, changes);
    return { changeDate: timestamp(row.changedAt), emailCode, phoneCode };
  },
  async setEmail(request, ctx) {
    const changes = { email: { address: request.email, verification: verificationOf(request) } };
    await requireMayChange(ctx, request.userId, changes);
    const { row, emailCode } = await changeHuman(ctx, request.userId, changes);
    return { details: details(row), verificationCode: emailCode };
  },
  async setPhone(request, ctx) {
    const changes = { phone: { number: request.phone, verification: verificationOf(request) } };
    await requireMayChange(ctx, request.userId, changes);
    const { row, phoneCode } = await changeHuman(ctx, request.userId, changes);
    return { details: details(row), verificationCode: phoneCode };
  },
  async removePhone({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details((await changeHuman(ctx, userId, { removePhone: true })).row) };
  },
  async setPassword({ userId, newPassword, verification }, ctx) {
    if (!newPassword) throw invalid("V2-Np4sw", "Errors.User.Password.Empty", { field: "newPassword" });
    const row = await applyPassword(ctx, userId, {
      passwordType: { case: "password", value: newPassword },
      verification,
    });
    return { details: details(row) };
  },
  async lockUser({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await lock(ctx, userId)) };
  },
  async unlockUser({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await unlock(ctx, userId)) };
  },
  async deactivateUser({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await deactivate(ctx, userId)) };
  },
  async reactivateUser({ userId }, ctx) {
    await requireOnUser(ctx, userId, "user.write");
    return { details: details(await reactivate(ctx, userId)) };
  },
  async deleteUser({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.delete");
    return { details: details(await remove(ctx, userId)) };
  },
  async humanMFAInitSkipped({ userId }, ctx) {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return { details: details(await skipMfaSetup(ctx, userId)) };
  },
});
