import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { addedV1, changedV1, part } from "#src/platform/rpc/index.ts";
import { addOrgDomain, generateValidation, verifyOrgDomain } from "./commands.ts";

/** Domains of the context organization, and the proof that they are its own. */
export const managementPart = part(ManagementService, {
  async addOrgDomain({ domain }, ctx) {
    return { details: addedV1(await addOrgDomain(ctx, ctx.orgId, domain)) };
  },
  generateOrgDomainValidation: ({ domain, type }, ctx) => generateValidation(ctx, ctx.orgId, domain, type),
  async validateOrgDomain({ domain }, ctx) {
    return { details: changedV1(await verifyOrgDomain(ctx, ctx.orgId, domain)) };
  },
});
