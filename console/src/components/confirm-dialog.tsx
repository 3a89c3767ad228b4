import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useI18n } from "../i18n/index.tsx";
import type { Problem } from "../problem/problem.ts";
import { FormProblem } from "./form/form-problem.tsx";
import { useOnce } from "./once.ts";

interface Props {
  readonly title: string;
  readonly text: string;
  readonly submit: string;
  readonly dangerous?: boolean;
  /** Must be typed before the button works. */
  readonly typed?: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  /** Resolves when it has come about, or is known not to. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Says what will happen and asks for it; what cannot be undone asks for the name. */
export function ConfirmDialog(props: Props) {
  const { t } = useI18n();
  const [entered, enter] = useState("");
  const { typed, busy } = props;
  const ready = typed === undefined || entered.trim() === typed;
  const once = useOnce();
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    if (ready) void once(props.onConfirm);
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form onSubmit={confirm}>
        <Stack>
          <FormProblem problem={props.problem} />
          <Text>{props.text}</Text>
          {typed !== undefined && (
            <TextInput
              label={t("confirm.typeName", { name: typed })}
              value={entered}
              onChange={(event) => enter(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={props.onClose}>
              {t("common.cancel")}
            </Button>
            <Button
              type="submit"
              loading={busy}
              disabled={!ready}
              color={props.dangerous === true ? "red" : "gate"}
            >
              {props.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
