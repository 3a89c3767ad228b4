import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { domainPolicy } from "#src/domains/domainpolicy/index.ts";
import { Org } from "#src/domains/org/index.ts";
import { policyV1 } from "#src/kits/settings/index.ts";
import { part } from "#src/platform/rpc/index.ts";
import { writeDomainPolicy } from "./change.ts";

interface OldRequest {
  readonly userLoginMustBeDomain: boolean;
}

interface Request extends OldRequest {
  readonly validateOrgDomains: boolean;
  readonly smtpSenderAddressMatchesInstanceDomain: boolean;
}

interface OfOrg {
  readonly orgId: string;
}

const shown = (policy: typeof domainPolicy.defaults) => policy;
const given = ({
  userLoginMustBeDomain,
  validateOrgDomains,
  smtpSenderAddressMatchesInstanceDomain,
}: Request) => ({ userLoginMustBeDomain, validateOrgDomains, smtpSenderAddressMatchesInstanceDomain });
/** The policy under its first name, when it had one rule. */
const oldShown = ({ userLoginMustBeDomain }: typeof domainPolicy.defaults) => ({ userLoginMustBeDomain });
const oldGiven = ({ userLoginMustBeDomain }: OldRequest) => ({ userLoginMustBeDomain });

const common = { orgs: Org, write: writeDomainPolicy };
const ofNamedOrg = { orgOf: ({ orgId }: OfOrg) => orgId };
const policy = policyV1(domainPolicy, { ...common, shown, given });
const custom = policyV1(domainPolicy, { ...common, ...ofNamedOrg, shown, given });
const old = policyV1(domainPolicy, { ...common, shown: oldShown, given: oldGiven });
const oldCustom = policyV1(domainPolicy, { ...common, ...ofNamedOrg, shown: oldShown, given: oldGiven });

/** Only the instance's managers set it, for organizations as well. */
export const adminPart = part(AdminService, {
  getDomainPolicy: policy.getDefault,
  updateDomainPolicy: policy.updateDefault,
  getCustomDomainPolicy: custom.get,
  addCustomDomainPolicy: custom.add,
  updateCustomDomainPolicy: custom.update,
  resetCustomDomainPolicyToDefault: custom.reset,
  getOrgIAMPolicy: old.getDefault,
  updateOrgIAMPolicy: old.updateDefault,
  getCustomOrgIAMPolicy: oldCustom.get,
  addCustomOrgIAMPolicy: oldCustom.add,
  updateCustomOrgIAMPolicy: oldCustom.update,
  resetCustomOrgIAMPolicyToDefault: oldCustom.reset,
});

export const managementPart = part(ManagementService, {
  getDomainPolicy: policy.get,
  getOrgIAMPolicy: old.get,
});
