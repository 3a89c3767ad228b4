import { definePolicy, effective, whole } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** A hundred years: what is later is never. */
const maxDays = 36_500;

/** When a password expires: after `maxAgeDays`, never for 0; `expireWarnDays` before that users are warned. */
export const passwordAge = definePolicy({
  code: "PWAGE",
  table: "password_age_policies",
  events: "policy.password.age",
  keys: { instance: "Errors.IAM.PasswordAgePolicy", org: "Errors.Org.PasswordAgePolicy" },
  fields: { maxAgeDays: whole(0, { max: maxDays }), expireWarnDays: whole(0, { max: maxDays }) },
  forOrgs: true,
});

/** When passwords of users of an organization expire, and whose policy that is. */
export const passwordAgeInForce = (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  effective(ctx, passwordAge, orgId);

/** When passwords of users of an organization expire. */
export const effectivePasswordAge = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await passwordAgeInForce(ctx, orgId)).value;
