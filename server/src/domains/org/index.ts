export { managementMetadataPart } from "./api.v1.metadata.ts";
export { adminPart, managementPart } from "./api.v1.ts";
export { organizationMetadataBetaPart, organizationMetadataPart } from "./api.v2.metadata.ts";
export { organizationPart } from "./api.v2.ts";
export { organizationBetaPart } from "./api.v2beta.ts";
export { type ClaimedDomain, claimJob, claimOf, isReservedDomain } from "./claim.ts";
export { createOrg, newOrg } from "./commands.ts";
export { addDomain, askForProof, recordProof, requireUnverified } from "./decisions.ts";
export { normalDomain } from "./domain-name.ts";
export { type ValidationType, validationTypes } from "./events.ts";
export {
  goneOrgs,
  hasOrgName,
  hasVerifiedDomain,
  inLivingOrg,
  isOfOrgWithDomain,
  isOfOrgWithPrimaryDomain,
  notOfGoneOrg,
  orgByIdOrDomain,
  orgFilters,
  orgsByIds,
  primaryDomainOf,
  requireOrg,
  searchOrgs,
  selectDomainOwner,
  verifiedDomainOwner,
} from "./queries.ts";
export { Org, OrgDomain, type OrgDomainState, type OrgState } from "./state.ts";
export { orgFilterV1, orgSortV1, orgV1 } from "./translate.v1.ts";
