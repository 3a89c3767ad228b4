export { managementMetadataPart } from "./api.v1.metadata.ts";
export { adminPart, managementPart } from "./api.v1.ts";
export { organizationMetadataBetaPart, organizationMetadataPart } from "./api.v2.metadata.ts";
export { organizationPart } from "./api.v2.ts";
export { organizationBetaPart } from "./api.v2beta.ts";
export { createOrg, newOrg } from "./commands.ts";
export { addDomain } from "./decisions.ts";
export { normalDomain } from "./domain-name.ts";
export {
  hasOrgName,
  hasVerifiedDomain,
  inLivingOrg,
  orgByIdOrDomain,
  orgFilters,
  orgsByIds,
  primaryDomainOf,
  requireOrg,
  searchOrgs,
  verifiedDomainOwner,
} from "./queries.ts";
export { Org, OrgDomain, type OrgState } from "./state.ts";
export { orgFilterV1, orgSortV1, orgV1 } from "./translate.v1.ts";
