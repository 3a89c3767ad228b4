import type { SetHumanEmail } from "#contract/zitadel/user/v2/email_pb.ts";
import type { IDPLink } from "#contract/zitadel/user/v2/idp_pb.ts";
import type { SetPassword } from "#contract/zitadel/user/v2/password_pb.ts";
import type { SetHumanPhone } from "#contract/zitadel/user/v2/phone_pb.ts";
import type { SetHumanProfile } from "#contract/zitadel/user/v2/user_pb.ts";
import type {
  AddHumanUserRequest,
  CreateUserRequest_Human,
} from "#contract/zitadel/user/v2/user_service_pb.ts";
import { verifiedDomainOwner } from "#src/domains/org/index.ts";
import { denied, invalid, notFound } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { Wire } from "#src/platform/rpc/index.ts";
import { requireOnUser, requireSelfOrOnUser } from "./access.ts";
import { requireMayGiveCredentials } from "./credential-access.ts";
import type { HumanChanges } from "./human-changes.ts";
import type { NewHuman } from "./human-commands.ts";
import type { NewIdpLink } from "./idp-links.ts";
import {
  importedPassword,
  type NewPassword,
  prepareDuePassword,
  prepareOwnPassword,
  preparePassword,
  preparePasswordByCode,
} from "./password-commands.ts";
import { genderOf, verificationOf } from "./translate.v2.ts";

/** The organization a request names by id or domain, else the context's. */
export async function orgOf(
  ctx: Ctx,
  { organization }: Pick<Wire<AddHumanUserRequest>, "organization">,
): Promise<string> {
  const { org } = organization ?? { org: { case: undefined } };
  if (org.case === undefined) return ctx.orgId;
  if (org.case === "orgId") return org.value;
  const orgId = await verifiedDomainOwner(ctx, org.value);
  if (orgId === undefined) throw notFound("V2-Rd0rg", "Errors.Org.NotFound", { field: "organization" });
  return orgId;
}

/** What every way to add a person has in common. */
export interface HumanRequest
  extends Pick<Wire<CreateUserRequest_Human>, "passwordType" | "metadata" | "idpLinks" | "totpSecret"> {
  readonly profile?: Wire<SetHumanProfile> | undefined;
  readonly email?: Wire<SetHumanEmail> | undefined;
  readonly phone?: Wire<SetHumanPhone> | undefined;
}

/** @throws invalid_argument without a profile or an email address */
export function newHumanFrom(request: HumanRequest): Omit<NewHuman, "orgId"> {
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
    totpSecret: request.totpSecret || undefined,
    idpLinks: request.idpLinks.map(idpLinkFrom),
    metadata: request.metadata,
  };
}

export const idpLinkFrom = ({ idpId, userId, userName }: Wire<IDPLink>): NewIdpLink => ({
  idpId,
  externalUserId: userId,
  displayName: userName,
});

type Changeable = "givenName" | "familyName" | "nickName" | "displayName" | "preferredLanguage" | "gender";

interface HumanUpdate {
  readonly profile?: { readonly [F in Changeable]?: SetHumanProfile[F] | undefined } | undefined;
  readonly email?: Wire<SetHumanEmail> | undefined;
  readonly phone?: Wire<SetHumanPhone> | undefined;
}

/** What is not in the request stays as it is. */
export function humanChangesFrom({ profile, email, phone }: HumanUpdate = {}): HumanChanges {
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

export type PasswordChange = Pick<Wire<SetPassword>, "passwordType" | "verification">;

/**
 * A password that may be set. One's own takes the current one or a code that was sent for it: a stolen token alone
 * must not do, unless the password is due to be changed and was proven just now. Another's takes permission.
 */
export async function passwordFrom(
  ctx: Ctx,
  userId: string,
  { passwordType, verification }: PasswordChange,
): Promise<NewPassword> {
  if (passwordType.case === undefined)
    throw invalid("V2-Np4sw", "Errors.User.Password.Empty", { field: "password" });
  const { changeRequired } = passwordType.value;
  if (ctx.caller.isHalfway && verification.case !== undefined)
    throw denied("USER-Hf2wy", "Errors.Session.MFARequired");
  if (verification.case === "verificationCode") {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    if (passwordType.case !== "password")
      throw invalid("V2-Hp5sw", "Errors.User.Password.NotSupported", { field: "hashedPassword" });
    const { password } = passwordType.value;
    return preparePasswordByCode(ctx, userId, verification.value, password, changeRequired);
  }
  if (verification.case === "currentPassword") {
    await requireSelfOrOnUser(ctx, userId, "user.write");
    return prepareOwnPassword(ctx, userId, verification.value, chosenPassword(passwordType), changeRequired);
  }
  if (ctx.caller.userId === userId)
    return prepareDuePassword(ctx, userId, chosenPassword(passwordType), changeRequired);
  await requireOnUser(ctx, userId, "user.write");
  await requireMayGiveCredentials(ctx, userId);
  return passwordType.case === "password"
    ? preparePassword(ctx, userId, passwordType.value.password, changeRequired)
    : importedPassword(ctx, passwordType.value.hash, changeRequired);
}

/** @throws invalid_argument V2-Hp4sw for a hash, which nobody makes of a password that they choose */
function chosenPassword(wanted: PasswordChange["passwordType"]): string {
  if (wanted.case === "password") return wanted.value.password;
  throw invalid("V2-Hp4sw", "Errors.User.Password.NotSupported", { field: "hashedPassword" });
}
