import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useI18n } from "../i18n/index.tsx";

interface Props {
  readonly value: string;
  /** What is copied, for screen readers. */
  readonly label: string;
  readonly mono?: boolean;
}

/** A value with a button that copies it. */
export function Copyable({ value, label, mono = false }: Props) {
  const { t } = useI18n();
  return (
    <span className="gh-copyable">
      <bdi className={mono ? "gh-mono" : undefined}>{value}</bdi>
      <CopyButton value={value} timeout={1_500}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t("common.copied") : t("common.copy")} withArrow>
            <ActionIcon
              variant="subtle"
              color={copied ? "teal" : "gray"}
              size="sm"
              data-copied={copied || undefined}
              onClick={copy}
              aria-label={copied ? t("common.copied") : t("common.copyValue", { label })}
            >
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </span>
  );
}
