import { definePolicy, effective, flag, texts } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Who may show the login pages in a frame, and whether users may be impersonated. */
export const securityPolicy = definePolicy({
  code: "SECPOL",
  table: "security_policies",
  events: "policy.security",
  keys: { instance: "Errors.IAM.SecurityPolicy" },
  fields: {
    enableIframeEmbedding: flag(false, { wire: "enable_iframe_embedding" }),
    allowedOrigins: texts(),
    enableImpersonation: flag(false, { wire: "enable_impersonation" }),
  },
  upsert: true,
  forOrgs: false,
});

export type Security = typeof securityPolicy.defaults;

/** Whether the header that guards frames can name it: scheme and host, with wildcards, without a path. */
export const isFrameOrigin = (origin: string): boolean => /^https?:\/\/[\w.:[\]*-]+$/.test(origin);

/** The security policy of the instance. */
export const effectiveSecurity = async (ctx: Pick<Ctx, "config" | "instanceId">) =>
  (await effective(ctx, securityPolicy)).value;
