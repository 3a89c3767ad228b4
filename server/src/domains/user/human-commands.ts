import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { Org, type OrgState } from "#src/domains/org/index.ts";
import { hasScopedUsernames } from "#src/domains/orgsettings/index.ts";
import { effectiveCodeShape } from "#src/domains/secretgenerator/index.ts";
import { bulkSet, type MetadataEntry } from "#src/kits/metadata/index.ts";
import type { Sealed } from "#src/platform/crypto/index.ts";
import { fresh, ownedBy, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { requireFreeUserId } from "./chosen-id.ts";
import { normalEmail, normalPhone } from "./contact.ts";
import {
  addHuman,
  changeEmail,
  changePhone,
  changeProfile,
  changeUserName,
  removePhone,
  setPasswordHash,
  userNameFrom,
} from "./decisions.ts";
import type { CodeAdded, Gender, ProfileFields, UserEvent } from "./events.ts";
import { requireLanguageTag } from "./language.ts";
import { requireFreeOfForeignDomain } from "./login-names.ts";
import { requireTrustedLink } from "./mail-links.ts";
import type { NewPassword } from "./password-commands.ts";
import { checkComplexity } from "./password-rules.ts";
import { requireUser } from "./queries.ts";
import { User, type UserState } from "./state.ts";

/** What becomes of a new address: it counts as verified, or a code is sent, or a code is returned to the caller. */
export type Verification =
  | { readonly kind: "verified" }
  | { readonly kind: "send"; readonly urlTemplate?: string | undefined }
  | { readonly kind: "return" };

export interface NewHuman {
  readonly userId?: string | undefined;
  readonly orgId: string;
  /** The e-mail address when left out. */
  readonly userName?: string | undefined;
  readonly firstName: string;
  readonly lastName: string;
  readonly nickName?: string | undefined;
  readonly displayName?: string | undefined;
  readonly preferredLanguage?: string | undefined;
  readonly gender?: Gender | undefined;
  readonly email: string;
  readonly emailVerification: Verification;
  readonly phone?: string | undefined;
  readonly phoneVerification?: Verification | undefined;
  readonly password?: { readonly plain: string } | { readonly hash: string } | undefined;
  readonly passwordChangeRequired?: boolean | undefined;
  readonly metadata?: readonly MetadataEntry[] | undefined;
  /** The first generation: someone without a password or a verified address sets both up with one code first. */
  readonly mustInitialise?: boolean | undefined;
  /** They made the account themselves. */
  readonly selfRegistered?: boolean | undefined;
}

/** A code made for one address; `returned` is set only when the caller asked for it. */
export interface Code {
  readonly event: CodeAdded;
  readonly returned?: string;
}

/** Everything slow or impure about a new person, done before the decision: hash, codes, policies. */
export async function prepareHuman(ctx: Ctx, input: NewHuman) {
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, input.orgId);
  const scopedUsernames = await hasScopedUsernames(ctx, input.orgId);
  const userName = userNameFrom(input.userName || input.email);
  await requireFreeUserId(ctx, input.userId, "USER-Id3us");
  requireLanguageTag(input.preferredLanguage);
  if (!userLoginMustBeDomain) await requireFreeOfForeignDomain(ctx, userName, input.orgId);
  const email = normalEmail(input.email);
  const phone = input.phone === undefined ? undefined : normalPhone(input.phone);
  const encodedHash = await hashOf(ctx, input);
  const initCode = input.mustInitialise ? await codeFor(ctx, "init", { kind: "send" }) : undefined;
  const emailCode = initCode ? undefined : await codeFor(ctx, "verify_email", input.emailVerification);
  const phoneCode = phone
    ? await codeFor(ctx, "verify_phone", input.phoneVerification ?? { kind: "send" })
    : undefined;
  const added = {
    userName,
    userLoginMustBeDomain,
    ...(scopedUsernames ? { organizationScopedUsernames: true } : {}),
    firstName: input.firstName,
    lastName: input.lastName,
    displayName: input.displayName || `${input.firstName} ${input.lastName}`,
    email,
    ...(input.nickName ? { nickName: input.nickName } : {}),
    ...(input.preferredLanguage ? { preferredLanguage: input.preferredLanguage } : {}),
    ...(input.gender ? { gender: input.gender } : {}),
    ...(phone ? { phone } : {}),
    ...(encodedHash ? { encodedHash, changeRequired: input.passwordChangeRequired ?? false } : {}),
  };
  const verified = {
    email: input.emailVerification.kind === "verified",
    phone: input.phoneVerification?.kind === "verified",
  };
  const codes: readonly UserEvent[] = [
    ...(initCode ? [{ type: "user.human.initialization.code.added" as const, payload: initCode.event }] : []),
    ...(emailCode ? [{ type: "user.human.email.code.added" as const, payload: emailCode.event }] : []),
    ...(phoneCode ? [{ type: "user.human.phone.code.added" as const, payload: phoneCode.event }] : []),
  ];
  const type = input.selfRegistered ? "user.human.selfregistered" : "user.human.added";
  const id = input.userId ?? ctx.newId();
  return {
    userId: id,
    /** Rows beside the person's own, to be written in the same unit. */
    metadata: input.metadata?.length ? bulkSet("user", id, input.metadata) : undefined,
    ref: ownedBy(input.orgId, (input.userId === undefined ? fresh : ref)(User, id)),
    decide: (org: OrgState | undefined, user: UserState | undefined) => [
      ...addHuman(added, verified, type)(org, user),
      ...codes,
    ],
    emailCode: emailCode?.returned,
    phoneCode: phoneCode?.returned,
  };
}

export interface AddedHuman {
  readonly row: Written<UserState>;
  readonly emailCode: string | undefined;
  readonly phoneCode: string | undefined;
}

export async function createHuman(ctx: Ctx, input: NewHuman): Promise<AddedHuman> {
  const human = await prepareHuman(ctx, input);
  const refs = [ref(Org, input.orgId), human.ref, ...(human.metadata?.refs ?? [])] as const;
  const [, row] = await ctx.store.execute(ctx, refs, ([org, user, ...entries]) => [
    [],
    human.decide(org, user),
    ...(human.metadata?.decide(entries) ?? []),
  ]);
  return { row, emailCode: human.emailCode, phoneCode: human.phoneCode };
}

async function hashOf(ctx: Ctx, { password, orgId }: NewHuman): Promise<string | undefined> {
  if (password === undefined) return undefined;
  if ("hash" in password) {
    if (!ctx.secrets.isKnownHash(password.hash))
      throw invalid("USER-JDk4t", "Errors.User.Password.NotSupported", { field: "hash" });
    return password.hash;
  }
  await checkComplexity(ctx, orgId, password.plain);
  return ctx.secrets.hashPassword(password.plain);
}

/** Makes a code as it is wanted. @throws invalid_argument USER-Ul1nk for a mail that leads to where we do not know */
export async function codeFor(
  ctx: Ctx,
  what: "init" | "verify_email" | "verify_phone",
  wanted: Verification,
): Promise<Code | undefined> {
  if (wanted.kind === "verified") return undefined;
  if (wanted.kind === "send" && wanted.urlTemplate) await requireTrustedLink(ctx, wanted.urlTemplate);
  const { shape, expirySeconds } = await effectiveCodeShape(ctx, what);
  const plain = ctx.secrets.code(shape);
  const sealed: Sealed = ctx.secrets.seal("otp", plain);
  const event: CodeAdded = {
    code: sealed,
    expiry: expirySeconds * 1_000_000_000,
    triggerOrigin: ctx.origin,
    ...(wanted.kind === "return" ? { code_returned: true } : {}),
    ...(wanted.kind === "send" && wanted.urlTemplate ? { url_template: wanted.urlTemplate } : {}),
  };
  return wanted.kind === "return" ? { event, returned: plain } : { event };
}

export interface HumanChanges {
  readonly userName?: string | undefined;
  readonly profile?: ProfileFields | undefined;
  readonly email?: { readonly address: string; readonly verification: Verification } | undefined;
  readonly phone?: { readonly number: string; readonly verification: Verification } | undefined;
  readonly removePhone?: boolean | undefined;
  readonly password?: NewPassword | undefined;
  /** Entries to set; others stay. */
  readonly metadata?: readonly MetadataEntry[] | undefined;
}

/** Applies several changes to a person at once, all or none. */
export async function changeHuman(ctx: Ctx, userId: string, changes: HumanChanges): Promise<AddedHuman> {
  const { owner } = await requireUser(ctx, userId);
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, owner);
  const scopedUsernames = await hasScopedUsernames(ctx, owner);
  const userName = changes.userName === undefined ? undefined : userNameFrom(changes.userName);
  if (userName !== undefined && !userLoginMustBeDomain)
    await requireFreeOfForeignDomain(ctx, userName, owner);
  const email = changes.email && { ...changes.email, address: normalEmail(changes.email.address) };
  const phone = changes.phone && { ...changes.phone, number: normalPhone(changes.phone.number) };
  const emailCode = email && (await codeFor(ctx, "verify_email", email.verification));
  const phoneCode = phone && (await codeFor(ctx, "verify_phone", phone.verification));
  const metadata = changes.metadata?.length ? bulkSet("user", userId, changes.metadata) : undefined;
  const refs = [ref(User, userId), ...(metadata?.refs ?? [])] as const;
  const [row] = await ctx.store.execute(ctx, refs, ([user, ...entries]) => {
    const emailEvents = email ? changeEmail(email.address, email.verification.kind === "verified")(user) : [];
    const phoneEvents = phone ? changePhone(phone.number, phone.verification.kind === "verified")(user) : [];
    return [
      [
        ...(userName === undefined
          ? []
          : changeUserName(userName, userLoginMustBeDomain, scopedUsernames)(user)),
        ...(changes.profile ? changeProfile(changes.profile)(user) : []),
        ...emailEvents,
        ...(emailCode && emailEvents.length > 0
          ? [{ type: "user.human.email.code.added" as const, payload: emailCode.event }]
          : []),
        ...phoneEvents,
        ...(phoneCode && phoneEvents.length > 0
          ? [{ type: "user.human.phone.code.added" as const, payload: phoneCode.event }]
          : []),
        ...(changes.removePhone ? removePhone(user) : []),
        ...(changes.password
          ? setPasswordHash(changes.password.hash, changes.password.changeRequired)(user)
          : []),
      ],
      ...(metadata?.decide(entries) ?? []),
    ];
  });
  return { row, emailCode: emailCode?.returned, phoneCode: phoneCode?.returned };
}
