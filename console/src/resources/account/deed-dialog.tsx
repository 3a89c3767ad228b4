import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useConsole } from "../../app/context.ts";
import { useAccess } from "../../app/viewer.tsx";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { useReturnFocus } from "../../components/form/return-focus.ts";
import { useAttempt } from "../../components/say.ts";
import { useI18n } from "../../i18n/index.tsx";
import { type Problem, problemOf } from "../../problem/problem.ts";
import { useChange } from "./account.ts";

interface Props {
  readonly title: string;
  readonly text: string;
  readonly submit: string;
  readonly dangerous?: boolean;
  readonly typed?: string;
  readonly run: () => Promise<unknown>;
  /** Something else takes its place. */
  readonly stays?: boolean;
  /** After it is done. */
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks, does it, and shows a refusal where it was asked. */
export function ConfirmDeed({ run, onDone, stays = false, ...props }: Props) {
  const change = useChange();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  useReturnFocus();
  async function confirm(): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      await change(run);
      if (!stays) props.onClose();
      onDone();
    } catch (error) {
      setProblem(problemOf(error));
      setBusy(false);
    }
  }
  return <ConfirmDialog {...props} busy={busy} problem={problem} onConfirm={confirm} />;
}

/** Before something grave: leads through the login and back to this very step. */
export function ProveFirst({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const { session } = useConsole();
  const attempt = useAttempt();
  // As it is now: the name in the token may have been changed since.
  const { loginName } = useAccess();
  const [busy, setBusy] = useState(false);
  useReturnFocus();
  const prove = async (): Promise<void> => {
    setBusy(true);
    const from = `${location.pathname}${location.search}`;
    await attempt(() => session.signIn({ from, loginHint: loginName, prompt: "login" }));
    setBusy(false);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("proveAgain.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text>{t("proveAgain.text")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button loading={busy} onClick={() => void prove()} data-autofocus>
            {t("proveAgain.submit")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
