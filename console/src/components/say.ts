import { notifications } from "@mantine/notifications";
import { type TextKey, useI18n } from "../i18n/index.tsx";
import type { Values } from "../i18n/texts.ts";
import { problemOf } from "../problem/problem.ts";

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

/** Does what the server is needed for outside of any form, and says at the edge of the page when it did not come about. */
export function useAttempt() {
  const { t } = useI18n();
  return async (what: () => Promise<unknown>): Promise<void> => {
    try {
      await what();
    } catch (error) {
      const { kind } = problemOf(error);
      notifications.show({
        title: t(`problem.${kind}.title`),
        message: t(kind === "away" ? "problem.away.text" : "problem.failed.text"),
        color: "red",
        role: "alert",
        closeButtonProps: { "aria-label": t("common.close") },
      });
    }
  };
}
