import { definePolicy, effective, flag, text, whole } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** The contract's numbers. "chosen": what people choose themselves; "all": what managers give others as well. */
const refusals = { none: 1, chosen: 2, all: 3 } as const;

const maxNameLength = 64;

/** The contract's limits are the same. */
export const fields = {
  passwordHistory: whole(0, { max: 24 }),
  refusedPasswords: whole(refusals.chosen, { min: refusals.none, max: refusals.all }),
  totpIssuer: text("", { maxLength: maxNameLength }),
  relyingPartyName: text("", { maxLength: maxNameLength }),
  requireVerifiedEmail: flag(false),
};

/**
 * What the contract of the field has no place for: so many earlier passwords that must not come again (0 = none is
 * remembered), whose common passwords are refused, the names under which authenticators keep an account; empty
 * ones mean the instance's own, and whether our pages let in only those whose address is verified.
 */
export const credentialSettings = definePolicy({
  code: "CREDS",
  table: "credential_settings",
  events: "credential.settings",
  keys: { instance: "Errors.IAM.CredentialSettings", org: "Errors.Org.CredentialSettings" },
  fields,
  forOrgs: true,
});

type Reader = Pick<Ctx, "config" | "instanceId">;

/** How many earlier passwords of a user of an organization must not come again. */
export const passwordHistory = async (ctx: Reader, orgId: string): Promise<number> =>
  (await effective(ctx, credentialSettings, orgId)).value.passwordHistory;

/** Whether a password is looked for among the common ones. @param chosen by the person themselves */
export async function refusesCommon(ctx: Reader, orgId: string, chosen: boolean): Promise<boolean> {
  const { refusedPasswords } = (await effective(ctx, credentialSettings, orgId)).value;
  return refusedPasswords >= (chosen ? refusals.chosen : refusals.all);
}

/** The names that authenticators show for an account of an organization; undefined for the instance's own. */
export async function authenticatorNames(ctx: Reader, orgId: string) {
  const { totpIssuer, relyingPartyName } = (await effective(ctx, credentialSettings, orgId)).value;
  return { totpIssuer: totpIssuer || undefined, relyingPartyName: relyingPartyName || undefined };
}

/** Whether our pages ask everybody of an organization to prove the address; who made the account themselves always is. */
export const requiresVerifiedEmail = async (ctx: Reader, orgId: string): Promise<boolean> =>
  (await effective(ctx, credentialSettings, orgId)).value.requireVerifiedEmail;
