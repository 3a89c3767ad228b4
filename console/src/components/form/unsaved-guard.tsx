import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useEffect } from "react";
import { useConsole } from "../../app/context.ts";
import { useI18n } from "../../i18n/index.tsx";

interface Props {
  /** Asked again at the moment of leaving. */
  readonly isUnsaved: () => boolean;
}

/** Asks before leaving a form that has not been sent. */
export function UnsavedGuard({ isUnsaved }: Props) {
  const { t } = useI18n();
  const { unsaved } = useConsole();
  const dirty = isUnsaved();
  useEffect(() => (dirty ? unsaved.add() : undefined), [dirty, unsaved]);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved() && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t("unsaved.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Text>{t("unsaved.text")}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => blocker.reset?.()} data-autofocus>
          {t("unsaved.stay")}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t("unsaved.leave")}
        </Button>
      </Group>
    </Modal>
  );
}
