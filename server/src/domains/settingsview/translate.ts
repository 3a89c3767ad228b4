import type { AssetUrls, Branding } from "#src/domains/branding/index.ts";
import type { Effective } from "#src/kits/settings/index.ts";
import { details } from "#src/platform/rpc/index.ts";

/** The contract's numbers: 1 the instance, 2 an organization. */
export const ownerType = ({ isDefault }: Effective<unknown>) => (isDefault ? (1 as const) : (2 as const));

/** Nothing where the built-in defaults are in force. */
export const detailsOf = ({ row }: Effective<unknown>) => row && details(row);

/** @param urls of the files that are in it */
export const brandingFields = (branding: Branding, urls: AssetUrls) => ({
  lightTheme: {
    primaryColor: branding.primaryColor,
    backgroundColor: branding.backgroundColor,
    warnColor: branding.warnColor,
    fontColor: branding.fontColor,
    logoUrl: urls.logo,
    iconUrl: urls.icon,
  },
  darkTheme: {
    primaryColor: branding.primaryColorDark,
    backgroundColor: branding.backgroundColorDark,
    warnColor: branding.warnColorDark,
    fontColor: branding.fontColorDark,
    logoUrl: urls["logo.dark"],
    iconUrl: urls["icon.dark"],
  },
  fontUrl: urls.font,
  hideLoginNameSuffix: branding.hideLoginNameSuffix,
  disableWatermark: branding.disableWatermark,
  themeMode: themeModes[branding.themeMode] ?? 1,
});

/** Stored 0 as the system says, 1 light, 2 dark; on the wire one more. */
const themeModes = [1, 2, 3] as const;
