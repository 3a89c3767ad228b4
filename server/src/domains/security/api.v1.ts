import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { effective } from "#src/kits/settings/index.ts";
import { changedV1, details, part } from "#src/platform/rpc/index.ts";
import { setSecurity } from "./commands.ts";
import { securityPolicy } from "./policy.ts";

export const adminPart = part(AdminService, {
  async getSecurityPolicy(_request, ctx) {
    const { value, row } = await effective(ctx, securityPolicy);
    return {
      policy: {
        ...(row === undefined ? {} : { details: details(row) }),
        enableIframeEmbedding: value.enableIframeEmbedding,
        allowedOrigins: [...value.allowedOrigins],
        enableImpersonation: value.enableImpersonation,
      },
    };
  },
  async setSecurityPolicy({ enableIframeEmbedding, allowedOrigins, enableImpersonation }, ctx) {
    const security = { enableIframeEmbedding, allowedOrigins, enableImpersonation };
    return { details: changedV1(await setSecurity(ctx, security)) };
  },
});
