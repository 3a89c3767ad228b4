import type { Given } from "#src/kits/settings/index.ts";
import type { AssetUrls } from "./asset-urls.ts";
import type { Branding } from "./policy.ts";

/** What add and update requests have in common. */
interface BrandingRequest {
  readonly primaryColor: string;
  readonly backgroundColor: string;
  readonly warnColor: string;
  readonly fontColor: string;
  readonly primaryColorDark: string;
  readonly backgroundColorDark: string;
  readonly warnColorDark: string;
  readonly fontColorDark: string;
  readonly hideLoginNameSuffix: boolean;
  readonly disableWatermark: boolean;
  readonly themeMode: number;
}

/** Stored 0 as the system says, 1 light, 2 dark; this generation has its own order. */
const themesV1 = [1, 3, 2] as const;

/** A mode that is not said is the system's. */
export const givenV1 = (request: BrandingRequest): Given<Branding> => ({
  primaryColor: request.primaryColor,
  backgroundColor: request.backgroundColor,
  warnColor: request.warnColor,
  fontColor: request.fontColor,
  primaryColorDark: request.primaryColorDark,
  backgroundColorDark: request.backgroundColorDark,
  warnColorDark: request.warnColorDark,
  fontColorDark: request.fontColorDark,
  hideLoginNameSuffix: request.hideLoginNameSuffix,
  disableWatermark: request.disableWatermark,
  themeMode: Math.max(
    themesV1.findIndex((mode) => mode === request.themeMode),
    0,
  ),
});

/** @param urls of the files that are in it */
export const shownV1 = (values: Branding, urls: AssetUrls) => ({
  primaryColor: values.primaryColor,
  backgroundColor: values.backgroundColor,
  warnColor: values.warnColor,
  fontColor: values.fontColor,
  primaryColorDark: values.primaryColorDark,
  backgroundColorDark: values.backgroundColorDark,
  warnColorDark: values.warnColorDark,
  fontColorDark: values.fontColorDark,
  hideLoginNameSuffix: values.hideLoginNameSuffix,
  disableWatermark: values.disableWatermark,
  themeMode: themesV1[values.themeMode] ?? 1,
  logoUrl: urls.logo,
  logoUrlDark: urls["logo.dark"],
  iconUrl: urls.icon,
  iconUrlDark: urls["icon.dark"],
  fontUrl: urls.font,
});
