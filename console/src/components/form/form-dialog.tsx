import { Button, Group, Modal, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect } from "react";
import { useConsole } from "../../app/context.ts";
import { useI18n } from "../../i18n/index.tsx";
import type { Problem } from "../../problem/problem.ts";
import { FormProblem } from "./form-problem.tsx";
import { useReturnFocus } from "./return-focus.ts";

interface Props {
  readonly title: string;
  readonly submit: string;
  readonly busy: boolean;
  readonly problem: Problem | undefined;
  readonly onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  readonly onClose: () => void;
  /** Something has been entered that is not sent. */
  readonly unsaved?: boolean;
  /** Beside the buttons: another way. */
  readonly aside?: ReactNode;
  readonly dangerous?: boolean;
  readonly size?: "md" | "lg";
  readonly children: ReactNode;
}

/** A small form over the page. What is being entered survives the end of the session, and a click beside it. */
export function FormDialog({ busy, children, ...props }: Props) {
  const { t } = useI18n();
  const { unsaved } = useConsole();
  const dirty = props.unsaved === true;
  useReturnFocus();
  useEffect(() => (dirty ? unsaved.add() : undefined), [dirty, unsaved]);
  return (
    <Modal
      opened
      onClose={props.onClose}
      closeOnClickOutside={!dirty}
      title={props.title}
      size={props.size ?? "md"}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form onSubmit={props.onSubmit} noValidate>
        <Stack>
          <FormProblem problem={props.problem} />
          {children}
          <div className="gh-dialog-ways">
            {props.aside}
            <Group gap="sm" ml="auto">
              <Button variant="default" onClick={props.onClose}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" loading={busy} color={props.dangerous === true ? "red" : "gate"}>
                {props.submit}
              </Button>
            </Group>
          </div>
        </Stack>
      </form>
    </Modal>
  );
}
