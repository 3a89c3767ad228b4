/** The branding as mails use it; every pair of colours that meets stays readable whatever was chosen. */
import {
  activeBranding,
  assetUrls,
  branding,
  mix,
  readableOn,
  whiteOrBlack,
} from "#src/domains/branding/index.ts";
import type { Ctx } from "#src/platform/request/index.ts";
import type { MailColours, MailLook } from "./mail.ts";

/** As the label policy counts them. */
const always = { light: 1, dark: 2 } as const;

interface Chosen {
  readonly primary: string;
  readonly background: string;
  readonly font: string;
}

/** @param sender stands where there is no logo */
export async function mailLook(
  ctx: Pick<Ctx, "config" | "instanceId">,
  orgId: string,
  origin: string,
  sender: string,
): Promise<MailLook> {
  const { value: shown, row } = await activeBranding(ctx, orgId);
  const own = branding.defaults;
  const light = colours({
    primary: shown.primaryColor || own.primaryColor,
    background: shown.backgroundColor || own.backgroundColor,
    font: shown.fontColor || own.fontColor,
  });
  const dark = colours({
    primary: shown.primaryColorDark || own.primaryColorDark,
    background: shown.backgroundColorDark || own.backgroundColorDark,
    font: shown.fontColorDark || own.fontColorDark,
  });
  const urls = assetUrls(row?.owner ?? ctx.instanceId, shown.assets, origin);
  const [logo, logoDark] = [urls.logo, urls["logo.dark"]].map(inMails);
  const fontUrl = urls.font || undefined;
  if (shown.themeMode === always.dark)
    return {
      light: dark,
      dark: undefined,
      logoUrl: logoDark ?? logo,
      logoDarkUrl: undefined,
      fontUrl,
      sender,
    };
  const isFixed = shown.themeMode === always.light;
  return { light, dark: isFixed ? undefined : dark, logoUrl: logo, logoDarkUrl: logoDark, fontUrl, sender };
}

/** Mail programs show no drawings. */
const inMails = (url: string): string | undefined => (url === "" || url.endsWith(".svg") ? undefined : url);

/** Exported for its test alone. */
export function colours({ primary, background, font }: Chosen): MailColours {
  const pageIsDark = whiteOrBlack(background) === "#ffffff";
  const card = pageIsDark ? mix(background, "#ffffff", 0.06) : mix(background, "#ffffff", 0.85);
  const text = readableOn(card, font, 7);
  return {
    page: mix(background, text, pageIsDark ? 0 : 0.04),
    card,
    text,
    quiet: readableOn(card, mix(text, card, 0.36), 4.5),
    line: mix(card, text, 0.14),
    primary,
    onPrimary: whiteOrBlack(primary),
    link: readableOn(card, primary, 4.5),
    tint: mix(card, text, 0.06),
  };
}
