import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { part } from "#src/platform/rpc/index.ts";
import { knownMemberships } from "./membership-queries.ts";
import { listMemberships } from "./memberships.v1.ts";

/** What a user manages around the context organization, as far as the caller may know. */
export const managementMembershipPart = part(ManagementService, {
  async listUserMemberships({ userId, ...request }, ctx) {
    return listMemberships(ctx, userId, request, await knownMemberships(ctx));
  },
});
