import { definePolicy, text } from "#src/kits/settings/index.ts";

/** All texts of the policy are one row, which stays small whatever letters they are in. */
const maxBytes = 1_000;
const short = (value: string): boolean => Buffer.byteLength(value) <= maxBytes;

/** Not an address that runs code where it is shown as a link, such as `javascript:`. */
const link = (value: string): boolean =>
  short(value) &&
  (!URL.canParse(value) || ["http:", "https:", "mailto:", "tel:"].includes(new URL(value).protocol));

const address = (value: string): boolean => short(value) && /^[^\s@]+@[^\s@]+$/.test(value);

/** Links that the login pages show; empty ones are not shown. */
export const privacyPolicy = definePolicy({
  code: "PRIVACY",
  table: "privacy_policies",
  events: "policy.privacy",
  keys: { instance: "Errors.IAM.PrivacyPolicy", org: "Errors.Org.PrivacyPolicy" },
  fields: {
    tosLink: text("", { shape: link, wanted: "Errors.Setting.Link" }),
    privacyLink: text("", { shape: link, wanted: "Errors.Setting.Link" }),
    helpLink: text("", { shape: link, wanted: "Errors.Setting.Link" }),
    supportEmail: text("", { shape: address, wanted: "Errors.Setting.Address" }),
    docsLink: text("https://zitadel.com/docs", { shape: link, wanted: "Errors.Setting.Link" }),
    customLink: text("", { shape: link, wanted: "Errors.Setting.Link" }),
    customLinkText: text("", { shape: short }),
  },
  forOrgs: true,
});
