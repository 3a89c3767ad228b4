import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { policyV1 } from "#src/kits/settings/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { passwordComplexity } from "./policy.ts";

/** The instance's requests count with 32 bits, the organization's with 64. */
interface Request {
  readonly minLength: number | bigint;
  readonly hasLowercase: boolean;
  readonly hasUppercase: boolean;
  readonly hasNumber: boolean;
  readonly hasSymbol: boolean;
}

const policy = policyV1(passwordComplexity, {
  orgs: Org,
  shown: ({ minLength, ...rules }) => ({ minLength: BigInt(minLength), ...rules }),
  given: ({ minLength, hasLowercase, hasUppercase, hasNumber, hasSymbol }: Request) => ({
    minLength: Number(minLength),
    hasLowercase,
    hasUppercase,
    hasNumber,
    hasSymbol,
  }),
});

export const adminPart = part(AdminService, {
  getPasswordComplexityPolicy: policy.getDefault,
  updatePasswordComplexityPolicy: policy.updateDefault,
});

export const managementPart = part(ManagementService, {
  getPasswordComplexityPolicy: policy.get,
  getDefaultPasswordComplexityPolicy: policy.getDefault,
  addCustomPasswordComplexityPolicy: policy.add,
  updateCustomPasswordComplexityPolicy: policy.update,
  resetPasswordComplexityPolicyToDefault: policy.reset,
});

/** What holds in the caller's own organization. */
export const authPart = part(AuthService, { getMyPasswordComplexityPolicy: policy.getMine });
