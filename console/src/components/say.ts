import { notifications } from "@mantine/notifications";
import { type TextKey, useI18n } from "../i18n/index.tsx";
import type { Values } from "../i18n/texts.ts";

/** Says at the edge of the page that something is done. */
export function useSay() {
  const { t } = useI18n();
  return (key: TextKey, values?: Values): void => {
    notifications.show({
      message: t(key, values),
      color: "teal",
      closeButtonProps: { "aria-label": t("common.close") },
    });
  };
}
