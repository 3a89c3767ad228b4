import { AuthService } from "#contract/zitadel/auth_pb.ts";
import { instanceOf } from "#src/domains/instance/index.ts";
import { listPage } from "#src/kits/search/index.ts";
import { listDetailsV1, part } from "#src/platform/rpc/index.ts";
import { projectOfCaller, rolesOf } from "./queries.ts";
import { ownGrants } from "./search.ts";
import { shownGrants } from "./shown.ts";
import { ownGrantV1 } from "./translate.ts";

/** What the caller was given. */
export const authPart = part(AuthService, {
  async listMyUserGrants({ query }, ctx) {
    const { rows, total } = await ownGrants(ctx, listPage(query, ctx.pageLimits));
    const result = (await shownGrants(ctx, rows)).map(ownGrantV1);
    return { details: listDetailsV1(total, ctx.now), result };
  },
  /** The roles that the context organization gave on the project of the token's client. */
  async listMyProjectPermissions(_request, ctx) {
    const projectId = (await projectOfCaller(ctx)) ?? (await instanceOf(ctx)).projectId;
    const roles = await rolesOf(ctx, ctx.caller.userId, [projectId], [ctx.orgId]);
    return { result: [...new Set(roles.flatMap(({ roleKeys }) => roleKeys))] };
  },
});
