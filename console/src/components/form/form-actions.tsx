import { Button, Group } from "@mantine/core";
import { type LinkProps } from "@tanstack/react-router";
import { useI18n } from "../../i18n/index.tsx";
import { ButtonLink } from "../links.tsx";

interface Props {
  readonly cancelTo: NonNullable<LinkProps["to"]>;
  readonly submit: string;
  readonly busy: boolean;
}

export function FormActions({ cancelTo, submit, busy }: Props) {
  const { t } = useI18n();
  return (
    <Group justify="flex-end">
      <ButtonLink to={cancelTo} variant="default">
        {t("common.cancel")}
      </ButtonLink>
      <Button type="submit" loading={busy}>
        {submit}
      </Button>
    </Group>
  );
}
