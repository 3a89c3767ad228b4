import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { policyV1 } from "#src/kits/settings/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { lockout } from "./policy.ts";

interface Request {
  readonly maxPasswordAttempts: number;
  readonly maxOtpAttempts: number;
}

const policy = policyV1(lockout, {
  orgs: Org,
  shown: ({ maxPasswordAttempts, maxOtpAttempts }) => ({
    maxPasswordAttempts: BigInt(maxPasswordAttempts),
    maxOtpAttempts: BigInt(maxOtpAttempts),
  }),
  given: ({ maxPasswordAttempts, maxOtpAttempts }: Request) => ({ maxPasswordAttempts, maxOtpAttempts }),
});

export const adminPart = part(AdminService, {
  getLockoutPolicy: policy.getDefault,
  updateLockoutPolicy: policy.updateDefault,
});

export const managementPart = part(ManagementService, {
  getLockoutPolicy: policy.get,
  getDefaultLockoutPolicy: policy.getDefault,
  addCustomLockoutPolicy: policy.add,
  updateCustomLockoutPolicy: policy.update,
  resetLockoutPolicyToDefault: policy.reset,
});
