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

/** `#rgb` or `#rrggbb`; empty for the product's own. */
const color = (byDefault: string) => ({
  ...text(byDefault),
  allows: (value: string) => value === "" || /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(value),
  wanted: { key: "Errors.Setting.Color", values: {} },
});

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

/** What may be uploaded, by the names of the events. */
export const assetKinds = ["logo", "logo.dark", "icon", "icon.dark", "font"] as const;
export type AssetKind = (typeof assetKinds)[number];
/** Where what was uploaded is kept. */
export type Assets = Readonly<Partial<Record<AssetKind, string>>>;

/** What pages show once it is activated. */
export interface Shown extends Branding {
  readonly assets: Assets;
}

/** `active` is undefined until the policy is activated for the first time. */
interface Beside {
  readonly assets?: Assets;
  readonly active?: Shown;
}

export const shownOf = (state: Branding & Beside): Shown => ({
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
  assets: state.assets ?? {},
});

type OnEvent = (state: Branding & Beside, payload: object | null) => Branding & Beside;

const keyIn = (payload: object | null): string =>
  payload !== null && "storeKey" in payload && typeof payload.storeKey === "string" ? payload.storeKey : "";

const onAssets: Readonly<Record<string, OnEvent>> = Object.fromEntries(
  assetKinds.flatMap((kind): [string, OnEvent][] => [
    [
      `${kind}.added`,
      (state, payload) => ({ ...state, assets: { ...state.assets, [kind]: keyIn(payload) } }),
    ],
    [`${kind}.removed`, (state) => ({ ...state, assets: without(state.assets, kind) })],
  ]),
);

function without(assets: Assets = {}, kind: AssetKind): Assets {
  const { [kind]: _removed, ...rest } = assets;
  return rest;
}

/** Colours and marks of the login pages and mails. What is set is a preview until it is activated. */
export const branding = definePolicy({
  code: "BRAND",
  table: "label_policies",
  events: "policy.label",
  keys: { instance: "Errors.IAM.LabelPolicy", org: "Errors.Org.LabelPolicy" },
  fields,
  forOrgs: true,
  more: {
    initial: {} as Beside,
    byDefault: {} as Beside,
    on: {
      activated: (state) => ({ ...state, active: shownOf(state) }),
      ...onAssets,
      "assets.removed": (state) => ({ ...state, assets: {} }),
    },
    start: [{ name: "activated", payload: null }],
  },
});

export type BrandingState = typeof branding.defaults;

/** What pages show to users of an organization, and whose it is: its own once activated, else the instance's. */
export async function activeBranding(
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string,
): Promise<Effective<Shown>> {
  const own: Effective<BrandingState> = await effective(ctx, branding, orgId);
  const found = own.value.active === undefined && !own.isDefault ? await effective(ctx, branding) : own;
  const { value, isDefault, row } = found;
  const active = value.active ?? shownOf(branding.defaults);
  return { value: active, isDefault, row: row && { ...row, state: active } };
}

/**
 * What pages would show if the draft were activated: of the instance, or of an organization that has a look of its own;
 * of others what their pages show, since the instance's draft is not for the managers of an organization.
 */
export async function draftBranding(
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string | undefined,
): Promise<Effective<Shown>> {
  const { value, isDefault, row } = await effective(ctx, branding, orgId);
  if (orgId !== undefined && isDefault) return activeBranding(ctx, orgId);
  const draft = shownOf(value);
  return { value: draft, isDefault, row: row && { ...row, state: draft } };
}

/** What pages show to users of an organization. */
export const effectiveBranding = async (
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string,
): Promise<Shown> => (await activeBranding(ctx, orgId)).value;
