import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { policyV1 } from "#src/kits/settings/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { notificationPolicy } from "./policy.ts";

const policy = policyV1(notificationPolicy, {
  orgs: Org,
  shown: ({ passwordChange }) => ({ passwordChange }),
  given: ({ passwordChange }: { readonly passwordChange: boolean }) => ({ passwordChange }),
});

export const adminPart = part(AdminService, {
  addNotificationPolicy: policy.addDefault,
  getNotificationPolicy: policy.getDefault,
  updateNotificationPolicy: policy.updateDefault,
});

export const managementPart = part(ManagementService, {
  getNotificationPolicy: policy.get,
  getDefaultNotificationPolicy: policy.getDefault,
  addCustomNotificationPolicy: policy.add,
  updateCustomNotificationPolicy: policy.update,
  resetNotificationPolicyToDefault: policy.reset,
});
