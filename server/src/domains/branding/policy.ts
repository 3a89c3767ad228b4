import {
  definePolicy,
  type Effective,
  effective,
  flag,
  text,
  type Values,
  whole,
} from "#src/kits/settings/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";

const color = (byDefault: string) => text(byDefault, { maxLength: 50 });

const fields = {
  primaryColor: color("#5469d4"),
  backgroundColor: color("#fafafa"),
  warnColor: color("#cd3d56"),
  fontColor: color("#000000"),
  primaryColorDark: color("#2073c4"),
  backgroundColorDark: color("#111827"),
  warnColorDark: color("#ff3b5b"),
  fontColorDark: color("#ffffff"),
  hideLoginNameSuffix: flag(false),
  errorMsgPopup: flag(false),
  // The two events of the contract spell this one differently.
  disableWatermark: flag(false, { wire: { added: "disableMsgPopup", changed: "disableWatermark" } }),
  /** 0 as the system says, 1 light, 2 dark. */
  themeMode: whole(0, { max: 2 }),
};

export type Branding = Values<typeof fields>;

/** What pages show; undefined until the policy is activated for the first time. */
interface Activated {
  readonly active?: Branding;
}

const valuesOf = (state: Branding): Branding => ({
  primaryColor: state.primaryColor,
  backgroundColor: state.backgroundColor,
  warnColor: state.warnColor,
  fontColor: state.fontColor,
  primaryColorDark: state.primaryColorDark,
  backgroundColorDark: state.backgroundColorDark,
  warnColorDark: state.warnColorDark,
  fontColorDark: state.fontColorDark,
  hideLoginNameSuffix: state.hideLoginNameSuffix,
  errorMsgPopup: state.errorMsgPopup,
  disableWatermark: state.disableWatermark,
  themeMode: state.themeMode,
});

/** Colours and marks of the login pages and mails. What is set is a preview until it is activated. */
export const branding = definePolicy({
  code: "BRAND",
  table: "label_policies",
  events: "policy.label",
  keys: { instance: "Errors.IAM.LabelPolicy", org: "Errors.Org.LabelPolicy" },
  fields,
  forOrgs: true,
  more: {
    initial: {} as Activated,
    byDefault: {} as Activated,
    on: { activated: (state) => ({ ...state, active: valuesOf(state) }) },
    start: [{ name: "activated", payload: null }],
  },
});

/** What pages show to users of an organization: its own once activated, else the instance's. */
export async function effectiveBranding(
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string,
): Promise<Branding> {
  const own: Effective<Branding & Activated> = await effective(ctx, branding, orgId);
  if (own.value.active !== undefined) return own.value.active;
  const { value } = own.isDefault ? own : await effective(ctx, branding);
  return value.active ?? valuesOf(branding.defaults);
}
