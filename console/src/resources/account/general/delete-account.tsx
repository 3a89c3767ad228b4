import { Button, Group, Text } from "@mantine/core";
import { useConsole } from "../../../app/context.ts";
import { usePermissions } from "../../../app/viewer.tsx";
import { Card } from "../../../components/card.tsx";
import { useI18n } from "../../../i18n/index.tsx";
import { type Me, useClients, useDeed } from "../account.ts";
import { ConfirmDeed } from "../deed-dialog.tsx";

/** Shown to whom the house allows it. */
export function DeleteCard() {
  const { t } = useI18n();
  const { begin } = useDeed();
  if (usePermissions().data?.("user.self.delete") !== true) return null;
  return (
    <Card title={t("account.delete")}>
      <Group justify="space-between" gap="md">
        <Text c="dimmed" maw="34rem">
          {t("account.delete.lead")}
        </Text>
        <Button variant="outline" color="red" onClick={() => begin("delete")}>
          {t("account.delete.submit")}
        </Button>
      </Group>
    </Card>
  );
}

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

/** There is nobody left to say it to: the page after the log-out does. */
export function DeleteDialog({ me: { user }, onClose }: Props) {
  const { t } = useI18n();
  const { session } = useConsole();
  const { auth } = useClients();
  return (
    <ConfirmDeed
      title={t("account.delete.title")}
      text={t("account.delete.text")}
      submit={t("account.delete.submit")}
      dangerous
      typed={user.username}
      run={async () => {
        await auth.removeMyUser({});
        await session.forget();
      }}
      onDone={() => {}}
      onClose={onClose}
    />
  );
}
