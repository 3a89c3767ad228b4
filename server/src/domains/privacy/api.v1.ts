import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { Org } from "#src/domains/org/index.ts";
import { policyV1 } from "#src/kits/settings/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { privacyPolicy } from "./policy.ts";

interface Request {
  readonly tosLink: string;
  readonly privacyLink: string;
  readonly helpLink: string;
  readonly supportEmail: string;
  readonly docsLink: string;
  readonly customLink: string;
  readonly customLinkText: string;
}

const policy = policyV1(privacyPolicy, {
  orgs: Org,
  shown: (links) => links,
  given: ({
    tosLink,
    privacyLink,
    helpLink,
    supportEmail,
    docsLink,
    customLink,
    customLinkText,
  }: Request) => ({ tosLink, privacyLink, helpLink, supportEmail, docsLink, customLink, customLinkText }),
});

export const adminPart = part(AdminService, {
  getPrivacyPolicy: policy.getDefault,
  updatePrivacyPolicy: policy.updateDefault,
});

export const managementPart = part(ManagementService, {
  getPrivacyPolicy: policy.get,
  getDefaultPrivacyPolicy: policy.getDefault,
  addCustomPrivacyPolicy: policy.add,
  updateCustomPrivacyPolicy: policy.update,
  resetPrivacyPolicyToDefault: policy.reset,
});

/** What holds in the caller's own organization. */
export const authPart = part(AuthService, { getMyPrivacyPolicy: policy.getMine });
