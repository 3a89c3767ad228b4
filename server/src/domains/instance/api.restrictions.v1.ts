import { AdminService } from "#contract/zitadel/admin_pb.ts";
import { changedV1, details, part } from "#src/platform/rpc/index.ts";
import { setRestrictions } from "./commands.ts";
import { allowedLanguages } from "./queries.ts";
import { noRestrictions, Restrictions } from "./restrictions.ts";

/** What an instance allows: who may make organizations, and in which languages it speaks. */
export const adminRestrictionsPart = part(AdminService, {
  async setRestrictions({ disallowPublicOrgRegistration, allowedLanguages: selected }, ctx) {
    const allowed = selected?.list;
    const written = await setRestrictions(ctx, { disallowPublicOrgRegistration, allowedLanguages: allowed });
    return { details: changedV1(written) };
  },
  async getRestrictions(_request, ctx) {
    const row = await ctx.config.row(Restrictions, ctx.instanceId);
    const { disallowPublicOrgRegistration, allowedLanguages: languages } = row?.state ?? noRestrictions;
    return {
      ...(row === undefined ? {} : { details: details(row) }),
      disallowPublicOrgRegistration,
      allowedLanguages: [...languages],
    };
  },
  async getAllowedLanguages(_request, ctx) {
    return { languages: [...(await allowedLanguages(ctx))] };
  },
});
