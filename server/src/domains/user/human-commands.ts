import { effectiveDomainPolicy } from "#src/domains/domainpolicy/index.ts";
import { withinMessageLimits } from "#src/domains/message/index.ts";
import { Org, type OrgState } from "#src/domains/org/index.ts";
import { hasScopedUsernames } from "#src/domains/orgsettings/index.ts";
import { bulkSet, type MetadataEntry } from "#src/kits/metadata/index.ts";
import { type AnyRef, type Draft, ownedBy, ref, type Written } from "#src/platform/eventstore/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { newUser } from "./chosen-id.ts";
import { firstCodes } from "./codes/first-codes.ts";
import type { Verification } from "./codes/make-code.ts";
import { normalEmail, normalPhone } from "./contact.ts";
import { addHuman, userNameFrom } from "./decisions.ts";
import type { Gender, HumanAdded, ProfileFields } from "./events.ts";
import { type NewIdpLink, prepareIdpLinks } from "./idp-links.ts";
import { type ImportedCode, importedRecoveryCodes, importedTotp } from "./imported-factors.ts";
import { requireLanguageTag } from "./language.ts";
import { requireFreeOfForeignDomain } from "./login-names.ts";
import { checkNewPassword } from "./password-rules.ts";
import type { UserState } from "./state.ts";

export interface NewHuman {
  readonly userId?: string | undefined;
  readonly orgId: string;
  /** The email address when left out. */
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
  /** Of an authenticator that they use already; base32. */
  readonly totpSecret?: string | undefined;
  /** Of whatever shape; they use them already. */
  readonly recoveryCodes?: readonly ImportedCode[] | undefined;
  /** Accounts at identity providers that they log in with. */
  readonly idpLinks?: readonly NewIdpLink[] | undefined;
  readonly metadata?: readonly MetadataEntry[] | undefined;
  /** The first generation: someone without a password or a verified address sets both up with one code first. */
  readonly mustInitialise?: boolean | undefined;
  /** They made the account themselves. */
  readonly selfRegistered?: boolean | undefined;
}

/** A row beside a person's own that comes to be with it. */
interface BesidePiece {
  readonly ref: AnyRef;
  readonly events: readonly Draft[];
}

/** Of somebody who is not there yet there is none. */
function metadataOf(userId: string, entries: NewHuman["metadata"] = []): readonly BesidePiece[] {
  if (entries.length === 0) return [];
  const { refs, decide } = bulkSet("user", userId, entries);
  const events = decide([]);
  return refs.map((ref, n) => ({ ref, events: events[n] ?? [] }));
}

/** Everything slow or impure about a new person, done before the decision: hash, codes, policies. */
export async function prepareHuman(ctx: Ctx, input: NewHuman) {
  const root = newUser(ctx, input.userId, "USER-Id3us");
  requireLanguageTag(input.preferredLanguage);
  const name = await nameOf(ctx, input);
  const email = normalEmail(input.email);
  const phone = input.phone === undefined ? undefined : normalPhone(input.phone, input.preferredLanguage);
  const encodedHash = await hashOf(ctx, input);
  const id = root.aggregateId;
  const factors = [
    ...importedTotp(ctx, input.totpSecret),
    ...(await importedRecoveryCodes(ctx, input.recoveryCodes)),
  ];
  const links = await prepareIdpLinks(ctx, { userId: id, orgId: input.orgId }, input.idpLinks);
  const codes = await firstCodes(
    ctx,
    { userId: id, orgId: input.orgId, email, phone: phone ?? "" },
    {
      mustInitialise: input.mustInitialise ?? false,
      email: input.emailVerification,
      phone: input.phoneVerification ?? { kind: "send" },
    },
  );
  const added: HumanAdded = {
    ...name,
    ...profileOf(input),
    email,
    ...(phone ? { phone } : {}),
    ...(encodedHash ? { encodedHash, changeRequired: input.passwordChangeRequired ?? false } : {}),
  };
  const verified = {
    email: input.emailVerification.kind === "verified",
    phone: input.phoneVerification?.kind === "verified",
  };
  const type = input.selfRegistered ? "user.human.selfregistered" : "user.human.added";
  return {
    userId: id,
    /** Rows to be written in the same unit. */
    beside: [...metadataOf(id, input.metadata), ...links],
    ref: ownedBy(input.orgId, root),
    decide: (org: OrgState | undefined, user: UserState | undefined) => [
      ...addHuman(added, verified, type)(org, user),
      ...factors,
      ...codes.events,
    ],
    /** What they are sent, in the same unit, and what it counts against. */
    jobs: codes.jobs,
    messages: codes.messages,
    emailCode: codes.emailCode,
    phoneCode: codes.phoneCode,
  };
}

/** The user name, and where it is unique as the policies have it. */
async function nameOf(ctx: Ctx, { userName: wanted, email, orgId }: NewHuman) {
  const { userLoginMustBeDomain } = await effectiveDomainPolicy(ctx, orgId);
  const scopedUsernames = await hasScopedUsernames(ctx, orgId);
  const userName = userNameFrom(wanted || email);
  if (!userLoginMustBeDomain) await requireFreeOfForeignDomain(ctx, userName, orgId);
  return {
    userName,
    userLoginMustBeDomain,
    ...(scopedUsernames ? { organizationScopedUsernames: true } : {}),
  };
}

const profileOf = (input: NewHuman): ProfileFields => ({
  firstName: input.firstName,
  lastName: input.lastName,
  displayName: input.displayName || `${input.firstName} ${input.lastName}`,
  ...(input.nickName ? { nickName: input.nickName } : {}),
  ...(input.preferredLanguage ? { preferredLanguage: input.preferredLanguage } : {}),
  ...(input.gender ? { gender: input.gender } : {}),
});

export interface AddedHuman {
  readonly row: Written<UserState>;
  readonly emailCode: string | undefined;
  readonly phoneCode: string | undefined;
}

export async function createHuman(ctx: Ctx, input: NewHuman): Promise<AddedHuman> {
  const human = await prepareHuman(ctx, input);
  const refs = [ref(Org, input.orgId), human.ref, ...human.beside.map((row) => row.ref)] as const;
  const [, row] = await withinMessageLimits(ctx, human.messages, () =>
    ctx.store.execute(
      ctx,
      refs,
      ([org, user]) => [[], human.decide(org, user), ...human.beside.map(({ events }) => events)],
      { jobs: () => human.jobs },
    ),
  );
  return { row, emailCode: human.emailCode, phoneCode: human.phoneCode };
}

async function hashOf(
  ctx: Ctx,
  { password, orgId, selfRegistered = false }: NewHuman,
): Promise<string | undefined> {
  if (password === undefined) return undefined;
  if ("hash" in password) {
    if (!ctx.secrets.isKnownHash(password.hash))
      throw invalid("USER-JDk4t", "Errors.User.Password.NotSupported", { field: "hash" });
    return password.hash;
  }
  await checkNewPassword(ctx, { orgId, plain: password.plain, chosen: selfRegistered });
  return ctx.secrets.hashPassword(password.plain);
}
