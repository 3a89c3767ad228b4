import { definePolicy, effective, flag } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/**
 * Rules for names. `userLoginMustBeDomain`: login names end in a domain of the organization, so user names are
 * unique in it alone. `validateOrgDomains`: a domain counts once its owner has shown to hold it.
 */
export const domainPolicy = definePolicy({
  code: "DOMPOL",
  table: "domain_policies",
  events: "policy.domain",
  keys: { instance: "Errors.IAM.DomainPolicy", org: "Errors.Org.DomainPolicy" },
  fields: {
    userLoginMustBeDomain: flag(false),
    validateOrgDomains: flag(false),
    smtpSenderAddressMatchesInstanceDomain: flag(false),
  },
  forOrgs: true,
});

/** The rules for names in an organization. */
export const effectiveDomainPolicy = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await effective(ctx, domainPolicy, orgId)).value;
