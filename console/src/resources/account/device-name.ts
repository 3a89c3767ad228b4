import type { I18n } from "../../i18n/index.tsx";
import type { Device } from "./device.ts";

/** A device in a few words. */
export function deviceName({ browser, system }: Device, t: I18n["t"]): string {
  if (browser !== "" && system !== "") return t("account.device.both", { browser, system });
  return browser || system || t("account.device.unknown");
}
