import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { part, timestamp } from "#src/platform/rpc/index.ts";
import { addOrgDomain, generateValidation, verifyOrgDomain } from "./commands.ts";

interface OfDomain {
  readonly organizationId: string;
  readonly domain: string;
}

/** v2 and v2beta have the same fields and the same behaviour. */
const handlers = {
  async addOrganizationDomain({ organizationId: orgId, domain }: OfDomain, ctx: Ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return { creationDate: timestamp((await addOrgDomain(ctx, orgId, domain)).createdAt) };
  },
  async generateOrganizationDomainValidation(
    { organizationId: orgId, domain, type }: OfDomain & { readonly type: number },
    ctx: Ctx,
  ) {
    await requirePermission(ctx, "org.write", { orgId });
    return generateValidation(ctx, orgId, domain, type);
  },
  async verifyOrganizationDomain({ organizationId: orgId, domain }: OfDomain, ctx: Ctx) {
    await requirePermission(ctx, "org.write", { orgId });
    return { changeDate: timestamp((await verifyOrgDomain(ctx, orgId, domain)).changedAt) };
  },
};

export const organizationPart = part(OrganizationService, handlers);
export const organizationBetaPart = part(OrganizationServiceBeta, handlers);
