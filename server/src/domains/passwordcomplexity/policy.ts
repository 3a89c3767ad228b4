import { definePolicy, effective, flag, whole } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** What a password must contain. A symbol is any character that is neither a-z, A-Z nor 0-9. */
export const passwordComplexity = definePolicy({
  code: "PWCPLX",
  table: "password_complexity_policies",
  events: "policy.password.complexity",
  keys: { instance: "Errors.IAM.PasswordComplexityPolicy", org: "Errors.Org.PasswordComplexityPolicy" },
  fields: {
    minLength: whole(8, { min: 1, max: 72 }),
    hasLowercase: flag(true),
    hasUppercase: flag(true),
    hasNumber: flag(true),
    hasSymbol: flag(true),
  },
  forOrgs: true,
});

/** What passwords of users of an organization must contain. */
export const effectivePasswordComplexity = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await effective(ctx, passwordComplexity, orgId)).value;
