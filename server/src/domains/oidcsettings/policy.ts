import { definePolicy, effective, seconds } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** How long tokens live. A refresh token ends when it was not used for the idle time, and at its expiration. */
export const oidcSettings = definePolicy({
  code: "OIDCSET",
  table: "oidc_settings",
  events: "oidc.settings",
  keys: { instance: "Errors.IAM.OIDCSettings" },
  fields: {
    accessTokenLifetimeSeconds: seconds(12 * 3600, { wire: "accessTokenLifetime", min: 1 }),
    idTokenLifetimeSeconds: seconds(12 * 3600, { wire: "idTokenLifetime", min: 1 }),
    refreshTokenIdleExpirationSeconds: seconds(30 * 86_400, { wire: "refreshTokenIdleExpiration", min: 1 }),
    refreshTokenExpirationSeconds: seconds(90 * 86_400, { wire: "refreshTokenExpiration", min: 1 }),
  },
  forOrgs: false,
});

export type OidcSettings = typeof oidcSettings.defaults;

/** How long tokens of the instance live. */
export const effectiveOidcSettings = async (ctx: Pick<Ctx, "config" | "instanceId">) =>
  (await effective(ctx, oidcSettings)).value;
