import { policyEntities } from "#src/kits/settings/index.ts";
import { domainPolicy } from "./policy.ts";

export { domainPolicy, effectiveDomainPolicy } from "./policy.ts";
export { orgsWithDomainPolicy } from "./queries.ts";
export const entities = policyEntities(domainPolicy);
