import { Alert, Button, CopyButton, Group, Modal, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useReturnFocus } from "../../../components/form/return-focus.ts";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useClients } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";

/** So many fit on a slip of paper. */
const count = 10;

interface Props {
  readonly me: Me;
  /** There are some already, which end. */
  readonly renews: boolean;
  readonly onClose: () => void;
}

/** Asks, makes the codes, and shows them this one time. */
export function CodesDialog({ me: { user }, renews: begunWith, onClose }: Props) {
  const { t } = useI18n();
  const { users } = useClients();
  const [renews] = useState(begunWith);
  const [codes, show] = useState<readonly string[]>();
  if (codes !== undefined) return <Codes codes={codes} name={user.preferredLoginName} onClose={onClose} />;
  return (
    <ConfirmDeed
      title={t(renews ? "account.codes.renew" : "account.codes.add")}
      text={t(renews ? "account.codes.renewText" : "account.codes.explain")}
      submit={t("account.codes.make")}
      run={async () =>
        show((await users.generateRecoveryCodes({ userId: user.userId, count })).recoveryCodes)
      }
      onDone={() => {}}
      onClose={onClose}
      stays
    />
  );
}

interface CodesProps {
  readonly codes: readonly string[];
  readonly name: string;
  readonly onClose: () => void;
}

function Codes({ codes, name, onClose }: CodesProps) {
  const { t, day } = useI18n();
  useReturnFocus();
  const head = t("account.codes.head", { name, day: day(new Date()) });
  const text = `${head}\n\n${codes.join("\n")}\n`;
  const download = (): void => {
    const link = document.createElement("a");
    link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
    link.download = "recovery-codes.txt";
    link.click();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      title={t("account.codes")}
    >
      <Stack>
        <Alert color="gate">{t("account.codes.once")}</Alert>
        <ul className="gh-codes" aria-label={t("account.codes")}>
          {codes.map((code) => (
            <li key={code} className="gh-mono">
              {code}
            </li>
          ))}
        </ul>
        <Group gap="xs">
          <CopyButton value={codes.join("\n")} timeout={1_500}>
            {({ copied, copy }) => (
              <Button
                variant="default"
                onClick={copy}
                leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              >
                {t(copied ? "common.copied" : "account.codes.copy")}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" onClick={download} leftSection={<IconDownload size={16} />}>
            {t("account.codes.download")}
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          {t("account.codes.each")}
        </Text>
        <Button onClick={onClose} data-autofocus>
          {t("account.codes.kept")}
        </Button>
      </Stack>
    </Modal>
  );
}
