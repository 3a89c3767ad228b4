import { definePolicy, effective, flag, whole } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** After how many failures in a row a user is locked; 0 is never. */
export const lockout = definePolicy({
  code: "LOCKOUT",
  table: "lockout_policies",
  events: "policy.lockout",
  keys: { instance: "Errors.IAM.LockoutPolicy", org: "Errors.Org.LockoutPolicy" },
  fields: {
    maxPasswordAttempts: whole(0),
    maxOtpAttempts: whole(0, { wire: "maxOTPAttempts" }),
    showFailures: flag(true, { wire: "showLockOutFailures" }),
  },
  forOrgs: true,
});

/** After how many failures users of an organization are locked. */
export const effectiveLockout = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await effective(ctx, lockout, orgId)).value;
