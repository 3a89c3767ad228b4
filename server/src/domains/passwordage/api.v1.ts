import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { policyV1 } from "#src/kits/settings/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { passwordAge } from "./policy.ts";

interface Request {
  readonly maxAgeDays: number;
  readonly expireWarnDays: number;
}

const policy = policyV1(passwordAge, {
  orgs: Org,
  shown: ({ maxAgeDays, expireWarnDays }) => ({
    maxAgeDays: BigInt(maxAgeDays),
    expireWarnDays: BigInt(expireWarnDays),
  }),
  given: ({ maxAgeDays, expireWarnDays }: Request) => ({ maxAgeDays, expireWarnDays }),
});

export const adminPart = part(AdminService, {
  getPasswordAgePolicy: policy.getDefault,
  updatePasswordAgePolicy: policy.updateDefault,
});

export const managementPart = part(ManagementService, {
  getPasswordAgePolicy: policy.get,
  getDefaultPasswordAgePolicy: policy.getDefault,
  addCustomPasswordAgePolicy: policy.add,
  updateCustomPasswordAgePolicy: policy.update,
  resetPasswordAgePolicyToDefault: policy.reset,
});
