import {
  type AddOIDCSettingsRequest,
  AdminService,
  type UpdateOIDCSettingsRequest,
} from "#contract/zitadel/admin_pb.ts";
import { addPolicy, changePolicy, effective, policyRef } from "#src/kits/settings/index.ts";
import type { Draft } from "#src/platform/eventstore/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import { addedV1, changedV1, details, duration, part, secondsOf } from "#src/platform/rpc/index.ts";
import { type OidcSettings, oidcSettings } from "./policy.ts";

/** A request names all of them; one that is left out is 0, which no lifetime may be. */
const lifetimesOf = (
  request: Pick<
    AddOIDCSettingsRequest | UpdateOIDCSettingsRequest,
    "accessTokenLifetime" | "idTokenLifetime" | "refreshTokenIdleExpiration" | "refreshTokenExpiration"
  >,
): OidcSettings => ({
  accessTokenLifetimeSeconds: secondsOf(request.accessTokenLifetime),
  idTokenLifetimeSeconds: secondsOf(request.idTokenLifetime),
  refreshTokenIdleExpirationSeconds: secondsOf(request.refreshTokenIdleExpiration),
  refreshTokenExpirationSeconds: secondsOf(request.refreshTokenExpiration),
});

async function write(ctx: Ctx, decide: (before: OidcSettings | undefined) => readonly Draft[]) {
  const own = policyRef(oidcSettings, "instance", ctx.instanceId);
  const [written] = await ctx.store.execute(ctx, [own], ([before]) => [decide(before)]);
  return written;
}

/** How long tokens live; a change holds for every token issued from then on. */
export const adminPart = part(AdminService, {
  async getOIDCSettings(_request, ctx) {
    const { value, row } = await effective(ctx, oidcSettings);
    return {
      settings: {
        ...(row === undefined ? {} : { details: details(row) }),
        accessTokenLifetime: duration(value.accessTokenLifetimeSeconds),
        idTokenLifetime: duration(value.idTokenLifetimeSeconds),
        refreshTokenIdleExpiration: duration(value.refreshTokenIdleExpirationSeconds),
        refreshTokenExpiration: duration(value.refreshTokenExpirationSeconds),
      },
    };
  },
  async addOIDCSettings(request, ctx) {
    return { details: addedV1(await write(ctx, addPolicy(oidcSettings, "instance", lifetimesOf(request)))) };
  },
  async updateOIDCSettings(request, ctx) {
    const change = changePolicy(oidcSettings, "instance", lifetimesOf(request), { refuseUnchanged: true });
    return { details: changedV1(await write(ctx, change)) };
  },
});
