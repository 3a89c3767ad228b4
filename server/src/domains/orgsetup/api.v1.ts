import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { ManagementService } from "#contract/zitadel/management_pb.ts";
import { newHumanV1 } from "#src/domains/user/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { addedV1, part } from "#src/platform/rpc/index.ts";
import { setUpOrg } from "./commands.ts";

/** Who makes an organization becomes its first manager. */
export const managementPart = part(ManagementService, {
  async addOrg({ name }, ctx) {
    const { kind, userId } = ctx.caller;
    const owners = kind === "user" ? [{ userId, roles: [] }] : [];
    const { org } = await setUpOrg(ctx, { name, owners });
    return { id: org.aggregateId, details: addedV1(org) };
  },
});

/** An organization together with its first manager. */
export const adminPart = part(AdminService, {
  async setUpOrg({ org: wanted, user, roles }, ctx) {
    if (!wanted) throw invalid("ORGSETUP-Or1no", "Errors.Invalid.Argument", { field: "org" });
    if (user.case === undefined)
      throw invalid("ORGSETUP-Us1no", "Errors.Invalid.Argument", { field: "user" });
    const { password, email } = user.value;
    const human = {
      ...newHumanV1("", user.value),
      ...(password === "" ? {} : { password: { plain: password }, passwordChangeRequired: true }),
      mustInitialise: password === "" || !email?.isEmailVerified,
    };
    const { org, owners } = await setUpOrg(ctx, {
      name: wanted.name,
      domain: wanted.domain,
      owners: [{ human, roles }],
    });
    return { details: addedV1(org), orgId: org.aggregateId, userId: owners[0]?.userId ?? "" };
  },
});
