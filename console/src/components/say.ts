import { type NotificationData, notifications, notificationsStore } from "@mantine/notifications";
import { type TextKey, useI18n } from "../i18n/index.tsx";
import type { Values } from "../i18n/texts.ts";
import { problemOf } from "../problem/problem.ts";

/** As many as are read together. */
const most = 3;

/** Without end they would cover the page: the oldest goes when one too many comes. */
export function showAtEdge(message: NotificationData): void {
  const shown = notificationsStore.getState().notifications;
  for (const { id } of shown.slice(0, Math.max(0, shown.length + 1 - most)))
    if (id !== undefined) notifications.hide(id);
  notifications.show(message);
}

/** Says at the edge of the page that something is done. */
export function useSay() {
  const { t } = useI18n();
  return (key: TextKey, values?: Values): void => {
    showAtEdge({
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
      showAtEdge({
        title: t(`problem.${kind}.title`),
        message: t(kind === "away" ? "problem.away.text" : "problem.failed.text"),
        color: "red",
        role: "alert",
        // Until it is closed: who was told too late would not know why nothing happened.
        autoClose: false,
        closeButtonProps: { "aria-label": t("common.close") },
      });
    }
  };
}
