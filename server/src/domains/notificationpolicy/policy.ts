import { definePolicy, effective, flag } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Which changes of their account users are told of by mail. */
export const notificationPolicy = definePolicy({
  code: "NOTIFY",
  table: "notification_policies",
  events: "policy.notification",
  keys: { instance: "Errors.IAM.NotificationPolicy", org: "Errors.Org.NotificationPolicy" },
  fields: { passwordChange: flag(true) },
  forOrgs: true,
});

/** Which changes users of an organization are told of. */
export const effectiveNotificationPolicy = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await effective(ctx, notificationPolicy, orgId)).value;
