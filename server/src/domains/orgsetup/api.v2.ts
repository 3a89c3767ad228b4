import type { AddOrganizationRequest_Admin } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService } from "#contract/zitadel/org/v2/org_service_pb.ts";
import { OrganizationService as OrganizationServiceBeta } from "#contract/zitadel/org/v2beta/org_service_pb.ts";
import { newHumanFrom } from "#src/domains/user/index.ts";
import { requirePermission } from "#src/platform/authz/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { details, part, timestamp, type Wire } from "#src/platform/rpc/index.ts";
import { type Owner, setUpOrg } from "./commands.ts";

function ownerFrom({ userType, roles }: Wire<AddOrganizationRequest_Admin>): Owner {
  if (userType.case === "userId") return { userId: userType.value, roles };
  if (userType.case === undefined)
    throw invalid("ORGSETUP-Ad1no", "Errors.Invalid.Argument", { field: "admins" });
  const { userId, username, ...human } = userType.value;
  return { human: { ...newHumanFrom(human), userId, userName: username }, roles };
}

export const organizationPart = part(OrganizationService, {
  async addOrganization({ name, admins, orgId, organizationId }, ctx) {
    await requirePermission(ctx, "org.create", { orgId: ctx.orgId });
    const chosen = organizationId || orgId || undefined;
    const { org, owners } = await setUpOrg(ctx, { name, orgId: chosen, owners: admins.map(ownerFrom) });
    return {
      details: details(org),
      organizationId: org.aggregateId,
      createdAdmins: owners
        .filter(({ created }) => created)
        .map(({ userId, emailCode, phoneCode }) => ({ userId, emailCode, phoneCode })),
    };
  },
});

export const organizationBetaPart = part(OrganizationServiceBeta, {
  async createOrganization({ name, admins, id }, ctx) {
    await requirePermission(ctx, "org.create", { orgId: ctx.orgId });
    const { org, owners } = await setUpOrg(ctx, {
      name,
      orgId: id || undefined,
      owners: admins.map(ownerFrom),
    });
    return {
      id: org.aggregateId,
      creationDate: timestamp(org.createdAt),
      organizationAdmins: owners.map(({ created, userId, emailCode, phoneCode }) => ({
        OrganizationAdmin: created
          ? { case: "createdAdmin" as const, value: { userId, emailCode, phoneCode } }
          : { case: "assignedAdmin" as const, value: { userId } },
      })),
    };
  },
});
