import { Alert, Button, FileButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useConsole } from "../../../app/context.ts";
import { FormProblem } from "../../../components/form/form-problem.tsx";
import { useReturnFocus } from "../../../components/form/return-focus.ts";
import { useOnce } from "../../../components/once.ts";
import { useSay } from "../../../components/say.ts";
import { type TextKey, useI18n } from "../../../i18n/index.tsx";
import { type Problem, problemOf } from "../../../problem/problem.ts";
import { type Me, useChange, useClients } from "../account.ts";
import { Portrait } from "../portrait.tsx";
import { sendPicture, squareOf } from "./picture.ts";

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

function usePicture(onClose: () => void) {
  const { environment, session } = useConsole();
  const { auth } = useClients();
  const change = useChange();
  const say = useSay();
  const [busy, setBusy] = useState<"send" | "remove">();
  const [problem, setProblem] = useState<Problem>();
  const [wrong, setWrong] = useState<TextKey>();
  const once = useOnce();

  async function attempt(what: "send" | "remove", run: () => Promise<unknown>, done: TextKey): Promise<void> {
    setBusy(what);
    setProblem(undefined);
    setWrong(undefined);
    try {
      await change(run);
      onClose();
      say(done);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(undefined);
    }
  }

  async function choose(file: File | null): Promise<void> {
    if (file === null) return;
    const square = await squareOf(file).catch(() => undefined);
    if (square === undefined) return setWrong("account.picture.unreadable");
    const token = session.token() ?? "";
    await attempt("send", () => sendPicture(environment.api, token, square), "account.picture.done");
  }

  const remove = () =>
    once(() => attempt("remove", () => auth.removeMyAvatar({}), "account.picture.removed"));
  return { busy, problem, wrong, choose, remove };
}

export function PictureDialog({ me, onClose }: Props) {
  const { t } = useI18n();
  const { busy, problem, wrong, choose, remove } = usePicture(onClose);
  useReturnFocus();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("account.picture")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <FormProblem problem={problem} />
        {wrong && (
          <Alert color="red" role="alert">
            {t(wrong)}
          </Alert>
        )}
        <Group wrap="nowrap">
          <Portrait me={me} />
          <Text>{t("account.picture.hint")}</Text>
        </Group>
        <Group justify="flex-end">
          {me.human.profile?.avatarUrl && (
            <Button variant="subtle" color="red" loading={busy === "remove"} onClick={() => void remove()}>
              {t("account.picture.remove")}
            </Button>
          )}
          <FileButton
            accept="image/png,image/jpeg,image/webp,image/gif"
            onChange={(file) => void choose(file)}
          >
            {(props) => (
              <Button
                {...props}
                loading={busy === "send"}
                leftSection={<IconUpload size={16} aria-hidden="true" />}
                data-autofocus
              >
                {t("account.picture.choose")}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </Modal>
  );
}
