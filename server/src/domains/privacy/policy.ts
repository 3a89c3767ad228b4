import { definePolicy, effective, text } from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

/** Links that the login pages show; empty ones are not shown. */
export const privacyPolicy = definePolicy({
  code: "PRIVACY",
  table: "privacy_policies",
  events: "policy.privacy",
  keys: { instance: "Errors.IAM.PrivacyPolicy", org: "Errors.Org.PrivacyPolicy" },
  fields: {
    tosLink: text(""),
    privacyLink: text(""),
    helpLink: text(""),
    supportEmail: text(""),
    docsLink: text("https://zitadel.com/docs"),
    customLink: text(""),
    customLinkText: text(""),
  },
  forOrgs: true,
});

/** The links that pages show to users of an organization. */
export const effectivePrivacy = async (ctx: Pick<Ctx, "config" | "instanceId">, orgId: string) =>
  (await effective(ctx, privacyPolicy, orgId)).value;
