import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { InstanceFeature } from "#contract/zitadel/feature_pb.ts";
import { SystemService } from "#contract/zitadel/system_pb.ts";
import { namedInstance } from "#src/domains/instance/index.ts";
import { invalid } from "#src/platform/failure/index.ts";
import { changedV1, part } from "#src/platform/rpc/index.ts";
import { setInstanceFeatures } from "./commands.ts";

export const adminPart = part(AdminService, {
  async activateFeatureLoginDefaultOrg(_request, ctx) {
    return { details: changedV1(await setInstanceFeatures(ctx, { loginDefaultOrg: true })) };
  },
});

/** The first generation knows one feature. */
export const systemPart = part(SystemService, {
  async setInstanceFeature({ instanceId, featureId, value }, ctx) {
    if (featureId !== InstanceFeature.LOGIN_DEFAULT_ORG)
      throw invalid("FEAT-Un1kn", "Errors.Feature.NotExisting", { field: "feature_id" });
    const instance = await namedInstance(ctx, instanceId);
    const loginDefaultOrg = value.case === "bool" && value.value;
    return { details: changedV1(await setInstanceFeatures(instance, { loginDefaultOrg })) };
  },
});
